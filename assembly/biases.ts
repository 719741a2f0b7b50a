/**
 * Gradients of the biases, which are sums of deltas, and their update.
 */
import { Layer } from "./plan";
import { add, lanes, splat } from "./lanes";

/**
 * Sums each column of a matrix from top to bottom.
 *
 *     sums[j] ← (resume ? sums[j] : 0) + Σᵣ matrix[r][j]
 *
 * @param sums   [columns] T, overwritten; must not overlap `matrix`
 * @param matrix [rows × columns] T, read
 */
export function columnSums<T, V>(sums: usize, matrix: usize, rows: i32, columns: i32, resume: bool): void {
  let column = 0;
  for (; column + lanes<T, V>() <= columns; column += lanes<T, V>()) {
    columnSum<T, V>(sums, matrix, rows, columns, resume);
    sums += sizeof<V>();
    matrix += sizeof<V>();
  }
  for (; column < columns; ++column) {
    columnSum<T, T>(sums, matrix, rows, columns, resume);
    sums += sizeof<T>();
    matrix += sizeof<T>();
  }
}


@inline
function columnSum<T, V>(to: usize, from: usize, rows: i32, columns: i32, resume: bool): void {
  let sum = resume ? load<V>(to) : splat<T, V>(0 as T);
  for (let row = 0; row < rows; ++row) {
    sum = add<T, V>(sum, load<V>(from));
    from += <usize>columns * sizeof<T>();
  }
  store<V>(to, sum);
}

/**
 * The gradient of a layer's biases, summed over the batch, into `biasGradients`. That of a shared bias is
 * the sum over all units of the layer, left in its first element.
 */
export function biasGradient<T, V>(layer: Layer, rows: i32, resume: bool): void {
  const sums = layer.biasGradients;
  if (layer.biasCount == layer.outputs) {
    columnSums<T, V>(sums, layer.deltas, rows, layer.outputs, resume);
    return;
  }
  const before = resume ? load<T>(sums) : (0 as T);
  columnSums<T, V>(sums, layer.deltas, rows, layer.outputs, false);
  let total = load<T>(sums);
  for (let unit = 1; unit < layer.outputs; ++unit) {
    total = (total + load<T>(sums + <usize>unit * sizeof<T>())) as T;
  }
  store<T>(sums, before + total);
}

/** biases ← biases − rate · biasGradients */
export function updateBiases<T>(layer: Layer, rate: T): void {
  for (let i = 0; i < layer.biasCount; ++i) {
    const at = <usize>i * sizeof<T>();
    store<T>(layer.biases + at, load<T>(layer.biases + at) - rate * load<T>(layer.biasGradients + at));
  }
}
