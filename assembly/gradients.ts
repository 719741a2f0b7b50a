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
import { factoredGradients, updateFactors } from "./members";
import { beginUpdate } from "./optimizer";
import { Layer, Plan, copiesOf, layerAt, membersOf, outputOf, weightRowsOf } from "./plan";
import { runProduct } from "./product";
import { averagePart, limitPart, squareChunk, updateChunk } from "./update";
import { Chunk, chunkOf, productOf, workspaceOf } from "./workspace";

/**
 * Sums the gradients of the layers from `lowest` up over the `rows` of the batch at place `from`, and applies them
 * if `updating`.
 *
 *     weightGradients[l] ← (resume ? weightGradients[l] : 0) + input[l]ᵀ · delta[l] + Σₜ delta[t]ᵀ · input[t]
 *
 * over the layers t that are tied to l, in their order. A plan with a tied layer is buffered. A limit on a
 * norm needs all gradients, or all weights, before it can be applied, so there is one more barrier for each; and
 * the gradients of factors are in the chunks of other threads until one.
 *
 * @param training whether dropout and noise applied in the forward pass
 * @param resume   whether the sums start from what the buffers hold
 */
export function descend<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  lowest: i32,
  thread: i32,
  training: bool,
  updating: bool,
  resume: bool,
): void {
  const isPlain = updating && !plan.buffered;
  const clips = plan.clipNorm > 0;
  const rate = plan.mean ? plan.learningRate / <f64>rows : plan.learningRate;
  const factor = plan.mean ? 1 / <f64>rows : 1;
  const chunk = chunkOf(plan, thread);
  chunk.packed = 0;
  while (takeChunk(plan, thread, 0, lowest)) {
    sumChunk<T, V>(plan, chunk, from, rows, thread, training, isPlain, resume, rate);
    if (!updating || isPlain) continue;
    if (clips) squareChunk<T>(plan, chunk);
    else updateChunk<T, V>(plan, chunk, factor);
  }
  if (!updating || isPlain) return;
  finishUpdate<T, V>(plan, lowest, thread, factor);
}

/** Index of the lowest layer that trains; the number of layers where none does. */
export function lowestTrained(plan: Plan): i32 {
  let lowest = 0;
  while (lowest < plan.layers && !layerAt(plan, lowest).trainable) ++lowest;
  return lowest;
}

/**
 * Applies the gradients that the buffers hold, as a step applies its own: one update. One thread calls it, on a plan that
 * is buffered.
 */
export function apply<T, V>(plan: Plan, thread: i32): void {
  const lowest = lowestTrained(plan);
  beginUpdate(plan);
  const chunk = chunkOf(plan, thread);
  while (takeChunk(plan, thread, 0, lowest)) {
    if (plan.clipNorm > 0) squareChunk<T>(plan, chunk);
    else updateChunk<T, V>(plan, chunk, 1);
  }
  finishUpdate<T, V>(plan, lowest, thread, 1);
  barrier(plan); // the next call takes chunks from the first again
}

/** What follows once all chunks are summed, and where norms are not clipped, applied; `factor` is that of the gradients. */
function finishUpdate<T, V>(plan: Plan, lowest: i32, thread: i32, given: f64): void {
  const clips = plan.clipNorm > 0;
  const hasFactors = layerAt(plan, 0).factored && !lowest;
  const chunk = chunkOf(plan, thread);
  let factor = given;
  if (clips || hasFactors) barrier(plan);
  if (clips) {
    factor = clippedFactor<T>(plan, factor);
    while (takeChunk(plan, thread, 0, lowest)) updateChunk<T, V>(plan, chunk, factor);
  }
  if (hasFactors) updateFactors<T, V>(plan, thread, factor);
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
  const weightRows = weightRowsOf(plan, index);
  const copies = copiesOf(plan, index);
  // rows of the batch that use one copy of the weights
  const ownRows = copies > 1 ? rows : rows * membersOf(plan);
  if (!(layer.trainable & Trainable.weights) || chunk.begin >= weightRows) {
    // only the biases are left
  } else if (!index && layer.factored) {
    factoredGradients<T, V>(plan, workspace, chunk, inputsOf<T>(plan, from, training), rows, resume);
  } else {
    const end = min(chunk.end, weightRows);
    let begin = chunk.begin;
    do {
      const copy = begin / layer.inputs;
      const first = copy * layer.inputs;
      const until = min(end, first + layer.inputs);
      for (let other = index; other < plan.layers; ++other) {
        const user = layerAt(plan, other);
        const isOwn = other == index;
        if (!isOwn && user.tied != index + 1) continue;
        const row = <usize>(copy * rows) * sizeof<T>();
        const inputs = inputOf<T>(plan, other, from, training) + row * user.inputs;
        const deltas = user.deltas + row * user.outputs;
        product.finish = isPlain ? Finish.update : Finish.store;
        product.rate = rate;
        product.resume = i32(resume || !isOwn);
        product.a = isOwn ? inputs : deltas;
        product.b = isOwn ? deltas : inputs;
        const packed = isOwn && copies == 1 ? index + 1 : 0;
        product.sameB = i32(packed != 0 && chunk.packed == packed);
        chunk.packed = packed;
        weightGradient<T, V>(workspace, layer, begin, until, begin - first, ownRows);
      }
      begin = until;
    } while (begin < end);
  }
  if (!(layer.trainable & Trainable.biases) || chunk.end <= weightRows) return;
  for (let copy = 0; copy < copies; ++copy) trainBiases<T, V>(layer, copy, ownRows, resume, isPlain, rate);
}

/** Address of the inputs of the layer at `index`: [batch × inputs] T. */
function inputOf<T>(plan: Plan, index: i32, from: i32, training: bool): usize {
  return index > 0 ? outputOf(layerAt(plan, index - 1), training) : inputsOf<T>(plan, from, training);
}

/**
 * Computes rows `begin` … `end − 1` of the weights of aᵀ · b, summed over `rows` rows of the batch, and stores or
 * applies them.
 *
 * @param workspace in its product `finish`, `rate`, `resume` and `sameB` are set; `a` is [rows × inputs] T
 *                  and `b` [rows × outputs] T, where [inputs × outputs] are the weights of `layer`
 * @param column    of a, for the first of them
 */
function weightGradient<T, V>(
  workspace: usize,
  layer: Layer,
  begin: i32,
  end: i32,
  column: i32,
  rows: i32,
): void {
  const product = productOf(workspace);
  const at = <usize>begin * layer.outputs * sizeof<T>();
  product.m = end - begin;
  product.n = layer.outputs;
  product.k = rows;
  product.a += <usize>column * sizeof<T>();
  product.aRow = 1;
  product.aColumn = layer.inputs;
  product.bRow = layer.outputs;
  product.bColumn = 1;
  product.c = (product.finish == Finish.update ? layer.weights : layer.weightGradients) + at;
  product.partial = layer.weightGradients + at;
  runProduct<T, V>(workspace);
}
