/** The exponential linear unit: falls to −α on the left. Its slope at 0 is α. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, number, otherwise, piece, scaled } from "../expression.js";

export const elu: Activation = {
  code: 5,
  range: [-Infinity, Infinity],
  alpha: { usual: 1, meaning: "depth below 0" },
};

export const eluFormula: ActivationFormula = {
  value: (x, alpha) => [
    piece([x, ">", number(0)], x, "above"),
    otherwise(scaled(alpha, call("expm1", x)), "below"),
  ],
  slope: (x, _a, alpha) => [
    piece([x, ">", number(0)], number(1), "above"),
    otherwise(scaled(alpha, call("exp", x)), "below"),
  ],
  source: "Clevert et al. 2016",
  torch: (alpha) => `ELU(${alpha})`,
  onnx: { operator: "Elu", attributes: (alpha) => ({ alpha }) },
  words: {
    en: { name: "exponential linear unit (ELU)", short: "ELU" },
    zh: { name: "指数线性单元（ELU）", short: "ELU" },
  },
};
