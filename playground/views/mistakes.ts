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

/** The strength of the colour of a cell of the confusion matrix in %. Few mistakes are visible, and text is readable on all colours. */
export function shade(part: number, isRight: boolean): number {
  if (!(part > 0)) return 0;
  return Math.round(isRight ? 24 * part : 10 + 42 * Math.sqrt(part));
}
