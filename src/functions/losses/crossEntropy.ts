/** Cross-entropy of outputs that are one distribution over the classes. */
import type { Loss, LossFormula } from "../loss.js";
import { call, negate, number, otherwise, piece, product, smooth } from "../expression.js";

export const crossEntropy: Loss = {
  kernel: { code: 4, name: "crossEntropy" },
  partner: "softmax",
  targets: "distribution",
  isUsualWithPartner: true,
  needsNetInputs: true,
  setting: "labelSmoothing",
};

export const crossEntropyFormula: LossFormula = {
  value: ({ t, o }) => smooth(negate(product(t, call("ln", o)))),
  // an output may be rounded to 0 where its target is 0
  exact: ({ t, o }) => [piece([t, "=", number(0)], number(0)), otherwise(negate(product(t, call("ln", o))))],
  slope: null,
  words: {
    en: { name: "cross-entropy", short: "cross-entropy" },
    zh: { name: "交叉熵", short: "交叉熵" },
  },
};
