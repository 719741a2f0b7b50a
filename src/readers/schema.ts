/**
 * Works out what the columns of a table mean: numbers, categories, yes/no, dates, columns that are no inputs, and the target. It is
 * done once, on the training data, and kept with the model as JSON. `encode.ts` applies it to these and other data.
 */
import { ConfigError, DataError } from "../errors.js";
import { checkIsTable, checkOptions } from "../arguments.js";
import { plural, show } from "../wording.js";
import { findColumns, findTargets } from "./columnNames.js";
import type { InputColumn, OmittedColumn, OmittedReason, Schema } from "../data/columns/columns.js";
import type { ColumnNames, SchemaOptions } from "../data/columns/options.js";
import { inferInput, type Roles, wrongCells } from "./inferInput.js";
import { rowsWithValues } from "./rowsWithValues.js";
import { surveyColumn } from "./survey.js";
import type { Table } from "./table.js";
import { selectRows } from "./tableRows.js";
import { inferTarget } from "./target.js";

/**
 * Works out what the columns of a table mean. Rows without a target are passed over.
 *
 *     numbers                                   number
 *     0 and 1, or two texts                     yes/no
 *     other texts that repeat                   category: at most 100 values, the others share one
 *     dates and times                           date
 *     texts that seldom repeat                  left out: text, or identifier where all differ
 *     whole numbers that count the rows         left out: identifier
 *     one value only                            left out: constant
 *
 * A column is numeric if at most one in twenty of its cells is a text; such a text is then an error, never a category. One text
 * without digits that occurs several times among numbers means a missing value.
 *
 * The target is a class if it is text, or if it holds whole numbers with at most 20 different values that each occur at
 * least twice on average: digits 0-9 or grades 3-8 are classes, prices are not. `kind` overrides this. Classes are sorted: as
 * numbers if all are numbers, else by code point. Several targets are numbers.
 *
 * @param table   the data; every cell is read
 * @param target  the column to learn: its name, its place from 1, or "last"; several, separated by commas or as a list; null
 *   without a target
 * @param options which columns are inputs, what they mean, and what happens to missing cells
 * @returns the meaning of each column, for `encode`
 * @throws {ConfigError} where an option names the target, or two options contradict each other
 * @throws {DataError} for a missing column, cells that do not fit, a target of one class, or missing cells where `missing` is
 *   "refuse"
 *
 * @example
 * ```js
 * import { inferSchema, readCsv } from "chainrule";
 *
 * const text = "mass_g,skin,fruit\n173,smooth,apple\n168,smooth,apple\n82,rough,plum\n";
 * const table = readCsv(text, "fruit.csv");
 * const { inputs, target } = inferSchema(table, "fruit");
 * for (const column of inputs) console.log(JSON.stringify(column));
 * // → {"name":"mass_g","kind":"number","least":82,"most":173}
 * // → {"name":"skin","kind":"yes/no","values":["rough","smooth"]}
 * console.log(target?.kind); // → class
 * ```
 */
export function inferSchema(table: Table, target: ColumnNames | null, options: SchemaOptions = {}): Schema {
  checkIsTable(table, "inferSchema");
  checkOptions(options, "inferSchema");
  const targets = target === null ? [] : findTargets(table, target);
  const roles = rolesOf(table, targets, options);
  const { missing = "fill", missingValues = [] } = options;
  // a table that was read in blocks had such rows left out before
  const isWhole = targets.length === 0 || table.summary !== undefined;
  const answered = isWhole ? null : rowsWithValues(table, targets, missingValues);
  let known = answered ? selectRows(table, answered) : table;
  if (known.rows === 0) throw noTarget(table, targets);
  let schema = infer(known, targets, roles, options);
  if (missing === "drop" && schema.inputs.some((input) => input.missing)) {
    const inputs = schema.inputs.map(({ name }) => table.header.indexOf(name));
    const texts = schema.inputs.flatMap(({ missingTexts = [] }) => missingTexts);
    const whole = rowsWithValues(known, inputs, [...missingValues, ...texts])!;
    if (whole.length === 0) throw noWholeRow(table, schema.inputs);
    known = selectRows(known, whole);
    schema = infer(known, targets, roles, options);
  }
  if (missing === "refuse") refuseMissing(table, schema.inputs);
  return schema;
}

function infer(table: Table, targets: readonly number[], roles: Roles, options: SchemaOptions): Schema {
  const { missing = "fill", missingValues = [], categorical, id } = options;
  const inputs: InputColumn[] = [];
  const omitted: OmittedColumn[] = [];
  const wrong = wrongCells(table);
  table.header.forEach((name, column) => {
    if (targets.includes(column)) return;
    const reason = roles.omitted.get(column);
    if (reason !== undefined) {
      omitted.push({ name, reason });
      return;
    }
    const found = inferInput(table, surveyColumn(table, column, missingValues), roles, missingValues, wrong);
    if ("kind" in found) inputs.push(found);
    else omitted.push(found);
  });
  wrong.refuse();
  // the only input column stays, even if it counts the rows
  const counting = omitted.filter(({ name, reason }) => {
    return reason === "identifier" && table.columns[table.header.indexOf(name)]!.codes === null;
  });
  if (inputs.length === 0 && counting.length > 0) {
    const numeric = new Set([...roles.numeric, ...counting.map(({ name }) => table.header.indexOf(name))]);
    return infer(table, targets, { ...roles, numeric }, options);
  }
  keepOne(table, inputs, omitted);
  const texts = [...findColumns(table, categorical, ""), ...findColumns(table, id, "")];
  const ids = findColumns(table, id, "").map((column) => table.header[column]!);
  return {
    version: 2,
    rows: table.rows,
    inputs,
    target: targets.length === 0 ? null : inferTarget(table, targets, options.kind, missingValues),
    omitted,
    ...(ids.length > 0 && { ids }),
    ...(texts.length > 0 && { texts: texts.map((column) => table.header[column]!) }),
    ...(missingValues.length > 0 && { missingValues }),
    ...(missing !== "fill" && { missing }),
  };
}

/** What the options say about columns. @throws {ConfigError} if two of them contradict each other */
function rolesOf(table: Table, targets: readonly number[], options: SchemaOptions): Roles {
  const find = (name: "drop" | "id" | "categorical" | "numeric" | "columns", what: string) => {
    const found = findColumns(table, options[name], what);
    const target = found.find((column) => targets.includes(column));
    if (target === undefined) return found;
    throw new ConfigError({
      setting: name,
      expected: "input columns",
      got: `the target ${show(table.header[target])}`,
      advice: "Name other columns, or none.",
    });
  };
  const columns = options.columns === undefined ? null : find("columns", "an input column");
  const omitted = new Map<number, OmittedReason>();
  if (columns)
    table.header.forEach((_, column) => columns.includes(column) || omitted.set(column, "not chosen"));
  if (options.sampleWeights !== undefined) {
    for (const column of findColumns(table, [options.sampleWeights], "a column of sample weights"))
      omitted.set(column, "sample weights");
  }
  for (const column of find("drop", "a column to drop")) omitted.set(column, "dropped");
  for (const column of find("id", "an identifier")) omitted.set(column, "id");
  const categorical = new Set(find("categorical", "a category"));
  const numeric = new Set(find("numeric", "a column of numbers"));
  for (const column of categorical) {
    if (!numeric.has(column)) continue;
    throw new ConfigError({
      setting: "numeric",
      reason: `"categorical" names ${show(table.header[column])} too`,
      advice: "Name it in one of them.",
    });
  }
  return { omitted, categorical, numeric };
}

/** Refuses a table without inputs; where all columns look like identifiers or do not vary, it says so. */
function keepOne(table: Table, inputs: readonly InputColumn[], omitted: readonly OmittedColumn[]): void {
  if (inputs.length > 0) return;
  const reasons = omitted.map(({ name, reason, detail }) => `${show(name)} (${detail ?? reason})`);
  const which = reasons.length === 0 ? "" : ` Left out: ${reasons.join(", ")}.`;
  throw new DataError(
    `expected at least 1 input column beside the target, got none.${which} ` +
      "Add a column, or say what one of them is (--numeric or --categorical and its name).",
    { file: table.name },
  );
}

/** Refuses inputs with missing cells, all columns at once. */
function refuseMissing(table: Table, inputs: readonly InputColumn[]): void {
  const found = inputs.filter(({ missing }) => missing);
  if (found.length === 0) return;
  const list = found.map(({ name, missing }) => `${show(name)} (${missing})`).join(", ");
  throw new DataError(
    `expected no missing cells, got some in ${plural(found.length, "column")}: ${list}. ` +
      "Fill them in, or set missing (--missing) to fill or drop.",
    { file: table.name },
  );
}

function noWholeRow(table: Table, inputs: readonly InputColumn[]): DataError {
  const list = inputs.flatMap(({ name, missing }) => (missing ? [`${show(name)} (${missing})`] : []));
  return new DataError(
    `expected a row without missing cells, got none: ${list.join(", ")}. ` +
      "Drop the columns with the most of them, or set missing (--missing) to fill.",
    { file: table.name },
  );
}

function noTarget(table: Table, targets: readonly number[]): DataError {
  const names = targets.map((column) => show(table.header[column])).join(", ");
  return new DataError(
    `expected rows with a value in the target ${names}, got none. Choose another target.`,
    {
      file: table.name,
    },
  );
}
