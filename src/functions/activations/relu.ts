/** The rectifier: the net input above 0, else 0. Its slope at 0 is 0. */
import type { Activation, ActivationFormula } from "../activation.js";
import { number, otherwise, piece } from "../expression.js";

export const relu: Activation = { code: 3, range: [0, Infinity] };

const zero = number(0);

export const reluFormula: ActivationFormula = {
  value: (x) => [piece([x, ">", zero], x, "above"), otherwise(zero, "below")],
  slope: (x) => [piece([x, ">", zero], number(1), "above"), otherwise(zero, "below")],
  torch: () => "ReLU()",
  onnx: { operator: "Relu", isInFloat64: true },
  words: {
    en: { name: "rectifier (ReLU)", short: "ReLU" },
    zh: { name: "线性整流函数（ReLU）", short: "ReLU" },
  },
};
