/**
 * The gradients of a batch, once the activations and deltas of all its rows are known: every thread sums its
 * rows of each weight matrix, and its biases. Plain descent applies them at once; else they rest in the layers'
 * buffers, for `update.ts` or the host.
 */
import { trainBiases } from "./biases";
import { Finish, Trainable } from "./codes";
import { inputsOf } from "./gather";
import { Layer, Plan, biasGrain, layerAt, outputOf, productOf, rowGrain, shareOf } from "./plan";
import { runProduct, workspaceOf } from "./product";

/**
 * Sums the gradients of the layers from `lowest` up over the `rows` of the batch at place `from`.
 *
 *     weightGradients[l] ← (resume ? weightGradients[l] : 0) + input[l]ᵀ · delta[l] + Σₜ delta[t]ᵀ · input[t]
 *
 * over the layers t that are tied to l, in their order. Threads own rows of weightGradients[l], whoever adds to
 * them. A plan with a tied layer is buffered.
 *
 * @param resume whether the sums go on from what stands in the buffers
 */
export function sumGradients<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  lowest: i32,
  thread: i32,
  training: bool,
  resume: bool,
): void {
  const isPlain = training && !plan.buffered;
  const finish = isPlain ? Finish.update : Finish.store;
  const rate = plan.mean ? plan.learningRate / <f64>rows : plan.learningRate;
  for (let index = plan.layers - 1; index >= lowest; --index) {
    const layer = layerAt(plan, index);
    if (layer.trainable & Trainable.weights) {
      const inputs = inputOf<T>(plan, index, from, training);
      weightGradient<T, V>(plan, layer, inputs, layer.deltas, rows, thread, finish, resume, rate);
    }
    if (layer.trainable & Trainable.biases) {
      const first = shareOf(layer.outputs, biasGrain, thread, plan.threads);
      const past = shareOf(layer.outputs, biasGrain, thread + 1, plan.threads);
      if (past > first) trainBiases<T, V>(layer, rows, first, past, resume, isPlain, <T>rate);
    }
  }
  for (let index = lowest + 1; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (!layer.tied) continue;
    const source = layerAt(plan, layer.tied - 1);
    if (!(source.trainable & Trainable.weights)) continue;
    const inputs = inputOf<T>(plan, index, from, training);
    weightGradient<T, V>(plan, source, layer.deltas, inputs, rows, thread, Finish.store, true, 0);
  }
}

/** [batch × inputs] T: what the layer at `index` took. */
function inputOf<T>(plan: Plan, index: i32, from: i32, training: bool): usize {
  return index > 0 ? outputOf(layerAt(plan, index - 1), training) : inputsOf<T>(plan, from, training);
}

/**
 * The thread's rows of leftᵀ · right, summed over the rows of the batch: stored or applied.
 *
 * @param layer has the weights [inputs × outputs] that this is the gradient of
 * @param left  [batch × inputs] T, read
 * @param right [batch × outputs] T, read
 */
function weightGradient<T, V>(
  plan: Plan,
  layer: Layer,
  left: usize,
  right: usize,
  rows: i32,
  thread: i32,
  finish: i32,
  resume: bool,
  rate: f64,
): void {
  const begin = shareOf(layer.inputs, rowGrain, thread, plan.threads);
  const end = shareOf(layer.inputs, rowGrain, thread + 1, plan.threads);
  if (end == begin) return;
  const at = <usize>begin * layer.outputs * sizeof<T>();
  const p = productOf(workspaceOf(plan, thread));
  p.m = end - begin;
  p.n = layer.outputs;
  p.k = rows;
  p.finish = finish;
  p.a = left + <usize>begin * sizeof<T>();
  p.aRow = 1;
  p.aColumn = layer.inputs;
  p.b = right;
  p.bRow = layer.outputs;
  p.bColumn = 1;
  p.c = (finish == Finish.update ? layer.weights : layer.weightGradients) + at;
  p.partial = layer.weightGradients + at;
  p.resume = i32(resume);
  p.rate = rate;
  runProduct<T, V>(changetype<usize>(p));
}
