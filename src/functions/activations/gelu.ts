/** The Gaussian error linear unit, in its exact form: x · Φ(x). */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, negate, number, power, product, quotient, smooth, sum } from "../expression.js";

export const gelu: Activation = { code: 7, range: [-0.17, Infinity], slopeNeedsNetInput: true };

export const geluFormula: ActivationFormula = {
  value: (x) => smooth(product(x, call("normal", x))),
  slope: (x) => {
    const bell = call("exp", quotient(negate(power(x, 2)), number(2)));
    const density = quotient(bell, number(Math.sqrt(2 * Math.PI), "√(2π)"));
    return smooth(sum(call("normal", x), product(x, density)));
  },
  source: "Hendrycks & Gimpel 2016",
  torch: () => "GELU()",
  words: {
    en: { name: "Gaussian error linear unit (GELU)", short: "GELU" },
    zh: { name: "高斯误差线性单元（GELU）", short: "GELU" },
  },
};
