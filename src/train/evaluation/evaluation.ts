/** What a network shows on a set of samples: its loss, and metrics of classes or numbers. */
import { DataError, ShapeError } from "../../errors.js";
import { activations } from "../../functions/activations.js";
import type { NetworkConfig } from "../../network/config.js";
import type { Plan } from "../../network/plan.js";
import { type Scaler, undoScaler } from "../../network/scaling.js";
import type { Dataset } from "../../data/dataset.js";
import { averageScores, classScores } from "./classes.js";
import { rocAucOfOutputs } from "./curves.js";
import {
  accuracyOf,
  confusionMatrix,
  logLoss,
  predictedClasses,
  regressionMetrics,
  topKAccuracy,
} from "./metrics.js";

/** Loss and metrics of a set of samples. */
export interface Evaluation {
  /** Without penalties; mean or sum over samples, by `reduction`. */
  loss: number;
  /** By name: those of `classMetricNames` or of `numberMetricNames`. During `fit` in brief: accuracy, or rmse, mae, r2. */
  metrics: Record<string, number>;
}

/** `"brief"`, what is cheap enough for every epoch: accuracy, or rmse, mae and r2; `"full"`, all there is. */
export type EvaluationDetail = "brief" | "full";

/**
 * Makes an evaluation of what a plan has computed: its loss sum and answers.
 *
 * @param dataset the samples, in the order of the answers
 */
export function evaluationOf(
  plan: Plan,
  dataset: Dataset,
  config: NetworkConfig,
  targetScaler: Scaler | null,
  detail: EvaluationDetail = "brief",
): Evaluation {
  const loss = plan.lossSum / (config.reduction === "mean" ? dataset.rows : 1);
  let answers = plan.answers(dataset.rows);
  if (dataset.targets) {
    answers = answers.slice();
    undoScaler(answers, targetScaler);
  }
  return { loss, metrics: metricsOf(dataset, answers, config, detail) };
}

/**
 * The metrics of a network's answers to a data set.
 *
 * For classes: accuracy, and in full precisionMacro, recallMacro, f1Macro, rocAuc, logLoss where the outputs
 * are sigmoid or softmax, top5 where there are more than 5 classes. For numbers: rmse, mae, r2, and in full mse.
 *
 * @param answers [rows × outputs] row-major, in the units of the targets; read
 */
export function metricsOf(
  dataset: Dataset,
  answers: ArrayLike<number>,
  config: NetworkConfig,
  detail: EvaluationDetail,
): Record<string, number> {
  const { labels, targets, outputs } = dataset;
  if (!labels) {
    const { mse, ...rest } = regressionMetrics(targets!, answers, outputs);
    return detail === "full" ? { mse, ...rest } : rest;
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

/**
 * Refuses data that a network cannot take.
 *
 * @throws ShapeError, DataError
 */
export function requireFit(dataset: Dataset, config: NetworkConfig, withTargets: boolean): void {
  const { inputs } = config.layers[0]!;
  const outputs = config.layers.at(-1)!.units;
  if (dataset.columns !== inputs) {
    throw new ShapeError(
      `inputs: the network takes ${inputs} columns, the data have ${dataset.columns}. ` +
        `Set layers[0] to ${dataset.columns}, or give other data.`,
    );
  }
  if (!withTargets) return;
  if (!dataset.targets && !dataset.labels) throw new DataError("targets: expected some, got none.");
  if (dataset.outputs !== outputs) {
    const what = dataset.labels ? "classes" : "target columns";
    throw new ShapeError(
      `targets: the network gives ${outputs} outputs, the data have ${dataset.outputs} ${what}. ` +
        `Set the last layer to ${dataset.outputs} units, or give other data.`,
    );
  }
}
