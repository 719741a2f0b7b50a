/**
 * Planes under the pictures of a network's outputs: points of two inputs, and slices through wide data, where two columns
 * vary and the others stay at a typical value.
 */
import { encodedColumns } from "../../src/data/columns/columns.js";
import type { Dataset } from "../../src/data/dataset.js";
import { featuresAt, plainFeatures } from "../data/features.js";
import type { FeatureName, PlaneView, Range, Samples } from "../sessionTypes.js";

/**
 * The plane of the two inputs of some points.
 *
 * @param points inputs [rows × 2]
 * @param range  of both axes; null for the range of each column
 */
export function planeOf(
  points: Dataset,
  split: Samples["split"],
  range: Range | null,
  features: readonly FeatureName[] = plainFeatures,
): PlaneView {
  const [x = "x", y = "y"] = points.inputNames ?? [];
  const rowsOf = (rows: ArrayLike<number>) => positions(points, rows, [0, 1]);
  return {
    names: [x, y],
    ranges: [range ?? rangeOf(points, 0), range ?? rangeOf(points, 1)],
    train: split ? rowsOf(split.train) : points.inputs,
    test: split && rowsOf(split.validation),
    inputsAt: (grid) => featuresAt(features, grid),
  };
}

/** Columns that can be an axis of a slice: numbers with more than one value. */
export function sliceColumns(train: Dataset): number[] {
  const columns = Array.from({ length: train.columns }, (_, column) => column);
  return columns.filter((column) => {
    if (train.flags?.[column]) return false;
    const [low, high] = extremesOf(train, column);
    return low < high;
  });
}

/** A slice: two columns vary, the others have the values of a typical row. */
export function sliceOf(
  { all, train, test }: Pick<Samples, "all" | "train" | "test">,
  axes: readonly [number, number],
): PlaneView {
  const [x, y] = axes;
  const names = all.inputNames ?? [];
  const typical = typicalRow(train);
  return {
    names: [names[x] ?? `${x + 1}`, names[y] ?? `${y + 1}`],
    ranges: [rangeOf(all, x), rangeOf(all, y)],
    train: positions(train, null, axes),
    test: test && positions(test, null, axes),
    inputsAt(grid) {
      const points = grid.length / 2;
      const inputs = new Float64Array(points * train.columns);
      for (let point = 0; point < points; point++) {
        const from = point * train.columns;
        inputs.set(typical, from);
        inputs[from + x] = grid[2 * point]!;
        inputs[from + y] = grid[2 * point + 1]!;
      }
      return inputs;
    },
  };
}

/**
 * A row that stands for all: means of numbers; of categories, of yes/no columns and of parts of dates the most frequent
 * value. Nothing is missing in it.
 *
 * @returns [columns]
 */
export function typicalRow(dataset: Dataset): Float64Array {
  const { schema, columns } = dataset;
  const row = Float64Array.from({ length: columns }, (_, column) => meanOf(dataset, column));
  let from = 0;
  for (const input of schema?.inputs ?? []) {
    const encoded = encodedColumns(input).length;
    const own = input.missing ? encoded - 1 : encoded;
    if (input.kind !== "number") row.set(mostFrequent(dataset, from, own), from);
    if (input.missing) row[from + own] = 0;
    from += encoded;
  }
  return row;
}

/** The most frequent values of some neighbouring columns together; rows with missing ones do not count. */
function mostFrequent({ inputs, rows, columns }: Dataset, from: number, count: number): number[] {
  const counts = new Map<string, number>();
  let [most, best] = [0, Array.from({ length: count }, () => 0)];
  for (let row = 0; row < rows; row++) {
    const at = row * columns + from;
    const values = Array.from(inputs.subarray(at, at + count));
    if (values.some(Number.isNaN)) continue;
    const key = values.join();
    const times = (counts.get(key) ?? 0) + 1;
    counts.set(key, times);
    if (times > most) [most, best] = [times, values];
  }
  return best;
}

function meanOf({ inputs, rows, columns }: Dataset, column: number): number {
  let [sum, known] = [0, 0];
  for (let row = 0; row < rows; row++) {
    const value = inputs[row * columns + column]!;
    if (Number.isNaN(value)) continue;
    sum += value;
    known++;
  }
  return known > 0 ? sum / known : 0;
}

/** The values of two columns. @param rows null for all */
function positions(
  { inputs, rows: count, columns }: Dataset,
  rows: ArrayLike<number> | null,
  [x, y]: readonly [number, number],
): Float64Array {
  const points = new Float64Array(2 * (rows?.length ?? count));
  for (let at = 0; at < points.length / 2; at++) {
    const from = (rows?.[at] ?? at) * columns;
    points[2 * at] = inputs[from + x]!;
    points[2 * at + 1] = inputs[from + y]!;
  }
  return points;
}

/** The range of a column, with a margin. */
export function rangeOf(dataset: Pick<Dataset, "inputs" | "columns">, column: number): Range {
  const [low, high] = extremesOf(dataset, column);
  if (!(low <= high)) return [-1, 1];
  const margin = 0.05 * (high - low) || 1;
  return [low - margin, high + margin];
}

function extremesOf({ inputs, columns }: Pick<Dataset, "inputs" | "columns">, column: number): Range {
  let [low, high] = [Infinity, -Infinity];
  for (let at = column; at < inputs.length; at += columns) {
    const value = inputs[at]!;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}
