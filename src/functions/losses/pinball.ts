/**
 * The pinball loss: its minimum is a quantile of the targets, the median for `quantile` 0.5. Below the target an output costs
 * `quantile` for each unit of distance, above it 1 − `quantile` [Koenker & Bassett 1978]. Its slope at distance 0 is 0.
 */
import type { Loss, LossFormula } from "../loss.js";
import { difference, negate, number, otherwise, piece, product } from "../expression.js";

export const pinball: Loss = { kernel: { code: 6, name: "pinball" }, setting: "quantile" };

export const pinballFormula: LossFormula = {
  value: ({ t, o, quantile }) => [
    piece([t, ">", o], product(quantile, difference(t, o)), "below"),
    otherwise(product(difference(number(1), quantile), difference(o, t)), "above"),
  ],
  slope: ({ t, o, quantile }) => [
    piece([t, ">", o], negate(quantile), "below"),
    piece([t, "<", o], difference(number(1), quantile), "above"),
    otherwise(number(0), "between"),
  ],
  words: {
    en: { name: "pinball loss (quantile loss)", short: "pinball" },
    zh: { name: "分位数损失", short: "分位数损失" },
  },
};
