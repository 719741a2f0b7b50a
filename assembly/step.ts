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
import { Activation, Finish, Resume } from "./codes";
import { dropDeltas, dropUnits } from "./dropout";
import { gatherInputs, gatherTargets, inputsOf, weighRows } from "./gather";
import { descend, lowestTrained } from "./gradients";
import { lossesOfRows, outputDeltas } from "./loss";
import { averageMembers, spanOf } from "./members";
import { beginUpdate } from "./optimizer";
import { takeChunk } from "./parts";
import { Layer, Plan, layerAt, membersOf, outputOf } from "./plan";
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
    step<T, V>(plan, from + done, rows, thread, true, true, false);
  }
}

/**
 * Leaves the gradients of the loss, summed over `count` samples, in the gradient buffers of the layers; where
 * `plan.resume` has `Resume.adds`, adds them to what the buffers hold, and with `Resume.masks` dropout and noise apply as in
 * training. Parameters do not change. Several calls of whole batches give the same bits as one.
 */
export function gradients<T, V>(plan: Plan, from: i32, count: i32, thread: i32): void {
  const resume = plan.resume;
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    const adds = done > 0 || (resume & Resume.adds) != 0;
    step<T, V>(plan, from + done, rows, thread, resume >= Resume.masks, false, adds);
  }
}

/**
 * Writes the answers for `count` samples to `plan.outputs` unless 0, and adds their loss where there are
 * targets. Members answer with the mean of their outputs, and the loss is that of the mean.
 */
export function evaluate<T, V>(plan: Plan, from: i32, count: i32, thread: i32): void {
  const last = layerAt(plan, plan.layers - 1);
  const members = membersOf(plan);
  const chunk = chunkOf(plan, thread);
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    const at = from + done;
    while (takeChunk(plan, thread, rows * members, plan.layers - 1)) {
      forward<T, V>(plan, at, rows, chunk.begin, chunk.end, thread, false);
      if (members == 1) answer<T>(plan, last, at, rows, chunk.begin, chunk.end);
    }
    barrier(plan);
    const isJudged = plan.targets || plan.labels;
    if (members == 1 && !isJudged) continue;
    if (thread == 0) {
      if (members > 1) {
        averageMembers<T, V>(plan, rows);
        answer<T>(plan, last, at, rows, 0, rows);
      }
      if (isJudged) addLosses(plan, rows);
    }
    barrier(plan);
  }
}

/**
 * Copies the answers of rows `begin` … `end − 1` of the batch at place `from` to where the host wants them, and
 * computes their losses.
 */
function answer<T>(plan: Plan, last: Layer, from: i32, rows: i32, begin: i32, end: i32): void {
  const width = <usize>last.outputs * sizeof<T>();
  const own = end - begin;
  if (plan.outputs) {
    const outputs = plan.outputs + <usize>(from + begin) * width;
    memory.copy(outputs, last.activations + <usize>begin * width, <usize>own * width);
  }
  if (plan.targets || plan.labels) {
    const targets = gatherTargets<T>(plan, last, from, rows, begin, end);
    lossesOfRows<T>(plan, last, plan.rowLosses + ((<usize>begin) << 3), targets, begin, own);
  }
}

/**
 * Runs one batch.
 *
 * @param training whether dropout and noise apply
 * @param updating true: parameters change; false: gradients are kept
 */
function step<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  thread: i32,
  training: bool,
  updating: bool,
  resume: bool,
): void {
  const lowest = lowestTrained(plan);
  if (updating && thread == 0) beginUpdate(plan);
  const chunk = chunkOf(plan, thread);
  const all = rows * membersOf(plan);
  while (takeChunk(plan, thread, all, plan.layers - 1)) {
    deltasOf<T, V>(plan, from, rows, chunk.begin, chunk.end, lowest, thread, training);
  }
  barrier(plan);
  if (thread == 0) addLosses(plan, all);
  descend<T, V>(plan, from, rows, lowest, thread, training, updating, resume);
  barrier(plan);
}

/**
 * Runs forward and backward: the losses and the deltas of all layers, for rows `begin` … `end − 1` of the
 * batch.
 */
function deltasOf<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  begin: i32,
  end: i32,
  lowest: i32,
  thread: i32,
  training: bool,
): void {
  forward<T, V>(plan, from, rows, begin, end, thread, training);
  const last = layerAt(plan, plan.layers - 1);
  const targets = gatherTargets<T>(plan, last, from, rows, begin, end);
  const losses = plan.rowLosses + ((<usize>begin) << 3);
  lossesOfRows<T>(plan, last, losses, targets, begin, end - begin);
  outputDeltas<T, V>(plan, last, targets, begin, end - begin);
  if (plan.sampleWeights || membersOf(plan) > 1) weighRows<T>(plan, last, losses, from, rows, begin, end);
  for (let index = plan.layers - 1; index > lowest; --index)
    deltaBelow<T, V>(plan, index, rows, begin, end, thread, training);
}

/**
 * activation[l] ← σ(activation[l − 1] · weights[l] + biases[l]) for every layer, rows `begin` … `end − 1`.
 */
function forward<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  begin: i32,
  end: i32,
  thread: i32,
  training: bool,
): void {
  const workspace = workspaceOf(plan, thread);
  gatherInputs<T, V>(plan, from, rows, begin, end, training, scratchOf(workspace));
  let inputs = layerAt(plan, 0).factored || inputsOf<T>(plan, from, training);
  const product = productOf(workspace);
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    const isSoftmax = layer.activation == Activation.softmax;
    const span = spanOf(plan, index, rows);
    let row = begin;
    do {
      const copy = row / span;
      const until = min(end, (copy + 1) * span);
      const at = <usize>row * layer.outputs * sizeof<T>();
      const c = (isSoftmax ? layer.netInputs : layer.activations) + at;
      product.m = until - row;
      product.n = layer.outputs;
      product.k = layer.inputs;
      product.finish = Finish.activate;
      product.a = inputs + <usize>row * layer.inputs * sizeof<T>();
      product.aRow = layer.inputs;
      product.aColumn = 1;
      product.b = weightsOf<T>(layer, copy);
      product.bRow = layer.tied ? 1 : layer.outputs;
      product.bColumn = layer.tied ? layer.inputs : 1;
      product.c = c;
      product.partial = c;
      product.resume = 0;
      product.activation = isSoftmax ? Activation.identity : layer.activation;
      product.alpha = layer.alpha;
      product.netInputs = isSoftmax || !layer.netInputs ? 0 : layer.netInputs + at;
      product.biases = layer.biasCount ? layer.biases + <usize>(copy * layer.biasCount) * sizeof<T>() : 0;
      product.biasStep = i32(layer.biasCount == layer.outputs);
      product.sameB = 0;
      runProduct<T, V>(workspace);
      row = until;
    } while (row < end);
    const at = <usize>begin * layer.outputs * sizeof<T>();
    if (isSoftmax)
      softmaxRows<T, V>(layer.activations + at, layer.netInputs + at, end - begin, layer.outputs);
    if (training && layer.dropped) {
      dropUnits<T, V>(plan, index, layer, from, rows, begin, end, scratchOf(workspace));
    }
    inputs = outputOf(layer, training);
  }
}

/** Address of one copy of a layer's weights. */
@inline
function weightsOf<T>(layer: Layer, copy: i32): usize {
  return layer.weights + <usize>(copy * layer.inputs) * layer.outputs * sizeof<T>();
}

/** Adds the losses of a batch to the plan's sum, from the first row to the last. */
function addLosses(plan: Plan, rows: i32): void {
  let sum = plan.lossSum;
  for (let row = 0; row < rows; ++row) sum += load<f64>(plan.rowLosses + ((<usize>row) << 3));
  plan.lossSum = sum;
}

/** delta[l − 1] ← (delta[l] · weights[l]ᵀ) · σ'(activation[l − 1]), rows `begin` … `end − 1`. */
function deltaBelow<T, V>(
  plan: Plan,
  index: i32,
  rows: i32,
  begin: i32,
  end: i32,
  thread: i32,
  training: bool,
): void {
  const layer = layerAt(plan, index);
  const below = layerAt(plan, index - 1);
  const workspace = workspaceOf(plan, thread);
  const product = productOf(workspace);
  const span = spanOf(plan, index, rows);
  let row = begin;
  do {
    const copy = row / span;
    const until = min(end, (copy + 1) * span);
    const at = <usize>row * below.outputs * sizeof<T>();
    product.m = until - row;
    product.n = layer.inputs;
    product.k = layer.outputs;
    product.finish = Finish.slope;
    product.a = layer.deltas + <usize>row * layer.outputs * sizeof<T>();
    product.aRow = layer.outputs;
    product.aColumn = 1;
    product.b = weightsOf<T>(layer, copy);
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
    row = until;
  } while (row < end);
  if (training && below.dropped) dropDeltas<T, V>(below, begin, end);
}
