/** Which samples train and which are held out. */
import { ConfigError, ShapeError } from "../errors.js";
import { checkIsDivisible } from "../arguments.js";
import { Random, shuffle, streams } from "../network/random.js";
import { show } from "../wording.js";
import type { Dataset } from "./dataset.js";

/** Row numbers of both parts of some data, in the order of the data; `fit` takes it as `validation`. */
export interface Split {
  /** Rows to train on. */
  train: Uint32Array;
  /** Rows held out; may be empty. */
  validation: Uint32Array;
}

/**
 * Holds out a random part of the rows; both parts keep the order of the data.
 *
 * With labels the part is stratified: each class keeps its proportion, as nearly as whole rows allow. A class with at least
 * two rows is in both parts, if enough rows are held out; the only row of a class trains. `splitDataset` does this for a
 * data set, as `fit` does.
 *
 * @param rows     number of samples
 * @param fraction of the rows, rounded to whole rows; 0: hold out no rows
 * @param seed     of the random choice, a whole number ≥ 0
 * @param labels   [rows] class indices; the part is then stratified by them
 * @returns the row numbers of both parts; every engine gives the same for the same arguments
 * @throws {ConfigError} if the rounding leaves either part empty
 * @throws {ShapeError} for too few or many labels
 *
 * @example
 * ```js
 * import { splitRows } from "chainrule";
 *
 * const { train, validation } = splitRows(8, 0.25, 1);
 * console.log(train.join(" "), "|", validation.join(" ")); // → 0 1 2 3 6 7 | 4 5
 * const labels = [0, 0, 0, 0, 0, 0, 1, 1];
 * console.log(splitRows(8, 0.25, 1, labels).validation.join(" ")); // → 5 6
 * ```
 */
export function splitRows(rows: number, fraction: number, seed: number, labels?: ArrayLike<number>): Split {
  checkLabels(labels, rows);
  const held = countOf(rows, fraction);
  if (held === 0) return partsOf(new Uint8Array(rows));
  return partsOf(firstOf(shuffled(rows, seed), held, labels));
}

/**
 * Holds out a part of a data set, as `fit` does for the same `validation`, `seed` and `stratify`.
 *
 * Classes are stratified: see `splitRows`. Rows of targets with one 1 among 0s are classes too, and so is one target that is 0
 * or 1. The option `division` of the data set has precedence. With groups, whole groups are
 * drawn, until their rows are nearest to the fraction. With times, the last rows are held out. With `heldOut`, these
 * rows are held out, and the fraction must be 0.
 *
 * @param dataset  samples
 * @param fraction of the rows, rounded to whole rows; 0: hold out no rows but those of `heldOut`
 * @param seed     of the random choice, a whole number ≥ 0
 * @param stratify whether each class keeps its proportion (default: true)
 * @returns the row numbers of both parts; every engine gives the same for the same arguments
 * @throws {ConfigError} if a part would be empty, and for a fraction beside `heldOut`
 *
 * @example
 * ```js
 * import { Dataset, splitDataset } from "chainrule";
 *
 * const inputs = [[1], [2], [3], [4], [5]];
 * const patients = ["a", "a", "b", "c", "c"];
 * const visits = Dataset.from(inputs, inputs, { division: { groups: patients } });
 * const { train, validation } = splitDataset(visits, 0.4, 1);
 * console.log(train.join(" "), "|", validation.join(" ")); // → 2 3 4 | 0 1
 * ```
 */
export function splitDataset(dataset: Divisible, fraction: number, seed: number, stratify = true): Split {
  checkIsDivisible(dataset, "splitDataset");
  const { rows, division } = dataset;
  if (division?.kind === "heldOut") {
    if (fraction === 0) return partsOf(division.of);
    throw new ConfigError({
      setting: "validation",
      reason: "does not go with data that say which rows are held out",
      advice: "Drop it.",
    });
  }
  if (division === null || fraction === 0) {
    return splitRows(rows, fraction, seed, (stratify && classesOf(dataset)) || undefined);
  }
  const held = countOf(rows, fraction);
  if (division.kind === "groups") return partsOf(someGroups(division.of, held, seed));
  const { of } = division;
  const order = allRows(rows).sort((a, b) => of[b]! - of[a]! || b - a);
  return partsOf(firstOf(order, held));
}

/** What a division depends on. */
export type Divisible = Pick<
  Dataset,
  "rows" | "labels" | "targets" | "outputs" | "isAutoencoder" | "division"
>;

/** [rows] The class of each row: labels, the place of the 1 in rows of 0s, or one target of 0 or 1; null for numbers. */
export function classesOf({ rows, labels, targets, outputs, isAutoencoder }: Divisible): Uint32Array | null {
  if (labels || !targets || isAutoencoder) return labels;
  const classes = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    const own = targets.subarray(row * outputs, (row + 1) * outputs);
    const place = own.indexOf(1);
    if (own.some((value, at) => value !== 0 && at !== place)) return null;
    if (outputs > 1 && place < 0) return null;
    classes[row] = place + 1;
  }
  return classes;
}

/** How many rows a fraction holds out. @throws ConfigError if either part would be empty */
function countOf(rows: number, fraction: number): number {
  const held = Math.round(rows * fraction);
  if (fraction === 0 || (held >= 1 && held < rows)) return held;
  throw new ConfigError({
    setting: "validation",
    reason:
      `${fraction} of ${rows} samples would hold out ${held}. Hold out at least 1, ` +
      "and leave at least 1 to train on",
  });
}

function allRows(rows: number): Uint32Array {
  return Uint32Array.from({ length: rows }, (_, row) => row);
}

function shuffled(rows: number, seed: number): Uint32Array {
  const order = allRows(rows);
  shuffle(order, new Random(seed, streams.split));
  return order;
}

/** Row numbers of both parts. @param held [rows] 1 for the rows held out */
function partsOf(held: Uint8Array): Split {
  const all = allRows(held.length);
  return { train: all.filter((row) => !held[row]), validation: all.filter((row) => held[row]) };
}

/** Holds out the first rows of an order, of each class as many as it should have. @returns [rows] 1 for these */
function firstOf(order: Uint32Array, count: number, labels?: ArrayLike<number>): Uint8Array {
  const held = new Uint8Array(order.length);
  if (labels === undefined) {
    for (const row of order.subarray(0, count)) held[row] = 1;
    return held;
  }
  const left = countsByClass(labels, count);
  for (const row of order) {
    const label = labels[row]!;
    if (left[label] === 0) continue;
    left[label]!--;
    held[row] = 1;
  }
  return held;
}

/**
 * How many rows of each class are held out, `count` in all: in proportion, by largest remainders. Classes that would be
 * missing come first. A class keeps a row to train on while other classes have more.
 */
function countsByClass(labels: ArrayLike<number>, count: number): Uint32Array {
  const rows = labels.length;
  let classes = 0;
  for (let row = 0; row < rows; row++) classes = Math.max(classes, labels[row]! + 1);
  const sizes = new Uint32Array(classes);
  for (let row = 0; row < rows; row++) sizes[labels[row]!]!++;
  const wanted = Array.from(sizes, (size) => (size * count) / rows);
  const held = Uint32Array.from(wanted, Math.floor);
  let missing = count - held.reduce((sum, one) => sum + one, 0);
  const isMissing = (index: number) => Number(held[index] === 0 && sizes[index]! > 1);
  const lacks = (index: number) => wanted[index]! - held[index]!;
  const order = Array.from(sizes, (_, index) => index)
    .filter((index) => sizes[index]! > 0)
    .sort((a, b) => isMissing(b) - isMissing(a) || lacks(b) - lacks(a) || sizes[b]! - sizes[a]! || a - b);
  for (let kept = 1; missing > 0; kept = 0) {
    let before = -1;
    while (missing > 0 && missing !== before) {
      before = missing;
      for (const index of order) {
        if (missing === 0 || held[index]! + kept >= sizes[index]!) continue;
        held[index]!++;
        missing--;
      }
    }
  }
  return held;
}

/** Holds out whole groups, in random order, as long as that brings their rows nearer to `count`. @returns [rows] 1 for these */
function someGroups(groups: Uint32Array, count: number, seed: number): Uint8Array {
  const sizes = groupSizes(groups);
  const order = shuffled(sizes.length, seed);
  const taken = new Uint8Array(sizes.length);
  let [held, left] = [0, sizes.length];
  for (const group of order) {
    if (left < 2 || Math.abs(held + sizes[group]! - count) >= Math.abs(held - count)) continue;
    taken[group] = 1;
    held += sizes[group]!;
    left--;
  }
  if (sizes.length < 2) {
    throw new ConfigError({
      setting: "validation",
      reason: "expected at least 2 groups of rows, to train on one and hold out another, got 1",
    });
  }
  if (held === 0) taken[order.reduce((least, group) => (sizes[group]! < sizes[least]! ? group : least))] = 1;
  return Uint8Array.from(groups, (group) => taken[group]!);
}

/** Rows of each group. */
export function groupSizes(groups: Uint32Array): Uint32Array {
  const sizes = new Uint32Array(groups.reduce((most, group) => Math.max(most, group + 1), 0));
  for (const group of groups) sizes[group]!++;
  return sizes;
}

/** @throws ShapeError for too few or many */
export function checkLabels(labels: ArrayLike<number> | undefined, rows: number): void {
  if (labels === undefined || labels.length === rows) return;
  throw new ShapeError(`labels: expected ${rows} class indices, one per row, got ${labels.length}.`);
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
