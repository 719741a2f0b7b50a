/** The error of the policy "refuse": all columns with missing cells at once. */
import { DataError } from "../errors.js";
import { plural, show } from "../wording.js";
import type { InputColumn } from "../data/columns/columns.js";
import { missingTest } from "./missing.js";
import type { Table } from "./table.js";

/**
 * Refuses a table with missing cells in its inputs.
 *
 * @param columns of the inputs, by index
 * @param missing texts that mean a missing value, besides the usual ones
 * @throws {DataError} that names each column with the number of its missing cells
 */
export function refuseMissing(
  table: Table,
  columns: readonly number[],
  inputs: readonly Pick<InputColumn, "missingTexts">[],
  missing: readonly string[],
): void {
  const found = columns.flatMap((column, index) => {
    const { missingTexts = [] } = inputs[index]!;
    const test = missingTest(table.columns[column]!, [...missing, ...missingTexts]);
    let count = 0;
    for (let row = 0; row < table.rows; row++) if (test.of(row)) count++;
    return count === 0 ? [] : [`${show(table.header[column])} (${count})`];
  });
  if (found.length === 0) return;
  throw new DataError(
    `expected no missing cells, got some in ${plural(found.length, "column")}: ${found.join(", ")}. ` +
      "Fill them in, or set missing (--missing) to fill or drop.",
    { file: table.name },
  );
}
