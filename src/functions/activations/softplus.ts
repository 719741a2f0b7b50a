/** Softplus: ln(1 + eˣ). For large x that is x + ln(1 + e⁻ˣ), which does not overflow. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, negate, number, otherwise, piece, smooth, sum } from "../expression.js";

export const softplus: Activation = { code: 9, range: [0, Infinity] };

export const softplusFormula: ActivationFormula = {
  value: (x) => [
    piece([x, ">", number(0)], sum(x, call("ln1p", call("exp", negate(x))))),
    otherwise(call("ln1p", call("exp", x))),
  ],
  slope: (x) => smooth(call("sigmoid", x)),
  source: "Dugas et al. 2001",
  torch: () => "Softplus(threshold=40)", // PyTorch's default of 20 loses e⁻²⁰
  onnx: { operator: "Softplus" },
  words: { en: { name: "softplus" }, zh: { name: "softplus 函数" } },
};
