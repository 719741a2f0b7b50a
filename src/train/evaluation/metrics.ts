/**
 * Metrics of answers, each a single number: some for classes, some for numbers. Scores of each class are in `classes.ts`,
 * ROC curves in `curves.ts`.
 */
import { requireCount, requireLabels, requireNumbers, requireRows, requireSquare } from "./givenAnswers.js";

/** Index of the greatest number of a row; the first of several equal ones. */
export function argmax(values: ArrayLike<number>, from: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[from + i]! > values[from + best]!) best = i;
  return best;
}

/**
 * The class with the greatest output in each row; the first of several equal ones.
 *
 * @param outputs [rows × classes] row-major
 * @param classes number of classes
 * @returns [rows] class indices
 * @throws {ShapeError} for outputs that do not make whole rows
 * @throws {DataError} for anything that is not a number
 *
 * @example
 * ```js
 * import { predictedClasses } from "chainrule";
 *
 * console.log(predictedClasses([0.9, 0.1, 0.2, 0.8, 0.5, 0.5], 2));
 * // → Uint32Array(3) [ 0, 1, 0 ]
 * ```
 */
export function predictedClasses(outputs: ArrayLike<number>, classes: number): Uint32Array {
  return Uint32Array.from({ length: requireRows("outputs", outputs, classes) }, (_, row) =>
    argmax(outputs, row * classes, classes),
  );
}

/** The predicted classes: the class of the greatest output; with one output, class 1 above ½. @returns [rows] */
export function classesOf(answers: ArrayLike<number>, outputs: number): Uint32Array {
  if (outputs > 1) return predictedClasses(answers, outputs);
  return Uint32Array.from(answers, (answer) => (answer > 0.5 ? 1 : 0));
}

/**
 * Counts the samples of each class by the class that was predicted for them.
 *
 *     matrix[actual][predicted] = number of samples
 *
 * @param actual    [rows] class indices
 * @param predicted [rows] class indices
 * @param classes   number of classes
 * @returns [classes × classes], rows actual, columns predicted
 * @throws {ShapeError} for lists of different lengths
 * @throws {DataError} for an index that is no class
 *
 * @example
 * ```js
 * import { confusionMatrix } from "chainrule";
 *
 * console.log(confusionMatrix([0, 0, 1, 1], [0, 1, 1, 1], 2)); // → [ [ 1, 1 ], [ 0, 2 ] ]
 * ```
 */
export function confusionMatrix(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[][] {
  requireLabels("actual", actual, classes);
  requireLabels("predicted", predicted, classes, actual.length);
  const matrix = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  for (let row = 0; row < actual.length; row++) matrix[actual[row]!]![predicted[row]!]!++;
  return matrix;
}

/**
 * The fraction of samples on the diagonal of a confusion matrix.
 *
 * @param matrix [classes × classes] numbers of samples, rows actual, columns predicted
 * @returns 0 to 1; NaN without samples
 * @throws {ShapeError} for a matrix that is not square
 * @throws {DataError} for anything that is not a number
 *
 * @example
 * ```js
 * import { accuracyOf } from "chainrule";
 *
 * console.log(accuracyOf([[8, 2], [1, 9]])); // → 0.85
 * ```
 */
export function accuracyOf(matrix: readonly (readonly number[])[]): number {
  requireSquare("matrix", matrix);
  const right = matrix.reduce((sum, row, index) => sum + row[index]!, 0);
  const all = matrix.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
  return right / all;
}

/**
 * The fraction of rows in which the actual class is among the k with the greatest outputs.
 *
 * Of equal outputs the first ones come first, as in `predictedClasses`, so that k = 1 is the accuracy.
 * (`top_k_accuracy_score` of scikit-learn takes the last ones.) With k ≥ classes it is 1, without rows NaN.
 *
 * @param labels  [rows] class indices
 * @param outputs [rows × classes] row-major; a class whose output is NaN is never among the k
 * @param classes number of classes
 * @param k       how many of the greatest outputs count (default: 5)
 * @returns 0 to 1
 * @throws {ShapeError} for lists that do not have the same rows
 * @throws {DataError} for a label that is no class
 *
 * @example
 * ```js
 * import { topKAccuracy } from "chainrule";
 *
 * const outputs = [0.5, 0.3, 0.2, 0.1, 0.2, 0.7]; // 2 rows of 3
 * console.log(topKAccuracy([1, 0], outputs, 3, 1), topKAccuracy([1, 0], outputs, 3, 2));
 * // → 0 0.5
 * ```
 */
export function topKAccuracy(
  labels: ArrayLike<number>,
  outputs: ArrayLike<number>,
  classes: number,
  k = 5,
): number {
  requireCount("k", k);
  requireLabels("labels", labels, classes, requireRows("outputs", outputs, classes));
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

/** Probabilities are kept this far from 0 and 1, so that one certain and wrong answer costs at most 34.5. */
export const leastProbability = 1e-15;

/**
 * The cross entropy of the actual classes under the outputs as probabilities, the mean over rows of
 *
 *     −ln(q[label] / Σ q),  q = min(max(output, 1e-15), 1 − 1e-15)
 *
 * The division normalises rows that do not sum to 1, as with sigmoid outputs. Outputs below 0 and above 1 are clipped.
 * 0 rows give NaN.
 * As `log_loss(labels, outputs, eps=1e-15)` of scikit-learn 1.2.
 *
 * @param labels  [rows] class indices
 * @param outputs [rows × classes] row-major
 * @param classes number of classes
 * @returns nats, ≥ 0; 0 for answers that are certain and right
 * @throws {ShapeError} for lists that do not have the same rows
 * @throws {DataError} for a label that is no class
 *
 * @example
 * ```js
 * import { logLoss } from "chainrule";
 *
 * console.log(logLoss([0, 1], [0.9, 0.1, 0.5, 0.5], 2)); // → 0.39925…
 * ```
 */
export function logLoss(labels: ArrayLike<number>, outputs: ArrayLike<number>, classes: number): number {
  requireLabels("labels", labels, classes, requireRows("outputs", outputs, classes));
  const clipped = (value: number) => Math.min(Math.max(value, leastProbability), 1 - leastProbability);
  let total = 0;
  for (let row = 0; row < labels.length; row++) {
    let sum = 0;
    for (let index = 0; index < classes; index++) sum += clipped(outputs[row * classes + index]!);
    total -= Math.log(clipped(outputs[row * classes + labels[row]!]!) / sum);
  }
  return total / labels.length;
}

/** Errors in the units of the targets: t targets, o outputs. */
export interface RegressionMetrics {
  /** Mean of (t − o)², in the square of the units. */
  mse: number;
  /** √mse. */
  rmse: number;
  /** Mean of |t − o|. */
  mae: number;
  /** 1 − Σ(t − o)² / Σ(t − mean t)²: 1 is best, 0 is as good as the mean of the targets; NaN if the targets do not vary. */
  r2: number;
}

/**
 * Errors over all rows and outputs. mse and mae are means over the outputs. rmse is the root of that mse (scikit-learn has
 * the mean of the roots). r2 is the mean of the r² of those outputs whose targets vary; NaN if no targets vary.
 *
 * @param targets [rows × columns] row-major
 * @param outputs [rows × columns], same layout
 * @param columns outputs of a row (default: 1)
 * @returns all NaN without rows
 * @throws {ShapeError} for lists of different lengths, or that do not make whole rows
 * @throws {DataError} for anything that is not a number
 *
 * @example
 * ```js
 * import { regressionMetrics } from "chainrule";
 *
 * const { mse, mae, r2 } = regressionMetrics([1, 2, 3, 4], [1, 2, 3, 6]);
 * console.log(mse, mae, r2.toFixed(3)); // → 1 0.5 0.200
 * ```
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
    // NaN outputs make r2 NaN; targets that do not vary are left out
    r2: mean(each.filter(({ mse, r2 }) => Number.isNaN(mse) || !Number.isNaN(r2)).map(({ r2 }) => r2)),
  };
}

/**
 * The errors of each output separately.
 *
 * @param targets [rows × columns] row-major
 * @param outputs [rows × columns], same layout
 * @param columns outputs of a row
 * @returns [columns]
 * @throws {ShapeError} for lists of different lengths, or that do not make whole rows
 * @throws {DataError} for anything that is not a number
 *
 * @example
 * ```js
 * import { regressionByOutput } from "chainrule";
 *
 * const [length, width] = regressionByOutput([1, 10, 2, 20], [1, 11, 2, 19], 2);
 * console.log(length.rmse, width.rmse, width.r2); // → 0 1 0.96
 * ```
 */
export function regressionByOutput(
  targets: ArrayLike<number>,
  outputs: ArrayLike<number>,
  columns: number,
): RegressionMetrics[] {
  requireRows("targets", targets, columns, "columns");
  requireNumbers("outputs", outputs, targets.length);
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

/** The mean; NaN for an empty list. */
function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
