/** Cross-validation: which samples each of several trainings holds out. */
import { ConfigError } from "../errors.js";
import { checkIsDivisible } from "../arguments.js";
import { show } from "../wording.js";
import { Random, shuffle, streams } from "../network/random.js";
import { checkLabels, classesOf, type Divisible, groupSizes, type Split } from "./split.js";

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
  checkFolds(folds, rows, "samples");
  checkLabels(labels, rows);
  const order = shuffled(rows, seed);
  const dealt = labels ? byClass(order, labels) : order;
  const foldOf = new Uint32Array(rows);
  dealt.forEach((row, place) => (foldOf[row] = place % folds));
  return foldsOf(foldOf, folds);
}

/**
 * Cuts a data set into `folds` parts, each held out once, as `crossValidate` does. Classes are stratified: see `foldRows`.
 * With groups (option `division` of the data set), whole groups are dealt out, the largest first, each to the part with the
 * fewest rows.
 *
 * @param dataset  samples
 * @param folds    number of parts, 2 to the number of samples or groups
 * @param seed     of the shuffle, a whole number ≥ 0
 * @param stratify whether each part has the same proportions of the classes (default: true)
 * @returns [folds]; every engine gives the same for the same arguments
 * @throws {ConfigError} for a number of folds that leaves a part empty, and for data that are divided by time, or that say
 *   which rows are held out
 *
 * @example
 * ```js
 * import { Dataset, foldDataset } from "chainrule";
 *
 * const inputs = [[1], [2], [3], [4], [5]];
 * const visits = Dataset.from(inputs, inputs, { division: { groups: ["a", "a", "b", "c", "c"] } });
 * for (const { validation } of foldDataset(visits, 3, 1)) console.log(validation.join(" "));
 * // → 0 1
 * // → 3 4
 * // → 2
 * ```
 */
export function foldDataset(dataset: Divisible, folds: number, seed: number, stratify = true): Split[] {
  checkIsDivisible(dataset, "foldDataset");
  const { rows, division } = dataset;
  if (division === null) return foldRows(rows, folds, seed, (stratify && classesOf(dataset)) || undefined);
  if (division.kind !== "groups") {
    const what = division.kind === "times" ? "are divided by time" : "say which rows are held out";
    throw new ConfigError({
      setting: "folds",
      reason: `does not go with data that ${what}`,
      advice: "Drop one of them.",
    });
  }
  const sizes = groupSizes(division.of);
  checkFolds(folds, sizes.length, "groups");
  const order = Array.from(shuffled(sizes.length, seed)).sort((a, b) => sizes[b]! - sizes[a]!);
  const filled = new Uint32Array(folds);
  const foldOfGroup = new Uint32Array(sizes.length);
  for (const group of order) {
    const fold = filled.indexOf(Math.min(...filled));
    foldOfGroup[group] = fold;
    filled[fold]! += sizes[group]!;
  }
  return foldsOf(
    division.of.map((group) => foldOfGroup[group]!),
    folds,
  );
}

/** @param count of what is dealt out, samples or groups */
function checkFolds(folds: number, count: number, what: string): void {
  if (count < 2) {
    throw new ConfigError({
      setting: "folds",
      reason: `expected at least 2 ${what} to divide, got ${show(count)}`,
    });
  }
  if (Number.isInteger(folds) && folds >= 2 && folds <= count) return;
  throw new ConfigError({
    setting: "folds",
    reason: `expected an integer 2 to ${count}, the number of ${what}, got ${show(folds)}`,
  });
}

function shuffled(count: number, seed: number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, row) => row);
  shuffle(order, new Random(seed, streams.folds));
  return order;
}

/** The parts. @param foldOf [rows] which fold holds out a row */
function foldsOf(foldOf: Uint32Array, folds: number): Split[] {
  const all = foldOf.map((_, row) => row);
  return Array.from({ length: folds }, (_, fold) => ({
    train: all.filter((row) => foldOf[row] !== fold),
    validation: all.filter((row) => foldOf[row] === fold),
  }));
}

/** The rows grouped by class; rows of one class keep their order, because the sort is stable. */
function byClass(order: Uint32Array, labels: ArrayLike<number>): Uint32Array {
  return Uint32Array.from(Array.from(order).sort((a, b) => labels[a]! - labels[b]!));
}
