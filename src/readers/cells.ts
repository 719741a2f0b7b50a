/**
 * Single cells of a table: when text is a number, and how an error names the place of a cell. Whole columns
 * are the business of `schema.ts` and `encode.ts`.
 */
import { DataError } from "../errors.js";
import { show } from "../wording.js";
import type { Table } from "./csv.js";

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/**
 * The number that a cell says, or null where it says none. Only finite decimal numbers count: not "", "NaN",
 * "inf", "0x10", "1,5" or "1e999".
 */
export function parseNumber(cell: string): number | null {
  if (!decimal.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

/** An error about one cell, told by line and column as the user sees them. */
export function cellError(
  table: Table,
  row: number,
  column: number,
  expected: string,
  advice: string,
): DataError {
  const cell = table.rows[row]![column]!;
  const where = `${table.name} line ${table.lines[row]}, column ${show(table.header[column])}`;
  const got = cell === "" ? "an empty cell" : show(cell);
  return new DataError(`${where}: expected ${expected}, got ${got}. ${advice}`);
}
