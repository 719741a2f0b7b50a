/**
 * The gradients of a batch, once the activations and deltas of all its rows are known, and what is done with them:
 * plain descent applies them in the products' epilogue; else they rest in the layers' buffers, for `update.ts` or the
 * host. Each thread takes some rows of the weights after the other.
 */
import { barrier } from "./barrier";
import { trainBiases } from "./biases";
import { Finish, Trainable } from "./codes";
import { inputsOf } from "./gather";
import { partOf, takePart } from "./parts";
import { Layer, Part, Plan, Product, layerAt, outputOf, productOf } from "./plan";
import { runProduct, workspaceOf } from "./product";
import { clippedFactor } from "./norms";
import { limitOwn, squarePart, updatePart } from "./update";

/**
 * Sums the gradients of the layers from `lowest` up over the `rows` of the batch at place `from`, and while training
 * applies them.
 *
 *     weightGradients[l] ← (resume ? weightGradients[l] : 0) + input[l]ᵀ · delta[l] + Σₜ delta[t]ᵀ · input[t]
 *
 * over the layers t that are tied to l, in their order. A plan with a tied layer is buffered. Limits on norms need all
 * gradients, or all weights, before they can be applied: there threads meet once more.
 *
 * @param resume whether the sums go on from what stands in the buffers
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
  const part = partOf(plan, thread);
  part.packed = 0;
  while (takePart(plan, thread, 0, lowest)) {
    sumPart<T, V>(plan, part, from, rows, thread, training, isPlain, resume, rate);
    if (!training || isPlain) continue;
    if (clips) squarePart<T>(plan, part);
    else updatePart<T, V>(plan, part, factor);
  }
  if (!training || isPlain) return;
  if (clips) {
    barrier(plan);
    factor = clippedFactor<T>(plan, factor);
    while (takePart(plan, thread, 0, lowest)) updatePart<T, V>(plan, part, factor);
  }
  if (plan.maxNorm > 0) {
    barrier(plan);
    limitOwn<T>(plan, lowest, thread);
  }
}

/** The gradients of one part of a layer. */
function sumPart<T, V>(
  plan: Plan,
  part: Part,
  from: i32,
  rows: i32,
  thread: i32,
  training: bool,
  isPlain: bool,
  resume: bool,
  rate: f64,
): void {
  const index = part.layer;
  const layer = layerAt(plan, index);
  if (layer.trainable & Trainable.weights && part.begin < layer.inputs) {
    for (let other = index; other < plan.layers; ++other) {
      const user = layerAt(plan, other);
      const isOwn = other == index;
      if (!isOwn && user.tied != index + 1) continue;
      const inputs = inputOf<T>(plan, other, from, training);
      const p = productOf(workspaceOf(plan, thread));
      p.finish = isPlain ? Finish.update : Finish.store;
      p.rate = rate;
      p.resume = i32(resume || !isOwn);
      p.a = isOwn ? inputs : user.deltas;
      p.b = isOwn ? user.deltas : inputs;
      p.sameB = i32(isOwn && part.packed == index + 1);
      part.packed = isOwn ? index + 1 : 0;
      weightGradient<T, V>(p, part, layer, rows);
    }
  }
  if (layer.trainable & Trainable.biases && part.end > layer.inputs)
    trainBiases<T, V>(layer, rows, resume, isPlain, rate);
}

/** [batch × inputs] T: what the layer at `index` took. */
function inputOf<T>(plan: Plan, index: i32, from: i32, training: bool): usize {
  return index > 0 ? outputOf(layerAt(plan, index - 1), training) : inputsOf<T>(plan, from, training);
}

/**
 * The part's rows of aᵀ · b, summed over the rows of the batch: stored or applied.
 *
 * @param p     the rest of it is set: `finish`, `rate`, `resume`, `sameB`; `a` is [batch × inputs] T and `b`
 *              [batch × outputs] T, where [inputs × outputs] are the weights of `layer`
 */
function weightGradient<T, V>(p: Product, part: Part, layer: Layer, rows: i32): void {
  const begin = part.begin;
  const at = <usize>begin * layer.outputs * sizeof<T>();
  p.m = min(part.end, layer.inputs) - begin;
  p.n = layer.outputs;
  p.k = rows;
  p.a += <usize>begin * sizeof<T>();
  p.aRow = 1;
  p.aColumn = layer.inputs;
  p.bRow = layer.outputs;
  p.bColumn = 1;
  p.c = (p.finish == Finish.update ? layer.weights : layer.weightGradients) + at;
  p.partial = layer.weightGradients + at;
  runProduct<T, V>(changetype<usize>(p));
}
