/** Predictions of a network for a set of samples, and their metrics. */
import type { DataNotes } from "../readers/notes.js";
import { type ClassReport, classReport } from "../train/evaluation/classes.js";
import type { Dataset } from "../data/dataset.js";
import { metricsOf } from "../train/evaluation/evaluation.js";
import type { Network } from "../train/network.js";

/** Predictions for a set of samples, and their metrics. */
export interface Measured {
  /** [rows × outputs], in the units of the targets. */
  answers: Float64Array;
  metrics: Record<string, number>;
  /** null if the targets are numbers. */
  report: ClassReport | null;
}

/** Predicts all samples and measures the predictions. */
export function measure(network: Network, dataset: Dataset, notes: DataNotes): Measured {
  const { labels, outputs, rows } = dataset;
  const answers = new Float64Array(rows * outputs);
  network.predict(dataset).forEach((row, index) => answers.set(row, index * outputs));
  const classes = notes.classes ?? dataset.classNames!;
  return {
    answers,
    metrics: metricsOf(dataset, answers, network.config, "full"),
    report: labels && classReport(labels, answers, outputs, classes),
  };
}
