/**
 * Checks data sets when they are used: whether a value is one, and whether it still is as `Dataset.from` made it. Typed arrays
 * are shared with the caller, who may have changed or transferred them since.
 */
import { DataError } from "../errors.js";
import { show } from "../wording.js";
import { Dataset } from "./dataset.js";

/**
 * Refuses what is no data set, or was changed since it was made.
 *
 * @param name of the argument, for the message (default: none)
 * @throws DataError
 */
export function requireDataset(value: unknown, name?: string): asserts value is Dataset {
  if (value instanceof Dataset) return refuseChanged(value);
  const start = name === undefined ? "" : `${name}: `;
  throw new DataError(`${start}expected a Dataset, as Dataset.from makes it, got ${show(value)}.`);
}

/**
 * Refuses a data set whose arrays are no longer as long as its rows, or whose labels are no classes.
 *
 * @throws DataError naming the array
 */
export function refuseChanged(dataset: Dataset): void {
  const { rows, columns, outputs, inputs, targets, labels, sampleWeights, flags } = dataset;
  const lengths = [
    ["inputs", inputs, rows * columns],
    ["targets", targets, rows * outputs],
    ["labels", labels, rows],
    ["sampleWeights", sampleWeights, rows],
    ["flags", flags, columns],
  ] as const;
  for (const [name, array, length] of lengths) {
    if (!array || array.length === length) continue;
    throw new DataError(
      `${name}: expected ${length} numbers, as when the data set was made, got ${show(array.length)}. ` +
        "A buffer that postMessage transfers is empty afterwards: send a copy.",
    );
  }
  for (let row = 0; labels && row < rows; row++) {
    if (labels[row]! < outputs) continue;
    throw new DataError(
      `expected a class index 0 to ${outputs - 1}, got ${labels[row]}. Make a new data set instead of changing this one.`,
      { matrix: "labels", row },
    );
  }
}

/** The rows that count: all but those with the weight 0. The data set itself where all count, or none does. */
export function countingRows(dataset: Dataset): Dataset {
  const { sampleWeights, rows } = dataset;
  if (!sampleWeights?.includes(0)) return dataset;
  const counting = Uint32Array.from({ length: rows }, (_, row) => row).filter(
    (row) => sampleWeights[row] !== 0,
  );
  return counting.length === 0 ? dataset : dataset.select(counting);
}
