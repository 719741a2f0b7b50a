/** What answers to samples show: who was taken for whom, and which mistakes are the worst. */
import type { Dataset } from "../../src/data/dataset.js";
import { confusionMatrix } from "../../src/train/evaluation/metrics.js";
import { actualClass, lagOf, outputOf, type Reading, saidClass } from "./reading.js";

export interface Predictions {
  /** The samples that were asked. */
  dataset: Dataset;
  isHeldOut: boolean;
  reading: Reading;
  /** [rows × outputs] */
  outputs: Float32Array;
}

/** A sample that was taken for another class than its own. */
export interface Mistake {
  /** Of the dataset of the answers. */
  row: number;
  actual: number;
  said: number;
  /** The output for what was said. */
  output: number;
}

/** confusion[actual][said] = number of samples. */
export function confusionOf({ dataset, reading, outputs }: Predictions): number[][] {
  const actual = Uint32Array.from({ length: dataset.rows }, (_, row) => actualClass(reading, dataset, row));
  const said = actual.map((_, row) => saidClass(reading, outputs, row * dataset.outputs));
  return confusionMatrix(actual, said, reading.names.length);
}

/** The mistakes, the worst first: those whose own class is farthest behind what was said. */
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

/** Rows that are spread evenly over `total`, `most` at most. */
export function evenRows(total: number, most: number): Uint32Array {
  const count = Math.min(total, most);
  return Uint32Array.from({ length: count }, (_, index) => Math.floor((index * total) / count));
}
