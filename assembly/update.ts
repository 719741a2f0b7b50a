/**
 * The second half of a step whose gradients are in buffers. The thread that has summed the gradients of a
 * chunk applies them, unless all gradients must be known first.
 */
import { Trainable } from "./codes";
import { multiplyAdd, splat, subtract } from "./lanes";
import { limitNorms, squaresOfRows } from "./norms";
import { updateParameters } from "./optimizer";
import { partBegin } from "./parts";
import { Plan, copiesOf, layerAt, membersOf, weightRowsOf } from "./plan";
import { unitGrain } from "./tuning";
import { Chunk } from "./workspace";

/** Applies the gradients of a chunk, times `factor`. */
export function updateChunk<T, V>(plan: Plan, chunk: Chunk, factor: f64): void {
  const layer = layerAt(plan, chunk.layer);
  const weightRows = weightRowsOf(plan, chunk.layer);
  const rows = min(chunk.end, weightRows) - chunk.begin;
  if (layer.trainable & Trainable.weights && rows > 0) {
    const at = <usize>(chunk.begin * layer.outputs) * sizeof<T>();
    updateParameters<T, V>(
      plan,
      layer.weights + at,
      layer.weightGradients + at,
      layer.weightMoments1 + at,
      layer.weightMoments2 + at,
      rows * layer.outputs,
      true,
      factor,
      layer.weightRate,
    );
  }
  if (layer.trainable & Trainable.biases && chunk.end > weightRows) {
    updateParameters<T, V>(
      plan,
      layer.biases,
      layer.biasGradients,
      layer.biasMoments1,
      layer.biasMoments2,
      layer.biasCount * copiesOf(plan, chunk.layer),
      false,
      factor,
      layer.biasRate,
    );
  }
}

/** Writes the sums of squares of the rows of a chunk's gradients to `plan.rowSquares`. */
export function squareChunk<T>(plan: Plan, chunk: Chunk): void {
  const layer = layerAt(plan, chunk.layer);
  const rows = min(chunk.end, weightRowsOf(plan, chunk.layer)) - chunk.begin;
  if (!(layer.trainable & Trainable.weights) || rows <= 0) return;
  let row = chunk.begin;
  for (let index = 0; index < chunk.layer; ++index) row += layerAt(plan, index).inputs;
  const gradient = layer.weightGradients + <usize>(chunk.begin * layer.outputs) * sizeof<T>();
  squaresOfRows<T>(plan.rowSquares + ((<usize>row) << 3), gradient, rows, layer.outputs);
}

/** Limits the norms of the weights into this thread's part of the units, in the layers from `lowest` up. */
export function limitPart<T>(plan: Plan, lowest: i32, thread: i32): void {
  for (let index = lowest; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (!(layer.trainable & Trainable.weights)) continue;
    const begin = partBegin(layer.outputs, unitGrain, thread, plan.threads);
    const end = partBegin(layer.outputs, unitGrain, thread + 1, plan.threads);
    for (let copy = 0; copy < copiesOf(plan, index); ++copy) {
      limitNorms<T>(layer, copy, begin, end, plan.maxNorm);
    }
  }
}

/**
 * Brings this thread's part of the averages up to date, in the layers from `lowest` up.
 *
 *     average ← average + (1 − d) / (1 − dᵗ) · (w − average)
 *
 * with d the plan's `weightAverage` and t the number of updates. The divisor makes it the average of all parameters so far,
 * although it starts at 0 [Kingma & Ba 2015, section 7.2].
 */
export function averagePart<T, V>(plan: Plan, lowest: i32, thread: i32): void {
  const part = <T>((1 - plan.weightAverage) / (1 - plan.averagePower));
  for (let index = lowest; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (layer.trainable & Trainable.weights) {
      const count = weightRowsOf(plan, index) * layer.outputs;
      const begin = partBegin(count, unitGrain, thread, plan.threads);
      const end = partBegin(count, unitGrain, thread + 1, plan.threads);
      average<T, V>(layer.weightAverages, layer.weights, begin, end, part);
    }
    if (layer.trainable & Trainable.biases && thread == 0)
      average<T, V>(layer.biasAverages, layer.biases, 0, layer.biasCount * copiesOf(plan, index), part);
  }
  const first = layerAt(plan, 0);
  if (first.factored && first.trainable & Trainable.weights && thread == 0)
    average<T, V>(first.factorAverages, first.factors, 0, membersOf(plan) * first.inputs, part);
}

/** The same for the elements `begin` … `end − 1`, by whole vectors; regions are padded. */
function average<T, V>(averages: usize, values: usize, begin: i32, end: i32, part: T): void {
  const factor = splat<T, V>(part);
  const stop = <usize>end * sizeof<T>();
  for (let at = <usize>begin * sizeof<T>(); at < stop; at += sizeof<V>()) {
    const before = load<V>(averages + at);
    const distance = subtract<T, V>(load<V>(values + at), before);
    store<V>(averages + at, multiplyAdd<T, V>(factor, distance, before));
  }
}
