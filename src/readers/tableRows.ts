/** Some rows of a table, as a table. */
import type { Column, Table } from "./table.js";

/**
 * A table of some rows of another one. The texts are shared.
 *
 * @param rows indices of the rows to keep
 */
export function selectRows(table: Table, rows: ArrayLike<number>): Table {
  const count = rows.length;
  const columns = table.columns.map(({ numbers, codes, texts }): Column => {
    const some = new Float64Array(count);
    const someCodes = codes && new Int32Array(count);
    for (let row = 0; row < count; row++) {
      some[row] = numbers[rows[row]!]!;
      if (someCodes) someCodes[row] = codes[rows[row]!]!;
    }
    return { numbers: some, codes: someCodes, texts };
  });
  return { ...table, rows: count, columns, lineOf: (row) => table.lineOf(rows[row]!) };
}
