/** Limits on norms: of the whole gradient, and of the weights into each unit. */
import { Layer, Plan, copiesOf, layerAt, membersOf, weightRowsOf } from "./plan";
import { Trainable } from "./codes";

/**
 * squares[r] ← Σⱼ gradient[r][j]², from left to right, in f64.
 *
 * @param squares  [rows] f64, overwritten
 * @param gradient [rows × columns] T, read
 */
export function squaresOfRows<T>(squares: usize, gradient: usize, rows: i32, columns: i32): void {
  for (let row = 0; row < rows; ++row) {
    store<f64>(squares, sumOfSquares<T>(gradient, columns));
    squares += sizeof<f64>();
    gradient += <usize>columns * sizeof<T>();
  }
}

/** Σ x², from left to right, in f64. */
function sumOfSquares<T>(at: usize, length: i32): f64 {
  let sum: f64 = 0;
  for (const end = at + <usize>length * sizeof<T>(); at < end; at += sizeof<T>()) {
    const x = <f64>load<T>(at);
    sum += x * x;
  }
  return sum;
}

/**
 * Returns `factor` · min(1, clipNorm / ‖factor · gradient‖), over all parameters that train. Every thread
 * computes it, from the squares that all threads have written to `plan.rowSquares`.
 *
 * @param factor factor of the gradient before clipping
 */
export function clippedFactor<T>(plan: Plan, factor: f64): f64 {
  let sum: f64 = 0;
  let squares = plan.rowSquares;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    const rows = weightRowsOf(plan, index);
    if (layer.trainable & Trainable.weights) {
      for (let row = 0; row < rows; ++row) sum += load<f64>(squares + ((<usize>row) << 3));
    }
    if (layer.trainable & Trainable.biases)
      sum += sumOfSquares<T>(layer.biasGradients, layer.biasCount * copiesOf(plan, index));
    squares += (<usize>rows) << 3;
  }
  const first = layerAt(plan, 0);
  if (first.factored && first.trainable & Trainable.weights)
    sum += sumOfSquares<T>(first.factorGradients, membersOf(plan) * first.inputs);
  const norm = sqrt<f64>(sum) * factor;
  return norm > plan.clipNorm ? (factor * plan.clipNorm) / norm : factor;
}

/**
 * Scales the weights into each of the units `begin` … `end − 1` to norm `most` where their norm is larger.
 * [Srivastava et al. 2014]
 *
 * @param copy which of the layer's weights
 */
export function limitNorms<T>(layer: Layer, copy: i32, begin: i32, end: i32, most: f64): void {
  const width = <usize>layer.outputs * sizeof<T>();
  for (let unit = begin; unit < end; ++unit) {
    const top = layer.weights + <usize>(copy * layer.inputs) * width + <usize>unit * sizeof<T>();
    const bottom = top + <usize>layer.inputs * width;
    let sum: f64 = 0;
    for (let at = top; at < bottom; at += width) {
      const w = <f64>load<T>(at);
      sum += w * w;
    }
    const norm = sqrt<f64>(sum);
    if (!(norm > most)) continue;
    const factor = most / norm;
    for (let at = top; at < bottom; at += width) store<T>(at, <T>(<f64>load<T>(at) * factor));
  }
}
