/** The sigmoid linear unit: x · σ(x). */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, negate, number, product, smooth, sum } from "../expression.js";

export const silu: Activation = { code: 8, range: [-0.2785, Infinity], slopeNeedsNetInput: true };

export const siluFormula: ActivationFormula = {
  value: (x) => smooth(product(x, call("sigmoid", x))),
  slope: (x) => smooth(product(call("sigmoid", x), sum(number(1), product(x, call("sigmoid", negate(x)))))),
  source: "Elfwing et al. 2018",
  torch: () => "SiLU()",
  words: {
    en: { name: "sigmoid linear unit (SiLU)", short: "SiLU" },
    zh: { name: "Sigmoid 线性单元（SiLU）", short: "SiLU" },
  },
};
