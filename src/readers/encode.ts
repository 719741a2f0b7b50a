/**
 * Applies a schema to a table: cells → numbers, categories → one-hot columns, classes → indices. `schema.ts` has decided
 * what the columns mean. A file that does not fit the schema is refused.
 */
import { ConfigError, DataError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { listNames, nearest } from "../nearest.js";
import { Dataset } from "../data/dataset.js";
import { parseNumber } from "../data/classNames.js";
import { cellError } from "./cells.js";
import { cellText, type Table } from "./table.js";
import { className, type InputColumn, type Schema } from "./schema.js";

/** What `encode` reads from a table besides the inputs. */
export interface EncodeOptions {
  /** Whether to read the target column; false for data to predict on, which may lack it. */
  target: boolean;
  /** [rows] how much each row counts in training. */
  sampleWeights?: ArrayLike<number> | undefined;
}

/** Messages list at most this many known values; otherwise they say how many there are. */
const mostListed = 20;

/**
 * Makes a dataset from a table. Columns are found by name, so their order may differ, and the table may have more columns
 * than the schema.
 *
 *     kind "number"    →  one column, `name`
 *     kind "category"  →  one column for each value, `name=value`: 1 where the cell says so, else 0
 *
 * @param table   the data, as `readCsv` reads them
 * @param schema  from `inferSchema` on the training data; a model has it in `notes.schema`
 * @param options whether to read the target, and weights of the rows
 * @returns inputs [rows × columns] f64 with `inputNames`; with `options.target` also labels [rows] of the
 *   schema's classes, or targets [rows × 1] f64
 * @throws {DataError} for a missing column, a cell that is not a number, an unknown category or class
 * @throws {ConfigError} if the target is asked for and the schema has no target
 *
 * @example
 * ```js
 * import { encode, inferSchema, readCsv } from "chainrule";
 *
 * const text = "mass_g,skin,fruit\n173,smooth,apple\n168,smooth,apple\n82,rough,plum\n";
 * const table = readCsv(text, "fruit.csv");
 * const fruit = encode(table, inferSchema(table, "fruit"), { target: true });
 * console.log(fruit.inputNames?.join(" ")); // → mass_g skin=rough skin=smooth
 * console.log(Array.from(fruit.inputs).join(" ")); // → 173 0 1 168 0 1 82 1 0
 * console.log(fruit.labels, fruit.classNames);
 * // → Uint32Array(3) [ 0, 0, 1 ] [ 'apple', 'plum' ]
 * ```
 */
export function encode(table: Table, schema: Schema, options: EncodeOptions): Dataset {
  const inputNames = inputColumnNames(schema);
  const columns = inputNames.length;
  const { rows } = table;
  const inputs = new Float64Array(rows * columns);
  const from = schema.inputs.map(({ name }) => findColumn(table, name, "with"));
  let to = 0;
  schema.inputs.forEach((input, index) => {
    encodeInput(table, input, from[index]!, inputs, columns, to);
    to += input.kind === "number" ? 1 : input.values.length;
  });
  const { sampleWeights } = options;
  const about = { columns, inputNames, ...(sampleWeights && { sampleWeights }) };
  if (!options.target) return Dataset.from(inputs, null, about);
  const { target } = schema;
  if (target === null)
    throw new ConfigError("target: expected a schema with a target column, got one without.");
  const column = findColumn(table, target.name, "to predict");
  if (target.kind === "class") {
    const labels = encodeClasses(table, column, target.classes);
    return Dataset.from(inputs, labels, { ...about, classes: target.classes });
  }
  const targets = Float64Array.from({ length: rows }, (_, row) => numberAt(table, row, column));
  return Dataset.from(inputs, targets, about);
}

/** The names of the columns that `encode` makes: `name`, or `name=value` for each category. */
export function inputColumnNames(schema: Schema): string[] {
  return schema.inputs.flatMap((input) =>
    input.kind === "number" ? [input.name] : input.values.map((value) => `${input.name}=${value}`),
  );
}

/** The index of a column of the schema. `use` says in the error what the model was trained for with it. */
function findColumn(table: Table, name: string, use: "with" | "to predict"): number {
  const column = table.header.indexOf(name);
  if (column >= 0) return column;
  const near = nearest(name, table.header);
  const add = use === "with" ? "Add it." : "Add it, with the right answers.";
  throw new DataError(
    `expected column ${show(name)}, which the model was trained ${use}, got columns ` +
      `${listNames(table.header)}. ${near === null ? add : `Rename ${show(near)} if that is it.`}`,
    { file: table.name },
  );
}

/**
 * Writes one column of the table into its place among the inputs.
 *
 * @param inputs [rows × columns], all zero; written at `to` and, for categories, right of it
 */
function encodeInput(
  table: Table,
  input: InputColumn,
  from: number,
  inputs: Float64Array,
  columns: number,
  to: number,
): void {
  const find = input.kind === "category" ? finder(input.values) : null;
  for (let row = 0; row < table.rows; row++) {
    if (input.kind === "number") {
      inputs[row * columns + to] = numberAt(table, row, from);
    } else {
      const place = find!(cellText(table, row, from));
      if (place === undefined) throw unknownValue(table, row, from, input.values);
      inputs[row * columns + to + place] = 1;
    }
  }
}

function encodeClasses(table: Table, column: number, classes: readonly string[]): Uint32Array {
  const find = finder(classes);
  return Uint32Array.from({ length: table.rows }, (_, row) => {
    const place = find(cellText(table, row, column));
    if (place === undefined) throw unknownValue(table, row, column, classes);
    return place;
  });
}

/** Finds the index of a cell among known values; if all are numbers, "7.0" is found as "7". */
function finder(values: readonly string[]): (cell: string) => number | undefined {
  const places = new Map(values.map((value, index) => [value, index]));
  const numeric = values.every((value) => parseNumber(value) !== null);
  return (cell) => places.get(cell) ?? (numeric ? places.get(className(cell)) : undefined);
}

function numberAt(table: Table, row: number, column: number): number {
  const value = table.columns[column]!.numbers[row]!;
  if (!Number.isNaN(value)) return value;
  throw cellError(table, row, column, "a number", "Remove the row, or correct the cell.");
}

function unknownValue(table: Table, row: number, column: number, known: readonly string[]): DataError {
  const expected =
    known.length <= mostListed
      ? oneOf(known)
      : `one of ${known.length} known values such as ${show(known[0])}`;
  return cellError(
    table,
    row,
    column,
    expected,
    "Correct the cell, or train with rows that have this value.",
  );
}
