/** Errors about cells of a table: one cell, or all the cells of several columns that are wrong, at once. */
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
  return new DataError(`expected ${expected}, got ${shownCell(table, row, column)}. ${advice}`, {
    ...placeOf(table, row),
    column: table.header[column],
  });
}

/** Cells of one column that are wrong in the same way. */
export interface WrongCells {
  readonly column: number;
  /** The first row with such a cell. */
  readonly first: number;
  readonly count: number;
}

/**
 * The error about all wrong cells of a table. Where it is one column, it reads as the error about a cell.
 *
 * @param wrong    at least 1
 * @param expected what each cell should be
 * @param advice   what to do
 */
export function cellsError(
  table: Table,
  wrong: readonly WrongCells[],
  expected: string,
  advice: string,
): DataError {
  const [one, ...others] = wrong;
  if (others.length === 0) {
    const { column, first, count } = one!;
    const more = count === 1 ? "" : ` ${count} cells of the column are like that.`;
    return cellError(table, first, column, expected, `${advice}${more}`);
  }
  const list = wrong.map(({ column, first, count }) => {
    const line = table.lineOf(first);
    const where = line === null ? `row ${first + 1}` : `line ${line}`;
    const more = count === 1 ? "" : ` and ${count - 1} more`;
    return `${show(table.header[column])} (${shownCell(table, first, column)} on ${where}${more})`;
  });
  return new DataError(`expected ${expected} in ${wrong.length} columns: ${list.join(", ")}. ${advice}`, {
    file: table.name,
  });
}

function shownCell(table: Table, row: number, column: number): string {
  const cell = cellText(table, row, column);
  return cell === "" ? "an empty cell" : show(cell);
}

function placeOf(table: Table, row: number) {
  const line = table.lineOf(row);
  const file = table.fileOf?.(row) ?? table.name;
  return line === null ? { file: `${file} row ${row + 1}` } : { file, line };
}
