/** An error about a single cell of a table. Whole columns are in `schema.ts` and `encode.ts`. */
import { DataError } from "../errors.js";
import { show } from "../wording.js";
import { cellText, type Table } from "./table.js";

/** The error about one cell, with the line and column that the user sees. */
export function cellError(
  table: Table,
  row: number,
  column: number,
  expected: string,
  advice: string,
): DataError {
  const cell = cellText(table, row, column);
  const got = cell === "" ? "an empty cell" : show(cell);
  const line = table.lineOf(row);
  const place = { file: table.name, ...(line === null ? { row } : { line }), column: table.header[column] };
  return new DataError(`expected ${expected}, got ${got}. ${advice}`, place);
}
