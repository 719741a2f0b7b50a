/** An error about a single cell of a table. Whole columns are in `schema.ts` and `encode.ts`. */
import { DataError } from "../errors.js";
import { show } from "../wording.js";
import type { Table } from "./csv.js";

/** The error about one cell, with the line and column that the user sees. */
export function cellError(
  table: Table,
  row: number,
  column: number,
  expected: string,
  advice: string,
): DataError {
  const cell = table.rows[row]![column]!;
  const got = cell === "" ? "an empty cell" : show(cell);
  const place = { file: table.name, line: table.lines[row], column: table.header[column] };
  return new DataError(`expected ${expected}, got ${got}. ${advice}`, place);
}
