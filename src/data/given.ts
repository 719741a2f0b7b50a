/** Checks what a caller gives to `Dataset.from`, and brings it into typed arrays. */
import { ConfigError, DataError, ShapeError } from "../errors.js";
import { didYouMean } from "../nearest.js";
import { builtInName, isNumbers, numbersOf } from "../network/givenArrays.js";
import { oneOf, show } from "../wording.js";
import { sortedNames } from "./classNames.js";

/** Numbers that can be read by index: a row of a matrix, as a list or typed array. */
export type Row = ArrayLike<number>;
/**
 * Rows of equal length, or one row-major typed array (then `columns` says how wide). Lists, and typed arrays of integers
 * that are no bytes, are copied into float64; others are taken as they are, and bytes stay bytes.
 */
export type Matrix = readonly Row[] | Numbers;
/** A typed array of numbers. Those with BigInt (`BigInt64Array`) are refused. */
export type Numbers =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;
/** What a network should answer: rows of numbers, a number for each row, a class index or a class name for each row. */
export type Targets = Matrix | Row | readonly string[];

type Values = Float32Array | Float64Array | Uint8Array;

/** Largest number of classes. */
const mostClasses = 1_000_000;
/** Messages list at most this many classes; otherwise they say how many there are. */
const mostListed = 20;

/**
 * Checks a matrix and copies it into one row-major typed array; typed arrays are used as they are.
 *
 * @param allowMissing whether NaN is allowed (default: false)
 */
export function matrix(
  name: string,
  source: Matrix | Row,
  columns?: number,
  knownRows?: number,
  allowMissing = false,
): { values: Values; rows: number; columns: number } {
  const numbers = numbersOf(source);
  if (numbers) {
    const { length } = numbers;
    const width = columns ?? (knownRows ? length / knownRows : undefined);
    if (width === undefined || !Number.isInteger(width) || width < 1) {
      throw new ShapeError(
        columns === undefined && knownRows
          ? `${name}: ${length} values do not make ${knownRows} equal rows.`
          : `${name}: a ${builtInName(source)} needs \`columns\`, an integer ≥ 1; got ${show(columns)}.`,
      );
    }
    if (length % width !== 0) {
      throw new ShapeError(`${name}: ${length} values do not make rows of ${width} columns.`);
    }
    if (!(numbers instanceof Uint8Array)) refuseNonFinite(name, numbers, width, allowMissing);
    return { values: numbers, rows: length / width, columns: width };
  }
  if (!Array.isArray(source)) {
    const advice = builtInName(source).startsWith("Big")
      ? " Convert it: Float64Array.from(values, Number)."
      : "";
    throw new ShapeError(`${name}: expected rows of numbers or a typed array, got ${show(source)}.${advice}`);
  }
  const rows = (typeof source[0] === "number" ? source.map((value) => [value]) : source) as Row[];
  const width = widthOf(name, rows[0], 0) ?? 0;
  if (columns !== undefined && rows.length > 0 && columns !== width) {
    const problem = `${name}: expected rows of ${show(columns)} columns, as \`columns\` says, got ${width}.`;
    throw new ShapeError(`${problem} Leave \`columns\` out, or correct the rows.`, {
      expected: columns,
      got: width,
    });
  }
  const values = new Float64Array(rows.length * width);
  rows.forEach((row, index) => {
    const own = widthOf(name, row, index);
    if (own !== width) {
      throw new ShapeError(`${name}: row ${index} has ${own} columns, row 0 has ${width}.`, {
        expected: width,
        got: own!,
      });
    }
    for (let column = 0; column < width; column++) {
      const value = row[column];
      if (typeof value !== "number") {
        throw new DataError(`expected a number, got ${show(value)}.`, { matrix: name, row: index, column });
      }
      values[index * width + column] = value;
    }
  });
  refuseNonFinite(name, values, width, allowMissing);
  return { values, rows: rows.length, columns: width };
}

/** The length of the first row; undefined without rows. */
function widthOf(name: string, row: unknown, index: number): number | undefined {
  if (row === undefined && index === 0) return undefined;
  if (Array.isArray(row) || isNumbers(row)) return row.length;
  throw new DataError(`expected a list of numbers, got ${show(row)}.`, { matrix: name, row: index });
}

function refuseNonFinite(
  name: string,
  values: Float32Array | Float64Array,
  width: number,
  allowMissing: boolean,
): void {
  const at = values.findIndex((value) => value - value !== 0 && !(allowMissing && Number.isNaN(value)));
  if (at < 0) return;
  const place = { matrix: name, row: Math.floor(at / width), column: at % width };
  throw new DataError(`expected a finite number, got ${values[at]}.`, place);
}

/** Whether targets are given as names of classes. */
export function areNames(targets: Targets): targets is readonly string[] {
  return Array.isArray(targets) && targets.some((target) => typeof target === "string");
}

/** The names of the classes that `options.classes` gives, and whether they are more than indices. */
export function classNames(
  given: number | readonly string[] | undefined,
  targets: Targets,
): { names: readonly string[]; areNamed: boolean } {
  if (given === undefined) {
    const texts = (targets as readonly unknown[]).filter((target) => typeof target === "string");
    return { names: sortedNames(texts), areNamed: true };
  }
  if (Array.isArray(given)) {
    const names: readonly unknown[] = given;
    if (names.length === 0) throw new ConfigError("classes: expected at least 1 class, got none.");
    names.forEach((name, index) => {
      if (typeof name !== "string") {
        throw new ConfigError(`classes[${index}]: expected the name of a class, got ${show(name)}.`);
      }
      const first = names.indexOf(name);
      if (first < index) {
        throw new ConfigError(
          `classes[${index}]: expected names that differ, got ${show(name)}, as classes[${first}] is. Rename one.`,
        );
      }
    });
    return { names: [...given], areNamed: true };
  }
  if (typeof given !== "number" || !Number.isInteger(given) || given < 1 || given > mostClasses) {
    throw new ConfigError(
      `classes: expected the names of the classes, or their number (1 to ${mostClasses}), got ${show(given)}.`,
    );
  }
  if (areNames(targets)) {
    throw new ConfigError(
      `classes: expected the names of the classes, as the targets are names, got ${given}. Leave it out, or list them.`,
    );
  }
  return { names: Array.from({ length: given as number }, (_, index) => String(index)), areNamed: false };
}

/** Class indices or names → indices. @returns [rows] */
export function classIndices(source: Targets, rows: number, names: readonly string[]): Uint32Array {
  const given = source as ArrayLike<unknown>;
  if (typeof given?.length !== "number") {
    throw new DataError(`targets: expected a class for each input row, got ${show(source)}.`);
  }
  if (given.length !== rows) {
    throw new ShapeError(`targets: expected ${rows} classes, one for each input row, got ${given.length}.`, {
      expected: rows,
      got: given.length,
    });
  }
  return areNames(source) ? indicesOfNames(source, names) : checkedIndices(given, names.length);
}

function checkedIndices(given: ArrayLike<unknown>, classes: number): Uint32Array {
  const labels = new Uint32Array(given.length);
  for (let row = 0; row < given.length; row++) {
    const index = given[row];
    if (typeof index !== "number" || !Number.isInteger(index) || index < 0 || index >= classes) {
      const problem = `expected a class index 0 to ${classes - 1}, got ${show(index)}.`;
      throw new DataError(problem, { matrix: "targets", row });
    }
    labels[row] = index;
  }
  return labels;
}

function indicesOfNames(given: readonly string[], names: readonly string[]): Uint32Array {
  const places = new Map(names.map((name, index) => [name, index]));
  return Uint32Array.from(given, (name: unknown, row) => {
    const place = places.get(name as string);
    if (place !== undefined) return place;
    const expected = names.length > mostListed ? `one of ${names.length} names` : oneOf(names);
    const near = typeof name === "string" ? didYouMean(name, names) : "";
    throw new DataError(`expected a class, ${expected}, got ${show(name)}.${near}`, {
      matrix: "targets",
      row,
    });
  });
}

/** Checks `options.sampleWeights`. @returns [rows] */
export function checkWeights(source: ArrayLike<number>, rows: number): Float64Array {
  if (source?.length !== rows) {
    throw new ShapeError(
      `sampleWeights: expected ${rows} weights, one for each input row, got ${show(source?.length ?? source)}.`,
    );
  }
  const weights = new Float64Array(rows);
  for (let row = 0; row < rows; row++) {
    const weight: unknown = source[row];
    if (typeof weight !== "number" || !Number.isFinite(weight)) {
      throw new DataError(`expected a finite number, got ${show(weight)}.`, {
        matrix: "sampleWeights",
        row,
      });
    }
    weights[row] = weight;
  }
  if (weights.every((weight) => weight === 0)) {
    throw new DataError("sampleWeights: expected a weight that is not 0 for at least 1 row, got 0 for all.");
  }
  return weights;
}

/** Checks `options.flags`. @returns [columns] of 0 and 1; null where no column is a flag */
export function checkFlags(source: ArrayLike<boolean | number>, columns: number): Uint8Array | null {
  if (source?.length !== columns) {
    throw new ShapeError(
      `flags: expected ${columns} of them, one for each input column, got ${show(source?.length ?? source)}.`,
    );
  }
  const flags = Uint8Array.from(source, (flag: unknown, column) => {
    if (typeof flag === "boolean" || flag === 0 || flag === 1) return Number(flag);
    throw new DataError(`expected true or false, got ${show(flag)}.`, { matrix: "flags", column });
  });
  return flags.includes(1) ? flags : null;
}

/** Refuses options that do not exist. */
export function checkOptions(options: object, known: readonly string[]): void {
  if (typeof options !== "object" || options === null) {
    throw new ConfigError(`options: expected an object, such as { columns: 2 }, got ${show(options)}.`);
  }
  for (const name of Object.keys(options)) {
    if (known.includes(name)) continue;
    const advice = didYouMean(name, known) || ` There are: ${known.join(", ")}.`;
    throw new ConfigError(`${name}: Dataset.from has no such option.${advice}`);
  }
}
