/** Softsign: like tanh, but it approaches ±1 slowly. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, number, power, quotient, smooth, sum } from "../expression.js";

export const softsign: Activation = { code: 10, range: [-1, 1] };

const one = number(1);

export const softsignFormula: ActivationFormula = {
  value: (x) => smooth(quotient(x, sum(one, call("abs", x)))),
  slope: (x) => smooth(quotient(one, power(sum(one, call("abs", x)), 2))),
  source: "Bergstra et al. 2009",
  torch: () => "Softsign()",
  onnx: { operator: "Softsign" },
  words: { en: { name: "softsign" }, zh: { name: "softsign 函数" } },
};
