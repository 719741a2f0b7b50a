/** Checks labels, answers and tables of counts that callers give to the functions of metrics. */
import { ConfigError, DataError, ShapeError } from "../../errors.js";
import { isNumbers } from "../../network/givenArrays.js";
import { show } from "../../wording.js";

/**
 * Refuses anything but numbers; NaN and infinities are numbers too.
 *
 * @param expected the required number of them (default: any number)
 * @throws ShapeError, DataError
 */
export function requireNumbers(
  name: string,
  values: unknown,
  expected?: number,
): asserts values is ArrayLike<number> {
  const isList = Array.isArray(values) || isNumbers(values);
  if (!isList) throw new DataError(`${name}: expected a list of numbers, got ${show(values)}.`);
  const { length } = values;
  if (expected !== undefined && length !== expected) {
    throw new ShapeError(`${name}: expected ${expected} numbers, got ${length}.`, { expected, got: length });
  }
  if (isNumbers(values)) return;
  for (let row = 0; row < length; row++) {
    const value: unknown = values[row];
    if (typeof value === "number") continue;
    throw new DataError(`expected a number, got ${show(value)}.`, { matrix: name, row });
  }
}

/** Refuses class indices that are out of range. @throws ShapeError, DataError */
export function requireLabels(name: string, labels: ArrayLike<number>, classes: number, rows?: number): void {
  requireCount("classes", classes);
  requireNumbers(name, labels, rows);
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    if (label >= 0 && label < classes && Number.isInteger(label)) continue;
    throw new DataError(`expected a class index 0 to ${classes - 1}, got ${show(label)}.`, {
      matrix: name,
      row,
    });
  }
}

/** Refuses answers that do not make whole rows. @returns how many rows they are */
export function requireRows(
  name: string,
  outputs: ArrayLike<number>,
  columns: number,
  what = "classes",
): number {
  requireCount(what, columns);
  requireNumbers(name, outputs);
  const rows = outputs.length / columns;
  if (Number.isInteger(rows)) return rows;
  throw new ShapeError(`${name}: expected rows of ${columns} numbers, got ${outputs.length} numbers.`);
}

/** Refuses a table of counts that is not square. @throws ShapeError, DataError */
export function requireSquare(name: string, matrix: readonly (readonly number[])[]): void {
  if (!Array.isArray(matrix)) throw new DataError(`${name}: expected rows of numbers, got ${show(matrix)}.`);
  matrix.forEach((row, index) => requireNumbers(`${name}[${index}]`, row, matrix.length));
}

/** @throws ConfigError for anything but an integer ≥ 1 */
export function requireCount(name: string, count: unknown): void {
  if (Number.isSafeInteger(count) && (count as number) >= 1) return;
  throw new ConfigError({ setting: name, expected: "an integer ≥ 1", got: show(count) });
}
