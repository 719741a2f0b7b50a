/**
 * The tiny path: small networks in a form of their own. The weights are copied into the workspace in rows of
 * whole vectors, once as they are and once transposed. So every loop of `tinyStep.ts` runs over whole
 * vectors, without loop tails, products or packing. Lanes beyond the end of a row hold any numbers; no valid
 * lane reads them.
 *
 *     workspace ┌──────┬───────────┬───────────┬───┬─────────┬─────────────┬───┐
 *               │ head │ TinyLayer │ TinyLayer │ … │ weights │ transposed  │ … │
 *               └──────┴───────────┴───────────┴───┴─────────┴─────────────┴───┘
 */
import { Plan, layerAt } from "./plan";
import { tinyBytes, tinyProduct } from "./tuning";
import { headBytes } from "./workspace";

/** One layer of a small network. */
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
  /** [rowBytes] T: one for each unit; zeros where the layer has no biases. */
  biases: usize;
  /** [batch × outputs] T, and one vector more. */
  activations: usize;
  /** [batch × outputs] T, and one vector more. */
  deltas: usize;
}

/** The gathered batch. Lies behind the layers. */
@unmanaged
export class TinyBatch {
  /** [batch × inputs] T, and one vector more. */
  inputs: usize;
  /** [batch × outputs] T, and one vector more. */
  targets: usize;
  /**
   * [outputs rows of the last layer's rowBytes] T: the unit matrix, whose rows are the targets of classes.
   */
  classes: usize;
}

/** The layer at `index`. */
@inline
export function tinyLayerAt(plan: Plan, index: i32): TinyLayer {
  return changetype<TinyLayer>(plan.workspace + headBytes + <usize>index * offsetof<TinyLayer>());
}

/** The batch. */
@inline
export function tinyBatchOf(plan: Plan): TinyBatch {
  return changetype<TinyBatch>(changetype<usize>(tinyLayerAt(plan, plan.layers)));
}

/** Bytes of a row of whole vectors. */
@inline
function wholeVectors<T, V>(elements: i32): usize {
  return (<usize>elements * sizeof<T>() + sizeof<V>() - 1) & ~(sizeof<V>() - 1);
}

/** Bytes of the rows of a batch, contiguous, and one vector more. */
@inline
function batchBytes<T, V>(plan: Plan, elements: i32): usize {
  return wholeVectors<T, V>(plan.batch * elements) + sizeof<V>();
}

/** Whether the tiny path can train this plan, and does so faster. */
export function isTiny<T, V>(plan: Plan): bool {
  if (plan.general) return false;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = layerAt(plan, index);
    if (<i64>plan.batch * layer.inputs * layer.outputs > tinyProduct) return false;
  }
  return layOut<T, V>(plan, false) <= tinyBytes;
}

/** Index of the first layer that trains; `plan.layers` where none does. */
export function lowestTrainable(plan: Plan): i32 {
  let lowest = 0;
  while (lowest < plan.layers && !tinyLayerAt(plan, lowest).trainable) ++lowest;
  return lowest;
}

/** Copies the parameters into the workspace. Call it only where `isTiny`. */
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

/**
 *
 * @returns bytes of the tiny path's tables and buffers; where `write`, writes the tables and zeroes the rest
 */
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
