/**
 * Columns of the data and inputs of the first layer. With the setting `inputBins` a column becomes several inputs;
 * otherwise both numbers are the same.
 */
import { ConfigError } from "../errors.js";

/** @returns [columns] how many inputs of the first layer each column becomes */
export function inputWidths(bins: number | readonly number[], columns: number): number[] {
  const list = typeof bins === "number" ? Array.from({ length: columns }, () => bins) : bins;
  if (list.length !== columns) {
    throw new ConfigError({
      setting: "inputBins",
      expected: `${columns} numbers, one for each input column`,
      got: String(list.length),
    });
  }
  return list.map((count) => Math.max(1, count));
}

/** How many inputs of the first layer all columns become: the sum of `inputWidths`. */
export function inputCount(bins: number | readonly number[], columns: number): number {
  if (typeof bins === "number") return columns * Math.max(1, bins); // there may be billions of columns
  return inputWidths(bins, columns).reduce((sum, width) => sum + width, 0);
}

/** The number of columns of the data. `layers[0].inputs` is the number of inputs of the first layer. */
export function columnsOf({
  layers,
}: {
  readonly layers: readonly { readonly inputs: number; readonly columns?: number | undefined }[];
}): number {
  const { columns, inputs } = layers[0]!;
  return columns ?? inputs;
}
