/** The target of a table as class indices or numbers. */
import type { DatasetOptions, Targets } from "../data/dataset.js";
import { oneOf, show } from "../wording.js";
import { cellsError } from "./cells.js";
import type { ClassTarget, TargetColumn } from "../data/columns/columns.js";
import { finder, numberFinder } from "../data/columns/cells.js";
import type { Table } from "./table.js";

/** Messages list at most this many known values; otherwise they say how many there are. */
const mostListed = 20;

/** What `Dataset.from` takes. */
export interface EncodedTarget {
  readonly targets: Targets;
  readonly options: Pick<DatasetOptions, "classes">;
}

/**
 * Reads the target.
 *
 * @param table   rows that all have a target
 * @param columns of the target, by index
 * @param isBad   [rows] set to 1 where a cell is no number; null if that is an error
 * @throws {DataError} for an unknown class, and for cells that are no numbers
 */
export function encodeTarget(
  table: Table,
  columns: readonly number[],
  target: TargetColumn,
  isBad: Uint8Array | null,
): EncodedTarget {
  if (target.kind === "class") {
    return { targets: classesOf(table, columns[0]!, target), options: { classes: target.classes } };
  }
  const width = columns.length;
  const values = new Float64Array(table.rows * width);
  const wrong = columns.map((column, at) => {
    const { numbers } = table.columns[column]!;
    let [count, first] = [0, -1];
    for (let row = 0; row < table.rows; row++) {
      const value = numbers[row]!;
      if (Number.isFinite(value)) values[row * width + at] = value;
      else {
        if (count++ === 0) first = row;
        if (isBad) isBad[row] = 1;
      }
    }
    return { column, count, first };
  });
  const some = wrong.filter(({ count }) => count > 0);
  if (some.length > 0 && !isBad)
    throw cellsError(table, some, "a number", "Correct the cells, or remove the rows.");
  if (width === 1) return { targets: values, options: {} };
  const rows = Array.from({ length: table.rows }, (_, row) =>
    values.subarray(row * width, (row + 1) * width),
  );
  return { targets: rows, options: {} };
}

function classesOf(table: Table, column: number, { classes }: ClassTarget): Uint32Array {
  const { numbers, codes, texts } = table.columns[column]!;
  const find = finder(classes);
  const ofTexts = texts.map((text) => find(text));
  const ofNumber = numberFinder(classes);
  const labels = new Uint32Array(table.rows);
  let [count, first] = [0, -1];
  for (let row = 0; row < table.rows; row++) {
    const code = codes === null ? -1 : codes[row]!;
    const place = code < 0 ? ofNumber(numbers[row]!) : ofTexts[code];
    if (place !== undefined) labels[row] = place;
    else if (count++ === 0) first = row;
  }
  if (count === 0) return labels;
  const expected =
    classes.length <= mostListed
      ? oneOf(classes)
      : `one of ${classes.length} known values such as ${show(classes[0])}`;
  const advice = "Correct the cell, or train with rows that have this value.";
  throw cellsError(table, [{ column, count, first }], expected, advice);
}
