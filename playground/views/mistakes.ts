/** What predictions show: the confusion matrix, and the worst mistakes. */
import type { Dataset } from "../../src/data/dataset.js";
import { confusionMatrix } from "../../src/train/evaluation/metrics.js";
import { actualClass, lagOf, outputOf, type Reading, saidClass } from "./reading.js";

export interface Predictions {
  dataset: Dataset;
  isTest: boolean;
  reading: Reading;
  /** [rows × outputs] */
  outputs: Float32Array;
}

export interface Mistake {
  /** The row in the data set of the predictions. */
  row: number;
  actual: number;
  said: number;
  /** The output for the predicted class. */
  output: number;
}

/** confusion[actual][said] = number of samples. */
export function confusionOf({ dataset, reading, outputs }: Predictions): number[][] {
  const actual = Uint32Array.from({ length: dataset.rows }, (_, row) => actualClass(reading, dataset, row));
  const said = actual.map((_, row) => saidClass(reading, outputs, row * dataset.outputs));
  return confusionMatrix(actual, said, reading.names.length);
}

/** The mistakes, the worst first: those whose actual class has the output farthest below the predicted one. */
export function mistakesOf({ dataset, reading, outputs }: Predictions): Mistake[] {
  const mistakes: (Mistake & { lag: number })[] = [];
  for (let row = 0; row < dataset.rows; row++) {
    const from = row * dataset.outputs;
    const actual = actualClass(reading, dataset, row);
    const said = saidClass(reading, outputs, from);
    if (said === actual) continue;
    const output = outputOf(reading, outputs, from, said);
    mistakes.push({ row, actual, said, output, lag: lagOf(reading, outputs, from, actual) });
  }
  return mistakes.toSorted((one, other) => other.lag - one.lag);
}

/** At most `most` rows, spread evenly over `total`. */
export function evenRows(total: number, most: number): Uint32Array {
  const count = Math.min(total, most);
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * total) / count));
}
