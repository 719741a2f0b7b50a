/** The hyperbolic tangent. */
import type { Activation, ActivationFormula } from "../activation.js";
import { call, difference, number, product, smooth, sum } from "../expression.js";

export const tanh: Activation = { code: 2, range: [-1, 1] };

export const tanhFormula: ActivationFormula = {
  value: (x) => smooth(call("tanh", x)),
  slope: (_x, a) => smooth(product(difference(number(1), a), sum(number(1), a))),
  torch: () => "Tanh()",
  onnx: { operator: "Tanh", isInFloat64: true },
  words: {
    en: {
      name: "hyperbolic tangent (tanh)",
      slope: (unit) => `The slope of tanh at ${unit}: 1 − out² = (1 − out)·(1 + out).`,
    },
    zh: {
      name: "双曲正切函数（tanh）",
      slope: (unit) => `tanh 在 ${unit} 处的导数：1 − out² = (1 − out)·(1 + out)。`,
    },
  },
};
