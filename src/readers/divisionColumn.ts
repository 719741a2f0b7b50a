/**
 * The column of a table that says how its rows are divided: by groups, by time, or by the names of the parts. It is not an
 * input.
 */
import type { Dataset } from "../data/dataset.js";
import { ConfigError, DataError } from "../errors.js";
import { show } from "../wording.js";
import { cellError } from "./cells.js";
import { findColumn, findTargets } from "./columnNames.js";
import type { ColumnNames } from "../data/columns/options.js";
import { cellText, type Table } from "./table.js";

/** Options that name the column; at most one is given. */
export interface DivisionOptions {
  /** Rows with the same value stay together. */
  group?: string | undefined;
  /** Numbers or dates: the last rows are held out. */
  time?: string | undefined;
  /** Names of parts: train, validation or test. */
  split?: string | undefined;
}

/** The options, and what their columns are for in messages. */
const uses = {
  group: "a column of groups",
  time: "a column of times",
  split: "a column with the parts",
} as const satisfies Record<keyof DivisionOptions, string>;
export const divisionOptionNames = Object.keys(uses) as (keyof typeof uses)[];

/** The names of parts as people write them. */
const partNames: Readonly<Record<string, readonly string[]>> = {
  train: ["train", "training", "fit"],
  validation: ["validation", "valid", "val", "dev", "held out", "heldout"],
  test: ["test", "testing"],
};

/** The column of the options; null if none is named. @throws {ConfigError, DataError} for two, the target, or no such column */
function columnOf(table: Table, options: DivisionOptions, target: ColumnNames | null) {
  const [first, second] = divisionOptionNames.filter((name) => options[name] !== undefined);
  if (first === undefined) return null;
  if (second !== undefined) {
    throw new ConfigError({
      setting: second,
      reason: `does not go with ${first}`,
      advice: "Drop one of them.",
    });
  }
  const name = options[first]!;
  const column = findColumn(table, name, uses[first]);
  if (target !== null && findTargets(table, target).includes(column)) {
    const got = `the target ${show(name)}`;
    throw new ConfigError({ setting: first, expected: "a column beside the target", got });
  }
  return { kind: first, name, column };
}

/** The name of the column, which is not an input; an empty list without such a column. */
export function divisionColumns(
  table: Table,
  options: DivisionOptions,
  target: ColumnNames | null,
): string[] {
  const found = columnOf(table, options, target);
  return found ? [found.name] : [];
}

/**
 * Divides a data set as the column of its table says.
 *
 * @param rows [rows of the dataset] their rows in the table; null if they are the same
 * @returns the rows to train on and to hold out, and those of the part "test", if there are any
 * @throws {DataError} for a cell that does not fit, and where a part is missing
 */
export function divideByColumn(
  dataset: Dataset,
  table: Table,
  rows: Uint32Array | null,
  options: DivisionOptions,
): { dataset: Dataset; test?: Dataset; kept?: Uint32Array } {
  const found = columnOf(table, options, null);
  if (!found) return { dataset };
  const { column } = found;
  const placed = Array.from({ length: dataset.rows }, (_, row) => rows?.[row] ?? row);
  switch (found.kind) {
    case "group":
      return { dataset: dataset.withDivision({ groups: placed.map((row) => groupAt(table, row, column)) }) };
    case "time":
      return { dataset: dataset.withDivision({ times: timesOf(table, placed, column) }) };
    case "split":
      return byParts(
        dataset,
        table,
        placed.map((row) => partAt(table, row, column)),
      );
  }
}

function groupAt(table: Table, row: number, column: number): string {
  const text = cellText(table, row, column);
  if (text !== "") return text;
  throw cellError(table, row, column, "a group", "Fill in the cell, or remove the row.");
}

/** Numbers as they are, or dates as milliseconds. */
function timesOf(table: Table, rows: readonly number[], column: number): Float64Array {
  const { numbers } = table.columns[column]!;
  const areDates = rows.some((row) => Number.isNaN(numbers[row]!));
  return Float64Array.from(rows, (row) => {
    const time = areDates ? dateOf(cellText(table, row, column)) : numbers[row]!;
    if (Number.isFinite(time)) return time;
    const expected = "a number, or a date such as 2024-03-01 or 2024-03-01 12:30";
    throw cellError(table, row, column, expected, "Correct the cell, or remove the row.");
  });
}

const isoDate =
  /^(\d{4})(?:[-/](\d\d))?(?:[-/](\d\d))?(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:\d\d)?)?$/i;

/** Milliseconds of a date with the year first; without a zone it is taken for UTC. NaN for other text. */
function dateOf(text: string): number {
  const [, year, month = "01", day = "01", time = "00:00", zone = "Z"] = isoDate.exec(text.trim()) ?? [];
  return year === undefined ? NaN : Date.parse(`${year}-${month}-${day}T${time}${zone.toUpperCase()}`);
}

function partAt(table: Table, row: number, column: number): string {
  const text = cellText(table, row, column).trim().toLowerCase();
  const part = Object.keys(partNames).find((name) => partNames[name]!.includes(text));
  if (part !== undefined) return part;
  throw cellError(
    table,
    row,
    column,
    '"train", "validation" or "test"',
    "Correct the cell, or remove the row.",
  );
}

function byParts(dataset: Dataset, table: Table, parts: readonly string[]) {
  const rowsOf = (names: readonly string[]) =>
    Uint32Array.from(parts.flatMap((part, row) => (names.includes(part) ? [row] : [])));
  const test = rowsOf(["test"]);
  const kept = rowsOf(["train", "validation"]);
  const heldOut = Array.from(kept, (row) => parts[row] === "validation");
  if (!heldOut.includes(false)) {
    throw new DataError('expected rows of the part "train", got none.', { file: table.name });
  }
  const chosen = test.length === 0 ? dataset : dataset.select(kept);
  return {
    dataset: heldOut.includes(true) ? chosen.withDivision({ heldOut }) : chosen,
    ...(test.length > 0 && { test: dataset.select(test), kept }),
  };
}
