/**
 * Random changes while training: dropped units, dropped inputs, and noise on the inputs. Every random number
 * is a function of (seed, layer, epoch, place in the epoch, column): Philox over a counter. So it depends
 * neither on the number of threads nor on earlier numbers. Each member of a network has masks of its own, and
 * all have the same inputs.
 *
 * Source: Srivastava, Hinton, Krizhevsky, Sutskever & Salakhutdinov, "Dropout", JMLR 2014; inverted, so that
 * predictions need no factor.
 */
import { Stream } from "./codes";
import { cosineOfTurns, logarithm } from "./elementary";
import { multiply } from "./lanes";
import { Layer, Plan, membersOf } from "./plan";
import { philox } from "./random";

/**
 * dropped ← activations · mask, where mask is 0 with probability `dropout`, otherwise 1 / (1 − dropout), for
 * rows `begin` … `end − 1` of the batch at place `from`.
 *
 * @param rows    samples of the batch
 * @param scratch 16 bytes, overwritten
 */
export function dropUnits<T, V>(
  plan: Plan,
  index: i32,
  layer: Layer,
  from: i32,
  rows: i32,
  begin: i32,
  end: i32,
  scratch: usize,
): void {
  const width = <usize>layer.outputs * sizeof<T>();
  const members = membersOf(plan);
  for (let row = begin; row < end; ++row) {
    const mask = layer.masks + <usize>row * width;
    let place = from + row;
    if (members > 1) place = (from + (row % rows)) * members + row / rows;
    drawMask<T>(plan, index + 1, layer.dropout, mask, place, layer.outputs, scratch);
  }
  const at = <usize>begin * width;
  multiplyInto<T, V>(
    layer.dropped + at,
    layer.activations + at,
    layer.masks + at,
    <usize>(end - begin) * width,
  );
}

/** deltas ← deltas · mask, for rows `begin` … `end − 1`. */
export function dropDeltas<T, V>(layer: Layer, begin: i32, end: i32): void {
  const at = <usize>(begin * layer.outputs) * sizeof<T>();
  const bytes = <usize>((end - begin) * layer.outputs) * sizeof<T>();
  multiplyInto<T, V>(layer.deltas + at, layer.deltas + at, layer.masks + at, bytes);
}

/** to ← a · b, element by element, by whole vectors; `to` may be `a`. */
function multiplyInto<T, V>(to: usize, a: usize, b: usize, bytes: usize): void {
  for (let i: usize = 0; i < bytes; i += sizeof<V>()) {
    store<V>(to + i, multiply<T, V>(load<V>(a + i), load<V>(b + i)));
  }
}

/** Drops inputs of a gathered row, in place. */
export function dropInputs<T>(plan: Plan, row: usize, place: i32, columns: i32, scratch: usize): void {
  const threshold = thresholdOf(plan.inputDropout);
  const keep = <T>(1 / (1 - plan.inputDropout));
  for (let j = 0; j < columns; ++j) {
    if ((j & 3) == 0) drawBlock(plan, scratch, Stream.dropout, j >> 2, place);
    const at = row + <usize>j * sizeof<T>();
    const word = load<u32>(scratch + ((<usize>(j & 3)) << 2));
    store<T>(at, word < threshold ? (0 as T) : ((load<T>(at) * keep) as T));
  }
}

/** Adds noise of standard deviation `plan.inputNoise` to a gathered row, in place. [Box & Muller 1958] */
export function addNoise<T>(plan: Plan, row: usize, place: i32, columns: i32, scratch: usize): void {
  let radius: f64 = 0;
  for (let j = 0; j < columns; ++j) {
    if ((j & 3) == 0) drawBlock(plan, scratch, Stream.noise, j >> 2, place);
    const pair = scratch + ((<usize>(j & 2)) << 2);
    let turn = <f64>load<u32>(pair, 4) * 2.3283064365386962890625e-10; // 2⁻³²
    if ((j & 1) == 0) {
      const uniform = (<f64>load<u32>(pair) + 1) * 2.3283064365386962890625e-10; // never 0
      radius = plan.inputNoise * radiusOf(uniform);
    } else {
      turn = turn < 0.25 ? turn + 0.75 : turn - 0.25; // the sine
    }
    const at = row + <usize>j * sizeof<T>();
    store<T>(at, <T>(<f64>load<T>(at) + radius * cosineOf(turn)));
  }
}

/** √(−2 ln u); not inlined, so that it is compiled once. */
function radiusOf(uniform: f64): f64 {
  return sqrt<f64>(-2 * logarithm<f64, f64>(uniform));
}

/** cos(2π · turns); likewise. */
function cosineOf(turns: f64): f64 {
  return cosineOfTurns<f64, f64>(turns);
}

/** Random words below this are dropped. */
@inline
function thresholdOf(part: f64): u32 {
  return <u32>(part * 4294967296.0);
}

/** Draws four random words. */
@inline
function drawBlock(plan: Plan, to: usize, stream: u32, block: i32, place: i32): void {
  philox(to, block, place, stream, plan.epoch, plan.seedLow, plan.seedHigh);
}

/** mask[j] ← 0 or 1 / (1 − dropout). @param words 16 bytes, overwritten */
function drawMask<T>(
  plan: Plan,
  layer: i32,
  dropout: f64,
  mask: usize,
  place: i32,
  columns: i32,
  words: usize,
): void {
  const threshold = thresholdOf(dropout);
  const keep = <T>(1 / (1 - dropout));
  const stream: u32 = Stream.dropout | (layer << 8);
  for (let j = 0; j < columns; j += 4) {
    drawBlock(plan, words, stream, j >> 2, place);
    const count = min(4, columns - j);
    for (let k = 0; k < count; ++k) {
      const word = load<u32>(words + ((<usize>k) << 2));
      store<T>(mask + <usize>(j + k) * sizeof<T>(), word < threshold ? (0 as T) : keep);
    }
  }
}
