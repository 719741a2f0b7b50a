/** Samples for the report page: the worst predictions, and images with their reconstructions. */
import { activations } from "../../functions/activations.js";
import { isOfClasses } from "../../functions/ofClasses.js";
import type { Schema } from "../../data/columns/columns.js";
import { decodeRow } from "../../readers/decode.js";
import type { Dataset } from "../../data/dataset.js";
import { scaledNumber } from "../../network/scaling.js";
import { predictedClasses } from "../../train/evaluation/metrics.js";
import type { Network } from "../../train/network.js";
import type { Measured } from "../measureSamples.js";
import type { Pixels, ReportData, SampleFigures } from "./pageData.js";

const mostShown = 24;
/**
 * Samples whose loss is measured. There are more than are shown, because they are chosen by distance, which only
 * approximates the order of the losses.
 */
const mostWeighed = 96;

/**
 * The samples with the highest loss, the worst first. Of classes only those that were predicted wrong.
 *
 * @param rows [rows of the dataset] row of the data of each sample
 */
export function worstSamples(
  network: Network,
  dataset: Dataset,
  { answers, report }: Measured,
  rows: ArrayLike<number>,
  schema?: Schema,
): SampleFigures[] {
  const { labels, outputs } = dataset;
  const { isProbability } = activations[network.config.layers.at(-1)!.activation];
  const predictions = labels && predictedClasses(answers, outputs);
  const all = Array.from({ length: dataset.rows }, (_, row) => row);
  const wrong = predictions ? all.filter((row) => predictions[row] !== labels[row]) : all;
  const losses = farthest(network, dataset, answers, wrong).map((row) => {
    return { row, loss: network.evaluate(dataset.select([row])).loss };
  });
  losses.sort((a, b) => b.loss - a.loss || a.row - b.row);
  return losses.slice(0, mostShown).map(({ row, loss }): SampleFigures => {
    const sample = { index: rows[row]!, loss, ...inputOf(dataset, row, schema) };
    if (!predictions || !report) {
      const [actual, predicted] = [dataset.targets!, answers].map((of) => listed(of, row, outputs));
      return { ...sample, actual: actual!, predicted: predicted! };
    }
    const said = predictions[row]!;
    const nameOf = (index: number) => report.classes[index]!.name;
    const confidence = isProbability ? answers[row * outputs + said]! : null;
    return { ...sample, actual: nameOf(labels![row]!), predicted: nameOf(said), confidence };
  });
}

/**
 * Rows with the worst predictions, of some: the smallest output of the actual class, or the greatest distance from the
 * target.
 */
function farthest(
  network: Network,
  dataset: Dataset,
  answers: ArrayLike<number>,
  some: readonly number[],
): number[] {
  const { labels, targets, outputs, rows } = dataset;
  const scaler = network.scalers.targets;
  const seen = (value: number, output: number) => (scaler ? scaledNumber(scaler, output, value) : value);
  const distance = Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0;
    for (let output = 0; output < outputs; output++) {
      const answer = answers[row * outputs + output]!;
      if (!labels) sum += (seen(targets![row * outputs + output]!, output) - seen(answer, output)) ** 2;
      else if (isOfClasses(network.config.loss)) sum -= labels[row] === output ? answer : 0;
      else sum += ((labels[row] === output ? 1 : 0) - answer) ** 2;
    }
    return sum;
  });
  return some.toSorted((a, b) => distance[b]! - distance[a]! || a - b).slice(0, mostWeighed);
}

/** A number, or several numbers separated by commas. */
function listed(of: ArrayLike<number>, row: number, outputs: number): string | number {
  const values = Array.from({ length: outputs }, (_, output) => of[row * outputs + output]!);
  return outputs === 1 ? values[0]! : values.map((value) => Number(value.toPrecision(3))).join(", ");
}

/** The image, or the values by column. */
function inputOf(dataset: Dataset, row: number, schema?: Schema): Pick<SampleFigures, "pixels" | "columns"> {
  const { inputs, columns, inputNames, image } = dataset;
  const values = inputs.subarray(row * columns, (row + 1) * columns);
  if (image) return { pixels: bytesOf(values) };
  if (schema) return { columns: Object.fromEntries(decodeRow(schema, values)) };
  const names = inputNames ?? Array.from(values, (_, column) => String(column));
  return { columns: Object.fromEntries(names.map((name, column) => [name, cell(values[column]!)])) };
}

function cell(value: number): number | string {
  return Number.isNaN(value) ? "missing" : value;
}

/** Images and their reconstructions, of evenly spaced rows. */
export function reconstructions(
  dataset: Dataset,
  answers: ArrayLike<number>,
  rows: ArrayLike<number>,
): ReportData["reconstructions"] {
  const { inputs, columns } = dataset;
  const count = Math.min(mostShown, dataset.rows);
  return Array.from({ length: count }, (_, place) => {
    const row = Math.floor((place * dataset.rows) / count);
    const output = Array.from({ length: columns }, (_, column) => answers[row * columns + column]!);
    const input = bytesOf(inputs.subarray(row * columns, (row + 1) * columns));
    return { index: rows[row]!, input, output: bytesOf(output) };
  });
}

/** Pixels as bytes: other numbers are rounded and clamped to 0 … 255. */
function bytesOf(values: ArrayLike<number>): Pixels {
  return values instanceof Uint8Array ? values.slice() : Uint8ClampedArray.from(values);
}
