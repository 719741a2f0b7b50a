/**
 * Applies a schema to a table: cells → numbers, with NaN for missing ones; categories → columns of 0 and 1; classes → indices.
 * `schema.ts` has decided what the columns mean. `encodeInput.ts` has the kinds of columns.
 */
import { ConfigError, DataError } from "../errors.js";
import { plural, show } from "../wording.js";
import { listNames, nearest } from "../nearest.js";
import { Dataset } from "../data/dataset.js";
import { enableRecords } from "../train/predict/records.js";
import { cellsError, type WrongCells } from "./cells.js";
import { encodedColumns, type InputColumn, inputColumnNames, type Schema } from "../data/columns/columns.js";
import { encodeInput, type Found } from "./encodeInput.js";
import { encodeTarget } from "./encodeTarget.js";
import { refuseMissing } from "./refuseMissing.js";
import { rowsWithValues } from "./rowsWithValues.js";
import { schemaProblem } from "../data/columns/schemaCheck.js";
import type { Table } from "./table.js";
import { selectRows } from "./tableRows.js";

/** What `encode` reads from a table besides the inputs. */
export interface EncodeOptions {
  /** Whether to read the target; false for data to predict on, which may lack it. */
  target: boolean;
  /** [rows of the table] how much each row counts in training. */
  sampleWeights?: ArrayLike<number> | undefined;
  /** What a value becomes that the training data did not have: all zeros or "other", or an error (default: "other"). */
  unseen?: "other" | "refuse" | undefined;
}

/** A table as numbers, and what there was to say about it. */
export interface Encoded {
  readonly dataset: Dataset;
  /** [rows of the dataset] the row of the table of each; null if they are the same. */
  readonly rows: Uint32Array | null;
  /** Rows left out for a missing target, for missing inputs, and for cells that do not fit. */
  readonly withoutTarget: number;
  readonly withMissing: number;
  readonly bad: number;
  /** What to say to the person, as sentences. */
  readonly remarks: readonly string[];
}

/**
 * Makes a dataset from a table. Columns are found by name, so their order may differ, and the table may have more columns
 * than the schema.
 *
 *     kind "number"    →  one column, `name`; NaN where it is missing
 *     kind "yes/no"    →  one column, `name=second`, or `name` for numbers: −1 or 1, and 0 where it is missing or unknown
 *     kind "category"  →  one column for each value, `name=value`: 1 where the cell says so, else 0
 *     kind "date"      →  one column for each part, `name month`
 *     any of them      →  `name is missing`, 1 where the cell is, if training cells were missing
 *
 * Rows without a target are left out where the target is read, and rows with missing inputs if the schema says "drop".
 *
 * @param table   the data, as `readCsv` reads them
 * @param schema  from `inferSchema` on the training data; a model has it in `notes.schema`
 * @param options whether to read the target, weights of the rows, and what to do with unknown values
 * @returns inputs [rows × columns] f64 with `inputNames` and `flags`; with `options.target` also labels [rows] of the
 *   schema's classes, or targets [rows × outputs] f64
 * @throws {DataError} for what is no schema, missing columns, cells that are not numbers, or an unknown class; all columns at once
 * @throws {ConfigError} if the target is asked for and the schema has no target
 *
 * @example
 * ```js
 * import { encode, inferSchema, readCsv } from "chainrule";
 *
 * const text = "mass_g,skin,fruit\n173,smooth,apple\n168,smooth,apple\n82,rough,plum\n";
 * const table = readCsv(text, "fruit.csv");
 * const fruit = encode(table, inferSchema(table, "fruit"), { target: true });
 * console.log(fruit.inputNames?.join(" ")); // → mass_g skin=smooth
 * console.log(Array.from(fruit.inputs).join(" ")); // → 173 1 168 1 82 -1
 * console.log(fruit.labels, fruit.classNames);
 * // → Uint32Array(3) [ 0, 0, 1 ] [ 'apple', 'plum' ]
 * ```
 */
export function encode(table: Table, schema: Schema, options: EncodeOptions): Dataset {
  const problem = schemaProblem(schema);
  if (problem !== null) throw new DataError(`schema: ${problem}.`);
  return encodeTable(table, schema, { ...options, badRows: "refuse" }).dataset;
}

/** How `encodeTable` treats what does not fit. */
export interface EncodeTableOptions extends EncodeOptions {
  /** Whether a row with a cell that does not fit is an error, or left out and counted. */
  badRows: "refuse" | "skip";
}

/** As `encode`, with the rows that were left out and the warnings. */
export function encodeTable(table: Table, schema: Schema, options: EncodeTableOptions): Encoded {
  enableRecords(); // a program that reads tables may ask about records
  const { inputs, target, missingValues = [], missing = "fill" } = schema;
  if (options.target && target === null)
    throw new ConfigError("target: expected a schema with a target column, got one without.");
  const targetNames =
    target === null || !options.target ? [] : "names" in target ? target.names : [target.name];
  const from = columnsOf(table, inputs, targetNames);
  const columnsOfTarget = targetNames.map((name) => table.header.indexOf(name));
  const isStrict = options.badRows === "refuse";
  let rows = targetNames.length === 0 ? null : rowsWithValues(table, columnsOfTarget, missingValues);
  let known = rows ? selectRows(table, rows) : table;
  const withoutTarget = table.rows - known.rows;
  if (isStrict && missing === "refuse") refuseMissing(known, from, inputs, missingValues);
  // a row that is to be predicted keeps its place: missing cells are filled, however training treats them
  const isDropping = missing === "drop" && options.target && isStrict;
  const whole = isDropping ? rowsWithValues(known, from, missingValues) : null;
  const withMissing = whole ? known.rows - whole.length : 0;
  if (whole) {
    rows = whole.map((row) => rows?.[row] ?? row);
    known = selectRows(known, whole);
  }
  if (known.rows === 0) throw noRow(table, withoutTarget, withMissing);

  const columns = inputs.flatMap(encodedColumns);
  const values = new Float64Array(known.rows * columns.length);
  const isBad = new Uint8Array(known.rows);
  const found = inputs.map((input, index) => {
    const to = inputs.slice(0, index).reduce((sum, one) => sum + encodedColumns(one).length, 0);
    const place = { values, width: columns.length, to };
    return encodeInput(known, from[index]!, input, missingValues, place, isBad);
  });
  if (isStrict) refuseWrong(known, inputs, from, found);
  if (options.unseen === "refuse") refuseUnseen(known, inputs, from, found);
  if (missing === "refuse") markMissing(known, from, missingValues, isBad);
  const { sampleWeights } = options;
  const about = {
    columns: columns.length,
    inputNames: inputColumnNames(schema),
    schema,
    allowMissing: true,
    ...(columns.some(({ isFlag }) => isFlag) && { flags: columns.map(({ isFlag }) => isFlag) }),
    ...(sampleWeights && { sampleWeights: weightsOf(sampleWeights, rows) }),
  };
  const answers =
    options.target && target ? encodeTarget(known, columnsOfTarget, target, isStrict ? null : isBad) : null;
  const all = Dataset.from(values, answers?.targets ?? null, { ...about, ...answers?.options });
  const bad = isBad.reduce((sum, one) => sum + one, 0);
  if (bad === known.rows) refuseWrong(known, inputs, from, found);
  const good = bad === 0 ? null : goodRows(isBad, known.rows - bad);
  return {
    dataset: good ? all.select(good) : all,
    rows: good ? good.map((row) => rows?.[row] ?? row) : rows,
    withoutTarget,
    withMissing,
    bad,
    remarks: remarksOf(known, inputs, found, { withoutTarget, withMissing, bad, target: targetNames }),
  };
}

/** The indices of the columns of a schema. @throws {DataError} that names all columns that are not there */
function columnsOf(table: Table, inputs: readonly InputColumn[], targets: readonly string[]): number[] {
  const lacking = inputs.filter(({ name }) => !table.header.includes(name)).map(({ name }) => name);
  const lackingTargets = targets.filter((name) => !table.header.includes(name));
  if (lacking.length + lackingTargets.length === 0)
    return inputs.map(({ name }) => table.header.indexOf(name));
  const [names, use, add] =
    lacking.length > 0
      ? ([lacking, "with", "Add"] as const)
      : ([lackingTargets, "to predict", "Add"] as const);
  const what = names.length === 1 ? `column ${show(names[0])}` : `columns ${listNames(names)}`;
  const free = table.header.filter((name) => !inputs.some((input) => input.name === name));
  const near = names.length === 1 ? nearest(names[0]!, free) : null;
  const it = `${names.length === 1 ? "it" : "them"}${lacking.length > 0 ? "" : ", with the right answers"}`;
  throw new DataError(
    `expected ${what}, which the model was trained ${use}, got columns ` +
      `${listNames(table.header)}. ${near === null ? `${add} ${it}.` : `Rename ${show(near)} if that is it.`}`,
    { file: table.name },
  );
}

function weightsOf(weights: ArrayLike<number>, rows: Uint32Array | null): ArrayLike<number> {
  return rows === null ? weights : Float64Array.from(rows, (row) => weights[row]!);
}

function goodRows(isBad: Uint8Array, count: number): Uint32Array {
  const rows = new Uint32Array(count);
  let at = 0;
  isBad.forEach((bad, row) => {
    if (bad === 0) rows[at++] = row;
  });
  return rows;
}

function markMissing(
  table: Table,
  columns: readonly number[],
  missing: readonly string[],
  isBad: Uint8Array,
): void {
  const whole = rowsWithValues(table, columns, missing);
  if (whole === null) return;
  const keep = new Uint8Array(table.rows);
  for (const row of whole) keep[row] = 1;
  keep.forEach((one, row) => {
    if (one === 0) isBad[row] = 1;
  });
}

/** Refuses cells that do not fit, all columns at once. */
function refuseWrong(
  table: Table,
  inputs: readonly InputColumn[],
  from: readonly number[],
  found: readonly Found[],
): void {
  const wrong = wrongOf(from, found, "wrong");
  if (wrong.length === 0) return;
  const kinds = new Set(inputs.filter((_, index) => found[index]!.wrong.count > 0).map(({ kind }) => kind));
  const expected = kinds.has("date") ? (kinds.size > 1 ? "a number or a date" : "a date") : "a number";
  throw cellsError(table, wrong, expected, "Correct the cells, or remove the rows.");
}

function refuseUnseen(
  table: Table,
  inputs: readonly InputColumn[],
  from: readonly number[],
  found: readonly Found[],
): void {
  const unseen = wrongOf(from, found, "unseen");
  if (unseen.length === 0) return;
  const known = unseen.length === 1 ? inputs[from.indexOf(unseen[0]!.column)]! : null;
  const values = known && "values" in known ? known.values : [];
  const expected =
    values.length > 0 && values.length <= 20
      ? `a known value (${listNames(values)})`
      : "a value that the training data had";
  throw cellsError(
    table,
    unseen,
    expected,
    "Correct the cells, train with rows that have these values, or let unknown values be (--unseen other).",
  );
}

function wrongOf(from: readonly number[], found: readonly Found[], what: "wrong" | "unseen"): WrongCells[] {
  return found.flatMap((one, index) =>
    one[what].count === 0 ? [] : [{ column: from[index]!, first: one[what].first, count: one[what].count }],
  );
}

function noRow(table: Table, withoutTarget: number, withMissing: number): DataError {
  const why =
    withMissing > 0
      ? `${withMissing} have missing cells`
      : withoutTarget > 0
        ? `${withoutTarget} have no target`
        : "it is empty";
  return new DataError(`expected rows to use, got none: ${why}.`, { file: table.name });
}

/** What there is to say about rows that were left out and cells that were filled. */
function remarksOf(
  table: Table,
  inputs: readonly InputColumn[],
  found: readonly Found[],
  left: { withoutTarget: number; withMissing: number; bad: number; target: readonly string[] },
): string[] {
  const each = (of: (one: Found, name: string) => string | null) =>
    found.map((one, index) => of(one, show(inputs[index]!.name))).filter((text) => text !== null);
  const unseen = each(({ unseen: { count, values } }, name) =>
    count === 0 ? null : `${name} ${plural(count, "cell")} (${listNames([...values])})`,
  );
  const missing = each(({ missing }, name) => (missing === 0 ? null : `${name} ${missing}`));
  const wrong = each(({ wrong: { count, first } }, name) => {
    if (count === 0) return null;
    const line = table.lineOf(first);
    return `${name} ${plural(count, "cell")}, the first on ${line === null ? `row ${first + 1}` : `line ${line}`}`;
  });
  const { withoutTarget, withMissing, bad, target } = left;
  return [
    ...(withoutTarget > 0
      ? [`Left out ${plural(withoutTarget, "row")} without a value of ${target.map(show).join(", ")}.`]
      : []),
    ...(withMissing > 0 ? [`Left out ${plural(withMissing, "row")} with missing cells.`] : []),
    ...(bad > 0 ? [`Left out ${plural(bad, "row")} with cells that do not fit: ${wrong.join("; ")}.`] : []),
    ...(unseen.length > 0 ? [`Values that the training data did not have: ${unseen.join("; ")}.`] : []),
    ...(missing.length > 0
      ? [`Missing where no training row had a gap: ${missing.join(", ")}. The mean stands in.`]
      : []),
  ];
}
