/**
 * Small networks in a form of their own: weights copied into the workspace in rows of whole vectors, once as
 * they are and once transposed, so that every loop of `tinyStep.ts` runs over whole vectors without tails,
 * tables of products or packing. Lanes beyond a row hold rubbish that no true lane ever reads.
 *
 *     workspace ┌──────┬───────────┬───────────┬───┬─────────┬─────────────┬───┐
 *               │ head │ TinyLayer │ TinyLayer │ … │ weights │ transposed  │ … │
 *               └──────┴───────────┴───────────┴───┴─────────┴─────────────┴───┘
 */
import { Plan, layerAt } from "./plan";

/** Bytes in front, which other users of the workspace have. */
const headBytes: usize = 256;
/** Bytes of the workspace that may be taken. */
const mostBytes: usize = 131072;
/**
 * Up to so many multiplications in the largest product of a batch a network is tiny. Measured over ten shapes
 * on Node 20, against the general path: 4.5 times as fast at 64-32-10 with batch 1, 1.3 with 4, 0.8 with 16;
 * 3.5, 2.9, 1.9, 1.8 and 1.3 times at 13-16-3 with 1, 4, 16, 64 and 256.
 */
const mostProducts: i32 = 16384;


@unmanaged
export class TinyLayer {
  inputs: i32;
  outputs: i32;
  activation: i32;
  alpha: f64;
  biasCount: i32;
  trainable: i32;
  /** [inputs rows of rowBytes] T. */
  weights: usize;
  rowBytes: usize;
  /** [outputs rows of turnedBytes] T: the same transposed. */
  turned: usize;
  turnedBytes: usize;
  /** [rowBytes] T: one for each unit; zeros where there are none. */
  biases: usize;
  /** [batch × outputs] T, and one vector more. */
  activations: usize;
  /** [batch × outputs] T, and one vector more. */
  deltas: usize;
}

/** Where the batch is brought together: lies behind the layers. */
@unmanaged
export class TinyBatch {
  /** [batch × inputs] T, and one vector more. */
  inputs: usize;
  /** [batch × outputs] T, and one vector more. */
  targets: usize;
  /** [outputs rows of the last layer's rowBytes] T: the unit matrix, whose rows are the targets of classes. */
  classes: usize;
}


@inline
export function tinyLayerAt(plan: Plan, index: i32): TinyLayer {
  return changetype<TinyLayer>(plan.workspace + headBytes + <usize>index * offsetof<TinyLayer>());
}


@inline
export function tinyBatchOf(plan: Plan): TinyBatch {
  return changetype<TinyBatch>(changetype<usize>(tinyLayerAt(plan, plan.layers)));
}

/** Bytes of a row of whole vectors. */
@inline
function wholeVectors<T, V>(elements: i32): usize {
  return (<usize>elements * sizeof<T>() + sizeof<V>() - 1) & ~(sizeof<V>() - 1);
}

/** Bytes of the batch's rows, one after the other, and one vector more. */
@inline
function batchBytes<T, V>(plan: Plan, elements: i32): usize {
  return wholeVectors<T, V>(plan.batch * elements) + sizeof<V>();
}

/** Whether the plan is for a network and batch that train faster this way. */
export function isTiny<T, V>(plan: Plan): bool {
  if (plan.general) return false;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (<i64>plan.batch * layer.inputs * layer.outputs > mostProducts) return false;
  }
  return layOut<T, V>(plan, false) <= mostBytes;
}

/** Index of the first layer that trains; as many as there are layers where none does. */
export function lowestTrainable(plan: Plan): i32 {
  let lowest = 0;
  while (lowest < plan.layers && !tinyLayerAt(plan, lowest).trainable) ++lowest;
  return lowest;
}

/** Copies the parameters in. `isTiny` has been asked before. */
export function openTiny<T, V>(plan: Plan): void {
  layOut<T, V>(plan, true);
  for (let index = 0; index < plan.layers; ++index) {
    const from = layerAt(plan, index);
    const to = tinyLayerAt(plan, index);
    for (let i = 0; i < from.inputs; ++i) {
      for (let j = 0; j < from.outputs; ++j) {
        const weight = load<T>(from.weights + (<usize>i * from.outputs + j) * sizeof<T>());
        store<T>(to.weights + <usize>i * to.rowBytes + <usize>j * sizeof<T>(), weight);
        store<T>(to.turned + <usize>j * to.turnedBytes + <usize>i * sizeof<T>(), weight);
      }
    }
    const ownBias = from.biasCount == from.outputs;
    for (let j = 0; from.biasCount && j < from.outputs; ++j) {
      const bias = load<T>(from.biases + (ownBias ? <usize>j * sizeof<T>() : 0));
      store<T>(to.biases + <usize>j * sizeof<T>(), bias);
    }
  }
  const last = tinyLayerAt(plan, plan.layers - 1);
  const classes = tinyBatchOf(plan).classes;
  for (let j = 0; j < last.outputs; ++j) {
    store<T>(classes + <usize>j * (last.rowBytes + sizeof<T>()), 1 as T);
  }
}

/** Copies the parameters back. */
export function closeTiny<T, V>(plan: Plan): void {
  for (let index = 0; index < plan.layers; ++index) {
    const to = layerAt(plan, index);
    const from = tinyLayerAt(plan, index);
    for (let i = 0; i < to.inputs; ++i) {
      for (let j = 0; j < to.outputs; ++j) {
        const weight = load<T>(from.weights + <usize>i * from.rowBytes + <usize>j * sizeof<T>());
        store<T>(to.weights + (<usize>i * to.outputs + j) * sizeof<T>(), weight);
      }
    }
    for (let j = 0; j < to.biasCount; ++j) {
      const at = <usize>j * sizeof<T>();
      store<T>(to.biases + at, load<T>(from.biases + at));
    }
  }
}

/** @returns bytes of all of it; with `write`, the tables are written and the rest is zero */
function layOut<T, V>(plan: Plan, write: bool): usize {
  const start = changetype<usize>(tinyLayerAt(plan, 0));
  let top = (changetype<usize>(tinyBatchOf(plan)) + offsetof<TinyBatch>() + 63) & ~63;
  const first = top;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    const rowBytes = wholeVectors<T, V>(layer.outputs);
    const turnedBytes = wholeVectors<T, V>(layer.inputs);
    const weights = top;
    const turned = weights + <usize>layer.inputs * rowBytes;
    const biases = turned + <usize>layer.outputs * turnedBytes;
    const activations = biases + rowBytes;
    const deltas = activations + batchBytes<T, V>(plan, layer.outputs);
    top = deltas + batchBytes<T, V>(plan, layer.outputs);
    if (write) {
      const to = tinyLayerAt(plan, index);
      to.inputs = layer.inputs;
      to.outputs = layer.outputs;
      to.activation = layer.activation;
      to.alpha = layer.alpha;
      to.biasCount = layer.biasCount;
      to.trainable = layer.trainable;
      to.weights = weights;
      to.rowBytes = rowBytes;
      to.turned = turned;
      to.turnedBytes = turnedBytes;
      to.biases = biases;
      to.activations = activations;
      to.deltas = deltas;
    }
  }
  const outputs = layerAt(plan, plan.layers - 1).outputs;
  const inputs = top;
  const targets = inputs + batchBytes<T, V>(plan, layerAt(plan, 0).inputs);
  const classes = targets + batchBytes<T, V>(plan, outputs);
  top = classes + <usize>outputs * wholeVectors<T, V>(outputs);
  if (write) {
    const batch = tinyBatchOf(plan);
    batch.inputs = inputs;
    batch.targets = targets;
    batch.classes = classes;
    memory.fill(first, 0, top - first);
  }
  return top - start;
}
