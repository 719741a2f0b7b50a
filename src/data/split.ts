/** Which samples train and which are held out. */
import { ConfigError } from "../errors.js";
import { Random, shuffle, streams } from "../network/random.js";

/** Row numbers of both parts of some data, in the order of the data. */
export interface Split {
  /** Rows to train on. */
  train: Uint32Array;
  /** Rows held out; may be empty. */
  validation: Uint32Array;
}

/**
 * Holds out a random part of the rows; both parts keep the order of the data. `fit` holds out the same rows for the same
 * `validation` and `seed`.
 *
 * @param rows     number of samples
 * @param fraction of the rows, rounded to whole rows; 0: hold out no rows
 * @param seed     of the random choice, a whole number ≥ 0
 * @returns the row numbers of both parts; every engine gives the same for the same arguments
 * @throws {ConfigError} if the rounding leaves either part empty
 *
 * @example
 * ```js
 * import { splitRows } from "chainrule";
 *
 * const { train, validation } = splitRows(8, 0.25, 1);
 * console.log(train.join(" "), "|", validation.join(" ")); // → 0 1 2 3 6 7 | 4 5
 * ```
 */
export function splitRows(rows: number, fraction: number, seed: number): Split {
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  const held = Math.round(rows * fraction);
  if (fraction > 0) {
    if (held < 1 || held >= rows) {
      throw new ConfigError({
        setting: "validation",
        reason:
          `${fraction} of ${rows} samples would hold out ${held}. Hold out at least 1, ` +
          "and leave at least 1 to train on",
      });
    }
    shuffle(order, new Random(seed, streams.split));
  }
  return { train: order.slice(held).sort(), validation: order.slice(0, held).sort() };
}
