/** The squared error. */
import type { Loss, LossFormula } from "../loss.js";
import { difference, negate, number, power, product, smooth } from "../expression.js";
import { signNote, squared } from "./squared.js";

export const squaredError: Loss = { kernel: squared, errorFactor: () => 2 };

export const squaredErrorFormula: LossFormula = {
  value: ({ t, o }) => smooth(power(difference(t, o), 2)),
  slope: ({ t, o }) => smooth(negate(product(number(2), difference(t, o)))),
  words: {
    en: {
      name: "squared error",
      short: "squared error",
      note: "Without a factor ½, so a 2 will stay when we differentiate.",
      slopeNote: () => signNote.en,
    },
    zh: {
      name: "平方误差",
      short: "平方误差",
      note: "这里没有系数 ½，因此求导后会留下因子 2。",
      slopeNote: () => signNote.zh,
    },
  },
};
