/** Which samples train and which are held out. */
import { ConfigError } from "../errors.js";
import { Random, shuffle, streams } from "../network/random.js";

export interface Split {
  train: Uint32Array;
  /** Empty where nothing is held out. */
  validation: Uint32Array;
}

/**
 * Holds out a random part of the rows; both parts keep the order of the data.
 *
 * @param fraction of the rows, rounded to whole ones; 0 for none
 * @throws ConfigError where the rounding leaves either part empty
 */
export function splitRows(rows: number, fraction: number, seed: number): Split {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const held = Math.round(rows * fraction);
  if (fraction > 0) {
    if (held < 1 || held >= rows) {
      throw new ConfigError(
        `validation: ${fraction} of ${rows} samples would hold out ${held}; expected at least 1, ` +
          "and at least 1 left to train on.",
      );
    }
    shuffle(order, new Random(seed, streams.split));
  }
  return { train: order.slice(held).sort(), validation: order.slice(0, held).sort() };
}
