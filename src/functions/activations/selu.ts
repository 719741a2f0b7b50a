/** The scaled exponential linear unit: outputs keep mean 0 and variance 1. Its slope at 0 is λα. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, number, otherwise, piece, product } from "../expression.js";

/** λ and α [Klambauer et al. 2017, eq. 14]. */
const scale = 1.0507009873554805;
const alpha = 1.6732632423543772;
const height = scale * alpha;

export const selu: Activation = { code: 6, range: [-height, Infinity] };

export const seluFormula: ActivationFormula = {
  value: (x) => [
    piece([x, ">", number(0)], product(number(scale), x), "above"),
    otherwise(product(number(height), call("expm1", x)), "below"),
  ],
  slope: (x) => [
    piece([x, ">", number(0)], number(scale), "above"),
    otherwise(product(number(height), call("exp", x)), "below"),
  ],
  source: "Klambauer et al. 2017",
  torch: () => "SELU()",
  onnx: { operator: "Selu", attributes: () => ({ alpha, gamma: scale }) },
  words: {
    en: { name: "scaled exponential linear unit (SELU)", short: "SELU" },
    zh: { name: "缩放指数线性单元（SELU）", short: "SELU" },
  },
};
