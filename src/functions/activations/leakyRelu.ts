/** A rectifier that lets a part of negative net inputs through. Its slope at 0 is α. */
import type { Activation, ActivationFormula } from "../activation.js";
import { number, otherwise, piece, scaled } from "../expression.js";

export const leakyRelu: Activation = {
  code: 4,
  range: [-Infinity, Infinity],
  alpha: { usual: 0.01, meaning: "slope below 0" },
};

export const leakyReluFormula: ActivationFormula = {
  value: (x, alpha) => [piece([x, ">", number(0)], x, "above"), otherwise(scaled(alpha, x), "below")],
  slope: (x, _a, alpha) => [piece([x, ">", number(0)], number(1), "above"), otherwise(alpha, "below")],
  source: "Maas et al. 2013",
  torch: (alpha) => `LeakyReLU(${alpha})`,
  onnx: { operator: "LeakyRelu", attributes: (alpha) => ({ alpha }) },
  words: {
    en: { name: "leaky rectifier (leaky ReLU)", short: "leaky ReLU" },
    zh: { name: "带泄漏的线性整流函数（Leaky ReLU）", short: "leaky ReLU" },
  },
};
