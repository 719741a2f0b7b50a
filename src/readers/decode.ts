/** The way back from the numbers of a row to the cells of the table, for people: reports show them. */
import { encodedColumns, type InputColumn, isZeroOne, type Schema } from "../data/columns/columns.js";

/**
 * A row as a person would write it.
 *
 * @param values [columns] of one row, as `encode` made them
 * @returns name and cell of each input column; a gap is "missing"
 */
export function decodeRow(
  { inputs }: Pick<Schema, "inputs">,
  values: ArrayLike<number>,
): [string, string | number][] {
  let at = 0;
  return inputs.map((input) => {
    const width = encodedColumns(input).length;
    const own = Array.from({ length: width }, (_, column) => values[at + column]!);
    at += width;
    const isMissing = input.missing !== undefined && input.missing > 0 && own.at(-1) === 1;
    return [input.name, isMissing ? "missing" : cellOf(input, own)];
  });
}

function cellOf(input: InputColumn, own: readonly number[]): string | number {
  switch (input.kind) {
    case "number":
      return Number.isNaN(own[0]) ? "missing" : own[0]!;
    case "date":
      return input.parts.map((part, at) => `${part} ${own[at]!}`).join(", ");
    case "yes/no":
      if (isZeroOne(input)) return (own[0]! + 1) / 2;
      return own[0] === 0 ? "–" : input.values[own[0]! < 0 ? 0 : 1];
    case "category": {
      const place = own.indexOf(1);
      return input.values[place] ?? (place < 0 ? "–" : "other");
    }
  }
}
