/** Evaluates a network on a set of samples: its loss, and metrics of classes or numbers. */
import { ConfigError } from "../../errors.js";
import { didYouMean, listNames } from "../../nearest.js";
import { show } from "../../wording.js";
import { activations } from "../../functions/activations.js";
import { cheapMetricNames, type MetricName } from "../../functions/metrics.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import type { Plan } from "../../network/plan.js";
import type { Dataset } from "../../data/dataset.js";
import type { Floats } from "../../wasm/kernels.js";
import { averageScores, classScores } from "./classes.js";
import { rocAucOfOutputs } from "./curves.js";
import {
  accuracyOf,
  classesOf,
  confusionMatrix,
  logLoss,
  predictedClasses,
  regressionMetrics,
  topKAccuracy,
} from "./metrics.js";

/** Metrics by name. Targets and outputs decide which: see `Network.evaluate`. */
export type Metrics = {
  /** See `metricNames`. */
  [Name in MetricName]?: number;
};

/** Loss and metrics on a set of samples. */
export interface Evaluation {
  /** Without penalties; mean or sum over samples, by `reduction`. */
  loss: number;
  /**
   * By name: those of `classMetricNames` or of `numberMetricNames`. During `fit` only accuracy, or rmse, mae, r2, unless
   * early stopping monitors another.
   */
  metrics: Metrics;
}

/** `"brief"`: metrics that are cheap enough for every epoch (accuracy, or rmse, mae and r2). `"full"`: all metrics. */
export type EvaluationDetail = "brief" | "full";

/** How much to measure where a metric must be among the measured ones. */
export function detailWith(name: MetricName): EvaluationDetail {
  return cheapMetricNames.includes(name) ? "brief" : "full";
}

/**
 * Refuses a metric that is not measured.
 *
 * @param setting that names the metric
 * @param known   the metrics that the data have
 * @throws ConfigError
 */
export function refuseMetric(setting: string, metric: string, known: readonly string[]): void {
  if (known.includes(metric)) return;
  throw new ConfigError({
    setting,
    reason: `there is no metric ${show(metric)}`,
    advice: didYouMean(metric, known).trim() || `There are: ${listNames(known)}.`,
  });
}

/** What makes answers of a plan's outputs: an engine. */
export interface Answering {
  readonly config: NetworkConfig;
  finish(outputs: Floats, areNumbers: boolean): void;
}

/**
 * Makes an evaluation from the results of a plan: its loss sum and answers.
 *
 * @param dataset the samples, in the order of the answers
 */
export function evaluationOf(
  plan: Plan,
  dataset: Dataset,
  engine: Answering,
  detail: EvaluationDetail = "brief",
): Evaluation {
  const { config } = engine;
  const loss = plan.lossSum / (config.reduction === "mean" ? dataset.rows : 1);
  const answers = plan.answers(dataset.rows).slice();
  engine.finish(answers, dataset.targets !== null);
  return { loss, metrics: metricsOf(dataset, answers, config, detail) };
}

/**
 * The metrics of a network's answers to a data set.
 *
 * For classes: accuracy, and in full precisionMacro, recallMacro, f1Macro, rocAuc, logLoss where the outputs
 * are sigmoid or softmax, top5 where there are more than 5 classes. For numbers: rmse, mae, r2, and in full mse; and
 * accuracy if the numbers encode classes.
 *
 * @param answers [rows × outputs] row-major, in the units of the targets; read
 */
export function metricsOf(
  dataset: Dataset,
  answers: ArrayLike<number>,
  config: NetworkConfig,
  detail: EvaluationDetail,
): Metrics {
  const { labels, targets, outputs } = dataset;
  if (!labels) {
    const { mse, ...rest } = regressionMetrics(targets!, answers, outputs);
    const accuracy = accuracyOfNumbers(dataset, answers);
    return { ...accuracy, ...(detail === "full" && { mse }), ...rest };
  }
  const confusion = confusionMatrix(labels, predictedClasses(answers, outputs), outputs);
  const accuracy = accuracyOf(confusion);
  if (detail === "brief") return { accuracy };
  const { macro } = averageScores(confusion, classScores(confusion));
  return {
    accuracy,
    precisionMacro: macro.precision,
    recallMacro: macro.recall,
    f1Macro: macro.f1,
    rocAuc: rocAucOfOutputs(labels, answers, outputs),
    ...(activations[config.layers.at(-1)!.activation].isProbability && {
      logLoss: logLoss(labels, answers, outputs),
    }),
    ...(outputs > 5 && { top5: topKAccuracy(labels, answers, outputs, 5) }),
  };
}

/** The names of the metrics that a network has on a data set with targets. */
export function metricNamesOf(dataset: Dataset, config: NetworkConfig): string[] {
  return Object.keys(metricsOf(dataset, new Float64Array(dataset.rows * dataset.outputs), config, "full"));
}

/**
 * The accuracy for numbers that encode classes: the part of the rows that are right where targets are all 0 or 1 in one column,
 * or one-hot; the part of the single answers that are right, above 0.5 or not, where a row may have several 1 or none.
 */
function accuracyOfNumbers(
  { targets, outputs, rows, isAutoencoder }: Dataset,
  answers: ArrayLike<number>,
): Metrics {
  if (isAutoencoder || !targets!.every((target) => target === 0 || target === 1)) return {};
  const actual = classesOf(targets!, outputs);
  // all targets are 0 or 1, so a row with exactly one 1 is one-hot
  let ones = 0;
  for (const target of targets!) ones += target;
  if (
    outputs > 1 &&
    !(ones === rows && actual.every((label, row) => targets![row * outputs + label] === 1))
  ) {
    let right = 0;
    targets!.forEach((target, at) => (right += Number(answers[at]! > 0.5 === (target === 1))));
    return { accuracy: right / targets!.length };
  }
  const predicted = classesOf(answers, outputs);
  return { accuracy: actual.filter((label, row) => label === predicted[row]).length / rows };
}
