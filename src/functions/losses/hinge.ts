/** The hinge loss of support vector machines, for targets of ±1. Its slope on the margin is 0. */
import type { Loss, LossFormula } from "../loss.js";
import { call, difference, negate, number, otherwise, piece, product, smooth } from "../expression.js";

export const hinge: Loss = { kernel: { code: 5, name: "hinge" }, offTarget: -1, targets: "signs" };

export const hingeFormula: LossFormula = {
  value: ({ t, o }) => smooth(call("max0", difference(number(1), product(t, o)))),
  slope: ({ t, o }) => [
    piece([difference(number(1), product(t, o)), ">", number(0)], negate(t), "below"),
    otherwise(number(0), "above"),
  ],
  words: {
    en: {
      name: "hinge loss",
      short: "hinge",
      slopeNote: (side) =>
        side === "above" ? "It is on the right side, beyond the margin: nothing to correct, slope 0." : "",
    },
    zh: {
      name: "合页损失",
      short: "合页损失",
      slopeNote: (side) => (side === "above" ? "它已在正确的一侧，并且超出间隔：无须修正，导数为 0。" : ""),
    },
  },
};
