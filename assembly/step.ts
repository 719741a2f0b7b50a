/**
 * The training step: interprets the plan batch by batch. Forward, loss and delta, backward, update; the
 * matrix products themselves are in `product.ts`.
 */
import { biasGradient, updateBiases } from "./biases";
import { Finish, Trainable } from "./codes";
import { gatherInputs, gatherTargets } from "./gather";
import { outputDelta, squaredErrors } from "./loss";
import { Layer, Plan, Product, layerAt, productOf } from "./plan";
import { runProduct } from "./product";
import { closeTiny, isTiny, openTiny } from "./tiny";
import { trainTiny } from "./tinyStep";

/**
 * Trains on `count` samples from place `from`, in batches of `plan.batch`, the last one short. Like the two
 * below it adds to `plan.lossSum`, so that a sum over an epoch does not depend on how the epoch was cut.
 */
export function train<T, V>(plan: Plan, from: i32, count: i32): void {
  if (isTiny<T, V>(plan)) {
    openTiny<T, V>(plan);
    trainTiny<T, V>(plan, from, count);
    closeTiny<T, V>(plan);
    return;
  }
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    trainBatch<T, V>(plan, from + done, rows);
  }
}

function trainBatch<T, V>(plan: Plan, from: i32, rows: i32): void {
  const inputs = gatherInputs<T>(plan, from, rows);
  forward<T, V>(plan, inputs, rows);
  errors<T, V>(plan, from, rows, true);
  const rate = plan.mean ? plan.learningRate / <f64>rows : plan.learningRate;
  backward<T, V>(plan, inputs, rows, Finish.update, false, rate);
}

/**
 * The gradients of the loss summed over `count` samples, into the gradient buffers of the layers; parameters
 * stay as they are.
 */
export function gradients<T, V>(plan: Plan, from: i32, count: i32): void {
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    const inputs = gatherInputs<T>(plan, from + done, rows);
    forward<T, V>(plan, inputs, rows);
    errors<T, V>(plan, from + done, rows, true);
    backward<T, V>(plan, inputs, rows, Finish.store, done > 0, 0);
  }
}

/** Answers for `count` samples into `plan.outputs` if given, and their loss if there are targets. */
export function evaluate<T, V>(plan: Plan, from: i32, count: i32): void {
  const last = layerAt(plan, plan.layers - 1);
  const width = <usize>last.outputs * sizeof<T>();
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    forward<T, V>(plan, gatherInputs<T>(plan, from + done, rows), rows);
    if (plan.targets || plan.labels) errors<T, V>(plan, from + done, rows, false);
    if (plan.outputs) memory.copy(plan.outputs + <usize>done * width, last.activations, <usize>rows * width);
  }
}

/** activation[l] ← σ(activation[l − 1] · weights[l] + biases[l]) for every layer. */
function forward<T, V>(plan: Plan, inputs: usize, rows: i32): void {
  const p = productOf(plan.workspace);
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    p.m = rows;
    p.n = layer.outputs;
    p.k = layer.inputs;
    p.finish = Finish.activate;
    p.a = inputs;
    p.aRow = layer.inputs;
    p.aColumn = 1;
    p.b = layer.weights;
    p.bRow = layer.outputs;
    p.bColumn = 1;
    p.c = layer.activations;
    p.partial = layer.activations;
    p.resume = 0;
    p.activation = layer.activation;
    p.biases = layer.biasCount ? layer.biases : 0;
    p.biasStep = i32(layer.biasCount == layer.outputs);
    runProduct<T, V>(plan.workspace);
    inputs = layer.activations;
  }
}

/** Adds the loss of the batch to the plan, and writes the output layer's delta if asked. */
function errors<T, V>(plan: Plan, from: i32, rows: i32, delta: bool): void {
  const last = layerAt(plan, plan.layers - 1);
  const targets = gatherTargets<T>(plan, last, from, rows);
  squaredErrors<T>(plan.rowLosses, last.activations, targets, rows, last.outputs, plan.lossFactor);
  let sum = plan.lossSum;
  for (let row = 0; row < rows; ++row) sum += load<f64>(plan.rowLosses + ((<usize>row) << 3));
  plan.lossSum = sum;
  if (delta) {
    const factor = <T>plan.errorFactor;
    outputDelta<T, V>(last.deltas, last.activations, targets, rows * last.outputs, last.activation, factor);
  }
}

/**
 * From the last layer to the first: the delta of the layer below, by the weights as they still are, then the
 * layer's own gradients, stored or applied. Layers below the lowest trainable one are not visited.
 */
function backward<T, V>(plan: Plan, inputs: usize, rows: i32, finish: i32, resume: bool, rate: f64): void {
  let lowest = 0;
  while (lowest < plan.layers && !layerAt(plan, lowest).trainable) ++lowest;
  for (let index = plan.layers - 1; index >= lowest; --index) {
    const layer = layerAt(plan, index);
    const below = index > 0 ? layerAt(plan, index - 1) : layer;
    if (index > lowest) deltaBelow<T, V>(plan.workspace, layer, below, rows);
    if (layer.trainable & Trainable.weights) {
      const p = productOf(plan.workspace);
      weightGradient(p, layer, index > 0 ? below.activations : inputs, rows);
      p.finish = finish;
      p.c = finish == Finish.update ? layer.weights : layer.weightGradients;
      p.resume = i32(resume);
      p.rate = rate;
      runProduct<T, V>(plan.workspace);
    }
    if (layer.trainable & Trainable.biases) {
      biasGradient<T, V>(layer, rows, resume);
      if (finish == Finish.update) updateBiases<T>(layer, <T>rate);
    }
  }
}

/** delta[l − 1] ← (delta[l] · weights[l]ᵀ) · σ'(activation[l − 1]) */
function deltaBelow<T, V>(workspace: usize, layer: Layer, below: Layer, rows: i32): void {
  const p = productOf(workspace);
  p.m = rows;
  p.n = layer.inputs;
  p.k = layer.outputs;
  p.finish = Finish.slope;
  p.a = layer.deltas;
  p.aRow = layer.outputs;
  p.aColumn = 1;
  p.b = layer.weights;
  p.bRow = 1;
  p.bColumn = layer.outputs;
  p.c = below.deltas;
  p.partial = below.deltas;
  p.resume = 0;
  p.activation = below.activation;
  p.activations = below.activations;
  runProduct<T, V>(workspace);
}

/** The product activation[l − 1]ᵀ · delta[l], summed over the rows of the batch. */
function weightGradient(p: Product, layer: Layer, inputs: usize, rows: i32): void {
  p.m = layer.inputs;
  p.n = layer.outputs;
  p.k = rows;
  p.a = inputs;
  p.aRow = 1;
  p.aColumn = layer.inputs;
  p.b = layer.deltas;
  p.bRow = layer.outputs;
  p.bColumn = 1;
  p.partial = layer.weightGradients;
}
