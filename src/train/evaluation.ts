/** What a network shows on a set of samples: its loss, and metrics of classes or numbers. */
import { DataError, ShapeError } from "../errors.js";
import type { NetworkConfig } from "../network/config.js";
import type { Plan } from "../network/plan.js";
import { type Scaler, undoScaler } from "../network/scaling.js";
import type { Dataset } from "./dataset.js";
import { accuracyOf, confusionMatrix, predictedClasses, regressionMetrics } from "./metrics.js";

/** Loss and metrics of a set of samples. */
export interface Evaluation {
  /** Mean or sum over samples, by `reduction`. */
  loss: number;
  /** `accuracy` for classes; `rmse`, `mae`, `r2` for numbers. */
  metrics: Record<string, number>;
}

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
): Evaluation {
  const { rows, labels, targets, outputs } = dataset;
  const loss = plan.lossSum / (config.reduction === "mean" ? rows : 1);
  const answers = plan.answers(rows);
  if (labels) {
    const matrix = confusionMatrix(labels, predictedClasses(answers, outputs), outputs);
    return { loss, metrics: { accuracy: accuracyOf(matrix) } };
  }
  const own = answers.slice();
  undoScaler(own, targetScaler);
  return { loss, metrics: { ...regressionMetrics(targets!, own) } };
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
