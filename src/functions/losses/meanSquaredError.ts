/** The squared error, as a mean over the outputs. */
import type { Loss, LossFormula } from "../loss.js";
import { difference, negate, number, power, product, quotient, smooth } from "../expression.js";
import { signNote, squared } from "./squared.js";

export const meanSquaredError: Loss = {
  kernel: squared,
  lossFactor: (outputs) => 1 / outputs,
  errorFactor: (outputs) => 2 / outputs,
};

export const meanSquaredErrorFormula: LossFormula = {
  value: ({ t, o, n }) => smooth(product(quotient(number(1), n), power(difference(t, o), 2))),
  slope: ({ t, o, n }) => smooth(negate(product(quotient(number(2), n), difference(t, o)))),
  words: {
    en: {
      name: "mean squared error",
      short: "mean squared error",
      note: "Divided by the number of outputs, as the loss is their mean.",
      slopeNote: () => signNote.en,
    },
    zh: {
      name: "均方误差",
      short: "均方误差",
      note: "损失取各输出的平均，所以要除以输出的个数。",
      slopeNote: () => signNote.zh,
    },
  },
};
