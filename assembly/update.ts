/**
 * The second half of a step whose gradients lie in buffers: every thread updates the rows of the weight
 * matrices, and the biases, whose gradients it has just summed.
 */
import { barrier } from "./barrier";
import { Trainable } from "./codes";
import { clippedFactor, limitNorms, squaresOfRows } from "./norms";
import { updateParameters } from "./optimizer";
import { Layer, Plan, biasGrain, layerAt, rowGrain, shareOf } from "./plan";

/** Applies the gradients of a batch of `rows` to the layers from `lowest` up. */
export function updateLayers<T, V>(plan: Plan, lowest: i32, rows: i32, thread: i32): void {
  let factor = plan.mean ? 1 / <f64>rows : 1;
  if (plan.clipNorm > 0) {
    squareOwnRows<T>(plan, thread);
    barrier(plan);
    factor = clippedFactor<T>(plan, factor);
  }
  for (let index = plan.layers - 1; index >= lowest; --index) {
    updateLayer<T, V>(plan, layerAt(plan, index), thread, factor);
  }
  if (!(plan.maxNorm > 0)) return;
  barrier(plan);
  for (let index = lowest; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (!(layer.trainable & Trainable.weights)) continue;
    const begin = shareOf(layer.outputs, biasGrain, thread, plan.threads);
    limitNorms<T>(layer, begin, shareOf(layer.outputs, biasGrain, thread + 1, plan.threads), plan.maxNorm);
  }
}

/** Leaves the squares of this thread's rows of the gradients in `plan.rowSquares`. */
function squareOwnRows<T>(plan: Plan, thread: i32): void {
  let squares = plan.rowSquares;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (layer.trainable & Trainable.weights) {
      const begin = shareOf(layer.inputs, rowGrain, thread, plan.threads);
      const end = shareOf(layer.inputs, rowGrain, thread + 1, plan.threads);
      const gradient = layer.weightGradients + <usize>(begin * layer.outputs) * sizeof<T>();
      squaresOfRows<T>(squares + ((<usize>begin) << 3), gradient, end - begin, layer.outputs);
    }
    squares += (<usize>layer.inputs) << 3;
  }
}

function updateLayer<T, V>(plan: Plan, layer: Layer, thread: i32, factor: f64): void {
  if (layer.trainable & Trainable.weights) {
    const begin = shareOf(layer.inputs, rowGrain, thread, plan.threads) * layer.outputs;
    const end = shareOf(layer.inputs, rowGrain, thread + 1, plan.threads) * layer.outputs;
    const at = <usize>begin * sizeof<T>();
    updateParameters<T, V>(
      plan,
      layer.weights + at,
      layer.weightGradients + at,
      layer.weightMoments1 + at,
      layer.weightMoments2 + at,
      end - begin,
      true,
      factor,
    );
  }
  if (layer.trainable & Trainable.biases) {
    let begin = shareOf(layer.outputs, biasGrain, thread, plan.threads);
    let end = shareOf(layer.outputs, biasGrain, thread + 1, plan.threads);
    if (layer.biasCount != layer.outputs) {
      end = begin == 0 && end > 0 ? 1 : begin; // a shared one belongs to whoever has unit 0
    }
    const at = <usize>begin * sizeof<T>();
    updateParameters<T, V>(
      plan,
      layer.biases + at,
      layer.biasGradients + at,
      layer.biasMoments1 + at,
      layer.biasMoments2 + at,
      end - begin,
      false,
      factor,
    );
  }
}
