/** Predictions of a network for a set of samples, and their metrics. */
import type { DataNotes } from "../readers/notes.js";
import { classRows, type Reliability, reliability } from "../train/evaluation/calibration.js";
import { type ClassReport, classReport } from "../train/evaluation/classes.js";
import type { Dataset } from "../data/dataset.js";
import { countingRows } from "../data/datasetChecks.js";
import { metricsOf } from "../train/evaluation/evaluation.js";
import type { Network } from "../train/network.js";

/** Predictions for a set of samples, and their metrics. */
export interface Measured {
  /** [rows × outputs], in the units of the targets. */
  answers: Float64Array;
  metrics: Record<string, number>;
  /** null if the targets are numbers. */
  report: ClassReport | null;
  /** null where the outputs are no probabilities of what the targets say. */
  reliability: Reliability | null;
}

/** Predicts all samples, and measures the predictions for those whose weight is not 0. */
export function measure(network: Network, dataset: Dataset, notes: DataNotes): Measured {
  const answers = answersOf(network, dataset);
  const counting = countingRows(dataset);
  const { labels, outputs, classNames } = counting;
  const counted = counting === dataset ? answers : answersOf(network, counting);
  const rows = classRows(counting, counted, network.config);
  return {
    answers,
    metrics: metricsOf(counting, counted, network.config, "full"),
    report: labels && classReport(labels, counted, outputs, notes.classes ?? classNames!),
    reliability: rows && reliability(rows.labels, rows.probabilities, rows.classes),
  };
}

function answersOf(network: Network, dataset: Dataset): Float64Array {
  const { outputs, rows } = dataset;
  const answers = new Float64Array(rows * outputs);
  network.predict(dataset).forEach((row, index) => answers.set(row, index * outputs));
  return answers;
}
