/** Partial dependence: what a network answers on average when one column of the inputs has a given value [Friedman 2001]. */
import { ConfigError, DataError } from "../../errors.js";
import { show } from "../../wording.js";
import { Dataset } from "../../data/dataset.js";
import { countingRows, requireDataset } from "../../data/datasetChecks.js";
import type { Floats } from "../../wasm/kernels.js";

/** One point of a partial dependence. */
export interface DependencePoint {
  /** The value of the column. */
  value: number;
  /** [outputs] the mean of the network's answers when every row has that value. */
  answers: number[];
}

/**
 * Shows how a network's answers depend on one column of its inputs, averaged over the rows of a data set.
 *
 * @param network to ask; it does not change
 * @param samples of which the other columns are taken; targets are not needed
 * @param column  name or number (0 for the first) of an input column
 * @param points  most values of the column to ask about: all different ones, or that many of them (default: 20)
 * @returns points in the order of the values; answers are in the units of the targets
 * @throws {ConfigError} for a column that is not there, or a wrong number of points
 * @throws {DataError} for anything but a data set, and for a column without any number
 *
 * @example
 * ```js
 * import { Dataset, Network, partialDependence } from "chainrule";
 *
 * const data = Dataset.from([[0, 5], [1, 3], [2, 8]], [0, 2, 4], { inputNames: ["a", "b"] });
 * const network = Network.create({ layers: [2, { units: 1, activation: "identity" }] });
 * network.setParameters([{ weights: [2, 0], biases: [0] }]); // the answer is 2a
 * console.log(JSON.stringify(partialDependence(network, data, "a")));
 * // → [{"value":0,"answers":[0]},{"value":1,"answers":[2]},{"value":2,"answers":[4]}]
 * ```
 */
export function partialDependence(
  network: { predict(samples: Dataset): Floats[] },
  samples: Dataset,
  column: string | number,
  points = 20,
): DependencePoint[] {
  requireDataset(samples, "samples");
  const { rows, columns, inputs, image, inputNames, flags, hasMissing } = countingRows(samples);
  const at = typeof column === "number" ? column : (inputNames?.indexOf(column) ?? -1);
  if (!Number.isInteger(at) || at < 0 || at >= columns) {
    const expected = inputNames ? "the name or the number" : "the number";
    throw new ConfigError(`column: expected ${expected} of an input column, got ${show(column)}.`);
  }
  if (!Number.isInteger(points) || points < 2) {
    throw new ConfigError(`points: expected an integer ≥ 2, got ${show(points)}.`);
  }
  const asked = Dataset.from(inputs.slice(), null, {
    columns,
    ...(image && { image }),
    ...(inputNames && { inputNames }),
    ...(flags && { flags }),
    ...(hasMissing && { allowMissing: true }),
  });
  const own = Array.from({ length: rows }, (_, row) => inputs[row * columns + at]!);
  const values = [...new Set(own.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b))];
  if (values.length === 0) throw new DataError(`column ${show(column)}: expected numbers, all are missing.`);
  const count = Math.min(points, values.length);
  const chosen = Array.from(
    { length: count },
    (_, index) => values[count === 1 ? 0 : Math.round((index * (values.length - 1)) / (count - 1))]!,
  );
  return chosen.map((value) => {
    for (let row = 0; row < rows; row++) asked.inputs[row * columns + at] = value;
    const answers = network.predict(asked);
    const sums = Array.from(answers[0]!, () => 0);
    for (const answer of answers) answer.forEach((part, output) => (sums[output]! += part));
    return { value, answers: sums.map((sum) => sum / rows) };
  });
}
