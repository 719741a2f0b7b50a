/**
 * The step of a network whose layers fit one vector each, for batches of a single sample. As `tinyOne.ts`, but
 * activations and deltas pass from layer to layer in registers: a store and the load behind it cost about ten
 * cycles, in a chain of 250.
 */
import { plainSlope } from "./activation";
import { Activation, Trainable } from "./codes";
import { add, lanes, multiply, multiplyAdd, splat, splatLane, subtract } from "./lanes";
import { Plan } from "./plan";
import { sigmoid } from "./sigmoid";
import { TinyLayer, lowestTrainable, tinyLayerAt } from "./tiny";
import { tinyInputs, tinyTargets } from "./tinyGather";
import { isSingle } from "./tinyOne";

/** Whether `trainNarrow` knows the network. */
export function isNarrow<T, V>(plan: Plan): bool {
  if (lanes<T, V>() == 1 || !isSingle(plan)) return false;
  for (let index = 0; index < plan.layers; ++index) {
    const layer = tinyLayerAt(plan, index);
    if (max(layer.inputs, layer.outputs) > lanes<T, V>()) return false;
  }
  return true;
}

/** `trainSingles` for networks so narrow. */
export function trainNarrow<T, V>(plan: Plan, from: i32, count: i32): void {
  const first = changetype<usize>(tinyLayerAt(plan, 0));
  const last = tinyLayerAt(plan, plan.layers - 1);
  const lowest = changetype<usize>(tinyLayerAt(plan, lowestTrainable(plan)));
  const rate = splat<T, V>(<T>plan.learningRate);
  const factor = splat<T, V>(<T>plan.errorFactor);
  const lossFactor = plan.lossFactor;
  let lossSum = plan.lossSum;
  for (const end = from + count; from < end; ++from) {
    const inputs = load<V>(tinyInputs<T, V>(plan, from, 1));
    const targets = tinyTargets<T, V>(plan, last, from, 1);
    let x = inputs;
    let at = first;
    for (; at < changetype<usize>(last); at += offsetof<TinyLayer>()) {
      const layer = changetype<TinyLayer>(at);
      x = activationOf<T, V>(layer, x);
      store<V>(layer.activations, x);
    }
    const output = activationOf<T, V>(last, x);
    const difference = subtract<T, V>(output, load<V>(targets));
    let delta = multiply<T, V>(multiply<T, V>(factor, difference), plainSlope<T, V>(last.activation, output));
    update<T, V>(last, x, delta, rate);
    for (; at > lowest; at -= offsetof<TinyLayer>()) {
      const layer = changetype<TinyLayer>(at);
      const below = changetype<TinyLayer>(at - offsetof<TinyLayer>());
      const a = load<V>(below.activations);
      delta = multiply<T, V>(sumBelow<T, V>(layer, delta, a, rate), plainSlope<T, V>(below.activation, a));
      x = inputs;
      if (changetype<usize>(below) != first) {
        x = load<V>(changetype<TinyLayer>(changetype<usize>(below) - offsetof<TinyLayer>()).activations);
      }
      update<T, V>(below, x, delta, rate);
    }
    store<V>(last.activations, difference);
    let squares: f64 = 0;
    const bytes = <usize>last.outputs * sizeof<T>();
    for (let j: usize = 0; j < bytes; j += sizeof<T>()) {
      const error = <f64>load<T>(last.activations + j);
      squares += error * error;
    }
    lossSum += lossFactor * squares;
  }
  plan.lossSum = lossSum;
}

/** activation(x · weights + biases) */
@inline
function activationOf<T, V>(layer: TinyLayer, x: V): V {
  const w = layer.weights;
  let sum = multiply<T, V>(splatLane<T, V>(x, 0), load<V>(w));
  if (layer.inputs > 1) sum = multiplyAdd<T, V>(splatLane<T, V>(x, 1), load<V>(w, sizeof<V>()), sum);
  if (lanes<T, V>() > 2) {
    if (layer.inputs > 2) sum = multiplyAdd<T, V>(splatLane<T, V>(x, 2), load<V>(w, 2 * sizeof<V>()), sum);
    if (layer.inputs > 3) sum = multiplyAdd<T, V>(splatLane<T, V>(x, 3), load<V>(w, 3 * sizeof<V>()), sum);
  }
  sum = add<T, V>(sum, load<V>(layer.biases));
  if (layer.activation == Activation.sigmoid) sum = sigmoid<T, V>(sum);
  return sum;
}

/** delta · weightsᵀ by the old weights; updates the transposed ones. */
@inline
function sumBelow<T, V>(layer: TinyLayer, delta: V, a: V, rate: V): V {
  const w = layer.turned;
  const count = layer.outputs;
  let sum = multiply<T, V>(splatLane<T, V>(delta, 0), load<V>(w));
  if (count > 1) sum = multiplyAdd<T, V>(splatLane<T, V>(delta, 1), load<V>(w, sizeof<V>()), sum);
  if (lanes<T, V>() > 2) {
    if (count > 2) sum = multiplyAdd<T, V>(splatLane<T, V>(delta, 2), load<V>(w, 2 * sizeof<V>()), sum);
    if (count > 3) sum = multiplyAdd<T, V>(splatLane<T, V>(delta, 3), load<V>(w, 3 * sizeof<V>()), sum);
  }
  if (layer.trainable & Trainable.weights) updateRows<T, V>(w, count, delta, a, rate);
  return sum;
}

/** weights ← weights − rate · x · delta, and the biases likewise. */
@inline
function update<T, V>(layer: TinyLayer, x: V, delta: V, rate: V): void {
  if (layer.trainable & Trainable.weights) updateRows<T, V>(layer.weights, layer.inputs, x, delta, rate);
  if (layer.trainable & Trainable.biases) {
    const zero = splat<T, V>(0 as T);
    const b = layer.biases;
    store<V>(b, subtract<T, V>(load<V>(b), multiply<T, V>(rate, add<T, V>(zero, delta))));
  }
}


@inline
function updateRows<T, V>(w: usize, rows: i32, left: V, right: V, rate: V): void {
  updateRow<T, V>(w, splatLane<T, V>(left, 0), right, rate);
  if (rows > 1) updateRow<T, V>(w + sizeof<V>(), splatLane<T, V>(left, 1), right, rate);
  if (lanes<T, V>() > 2) {
    if (rows > 2) updateRow<T, V>(w + 2 * sizeof<V>(), splatLane<T, V>(left, 2), right, rate);
    if (rows > 3) updateRow<T, V>(w + 3 * sizeof<V>(), splatLane<T, V>(left, 3), right, rate);
  }
}


@inline
function updateRow<T, V>(w: usize, left: V, right: V, rate: V): void {
  const gradient = multiplyAdd<T, V>(left, right, splat<T, V>(0 as T));
  store<V>(w, subtract<T, V>(load<V>(w), multiply<T, V>(rate, gradient)));
}
