/**
 * The second half of a step whose gradients lie in buffers: whoever has summed the gradients of a part of the weights
 * applies them, unless all have to be known before.
 */
import { Trainable } from "./codes";
import { limitNorms, squaresOfRows } from "./norms";
import { updateParameters } from "./optimizer";
import { Part, Plan, unitGrain, layerAt, shareOf } from "./plan";

/** Applies the gradients of a part, times `factor`. */
export function updatePart<T, V>(plan: Plan, part: Part, factor: f64): void {
  const layer = layerAt(plan, part.layer);
  const rows = min(part.end, layer.inputs) - part.begin;
  if (layer.trainable & Trainable.weights && rows > 0) {
    const at = <usize>(part.begin * layer.outputs) * sizeof<T>();
    updateParameters<T, V>(
      plan,
      layer.weights + at,
      layer.weightGradients + at,
      layer.weightMoments1 + at,
      layer.weightMoments2 + at,
      rows * layer.outputs,
      true,
      factor,
    );
  }
  if (layer.trainable & Trainable.biases && part.end > layer.inputs) {
    updateParameters<T, V>(
      plan,
      layer.biases,
      layer.biasGradients,
      layer.biasMoments1,
      layer.biasMoments2,
      layer.biasCount,
      false,
      factor,
    );
  }
}

/** Leaves the squares of the rows of a part's gradients in `plan.rowSquares`. */
export function squarePart<T>(plan: Plan, part: Part): void {
  const layer = layerAt(plan, part.layer);
  const rows = min(part.end, layer.inputs) - part.begin;
  if (!(layer.trainable & Trainable.weights) || rows <= 0) return;
  let row = part.begin;
  for (let index = 0; index < part.layer; ++index) row += layerAt(plan, index).inputs;
  const gradient = layer.weightGradients + <usize>(part.begin * layer.outputs) * sizeof<T>();
  squaresOfRows<T>(plan.rowSquares + ((<usize>row) << 3), gradient, rows, layer.outputs);
}

/** Limits the norms of this thread's share of the units of the layers from `lowest` up. */
export function limitOwn<T>(plan: Plan, lowest: i32, thread: i32): void {
  for (let index = lowest; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (!(layer.trainable & Trainable.weights)) continue;
    const begin = shareOf(layer.outputs, unitGrain, thread, plan.threads);
    limitNorms<T>(layer, begin, shareOf(layer.outputs, unitGrain, thread + 1, plan.threads), plan.maxNorm);
  }
}
