/** Partial dependence: what a network answers on average when one column of the inputs has a given value [Friedman 2001]. */
import { checkCan } from "../../arguments.js";
import { ConfigError, DataError } from "../../errors.js";
import { show } from "../../wording.js";
import { Dataset } from "../../data/dataset.js";
import { countingRows, requireDataset } from "../../data/datasetChecks.js";
import type { Floats } from "../../wasm/kernels.js";
import { categoriesOf, type InputValue, sourceColumns } from "./sourceColumns.js";

/** One point of a partial dependence. */
export interface DependencePoint {
  /** The value of the column; of a category its place among the values, from 0. */
  value: number;
  /** Name of the value, where the column has categories. */
  category?: string;
  /** [outputs] the mean of the network's answers when every row has that value. */
  answers: number[];
}

/**
 * Shows how a network's answers depend on one column of its inputs, averaged over the rows of a data set.
 *
 * @param network to ask; it does not change
 * @param given   samples of which the other columns are taken; targets are not needed
 * @param column  name of a column of the table, with categories as one column; or name or number (0 for the first) of an
 *   input column
 * @param points  most values of a column of numbers to ask about: all different ones, or that many of them (default: 20)
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
  given: Dataset,
  column: string | number,
  points = 20,
): DependencePoint[] {
  checkCan(network, "predict", "partialDependence");
  requireDataset(given, "samples");
  const samples = countingRows(given);
  const { rows, columns, inputs, image, inputNames, flags, hasMissing } = samples;
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
  return valuesOf(samples, column, points).map(({ inputs: values, ...point }) => {
    for (const [at, value] of values) {
      for (let cell = at; cell < rows * columns; cell += columns) asked.inputs[cell] = value;
    }
    const answers = network.predict(asked);
    const sums = Array.from(answers[0]!, () => 0);
    for (const answer of answers) answer.forEach((part, output) => (sums[output]! += part));
    return { ...point, answers: sums.map((sum) => sum / rows) };
  });
}

/** A value to ask about, and what the inputs are then. */
interface Asked {
  value: number;
  category?: string;
  inputs: readonly InputValue[];
}

/** The values of a column to ask about. */
function valuesOf(samples: Dataset, column: string | number, points: number): Asked[] {
  const { columns, inputNames } = samples;
  const source = sourceColumns(samples).find(({ name }) => name === column);
  const categories = source && categoriesOf(source);
  if (categories) return categories.map(([category, inputs], value) => ({ value, category, inputs }));
  const at = typeof column === "number" ? column : (inputNames?.indexOf(column) ?? -1);
  if (!Number.isInteger(at) || at < 0 || at >= columns) {
    const expected = inputNames ? "the name or the number" : "the number";
    throw new ConfigError(`column: expected ${expected} of an input column, got ${show(column)}.`);
  }
  // a number that is there is not missing
  const indicators = source?.input?.kind === "number" ? source.columns.filter((one) => one !== at) : [];
  const others = indicators.map((one): InputValue => [one, 0]);
  const numbers = numbersOf(samples, at, points);
  if (numbers.length === 0) throw new DataError(`column ${show(column)}: expected numbers, all are missing.`);
  return numbers.map((value) => ({ value, inputs: [[at, value], ...others] }));
}

/** Different numbers of a column, ascending; none where all are missing. */
function numbersOf({ inputs, rows, columns }: Dataset, at: number, points: number): number[] {
  const own = Array.from({ length: rows }, (_, row) => inputs[row * columns + at]!);
  const values = [...new Set(own.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b))];
  const count = Math.min(points, values.length);
  return Array.from(
    { length: count },
    (_, index) => values[count === 1 ? 0 : Math.round((index * (values.length - 1)) / (count - 1))]!,
  );
}
