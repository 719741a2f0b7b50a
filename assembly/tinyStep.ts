/**
 * The training step of a small network, over the tables of `tiny.ts`. Each sum has the same terms in the same
 * order as in `product.ts`, so the bits are the same. A sum starts at its first term instead of at 0 only
 * where the sign of a zero sum cannot reach a parameter.
 */
import { activateAll, slope } from "./activation";
import { Activation, Trainable } from "./codes";
import { add, multiply, multiplyAdd, splat, subtract } from "./lanes";
import { beginUpdate } from "./optimizer";
import { Plan } from "./plan";
import { sigmoid } from "./sigmoid";
import { TinyLayer, lowestTrainable, tinyLayerAt } from "./tiny";
import { isSingle, trainSingles } from "./tinyOne";
import { tinyInputs, tinyTargets } from "./tinyGather";

/** Does what `train` of step.ts does, between `openTiny` and `closeTiny`. */
export function trainTiny<T, V>(plan: Plan, from: i32, count: i32): void {
  if (isSingle(plan)) {
    trainSingles<T, V>(plan, from, count);
    return;
  }
  const layers = plan.layers;
  const lowest = lowestTrainable(plan);
  const first = changetype<usize>(tinyLayerAt(plan, 0));
  const last = tinyLayerAt(plan, layers - 1);
  const stop = changetype<usize>(tinyLayerAt(plan, lowest));
  const inputPitch = <usize>tinyLayerAt(plan, 0).inputs * sizeof<T>();
  let lossSum = plan.lossSum;
  let ratedRows = 0;
  let rate: T = 0;
  for (let done = 0; done < count; done += plan.batch) {
    const rows = min(plan.batch, count - done);
    if (plan.rates) {
      beginUpdate(plan);
      ratedRows = 0;
    }
    if (rows != ratedRows) {
      rate = <T>(plan.mean ? plan.learningRate / <f64>rows : plan.learningRate);
      ratedRows = rows;
    }
    const inputs = tinyInputs<T, V>(plan, from + done, rows);
    const targets = tinyTargets<T, V>(plan, last, from + done, rows);
    let x = inputs;
    let pitch = inputPitch;
    for (let at = first; at <= changetype<usize>(last); at += offsetof<TinyLayer>()) {
      const layer = changetype<TinyLayer>(at);
      forward<T, V>(layer, x, pitch, rows);
      x = layer.activations;
      pitch = <usize>layer.outputs * sizeof<T>();
    }
    outputDeltas<T, V>(last, targets, rows, <T>plan.errorFactor);
    for (let at = changetype<usize>(last); at >= stop; at -= offsetof<TinyLayer>()) {
      const layer = changetype<TinyLayer>(at);
      const below = changetype<TinyLayer>(at - offsetof<TinyLayer>());
      x = at == first ? inputs : below.activations;
      pitch = at == first ? inputPitch : <usize>below.outputs * sizeof<T>();
      if (at > stop) deltasBelow<T, V>(layer, below, rows);
      const deltaPitch = <usize>layer.outputs * sizeof<T>();
      if (layer.trainable & Trainable.weights) {
        update<T, V>(
          layer.weights,
          layer.inputs,
          layer.rowBytes,
          x,
          pitch,
          layer.deltas,
          deltaPitch,
          rows,
          rate,
        );
        if (at > stop) {
          update<T, V>(
            layer.turned,
            layer.outputs,
            layer.turnedBytes,
            layer.deltas,
            deltaPitch,
            x,
            pitch,
            rows,
            rate,
          );
        }
      }
      if (layer.trainable & Trainable.biases) updateBiases<T, V>(layer, rows, rate);
    }
    lossSum = addLosses<T>(lossSum, last.activations, targets, rows, last.outputs, plan.lossFactor);
  }
  plan.lossSum = lossSum;
}

/** activations ← activation(x · weights + biases) */
@inline
function forward<T, V>(layer: TinyLayer, x: usize, pitch: usize, rows: i32): void {
  const rowBytes = layer.rowBytes;
  const outputPitch = <usize>layer.outputs * sizeof<T>();
  const activation = layer.activation;
  const alpha = <T>layer.alpha;
  const isSigmoid = activation == Activation.sigmoid;
  const atOnce = isSigmoid && rows == 1;
  const xBytes = <usize>layer.inputs * sizeof<T>();
  const biases = layer.biases;
  let to = layer.activations;
  for (let row = 0; row < rows; ++row) {
    for (let j: usize = 0; j < rowBytes; j += sizeof<V>()) {
      let w = layer.weights + j;
      let at = x;
      let sum = multiply<T, V>(splat<T, V>(load<T>(at)), load<V>(w));
      while ((at += sizeof<T>()) < x + xBytes) {
        w += rowBytes;
        sum = multiplyAdd<T, V>(splat<T, V>(load<T>(at)), load<V>(w), sum);
      }
      sum = add<T, V>(sum, load<V>(biases + j));
      if (atOnce) sum = sigmoid<T, V>(sum);
      store<V>(to + j, sum);
    }
    x += pitch;
    to += outputPitch;
  }
  if (atOnce) return;
  if (isSigmoid) {
    for (let at = layer.activations; at < to; at += sizeof<V>()) store<V>(at, sigmoid<T, V>(load<V>(at)));
  } else {
    activateAll<T, V>(activation, layer.activations, to - layer.activations, alpha);
  }
}

/** deltas ← factor · (activations − targets) · slope(activations) */
@inline
function outputDeltas<T, V>(last: TinyLayer, targets: usize, rows: i32, factor: T): void {
  const bytes = <usize>(rows * last.outputs) * sizeof<T>();
  for (let at: usize = 0; at < bytes; at += sizeof<V>()) {
    const output = load<V>(last.activations + at);
    const difference = subtract<T, V>(output, load<V>(targets + at));
    const error = multiply<T, V>(splat<T, V>(factor), difference);
    const bend = slope<T, V>(last.activation, output, output, <T>last.alpha);
    store<V>(last.deltas + at, multiply<T, V>(error, bend));
  }
}

/** below.deltas ← (deltas · weightsᵀ) · slope(below.activations) */
@inline
function deltasBelow<T, V>(layer: TinyLayer, below: TinyLayer, rows: i32): void {
  const rowBytes = layer.turnedBytes;
  const deltaBytes = <usize>layer.outputs * sizeof<T>();
  const pitch = <usize>below.outputs * sizeof<T>();
  const activation = below.activation;
  const alpha = <T>below.alpha;
  let delta = layer.deltas;
  let a = below.activations;
  let to = below.deltas;
  for (let row = 0; row < rows; ++row) {
    for (let j: usize = 0; j < rowBytes; j += sizeof<V>()) {
      let w = layer.turned + j;
      let at = delta;
      let sum = multiply<T, V>(splat<T, V>(load<T>(at)), load<V>(w));
      while ((at += sizeof<T>()) < delta + deltaBytes) {
        w += rowBytes;
        sum = multiplyAdd<T, V>(splat<T, V>(load<T>(at)), load<V>(w), sum);
      }
      const activated = load<V>(a + j);
      store<V>(to + j, multiply<T, V>(sum, slope<T, V>(activation, activated, activated, alpha)));
    }
    delta += deltaBytes;
    a += pitch;
    to += pitch;
  }
}

/**
 * weights ← weights − rate · (leftᵀ · right)
 *
 * @param left  [rows of leftPitch] T; one element for each row of the weights
 * @param right [rows of rightPitch] T; one for each column
 */
@inline
function update<T, V>(
  weights: usize,
  weightRows: i32,
  rowBytes: usize,
  left: usize,
  leftPitch: usize,
  right: usize,
  rightPitch: usize,
  rows: i32,
  rate: T,
): void {
  const end = weights + <usize>weightRows * rowBytes;
  const zero = splat<T, V>(0 as T);
  while (weights < end) {
    for (let j: usize = 0; j < rowBytes; j += sizeof<V>()) {
      let l = left;
      let r = right + j;
      let sum = multiplyAdd<T, V>(splat<T, V>(load<T>(l)), load<V>(r), zero);
      for (let row = 1; row < rows; ++row) {
        l += leftPitch;
        r += rightPitch;
        sum = multiplyAdd<T, V>(splat<T, V>(load<T>(l)), load<V>(r), sum);
      }
      store<V>(weights, subtract<T, V>(load<V>(weights), multiply<T, V>(splat<T, V>(rate), sum)));
      weights += sizeof<V>();
    }
    left += sizeof<T>();
  }
}

/** biases ← biases − rate · (sums of the columns of deltas); for a shared bias, the sum of those. */
@inline
function updateBiases<T, V>(layer: TinyLayer, rows: i32, rate: T): void {
  const pitch = <usize>layer.outputs * sizeof<T>();
  if (layer.biasCount != layer.outputs) {
    updateSharedBias<T, V>(layer, rows, rate);
    return;
  }
  for (let j: usize = 0; j < layer.rowBytes; j += sizeof<V>()) {
    let at = layer.deltas + j;
    let sum = add<T, V>(splat<T, V>(0 as T), load<V>(at));
    for (let row = 1; row < rows; ++row) {
      at += pitch;
      sum = add<T, V>(sum, load<V>(at));
    }
    const to = layer.biases + j;
    store<V>(to, subtract<T, V>(load<V>(to), multiply<T, V>(splat<T, V>(rate), sum)));
  }
}

function updateSharedBias<T, V>(layer: TinyLayer, rows: i32, rate: T): void {
  let total: T = 0;
  for (let unit = 0; unit < layer.outputs; ++unit) {
    let sum: T = 0;
    for (let row = 0; row < rows; ++row) {
      sum += load<T>(layer.deltas + <usize>(row * layer.outputs + unit) * sizeof<T>());
    }
    total = (total + sum) as T;
  }
  const bias = load<T>(layer.biases) - rate * total;
  for (let j: usize = 0; j < layer.rowBytes; j += sizeof<V>()) {
    store<V>(layer.biases + j, splat<T, V>(bias as T));
  }
}

/** lossSum + Σ over rows, in their order, of factor · Σ (o − t)² */
@inline
function addLosses<T>(sum: f64, outputs: usize, targets: usize, rows: i32, columns: i32, factor: f64): f64 {
  const bytes = <usize>columns * sizeof<T>();
  for (let row = 0; row < rows; ++row) {
    let squares: f64 = 0;
    for (let at: usize = 0; at < bytes; at += sizeof<T>()) {
      const error = <f64>(load<T>(outputs + at) - load<T>(targets + at));
      squares += error * error;
    }
    sum += factor * squares;
    outputs += bytes;
    targets += bytes;
  }
  return sum;
}
