/** The logistic function. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, difference, number, product, smooth } from "../expression.js";

export const sigmoid: Activation = { code: 1, range: [0, 1], isProbability: true };

export const sigmoidFormula: ActivationFormula = {
  value: (x) => smooth(call("sigmoid", x)),
  slope: (_x, a) => smooth(product(a, difference(number(1), a))),
  torch: () => "Sigmoid()",
  onnx: { operator: "Sigmoid", isInFloat64: true },
  words: {
    en: {
      name: "logistic function (sigmoid)",
      output: (unit) =>
        `The logistic function squashes the net input into a value between 0 and 1: the output of ${unit}.`,
      slope: (unit) => `The slope of the logistic function at ${unit}, written in its output: out·(1 − out).`,
    },
    zh: {
      name: "逻辑斯谛函数（sigmoid）",
      output: (unit) => `逻辑斯谛函数把净输入压缩到 0 与 1 之间，结果就是 ${unit} 的输出。`,
      slope: (unit) => `逻辑斯谛函数在 ${unit} 处的导数，可以直接用输出表示：out·(1 − out)。`,
    },
  },
};
