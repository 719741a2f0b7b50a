/** The exponential function: outputs that are positive, such as expected counts. It goes with the loss `poisson`. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, smooth } from "../expression.js";

export const exponential: Activation = { code: 14, range: [0, Infinity], isLastOnly: true };

export const exponentialFormula: ActivationFormula = {
  value: (x) => smooth(call("exp", x)),
  slope: (_, a) => smooth(a),
  torch: null,
  onnx: { operator: "Exp", isInFloat64: true },
  words: { en: { name: "exponential function", short: "exponential" }, zh: { name: "指数函数" } },
};
