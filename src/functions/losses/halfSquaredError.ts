/** Half the squared error: the loss of the textbooks, because differentiating cancels the ½. */
import type { Loss, LossFormula } from "../loss.js";
import { difference, negate, number, power, product, smooth } from "../expression.js";
import { signNote, squared } from "./squared.js";

export const halfSquaredError: Loss = { kernel: squared, lossFactor: () => 0.5 };

export const halfSquaredErrorFormula: LossFormula = {
  value: ({ t, o }) => smooth(product(number(0.5, "½"), power(difference(t, o), 2))),
  slope: ({ t, o }) => smooth(negate(difference(t, o))),
  words: {
    en: {
      name: "half the squared error",
      short: "½ squared error",
      note: "The ½ will cancel the exponent 2 when we differentiate.",
      slopeNote: () => `The 2 of the exponent cancels the ½. ${signNote.en}`,
    },
    zh: {
      name: "平方误差之半",
      short: "½ 平方误差",
      note: "系数 ½ 在求导时恰好与指数 2 相消。",
      slopeNote: () => `指数 2 与系数 ½ 相消；${signNote.zh}`,
    },
  },
};
