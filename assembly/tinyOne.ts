/**
 * The step of a small network for batches of a single sample. Each step waits for the one before, so the time
 * of a step is the length of the chain from weights to new weights. Therefore the weights and biases of a
 * unit are updated as soon as its delta is in a register; the deltas of the layer below come from the
 * transposed copy, which is updated in the same pass. A value that has just been stored is not loaded again
 * where that can be avoided.
 *
 * Measured against tinyStep.ts, which takes batches of one as well (simd, f32, new speed / old speed,
 * 2026-11-30): on Node 20 1.19 (2-2-2), 1.37 (4-4-3), 1.43 (4-8-4), 1.47 (8-12-3); on Node 24 1.13, 1.30, –,
 * 1.36. A third form that kept activations and deltas of networks up to a vector wide in registers gained
 * only 1.05 to 1.10 over this one, in 130 lines and 1.2 KB of the compressed module; it was dropped.
 */
import { plainSlope } from "./activation";
import { Activation, Trainable } from "./codes";
import { add, multiply, multiplyAdd, splat, subtract } from "./lanes";
import { Plan } from "./plan";
import { sigmoid } from "./sigmoid";
import { TinyLayer, lowestTrainable, tinyLayerAt } from "./tiny";
import { tinyInputs, tinyTargets } from "./tinyGather";

/** Whether `trainSingles` can train the network: no shared biases, only sigmoid and identity. */
export function isSingle(plan: Plan): bool {
  if (plan.batch != 1 || plan.rates) return false;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = tinyLayerAt(plan, index);
    if (layer.biasCount && layer.biasCount != layer.outputs) return false;
    if (layer.activation > Activation.sigmoid) return false;
  }
  return true;
}

/** Does what `trainTiny` does, for batches of one. */
export function trainSingles<T, V>(plan: Plan, from: i32, count: i32): void {
  const layers = plan.layers;
  const first = changetype<usize>(tinyLayerAt(plan, 0));
  const last = tinyLayerAt(plan, layers - 1);
  const lowest = changetype<usize>(tinyLayerAt(plan, lowestTrainable(plan)));
  const rate = splat<T, V>(<T>plan.learningRate);
  const factor = splat<T, V>(<T>plan.errorFactor);
  const lossFactor = plan.lossFactor;
  let lossSum = plan.lossSum;
  for (const end = from + count; from < end; ++from) {
    const inputs = tinyInputs<T, V>(plan, from, 1);
    const targets = tinyTargets<T, V>(plan, last, from, 1);
    let x = inputs;
    let at = first;
    for (; at < changetype<usize>(last); at += offsetof<TinyLayer>()) {
      const layer = changetype<TinyLayer>(at);
      for (let j: usize = 0; j < layer.rowBytes; j += sizeof<V>()) {
        store<V>(layer.activations + j, activationOf<T, V>(layer, x, j));
      }
      x = layer.activations;
    }
    for (let j: usize = 0; j < last.rowBytes; j += sizeof<V>()) {
      const output = activationOf<T, V>(last, x, j);
      const error = multiply<T, V>(factor, subtract<T, V>(output, load<V>(targets + j)));
      const delta = multiply<T, V>(error, plainSlope<T, V>(last.activation, output));
      store<V>(last.activations + j, output);
      store<V>(last.deltas + j, delta);
      update<T, V>(last, x, j, delta, rate);
    }
    for (; at > lowest; at -= offsetof<TinyLayer>()) {
      const layer = changetype<TinyLayer>(at);
      const below = changetype<TinyLayer>(at - offsetof<TinyLayer>());
      x =
        changetype<usize>(below) == first
          ? inputs
          : changetype<TinyLayer>(changetype<usize>(below) - offsetof<TinyLayer>()).activations;
      for (let j: usize = 0; j < below.rowBytes; j += sizeof<V>()) {
        const delta = deltaBelow<T, V>(layer, below, j, rate);
        store<V>(below.deltas + j, delta);
        update<T, V>(below, x, j, delta, rate);
      }
    }
    let squares: f64 = 0;
    const bytes = <usize>last.outputs * sizeof<T>();
    for (let j: usize = 0; j < bytes; j += sizeof<T>()) {
      const error = <f64>(load<T>(last.activations + j) - load<T>(targets + j));
      squares += error * error;
    }
    lossSum += lossFactor * squares;
  }
  plan.lossSum = lossSum;
}

/** One vector of activation(x · weights + biases). */
@inline
function activationOf<T, V>(layer: TinyLayer, x: usize, j: usize): V {
  let w = layer.weights + j;
  const end = x + <usize>layer.inputs * sizeof<T>();
  let sum = multiply<T, V>(splat<T, V>(load<T>(x)), load<V>(w));
  while ((x += sizeof<T>()) < end) {
    w += layer.rowBytes;
    sum = multiplyAdd<T, V>(splat<T, V>(load<T>(x)), load<V>(w), sum);
  }
  sum = add<T, V>(sum, load<V>(layer.biases + j));
  if (layer.activation == Activation.sigmoid) sum = sigmoid<T, V>(sum);
  return sum;
}

/**
 * One vector of (deltas · weightsᵀ) · slope(below.activations), by the old weights; updates the transposed
 * ones.
 */
@inline
function deltaBelow<T, V>(layer: TinyLayer, below: TinyLayer, j: usize, rate: V): V {
  const trains = layer.trainable & Trainable.weights;
  const a = load<V>(below.activations + j);
  const zero = splat<T, V>(0 as T);
  let w = layer.turned + j;
  let at = layer.deltas;
  const end = at + <usize>layer.outputs * sizeof<T>();
  let d = splat<T, V>(load<T>(at));
  let weight = load<V>(w);
  let sum = multiply<T, V>(d, weight);
  if (trains) store<V>(w, subtract<T, V>(weight, multiply<T, V>(rate, multiplyAdd<T, V>(d, a, zero))));
  while ((at += sizeof<T>()) < end) {
    w += layer.turnedBytes;
    d = splat<T, V>(load<T>(at));
    weight = load<V>(w);
    sum = multiplyAdd<T, V>(d, weight, sum);
    if (trains) store<V>(w, subtract<T, V>(weight, multiply<T, V>(rate, multiplyAdd<T, V>(d, a, zero))));
  }
  return multiply<T, V>(sum, plainSlope<T, V>(below.activation, a));
}

/** weights[:, j] ← weights[:, j] − rate · x · delta, and the biases likewise. */
@inline
function update<T, V>(layer: TinyLayer, x: usize, j: usize, delta: V, rate: V): void {
  const zero = splat<T, V>(0 as T);
  if (layer.trainable & Trainable.weights) {
    let w = layer.weights + j;
    const end = x + <usize>layer.inputs * sizeof<T>();
    do {
      const gradient = multiplyAdd<T, V>(splat<T, V>(load<T>(x)), delta, zero);
      store<V>(w, subtract<T, V>(load<V>(w), multiply<T, V>(rate, gradient)));
      w += layer.rowBytes;
      x += sizeof<T>();
    } while (x < end);
  }
  if (layer.trainable & Trainable.biases) {
    const b = layer.biases + j;
    store<V>(b, subtract<T, V>(load<V>(b), multiply<T, V>(rate, add<T, V>(zero, delta))));
  }
}
