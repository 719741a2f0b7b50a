/** A sigmoid of three straight lines, as in MobileNetV3. Its slope at ±3 is 0. */
import type { Activation, ActivationFormula } from "../activation.js";
import { number, otherwise, piece, quotient, sum } from "../expression.js";

export const hardSigmoid: Activation = { code: 11, range: [0, 1] };

const zero = number(0);
const one = number(1);
const three = number(3);

export const hardSigmoidFormula: ActivationFormula = {
  value: (x) => [
    piece([x, "≤", number(-3)], zero, "below"),
    piece([x, "≥", three], one, "above"),
    otherwise(quotient(sum(x, three), number(6)), "between"),
  ],
  slope: (x) => [
    piece([x, "≤", number(-3)], zero, "below"),
    piece([x, "≥", three], zero, "above"),
    otherwise(quotient(one, number(6)), "between"),
  ],
  source: "Howard et al. 2019",
  torch: () => "Hardsigmoid()",
  onnx: { operator: "HardSigmoid", attributes: () => ({ alpha: 1 / 6, beta: 0.5 }) },
  words: {
    en: { name: "hard sigmoid", short: "hard sigmoid" },
    zh: { name: "分段线性 sigmoid 函数", short: "hard sigmoid" },
  },
};
