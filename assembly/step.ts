/**
 * The training step: reads the plan and runs batch after batch; the matrix products are in `product.ts`.
 * Every thread of a plan runs this same code, on chunks of the rows (`parts.ts`):
 *
 *     rows of the batch        gather, forward, losses, deltas of all layers, by the old weights
 *     ── barrier ──
 *     rows of each weight matrix, and the biases        gradients and update
 *     ── barrier ──
 *
 * No sum is split between threads, so results do not depend on how many there are.
 */
import { barrier } from "./barrier";
import { Activation, Finish } from "./codes";
import { dropDeltas, dropUnits } from "./dropout";
import { gatherInputs, gatherTargets, inputsOf, weighRows } from "./gather";
import { descend } from "./gradients";
import { lossesOfRows, outputDeltas } from "./loss";
import { beginUpdate } from "./optimizer";
import { takeChunk } from "./parts";
import { Plan, layerAt, outputOf } from "./plan";
import { runProduct } from "./product";
import { softmaxRows } from "./softmax";
import { closeTiny, isTiny, openTiny } from "./tiny";
import { trainTiny } from "./tinyStep";
import { chunkOf, productOf, scratchOf, workspaceOf } from "./workspace";

/**
 * Trains on `count` samples from place `from`, in batches of `plan.batch`; the last one may be shorter. Like
 * the two functions below it adds to `plan.lossSum`, so that a sum over an epoch does not depend on how the
 * epoch was cut.
 */
export function train<T, V>(plan: Plan, from: i32, count: i32, thread: i32): void {
  if (plan.threads == 1 && isTiny<T, V>(plan)) {
    openTiny<T, V>(plan);
    trainTiny<T, V>(plan, from, count);
    closeTiny<T, V>(plan);
    return;
  }
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    step<T, V>(plan, from + done, rows, thread, true, false);
  }
}

/**
 * Leaves the gradients of the loss, summed over `count` samples, in the gradient buffers of the layers; where
 * `plan.resume` is 1, adds them to what the buffers hold. Parameters do not change. Several calls of whole
 * batches give the same bits as one.
 */
export function gradients<T, V>(plan: Plan, from: i32, count: i32, thread: i32): void {
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    step<T, V>(plan, from + done, rows, thread, false, done > 0 || plan.resume != 0);
  }
}

/**
 * Writes the answers for `count` samples to `plan.outputs` unless 0, and adds their loss where there are
 * targets.
 */
export function evaluate<T, V>(plan: Plan, from: i32, count: i32, thread: i32): void {
  const last = layerAt(plan, plan.layers - 1);
  const width = <usize>last.outputs * sizeof<T>();
  const chunk = chunkOf(plan, thread);
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    const at = from + done;
    while (takeChunk(plan, thread, rows, plan.layers - 1)) {
      const begin = chunk.begin;
      const own = chunk.end - begin;
      forward<T, V>(plan, at, begin, chunk.end, thread, false);
      if (plan.outputs) {
        const outputs = plan.outputs + <usize>(at + begin) * width;
        memory.copy(outputs, last.activations + <usize>begin * width, <usize>own * width);
      }
      if (plan.targets || plan.labels) {
        const targets = gatherTargets<T>(plan, last, at, begin, chunk.end);
        lossesOfRows<T>(plan, last, plan.rowLosses + ((<usize>begin) << 3), targets, begin, own);
      }
    }
    barrier(plan);
    if (!plan.targets && !plan.labels) continue;
    if (thread == 0) addLosses(plan, rows);
    barrier(plan);
  }
}

/**
 * Runs one batch.
 *
 * @param training true: parameters change, and dropout and noise apply; false: gradients are kept
 */
function step<T, V>(plan: Plan, from: i32, rows: i32, thread: i32, training: bool, resume: bool): void {
  let lowest = 0;
  while (lowest < plan.layers && !layerAt(plan, lowest).trainable) ++lowest;
  if (training && thread == 0) beginUpdate(plan);
  const chunk = chunkOf(plan, thread);
  while (takeChunk(plan, thread, rows, plan.layers - 1)) {
    deltasOf<T, V>(plan, from, chunk.begin, chunk.end, lowest, thread, training);
  }
  barrier(plan);
  if (thread == 0) addLosses(plan, rows);
  descend<T, V>(plan, from, rows, lowest, thread, training, resume);
  barrier(plan);
}

/**
 * Runs forward and backward: the losses and the deltas of all layers, for rows `begin` … `end − 1` of the
 * batch.
 */
function deltasOf<T, V>(
  plan: Plan,
  from: i32,
  begin: i32,
  end: i32,
  lowest: i32,
  thread: i32,
  training: bool,
): void {
  forward<T, V>(plan, from, begin, end, thread, training);
  const last = layerAt(plan, plan.layers - 1);
  const targets = gatherTargets<T>(plan, last, from, begin, end);
  const losses = plan.rowLosses + ((<usize>begin) << 3);
  lossesOfRows<T>(plan, last, losses, targets, begin, end - begin);
  outputDeltas<T, V>(plan, last, targets, begin, end - begin);
  if (plan.sampleWeights) weighRows<T>(plan, last, losses, from, begin, end);
  for (let index = plan.layers - 1; index > lowest; --index)
    deltaBelow<T, V>(plan, index, begin, end, thread, training);
}

/**
 * activation[l] ← σ(activation[l − 1] · weights[l] + biases[l]) for every layer, rows `begin` … `end − 1`.
 */
function forward<T, V>(plan: Plan, from: i32, begin: i32, end: i32, thread: i32, training: bool): void {
  const workspace = workspaceOf(plan, thread);
  gatherInputs<T>(plan, from, begin, end, training, scratchOf(workspace));
  let inputs = inputsOf<T>(plan, from, training);
  const product = productOf(workspace);
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    const at = <usize>begin * layer.outputs * sizeof<T>();
    const isSoftmax = layer.activation == Activation.softmax;
    const c = (isSoftmax ? layer.netInputs : layer.activations) + at;
    product.m = end - begin;
    product.n = layer.outputs;
    product.k = layer.inputs;
    product.finish = Finish.activate;
    product.a = inputs + <usize>begin * layer.inputs * sizeof<T>();
    product.aRow = layer.inputs;
    product.aColumn = 1;
    product.b = layer.weights;
    product.bRow = layer.tied ? 1 : layer.outputs;
    product.bColumn = layer.tied ? layer.inputs : 1;
    product.c = c;
    product.partial = c;
    product.resume = 0;
    product.activation = isSoftmax ? Activation.identity : layer.activation;
    product.alpha = layer.alpha;
    product.netInputs = isSoftmax || !layer.netInputs ? 0 : layer.netInputs + at;
    product.biases = layer.biasCount ? layer.biases : 0;
    product.biasStep = i32(layer.biasCount == layer.outputs);
    product.sameB = 0;
    runProduct<T, V>(workspace);
    if (isSoftmax) softmaxRows<T, V>(layer.activations + at, c, end - begin, layer.outputs);
    if (training && layer.dropped) {
      dropUnits<T, V>(plan, index, layer, from, begin, end, scratchOf(workspace));
    }
    inputs = outputOf(layer, training);
  }
}

/** Adds the losses of a batch to the plan's sum, from the first row to the last. */
function addLosses(plan: Plan, rows: i32): void {
  let sum = plan.lossSum;
  for (let row = 0; row < rows; ++row) sum += load<f64>(plan.rowLosses + ((<usize>row) << 3));
  plan.lossSum = sum;
}

/** delta[l − 1] ← (delta[l] · weights[l]ᵀ) · σ'(activation[l − 1]), rows `begin` … `end − 1`. */
function deltaBelow<T, V>(plan: Plan, index: i32, begin: i32, end: i32, thread: i32, training: bool): void {
  const layer = layerAt(plan, index);
  const below = layerAt(plan, index - 1);
  const at = <usize>begin * below.outputs * sizeof<T>();
  const workspace = workspaceOf(plan, thread);
  const product = productOf(workspace);
  product.m = end - begin;
  product.n = layer.inputs;
  product.k = layer.outputs;
  product.finish = Finish.slope;
  product.a = layer.deltas + <usize>begin * layer.outputs * sizeof<T>();
  product.aRow = layer.outputs;
  product.aColumn = 1;
  product.b = layer.weights;
  product.bRow = layer.tied ? layer.inputs : 1;
  product.bColumn = layer.tied ? 1 : layer.outputs;
  product.c = below.deltas + at;
  product.partial = below.deltas + at;
  product.resume = 0;
  product.activation = below.activation;
  product.alpha = below.alpha;
  product.activations = below.activations + at;
  product.netInputs = below.netInputs ? below.netInputs + at : 0;
  product.sameB = 0;
  runProduct<T, V>(workspace);
  if (training && below.dropped) dropDeltas<T, V>(below, begin, end);
}
