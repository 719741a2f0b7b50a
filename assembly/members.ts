/**
 * Members: networks in one plan that share all weights but those of the last layer. Each has factors of the
 * inputs, `Layer.factors`, and weights and biases of its own in the last layer. Rows of a batch of `rows`
 * samples, in all its buffers:
 *
 *     sample      0 … rows − 1 │ 0 … rows − 1 │ …          row = member · rows + sample
 *     member           0       │      1       │ …
 *
 * So every layer but the last is one product over members · rows rows, and the rows of a member are
 * contiguous. A network with factors and one member has a diagonal layer in front.
 *
 * With W the weights of the first layer, r the factors of a member, x the inputs and δ the member's deltas,
 *
 *     M = xᵀ · δ        ∂E/∂W = Σ over members of r ∘ M        ∂E/∂r = sums of the rows of W ∘ M
 *
 * so that the deltas of the inputs are not needed.
 *
 * Sources: Gorishniy, Kotelnikov & Babenko, "TabM", ICLR 2025 (TabM-mini); Holzmüller, Grinsztajn & Steinwart,
 * NeurIPS 2024 (the scaling layer of RealMLP).
 */
import { Activation, Finish } from "./codes";
import { naturalLogarithm } from "./crossEntropy";
import { add, lanes, multiply, multiplyAdd, splat } from "./lanes";
import { updateParameters } from "./optimizer";
import { partBegin } from "./parts";
import { Layer, Plan, copiesOf, layerAt, membersOf, weightRowsOf } from "./plan";
import { runProduct } from "./product";
import { unitGrain } from "./tuning";
import { Chunk, productOf, sumsOf } from "./workspace";

/** to[j] ← a[j] · b[j]; nothing beyond them is written. `to` may be `a`. */
export function multiplyRow<T, V>(to: usize, a: usize, b: usize, length: i32): void {
  let j = 0;
  for (; j + lanes<T, V>() <= length; j += lanes<T, V>()) {
    const at = <usize>j * sizeof<T>();
    store<V>(to + at, multiply<T, V>(load<V>(a + at), load<V>(b + at)));
  }
  for (; j < length; ++j) {
    const at = <usize>j * sizeof<T>();
    store<T>(to + at, (load<T>(a + at) * load<T>(b + at)) as T);
  }
}

/** Rows of the layer at `index` that use the same weights; a span begins at each multiple of it. */
@inline
export function spanOf(plan: Plan, index: i32, rows: i32): i32 {
  return copiesOf(plan, index) > 1 ? rows : i32.MAX_VALUE;
}

/**
 * The answers of a batch: writes the mean of the members' outputs over those of the first member. Net inputs,
 * where the last layer keeps them, become those of the mean, for the loss; a probability below 10⁻⁴⁵ counts as
 * that.
 */
export function averageMembers<T, V>(plan: Plan, rows: i32): void {
  const last = layerAt(plan, plan.layers - 1);
  const members = membersOf(plan);
  const bytes = <usize>(rows * last.outputs) * sizeof<T>();
  const part = splat<T, V>(<T>(1 / <f64>members));
  const outputs = last.activations;
  // the last vector reaches into the rows of the next member, whose first outputs have been read
  for (let at: usize = 0; at < bytes; at += sizeof<V>()) {
    let sum = load<V>(outputs + at);
    let from = outputs + at;
    for (let member = 1; member < members; ++member) {
      from += bytes;
      sum = add<T, V>(sum, load<V>(from));
    }
    store<V>(outputs + at, multiply<T, V>(part, sum));
  }
  const netInputs = last.netInputs;
  if (!netInputs) return;
  for (let at: usize = 0; at < bytes; at += sizeof<T>()) {
    const mean = <f64>load<T>(outputs + at);
    let z = logarithmOf(mean);
    if (last.activation == Activation.sigmoid) z -= logarithmOf(1 - mean);
    store<T>(netInputs + at, <T>z);
  }
}

/** ln p of a probability. */
@inline
function logarithmOf(p: f64): f64 {
  return naturalLogarithm(max<f64>(p, 1e-45));
}

/**
 * Computes the chunk's rows of the gradients of the first layer's weights and of the factors, summed over the
 * rows of the batch.
 *
 * @param inputs [rows × inputs] T, read: the batch without factors
 * @param resume whether the sums start from what the buffers hold
 */
export function factoredGradients<T, V>(
  plan: Plan,
  workspace: usize,
  chunk: Chunk,
  inputs: usize,
  rows: i32,
  resume: bool,
): void {
  const layer = layerAt(plan, 0);
  const members = membersOf(plan);
  const product = productOf(workspace);
  const width = <usize>layer.outputs * sizeof<T>();
  const isApart = copiesOf(plan, 0) > 1;
  const end = min(chunk.end, weightRowsOf(plan, 0));
  for (let member = 0; member < members; ++member) {
    // the first row of the weights that the member uses
    const first = isApart ? member * layer.inputs : 0;
    const begin = max(chunk.begin, first);
    const stop = min(end, first + layer.inputs);
    if (begin >= stop) continue;
    const c = layer.memberGradients + <usize>begin * width;
    product.m = stop - begin;
    product.n = layer.outputs;
    product.k = rows;
    product.finish = Finish.store;
    product.a = inputs + <usize>(begin - first) * sizeof<T>();
    product.aRow = 1;
    product.aColumn = layer.inputs;
    product.b = layer.deltas + <usize>(member * rows) * width;
    product.bRow = layer.outputs;
    product.bColumn = 1;
    product.c = c;
    product.partial = c;
    product.resume = 0;
    product.sameB = 0;
    runProduct<T, V>(workspace);
    const adds = resume || (member > 0 && !isApart);
    for (let row = begin; row < stop; ++row) {
      const at = <usize>(member * layer.inputs + row - first) * sizeof<T>();
      foldRow<T, V>(layer, row, at, adds, resume, sumsOf(workspace));
    }
  }
}

/**
 * One row of M, with its factor:
 *
 *     weightGradients ← (adds ? weightGradients : 0) + factor · M
 *     factorGradient  ← (resume ? factorGradient : 0) + Σ W ∘ M
 *
 * Σ is four sums over columns j, j + 4, …, whatever V is: ((0 + 1) + (2 + 3)) + the rest.
 *
 * @param place distance of the factor from the first, in bytes
 * @param sums  [4] T, overwritten
 */
function foldRow<T, V>(layer: Layer, row: i32, place: usize, adds: bool, resume: bool, sums: usize): void {
  const factor = load<T>(layer.factors + place);
  const at = <usize>(row * layer.outputs) * sizeof<T>();
  const m = layer.memberGradients + at;
  const w = layer.weights + at;
  const g = layer.weightGradients + at;
  const step = sizeof<V>();
  const end = <usize>layer.outputs * sizeof<T>();
  const whole = <usize>(layer.outputs & -4) * sizeof<T>();
  const zero = splat<T, V>(0 as T);
  const factors = splat<T, V>(factor);
  // 4 / lanes of them are used
  let sum0 = zero;
  let sum1 = zero;
  let sum2 = zero;
  let sum3 = zero;
  for (let j: usize = 0; j < whole; j += 4 * sizeof<T>()) {
    sum0 = foldVector<T, V>(m + j, w + j, g + j, factors, adds, sum0);
    if (lanes<T, V>() < 4)
      sum1 = foldVector<T, V>(m + j + step, w + j + step, g + j + step, factors, adds, sum1);
    if (lanes<T, V>() < 2) {
      sum2 = foldVector<T, V>(m + j + 2 * step, w + j + 2 * step, g + j + 2 * step, factors, adds, sum2);
      sum3 = foldVector<T, V>(m + j + 3 * step, w + j + 3 * step, g + j + 3 * step, factors, adds, sum3);
    }
  }
  store<V>(sums, sum0);
  if (lanes<T, V>() < 4) store<V>(sums + step, sum1);
  if (lanes<T, V>() < 2) {
    store<V>(sums + 2 * step, sum2);
    store<V>(sums + 3 * step, sum3);
  }
  const size = sizeof<T>();
  let sum = (load<T>(sums) +
    load<T>(sums + size) +
    (load<T>(sums + 2 * size) + load<T>(sums + 3 * size))) as T;
  for (let j = whole; j < end; j += size) sum = foldVector<T, T>(m + j, w + j, g + j, factor, adds, sum);
  const gradient = layer.factorGradients + place;
  store<T>(gradient, resume ? ((load<T>(gradient) + sum) as T) : sum);
}

/** One vector of `foldRow`. @returns sum + W ∘ M */
@inline
function foldVector<T, V>(m: usize, w: usize, g: usize, factor: V, adds: bool, sum: V): V {
  const x = load<V>(m);
  const own = multiply<T, V>(factor, x);
  store<V>(g, adds ? add<T, V>(load<V>(g), own) : own);
  return multiplyAdd<T, V>(load<V>(w), x, sum);
}

/** Applies the gradients of this thread's part of the factors, times `factor`. Penalties leave factors alone. */
export function updateFactors<T, V>(plan: Plan, thread: i32, factor: f64): void {
  const layer = layerAt(plan, 0);
  const count = membersOf(plan) * layer.inputs;
  const begin = partBegin(count, unitGrain, thread, plan.threads);
  const at = <usize>begin * sizeof<T>();
  updateParameters<T, V>(
    plan,
    layer.factors + at,
    layer.factorGradients + at,
    layer.factorMoments1 + at,
    layer.factorMoments2 + at,
    partBegin(count, unitGrain, thread + 1, plan.threads) - begin,
    false,
    factor,
    plan.inputScaleRate,
  );
}
