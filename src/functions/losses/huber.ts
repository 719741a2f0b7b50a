/** The Huber loss: squared up to `huberDelta` from the target, a straight line beyond it [Huber 1964]. */
import type { Loss, LossFormula } from "../loss.js";
import { call, difference, negate, number, otherwise, piece, power, product } from "../expression.js";

export const huber: Loss = { kernel: { code: 2, name: "huber" }, setting: "huberDelta" };

const half = number(0.5, "½");

export const huberFormula: LossFormula = {
  value: ({ t, o, delta }) => {
    const gap = difference(t, o);
    return [
      piece([call("abs", gap), "≤", delta], product(half, power(gap, 2)), "between"),
      otherwise(product(delta, difference(call("abs", gap), product(half, delta)))),
    ];
  },
  slope: ({ t, o, delta }) => {
    const gap = difference(t, o);
    return [
      piece([call("abs", gap), "≤", delta], negate(gap), "between"),
      piece([t, ">", o], negate(delta), "below"),
      otherwise(delta, "above"),
    ];
  },
  words: { en: { name: "Huber loss", short: "Huber" }, zh: { name: "Huber 损失", short: "Huber" } },
};
