/** One row of a dataset as a sample for a trace. */
import { ShapeError } from "../errors.js";
import { show } from "../wording.js";
import { type LossName, losses } from "../functions/losses.js";
import type { Dataset } from "../data/dataset.js";
import type { Sample } from "./trace.js";

/**
 * A row with its targets. Numbers stay as they are; a class becomes 1 at its index and 0 elsewhere (−1 with hinge
 * loss).
 *
 * @throws ShapeError for a row that does not exist, and for data without targets
 */
export function sampleOf(dataset: Dataset, row: number, loss: LossName): Sample {
  const { rows, columns, outputs, inputs, targets, labels } = dataset;
  if (!(Number.isInteger(row) && row >= 0 && row < rows)) {
    throw new ShapeError(`sample: expected a row 0 to ${rows - 1}, got ${show(row)}.`);
  }
  if (!targets && !labels) throw new ShapeError("sample: expected data with targets, got none.");
  const off = losses[loss].offTarget ?? 0;
  return {
    inputs: Array.from(inputs.subarray(row * columns, (row + 1) * columns)),
    targets: targets
      ? Array.from(targets.subarray(row * outputs, (row + 1) * outputs))
      : Array.from({ length: outputs }, (_, one) => (labels![row] === one ? 1 : off)),
  };
}
