/** Softmax: the outputs of a row are positive and add up to 1. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, quotient, smooth, sum } from "../expression.js";

export const softmax: Activation = {
  code: 12,
  range: [0, 1],
  isOfRow: true,
  isLastOnly: true,
  isProbability: true,
};

export const softmaxFormula: ActivationFormula = {
  value: (x, _alpha, row) => smooth(quotient(call("exp", x), sum(...row.map((one) => call("exp", one))))),
  slope: null,
  torch: () => "Softmax(dim=-1)",
  words: {
    en: {
      name: "softmax",
      output: (unit) =>
        `Softmax: e^net of ${unit}, divided by the sum of e^net over the layer. The outputs add up to 1.`,
    },
    zh: {
      name: "softmax 函数",
      output: (unit) => `softmax：${unit} 的 e^net 在本层所有 e^net 之和中所占的比例；各比例之和为 1。`,
    },
  },
};
