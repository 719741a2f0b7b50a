/**
 * The gradients of a batch, once the activations and deltas of all its rows are known. Plain descent applies
 * them in the epilogue of the products. Otherwise they go to the layers' buffers, for `update.ts` or the
 * host. The threads take chunks of the rows of the weights (`parts.ts`).
 */
import { barrier } from "./barrier";
import { trainBiases } from "./biases";
import { Finish, Trainable } from "./codes";
import { inputsOf } from "./gather";
import { clippedFactor } from "./norms";
import { takeChunk } from "./parts";
import { Layer, Plan, layerAt, outputOf } from "./plan";
import { runProduct } from "./product";
import { averagePart, limitPart, squareChunk, updateChunk } from "./update";
import { Chunk, chunkOf, productOf, workspaceOf } from "./workspace";

/**
 * Sums the gradients of the layers from `lowest` up over the `rows` of the batch at place `from`, and while
 * training applies them.
 *
 *     weightGradients[l] ← (resume ? weightGradients[l] : 0) + input[l]ᵀ · delta[l] + Σₜ delta[t]ᵀ · input[t]
 *
 * over the layers t that are tied to l, in their order. A plan with a tied layer is buffered. A limit on a
 * norm needs all gradients, or all weights, before it can be applied, so there is one more barrier for each.
 *
 * @param resume whether the sums start from what the buffers hold
 */
export function descend<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  lowest: i32,
  thread: i32,
  training: bool,
  resume: bool,
): void {
  const isPlain = training && !plan.buffered;
  const clips = plan.clipNorm > 0;
  const rate = plan.mean ? plan.learningRate / <f64>rows : plan.learningRate;
  let factor = plan.mean ? 1 / <f64>rows : 1;
  const chunk = chunkOf(plan, thread);
  chunk.packed = 0;
  while (takeChunk(plan, thread, 0, lowest)) {
    sumChunk<T, V>(plan, chunk, from, rows, thread, training, isPlain, resume, rate);
    if (!training || isPlain) continue;
    if (clips) squareChunk<T>(plan, chunk);
    else updateChunk<T, V>(plan, chunk, factor);
  }
  if (!training || isPlain) return;
  if (clips) {
    barrier(plan);
    factor = clippedFactor<T>(plan, factor);
    while (takeChunk(plan, thread, 0, lowest)) updateChunk<T, V>(plan, chunk, factor);
  }
  if (plan.maxNorm > 0) {
    barrier(plan);
    limitPart<T>(plan, lowest, thread);
  }
  if (plan.weightAverage > 0) {
    barrier(plan);
    averagePart<T, V>(plan, lowest, thread);
  }
}

/** Sums the gradients of one chunk. */
function sumChunk<T, V>(
  plan: Plan,
  chunk: Chunk,
  from: i32,
  rows: i32,
  thread: i32,
  training: bool,
  isPlain: bool,
  resume: bool,
  rate: f64,
): void {
  const workspace = workspaceOf(plan, thread);
  const product = productOf(workspace);
  const index = chunk.layer;
  const layer = layerAt(plan, index);
  if (layer.trainable & Trainable.weights && chunk.begin < layer.inputs) {
    for (let other = index; other < plan.layers; ++other) {
      const user = layerAt(plan, other);
      const isOwn = other == index;
      if (!isOwn && user.tied != index + 1) continue;
      const inputs = inputOf<T>(plan, other, from, training);
      product.finish = isPlain ? Finish.update : Finish.store;
      product.rate = rate;
      product.resume = i32(resume || !isOwn);
      product.a = isOwn ? inputs : user.deltas;
      product.b = isOwn ? user.deltas : inputs;
      product.sameB = i32(isOwn && chunk.packed == index + 1);
      chunk.packed = isOwn ? index + 1 : 0;
      weightGradient<T, V>(workspace, chunk, layer, rows);
    }
  }
  if (layer.trainable & Trainable.biases && chunk.end > layer.inputs)
    trainBiases<T, V>(layer, rows, resume, isPlain, rate);
}

/** Address of the inputs of the layer at `index`: [batch × inputs] T. */
function inputOf<T>(plan: Plan, index: i32, from: i32, training: bool): usize {
  return index > 0 ? outputOf(layerAt(plan, index - 1), training) : inputsOf<T>(plan, from, training);
}

/**
 * Computes the chunk's rows of aᵀ · b, summed over the rows of the batch, and stores or applies them.
 *
 * @param workspace in its product `finish`, `rate`, `resume` and `sameB` are set; `a` is [batch × inputs] T
 *                  and `b` [batch × outputs] T, where [inputs × outputs] are the weights of `layer`
 */
function weightGradient<T, V>(workspace: usize, chunk: Chunk, layer: Layer, rows: i32): void {
  const product = productOf(workspace);
  const begin = chunk.begin;
  const at = <usize>begin * layer.outputs * sizeof<T>();
  product.m = min(chunk.end, layer.inputs) - begin;
  product.n = layer.outputs;
  product.k = rows;
  product.a += <usize>begin * sizeof<T>();
  product.aRow = 1;
  product.aColumn = layer.inputs;
  product.bRow = layer.outputs;
  product.bColumn = 1;
  product.c = (product.finish == Finish.update ? layer.weights : layer.weightGradients) + at;
  product.partial = layer.weightGradients + at;
  runProduct<T, V>(workspace);
}
