/**
 * How good answers are: counted for classes, measured for numbers.
 */

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

/** The part of samples on the diagonal of a confusion matrix. */
export function accuracyOf(matrix: number[][]): number {
  const right = matrix.reduce((sum, row, index) => sum + row[index]!, 0);
  const all = matrix.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
  return right / all;
}

/** Errors over all outputs of all rows, in the units of the targets. */
export interface RegressionMetrics {
  /** √(mean squared error) */
  rmse: number;
  /** mean absolute error */
  mae: number;
  /** 1 − Σ(t − o)² / Σ(t − mean t)²; NaN where the targets do not vary. */
  r2: number;
}

/** @param targets [length] @param outputs [length], same layout */
export function regressionMetrics(targets: ArrayLike<number>, outputs: ArrayLike<number>): RegressionMetrics {
  const count = targets.length;
  let mean = 0;
  for (let i = 0; i < count; i++) mean += targets[i]! / count;
  let squares = 0;
  let absolute = 0;
  let variation = 0;
  for (let i = 0; i < count; i++) {
    const error = targets[i]! - outputs[i]!;
    squares += error * error;
    absolute += Math.abs(error);
    variation += (targets[i]! - mean) ** 2;
  }
  return {
    rmse: Math.sqrt(squares / count),
    mae: absolute / count,
    r2: variation > 0 ? 1 - squares / variation : Number.NaN,
  };
}
