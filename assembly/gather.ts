/**
 * Brings the samples of one batch together. Data stay where and as they are (bytes stay bytes); a shuffle is
 * an index per place. Floating-point inputs that are used as they are, in their own order, are not copied.
 */
import { Layer, Plan, layerAt } from "./plan";

/** The sample at place `index` of the epoch. */
@inline
function sampleAt(plan: Plan, index: i32): usize {
  return plan.order ? <usize>load<u32>(plan.order + ((<usize>index) << 2)) : <usize>index;
}

/**
 * The inputs of the samples at places `from` … `from + rows − 1`, converted to T and scaled.
 *
 * @returns address of [rows × inputs] T: `plan.batchInputs`, or the data themselves
 */
export function gatherInputs<T>(plan: Plan, from: i32, rows: i32): usize {
  const columns = layerAt(plan, 0).inputs;
  const isBytes = plan.inputBytes == 1;
  const width = <usize>columns * plan.inputBytes;
  if (!isBytes && !plan.order && !plan.scale) return plan.inputs + <usize>from * width;
  let to = plan.batchInputs;
  for (let row = 0; row < rows; ++row) {
    const source = plan.inputs + sampleAt(plan, from + row) * width;
    if (isBytes) bytesToFloats<T>(to, source, columns);
    else memory.copy(to, source, width);
    if (plan.scale) scaleRow<T>(to, plan.shift, plan.scale, columns);
    to += <usize>columns * sizeof<T>();
  }
  return plan.batchInputs;
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
 * The targets of the same samples; a class index becomes a row of zeros with a one.
 *
 * @returns address of [rows × outputs] T
 */
export function gatherTargets<T>(plan: Plan, last: Layer, from: i32, rows: i32): usize {
  const width = <usize>last.outputs * sizeof<T>();
  if (!plan.labels && !plan.order) return plan.targets + <usize>from * width;
  let to = plan.batchTargets;
  for (let row = 0; row < rows; ++row) {
    const sample = sampleAt(plan, from + row);
    if (plan.labels) {
      memory.fill(to, 0, width);
      store<T>(to + <usize>load<u32>(plan.labels + (sample << 2)) * sizeof<T>(), 1 as T);
    } else {
      memory.copy(to, plan.targets + sample * width, width);
    }
    to += width;
  }
  return plan.batchTargets;
}
