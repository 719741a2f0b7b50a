/** The distance from the target, as a mean over the outputs. Its slope at distance 0 is 0. */
import type { Loss, LossFormula } from "../loss.js";
import { call, difference, negate, number, otherwise, piece, quotient, smooth } from "../expression.js";

export const meanAbsoluteError: Loss = {
  kernel: { code: 1, name: "absolute" },
  lossFactor: (outputs) => 1 / outputs,
  errorFactor: (outputs) => 1 / outputs,
};

export const meanAbsoluteErrorFormula: LossFormula = {
  value: ({ t, o, n }) => smooth(quotient(call("abs", difference(t, o)), n)),
  slope: ({ t, o, n }) => {
    const part = quotient(number(1), n);
    return [
      piece([t, ">", o], negate(part), "below"),
      piece([t, "<", o], part, "above"),
      otherwise(number(0), "between"),
    ];
  },
  words: {
    en: {
      name: "mean absolute error",
      short: "mean absolute error",
      note: "Divided by the number of outputs, as the loss is their mean.",
    },
    zh: {
      name: "平均绝对误差",
      short: "平均绝对误差",
      note: "损失取各输出的平均，所以要除以输出的个数。",
    },
  },
};
