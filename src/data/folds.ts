/** Cross-validation: which samples each of several trainings holds out. */
import { ConfigError, ShapeError } from "../errors.js";
import { show } from "../wording.js";
import { Random, shuffle, streams } from "../network/random.js";
import type { Split } from "./split.js";

/**
 * Cuts the rows into `folds` random parts, each held out once: `validation` is one part, `train` all others,
 * both in the order of the data.
 *
 * The rows are shuffled, with labels also grouped by class, and dealt out like cards. So the sizes of the parts differ by
 * at most one row, and so do their numbers of samples of any class. A class with fewer samples than folds is missing from
 * some parts.
 *
 * @param rows   number of samples
 * @param folds  number of parts, 2 to `rows`
 * @param seed   of the shuffle, a whole number ≥ 0
 * @param labels [rows] class indices; the parts are then stratified by them
 * @returns [folds]; every engine gives the same for the same arguments
 * @throws {ConfigError} for a number of folds that leaves a part empty
 * @throws {ShapeError} for too few or many labels
 *
 * @example
 * ```js
 * import { foldRows } from "chainrule";
 *
 * const labels = [0, 0, 0, 1, 1, 1];
 * for (const { validation } of foldRows(6, 3, 1, labels)) console.log(validation.join(" "));
 * // → 0 3
 * // → 2 4
 * // → 1 5
 * ```
 */
export function foldRows(rows: number, folds: number, seed: number, labels?: ArrayLike<number>): Split[] {
  if (rows < 2)
    throw new ConfigError({
      setting: "folds",
      reason: `expected at least 2 samples to divide, got ${show(rows)}`,
    });
  if (!Number.isInteger(folds) || folds < 2 || folds > rows) {
    throw new ConfigError({
      setting: "folds",
      reason: `expected an integer 2 to ${rows}, the number of samples, got ${show(folds)}`,
    });
  }
  if (labels && labels.length !== rows) {
    throw new ShapeError(`labels: expected ${rows} class indices, one per row, got ${labels.length}.`);
  }
  const order = Uint32Array.from({ length: rows }, (_, row) => row);
  shuffle(order, new Random(seed, streams.folds));
  const dealt = labels ? byClass(order, labels) : order;
  const foldOf = new Uint32Array(rows);
  dealt.forEach((row, place) => (foldOf[row] = place % folds));
  const all = order.sort();
  return Array.from({ length: folds }, (_, fold) => ({
    train: all.filter((row) => foldOf[row] !== fold),
    validation: all.filter((row) => foldOf[row] === fold),
  }));
}

/** The rows grouped by class; rows of one class keep their order, because the sort is stable. */
function byClass(order: Uint32Array, labels: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(Array.from(order).sort((a, b) => labels[a]! - labels[b]!));
}
