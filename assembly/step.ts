/**
 * The training step: interprets the plan batch by batch; the matrix products are in `product.ts`. Every
 * thread of a plan runs this same code on its own share:
 *
 *     its rows of the batch        gather, forward, losses, deltas of all layers, by the old weights
 *     ── barrier ──
 *     its rows of each weight matrix and its biases        gradients and update
 *     ── barrier ──
 *
 * No sum is split between threads, so results do not depend on how many there are.
 */
import { barrier } from "./barrier";
import { trainBiases } from "./biases";
import { Finish, Trainable } from "./codes";
import { gatherInputs, gatherTargets, inputsOf } from "./gather";
import { outputDelta, squaredErrors } from "./loss";
import { Layer, Plan, layerAt, productOf, shareOf } from "./plan";
import { runProduct, workspaceBytes } from "./product";
import { closeTiny, isTiny, openTiny } from "./tiny";
import { trainTiny } from "./tinyStep";

/** Rows of a share come in groups of so many, to fill tiles; biases in vectors. */
const rowGrain: i32 = 4;
const biasGrain: i32 = 16;

/**
 * Trains on `count` samples from place `from`, in batches of `plan.batch`, the last one short. Like the two
 * below it adds to `plan.lossSum`, so that a sum over an epoch does not depend on how the epoch was cut.
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
    const rate = plan.mean ? plan.learningRate / <f64>rows : plan.learningRate;
    step<T, V>(plan, from + done, rows, thread, Finish.update, false, rate);
  }
}

/**
 * The gradients of the loss summed over `count` samples, into the gradient buffers of the layers; parameters
 * stay as they are.
 */
export function gradients<T, V>(plan: Plan, from: i32, count: i32, thread: i32): void {
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    step<T, V>(plan, from + done, rows, thread, Finish.store, done > 0, 0);
  }
}

/** Answers for `count` samples into `plan.outputs` if given, and their loss if there are targets. */
export function evaluate<T, V>(plan: Plan, from: i32, count: i32, thread: i32): void {
  const last = layerAt(plan, plan.layers - 1);
  const width = <usize>last.outputs * sizeof<T>();
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    const begin = shareOf(rows, rowGrain, thread, plan.threads);
    const end = shareOf(rows, rowGrain, thread + 1, plan.threads);
    forward<T, V>(plan, from + done, begin, end, thread);
    if (plan.outputs) {
      const own = <usize>(end - begin) * width;
      memory.copy(
        plan.outputs + <usize>(from + done + begin) * width,
        last.activations + <usize>begin * width,
        own,
      );
    }
    if (plan.targets || plan.labels) {
      losses<T>(plan, last, gatherTargets<T>(plan, last, from + done, begin, end), begin, end);
      barrier(plan);
      if (thread == 0) addLosses(plan, rows);
      barrier(plan);
    }
  }
}

/** One batch. */
function step<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  thread: i32,
  finish: i32,
  resume: bool,
  rate: f64,
): void {
  const begin = shareOf(rows, rowGrain, thread, plan.threads);
  const end = shareOf(rows, rowGrain, thread + 1, plan.threads);
  let lowest = 0;
  while (lowest < plan.layers && !layerAt(plan, lowest).trainable) ++lowest;
  if (end > begin) {
    forward<T, V>(plan, from, begin, end, thread);
    const last = layerAt(plan, plan.layers - 1);
    const targets = gatherTargets<T>(plan, last, from, begin, end);
    losses<T>(plan, last, targets, begin, end);
    const at = <usize>begin * last.outputs * sizeof<T>();
    const length = (end - begin) * last.outputs;
    const factor = <T>plan.errorFactor;
    outputDelta<T, V>(last.deltas + at, last.activations + at, targets, length, last.activation, factor);
    for (let index = plan.layers - 1; index > lowest; --index)
      deltaBelow<T, V>(plan, index, begin, end, thread);
  }
  barrier(plan);
  if (thread == 0) addLosses(plan, rows);
  for (let index = plan.layers - 1; index >= lowest; --index) {
    const layer = layerAt(plan, index);
    if (layer.trainable & Trainable.weights) {
      const inputs = index > 0 ? layerAt(plan, index - 1).activations : inputsOf<T>(plan, from);
      weightGradient<T, V>(plan, layer, inputs, rows, thread, finish, resume, rate);
    }
    if (layer.trainable & Trainable.biases) {
      const first = shareOf(layer.outputs, biasGrain, thread, plan.threads);
      const past = shareOf(layer.outputs, biasGrain, thread + 1, plan.threads);
      if (past > first) trainBiases<T, V>(layer, rows, first, past, resume, finish == Finish.update, <T>rate);
    }
  }
  barrier(plan);
}

/** The workspace of a thread. */
@inline
function workspaceOf(plan: Plan, thread: i32): usize {
  return plan.workspace + <usize>thread * workspaceBytes();
}

/** activation[l] ← σ(activation[l − 1] · weights[l] + biases[l]) for every layer, rows `begin` … `end − 1`. */
function forward<T, V>(plan: Plan, from: i32, begin: i32, end: i32, thread: i32): void {
  if (end == begin) return;
  gatherInputs<T>(plan, from, begin, end);
  let inputs = inputsOf<T>(plan, from);
  const p = productOf(workspaceOf(plan, thread));
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    const c = layer.activations + <usize>begin * layer.outputs * sizeof<T>();
    p.m = end - begin;
    p.n = layer.outputs;
    p.k = layer.inputs;
    p.finish = Finish.activate;
    p.a = inputs + <usize>begin * layer.inputs * sizeof<T>();
    p.aRow = layer.inputs;
    p.aColumn = 1;
    p.b = layer.weights;
    p.bRow = layer.outputs;
    p.bColumn = 1;
    p.c = c;
    p.partial = c;
    p.resume = 0;
    p.activation = layer.activation;
    p.biases = layer.biasCount ? layer.biases : 0;
    p.biasStep = i32(layer.biasCount == layer.outputs);
    runProduct<T, V>(changetype<usize>(p));
    inputs = layer.activations;
  }
}

/** Losses of rows `begin` … `end − 1`, whose targets are given. */
function losses<T>(plan: Plan, last: Layer, targets: usize, begin: i32, end: i32): void {
  const outputs = last.activations + <usize>begin * last.outputs * sizeof<T>();
  const to = plan.rowLosses + ((<usize>begin) << 3);
  squaredErrors<T>(to, outputs, targets, end - begin, last.outputs, plan.lossFactor);
}

/** Adds the losses of a batch to the plan's sum, from the first row to the last. */
function addLosses(plan: Plan, rows: i32): void {
  let sum = plan.lossSum;
  for (let row = 0; row < rows; ++row) sum += load<f64>(plan.rowLosses + ((<usize>row) << 3));
  plan.lossSum = sum;
}

/** delta[l − 1] ← (delta[l] · weights[l]ᵀ) · σ'(activation[l − 1]), rows `begin` … `end − 1`. */
function deltaBelow<T, V>(plan: Plan, index: i32, begin: i32, end: i32, thread: i32): void {
  const layer = layerAt(plan, index);
  const below = layerAt(plan, index - 1);
  const at = <usize>begin * below.outputs * sizeof<T>();
  const p = productOf(workspaceOf(plan, thread));
  p.m = end - begin;
  p.n = layer.inputs;
  p.k = layer.outputs;
  p.finish = Finish.slope;
  p.a = layer.deltas + <usize>begin * layer.outputs * sizeof<T>();
  p.aRow = layer.outputs;
  p.aColumn = 1;
  p.b = layer.weights;
  p.bRow = 1;
  p.bColumn = layer.outputs;
  p.c = below.deltas + at;
  p.partial = below.deltas + at;
  p.resume = 0;
  p.activation = below.activation;
  p.activations = below.activations + at;
  runProduct<T, V>(changetype<usize>(p));
}

/** The thread's rows of activation[l − 1]ᵀ · delta[l], summed over the rows of the batch: stored or applied. */
function weightGradient<T, V>(
  plan: Plan,
  layer: Layer,
  inputs: usize,
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
  p.a = inputs + <usize>begin * sizeof<T>();
  p.aRow = 1;
  p.aColumn = layer.inputs;
  p.b = layer.deltas;
  p.bRow = layer.outputs;
  p.bColumn = 1;
  p.c = (finish == Finish.update ? layer.weights : layer.weightGradients) + at;
  p.partial = layer.weightGradients + at;
  p.resume = i32(resume);
  p.rate = rate;
  runProduct<T, V>(changetype<usize>(p));
}
