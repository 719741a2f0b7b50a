/** Which samples train and which are held out. */
import { ConfigError } from "../errors.js";
import { Random, shuffle, streams } from "../network/random.js";
import { show } from "../wording.js";

/** Row numbers of both parts of some data, in the order of the data; `fit` takes it as `validation`. */
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

/**
 * Checks a split that a caller gives to `fit`.
 *
 * @param rows number of samples
 * @throws ConfigError unless both parts have rows of the data, and no row occurs twice
 */
export function checkSplit({ train, validation }: Split, rows: number): Split {
  const seen = new Uint8Array(rows);
  for (const [name, part] of Object.entries({ train, validation })) {
    const refuse = (reason: string) => new ConfigError({ setting: `validation.${name}`, reason });
    if (!(part?.length > 0)) throw refuse("expected row numbers, got none");
    for (const row of part) {
      if (!Number.isInteger(row) || row < 0 || row >= rows)
        throw refuse(`expected row numbers 0 to ${rows - 1}, got ${show(row)}`);
      if (seen[row]) throw refuse(`row ${row} occurs twice. Give each row to one part, once`);
      seen[row] = 1;
    }
  }
  return { train, validation };
}
