/**
 * Gathers the samples of one batch. The data themselves stay in place (bytes stay bytes); a shuffle is one
 * index for each place of the epoch. Data that kernels can read where they are, are not copied.
 */
import { addNoise, dropInputs } from "./dropout";
import { multiplyRow } from "./members";
import { Layer, Plan, layerAt, membersOf } from "./plan";

/** The sample at place `index` of the epoch. */
@inline
export function sampleAt(plan: Plan, index: i32): usize {
  return plan.order ? <usize>load<u32>(plan.order + ((<usize>index) << 2)) : <usize>index;
}

/** Whether the first layer can read the inputs where they are. Noise and dropout need a copy. */
@inline
function inputsLieReady(plan: Plan, training: bool): bool {
  if (training && (plan.inputDropout > 0 || plan.inputNoise > 0)) return false;
  return plan.inputBytes != 1 && !plan.order && !plan.scale;
}

/**
 * Address of the inputs of the batch at place `from`, [batch × inputs] T, once they are gathered; without
 * factors.
 */
export function inputsOf<T>(plan: Plan, from: i32, training: bool): usize {
  if (!inputsLieReady(plan, training)) return plan.batchInputs;
  return plan.inputs + <usize>from * layerAt(plan, 0).inputs * sizeof<T>();
}

/**
 * Gathers rows `begin` … `end − 1` of the inputs of the batch at place `from`: converts them to T and scales
 * them; training also adds noise and drops some. Where there are factors, the rows of every member go to
 * `factored`, and those of the first member to `batchInputs` too: there they are without factors.
 *
 * @param rows    samples of the batch
 * @param scratch 16 bytes, overwritten
 */
export function gatherInputs<T, V>(
  plan: Plan,
  from: i32,
  rows: i32,
  begin: i32,
  end: i32,
  training: bool,
  scratch: usize,
): void {
  const ready = inputsLieReady(plan, training);
  const layer = layerAt(plan, 0);
  const factored = layer.factored;
  if (ready && !factored) return;
  const columns = layer.inputs;
  const isBytes = plan.inputBytes == 1;
  const width = <usize>columns * plan.inputBytes;
  const bytes = <usize>columns * sizeof<T>();
  const member = begin / rows;
  let to = (member ? factored : plan.batchInputs) + <usize>begin * bytes;
  let factors = layer.factors + <usize>member * bytes;
  let place = begin - member * rows;
  for (let row = begin; row < end; ++row) {
    if (place == rows) {
      place = 0;
      factors += bytes;
      to = factored + <usize>row * bytes;
    }
    const sample = from + place++;
    let source = plan.inputs + sampleAt(plan, sample) * width;
    if (!ready) {
      if (isBytes) bytesToFloats<T>(to, source, columns);
      else memory.copy(to, source, width);
      if (plan.scale) scaleRow<T>(to, plan.shift, plan.scale, columns);
      if (training && plan.inputNoise > 0) addNoise<T>(plan, to, sample, columns, scratch);
      if (training && plan.inputDropout > 0) dropInputs<T>(plan, to, sample, columns, scratch);
      source = to;
    }
    if (factored) multiplyRow<T, V>(factored + <usize>row * bytes, source, factors, columns);
    to += bytes;
  }
}

/** to[j] ← from[j]; from is [length] u8, to is [length] T. */
function bytesToFloats<T>(to: usize, from: usize, length: i32): void {
  for (let j = 0; j < length; ++j) {
    store<T>(to + <usize>j * sizeof<T>(), <T>load<u8>(from + j));
  }
}

/** x[j] ← (x[j] − shift[j]) · scale[j] */
function scaleRow<T>(x: usize, shift: usize, scale: usize, length: i32): void {
  for (let j = 0; j < length; ++j) {
    const at = <usize>j * sizeof<T>();
    store<T>(x + at, (load<T>(x + at) - load<T>(shift + at)) * load<T>(scale + at));
  }
}

/**
 * Gathers rows `begin` … `end − 1` of the targets of the same batch; every member has the same. A class index
 * becomes a row of `classOff` with one `classOn`.
 *
 * @returns address of [end − begin × outputs] T
 */
export function gatherTargets<T>(plan: Plan, last: Layer, from: i32, rows: i32, begin: i32, end: i32): usize {
  const width = <usize>last.outputs * sizeof<T>();
  if (!plan.labels && !plan.order && end <= rows) return plan.targets + <usize>(from + begin) * width;
  const targets = plan.batchTargets + <usize>begin * width;
  let to = targets;
  let place = begin % rows;
  for (let row = begin; row < end; ++row) {
    const sample = sampleAt(plan, from + place);
    if (++place == rows) place = 0;
    if (plan.labels) {
      const off = <T>plan.classOff;
      for (let j: usize = 0; j < width; j += sizeof<T>()) store<T>(to + j, off);
      store<T>(to + <usize>load<u32>(plan.labels + (sample << 2)) * sizeof<T>(), <T>plan.classOn);
    } else {
      memory.copy(to, plan.targets + sample * width, width);
    }
    to += width;
  }
  return targets;
}

/**
 * Multiplies losses and output deltas of rows `begin` … `end − 1` by the weights of their samples, and divides
 * them by the number of members: the loss of a sample is the mean over its members.
 */
export function weighRows<T>(
  plan: Plan,
  last: Layer,
  losses: usize,
  from: i32,
  rows: i32,
  begin: i32,
  end: i32,
): void {
  const part = 1 / <f64>membersOf(plan);
  for (let row = begin; row < end; ++row) {
    let weight = part;
    if (plan.sampleWeights)
      weight *= load<f64>(plan.sampleWeights + (sampleAt(plan, from + (row % rows)) << 3));
    store<f64>(losses, weight * load<f64>(losses));
    losses += sizeof<f64>();
    const delta = last.deltas + <usize>(row * last.outputs) * sizeof<T>();
    for (let j = 0; j < last.outputs; ++j) {
      const at = delta + <usize>j * sizeof<T>();
      store<T>(at, (<T>weight * load<T>(at)) as T);
    }
  }
}
