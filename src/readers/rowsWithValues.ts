/** The rows of a table in which some columns have values. */
import { missingTest } from "./missing.js";
import type { Table } from "./table.js";

/**
 * The rows without a missing cell in some columns; null if that is all rows.
 *
 * @param missing texts that mean a missing value, besides the usual ones
 */
export function rowsWithValues(
  table: Table,
  columns: readonly number[],
  missing: readonly string[] = [],
): Uint32Array | null {
  const keep = new Uint8Array(table.rows).fill(1);
  for (const column of columns) {
    const test = missingTest(table.columns[column]!, missing);
    for (let row = 0; row < table.rows; row++) if (test.of(row)) keep[row] = 0;
  }
  const count = keep.reduce((sum, one) => sum + one, 0);
  if (count === table.rows) return null;
  const rows = new Uint32Array(count);
  let at = 0;
  keep.forEach((one, row) => {
    if (one === 1) rows[at++] = row;
  });
  return rows;
}
