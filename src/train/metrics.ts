/**
 * How good answers are, in single numbers: counted for classes, measured for numbers. Scores of each class are
 * in `classes.ts`, what outputs are worth as a ranking in `curves.ts`.
 */

/** Metrics of answers that are classes; the last two only where they mean something. */
export const classMetricNames = [
  "accuracy",
  "precisionMacro",
  "recallMacro",
  "f1Macro",
  "rocAuc",
  "logLoss",
  "top5",
] as const;
/** Metrics of answers that are numbers. */
export const numberMetricNames = ["mse", "rmse", "mae", "r2"] as const;
/** All names that `Evaluation.metrics` may have. */
export const metricNames = [...classMetricNames, ...numberMetricNames] as const;
export type MetricName = (typeof metricNames)[number];

/** Index of the greatest number of a row, the first one where there are several. */
export function argmax(values: ArrayLike<number>, from: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}

/** The class with the greatest output in each row. @param outputs [rows × classes] */
export function predictedClasses(outputs: ArrayLike<number>, classes: number): Uint32Array {
  return Uint32Array.from({ length: outputs.length / classes }, (_, row) =>
    argmax(outputs, row * classes, classes),
  );
}

/** matrix[actual][predicted] = number of samples. */
export function confusionMatrix(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let row = 0; row < actual.length; row++) matrix[actual[row]!]![predicted[row]!]!++;
  return matrix;
}

/** The part of samples on the diagonal of a confusion matrix; NaN where there are none. */
export function accuracyOf(matrix: readonly (readonly number[])[]): number {
  const right = matrix.reduce((sum, row, index) => sum + row[index]!, 0);
  const all = matrix.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
  return right / all;
}

/**
 * The part of rows in which the actual class is among the k with the greatest outputs.
 *
 * Of equal outputs the first ones come first, as in `predictedClasses`, so that k = 1 is the accuracy.
 * (`top_k_accuracy_score` of scikit-learn takes the last ones.) With k ≥ classes it is 1, without rows NaN.
 *
 * @param labels  [rows] class indices
 * @param outputs [rows × classes] row-major; a class whose output is NaN is among none
 */
export function topKAccuracy(
  labels: ArrayLike<number>,
  outputs: ArrayLike<number>,
  classes: number,
  k = 5,
): number {
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    const own = outputs[row * classes + label]!;
    let before = 0;
    for (let index = 0; index < classes; index++) {
      const other = outputs[row * classes + index]!;
      // written with ! so that NaN counts as better
      if (index !== label && !(index < label ? other < own : other <= own)) before++;
    }
    if (before < k) right++;
  }
  return right / labels.length;
}

/** Probabilities are kept this far from 0 and 1, so that one certain and wrong answer costs no more than 34.5. */
const leastProbability = 1e-15;

/**
 * How surprised the outputs, taken for probabilities, are by the actual classes: the mean over rows of
 *
 *     −ln(q[label] / Σ q),  q = min(max(output, 1e-15), 1 − 1e-15)
 *
 * Rows that do not sum to 1, as those of sigmoid outputs, are made to by the division. Outputs below 0 and
 * above 1 are clipped. 0 rows give NaN.
 * As `log_loss(labels, outputs, eps=1e-15)` of scikit-learn 1.2.
 *
 * @param labels  [rows] class indices
 * @param outputs [rows × classes] row-major
 */
export function logLoss(labels: ArrayLike<number>, outputs: ArrayLike<number>, classes: number): number {
  const clipped = (value: number) => Math.min(Math.max(value, leastProbability), 1 - leastProbability);
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    let sum = 0;
    for (let index = 0; index < classes; index++) sum += clipped(outputs[row * classes + index]!);
    total -= Math.log(clipped(outputs[row * classes + labels[row]!]!) / sum);
  }
  return total / labels.length;
}

/** Errors in the units of the targets. */
export interface RegressionMetrics {
  /** mean of (t − o)² */
  mse: number;
  /** √mse */
  rmse: number;
  /** mean of |t − o| */
  mae: number;
  /** 1 − Σ(t − o)² / Σ(t − mean t)²; NaN where the targets do not vary. */
  r2: number;
}

/**
 * Errors over all rows and outputs: mse and mae are means over the outputs, rmse the root of that mse
 * (scikit-learn has the mean of the roots), r2 the mean of the r² of those outputs whose targets vary, NaN
 * where none do.
 *
 * @param targets [rows × columns]
 * @param outputs [rows × columns], same layout
 * @param columns outputs of a row
 */
export function regressionMetrics(
  targets: ArrayLike<number>,
  outputs: ArrayLike<number>,
  columns = 1,
): RegressionMetrics {
  const each = regressionByOutput(targets, outputs, columns);
  const mse = mean(each.map((one) => one.mse));
  return {
    mse,
    rmse: Math.sqrt(mse),
    mae: mean(each.map((one) => one.mae)),
    // an output that is NaN shows, other than a target that does not vary
    r2: mean(each.filter(({ mse, r2 }) => Number.isNaN(mse) || !Number.isNaN(r2)).map(({ r2 }) => r2)),
  };
}

/** The errors of each output by itself; parameters as of `regressionMetrics`. @returns [columns] */
export function regressionByOutput(
  targets: ArrayLike<number>,
  outputs: ArrayLike<number>,
  columns: number,
): RegressionMetrics[] {
  return Array.from({ length: columns }, (_, column) => {
    const rows = targets.length / columns;
    let average = 0;
    for (let i = column; i < targets.length; i += columns) average += targets[i]! / rows;
    let squares = 0;
    let absolute = 0;
    let variation = 0;
    for (let i = column; i < targets.length; i += columns) {
      const error = targets[i]! - outputs[i]!;
      squares += error * error;
      absolute += Math.abs(error);
      variation += (targets[i]! - average) ** 2;
    }
    return {
      mse: squares / rows,
      rmse: Math.sqrt(squares / rows),
      mae: absolute / rows,
      r2: variation > 0 ? 1 - squares / variation : Number.NaN,
    };
  });
}

/** NaN for none. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
