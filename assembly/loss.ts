/**
 * The squared-error losses: the loss of each row, and the output layer's delta. Which of them it is stands
 * in two factors of the plan: ½ and 1, 1 and 2, or 1/outputs and 2/outputs.
 */
import { slope } from "./finish";
import { lanes, multiply, splat, subtract } from "./lanes";

/**
 * The loss of each row, summed over its outputs from left to right.
 *
 *     losses[r] ← factor · Σⱼ (o[r][j] − t[r][j])²
 *
 * @param losses  [rows] f64, overwritten
 * @param outputs [rows × columns] T, read
 * @param targets [rows × columns] T, read
 */
export function squaredErrors<T>(
  losses: usize,
  outputs: usize,
  targets: usize,
  rows: i32,
  columns: i32,
  factor: f64,
): void {
  for (let row = 0; row < rows; ++row) {
    let sum: f64 = 0;
    for (let column = 0; column < columns; ++column) {
      const error = <f64>(load<T>(outputs) - load<T>(targets));
      sum += error * error;
      outputs += sizeof<T>();
      targets += sizeof<T>();
    }
    store<f64>(losses, factor * sum);
    losses += sizeof<f64>();
  }
}

/**
 * The output layer's delta, ∂E/∂netInput, signed.
 *
 *     delta[i] ← factor · (o[i] − t[i]) · slope(o[i])
 *
 * @param deltas  [length] T, overwritten
 * @param outputs [length] T, read
 * @param targets [length] T, read
 */
export function outputDelta<T, V>(
  deltas: usize,
  outputs: usize,
  targets: usize,
  length: i32,
  activation: i32,
  factor: T,
): void {
  let i = 0;
  for (; i + lanes<T, V>() <= length; i += lanes<T, V>()) {
    const at = <usize>i * sizeof<T>();
    store<V>(deltas + at, delta<T, V>(load<V>(outputs + at), load<V>(targets + at), activation, factor));
  }
  for (; i < length; ++i) {
    const at = <usize>i * sizeof<T>();
    store<T>(deltas + at, delta<T, T>(load<T>(outputs + at), load<T>(targets + at), activation, factor));
  }
}


@inline
function delta<T, V>(output: V, target: V, activation: i32, factor: T): V {
  const error = multiply<T, V>(splat<T, V>(factor), subtract<T, V>(output, target));
  return multiply<T, V>(error, slope<T, V>(activation, output));
}
