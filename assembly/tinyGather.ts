/**
 * Gathers the samples of a batch of a small network, by whole vectors. Reads up to one vector beyond the end
 * of the data; the host leaves memory for it.
 */
import { sampleAt } from "./gather";
import { Plan } from "./plan";
import { TinyLayer, tinyBatchOf, tinyLayerAt } from "./tiny";

/** @returns address of the inputs, [rows × inputs] T: in the data, or gathered and scaled */
@inline
export function tinyInputs<T, V>(plan: Plan, from: i32, rows: i32): usize {
  const columns = tinyLayerAt(plan, 0).inputs;
  if (plan.inputBytes == 1) return gatherBytes<T>(plan, from, rows, columns);
  const width = <usize>columns * sizeof<T>();
  if (rows == 1) return plan.inputs + sampleAt(plan, from) * width;
  if (!plan.order) return plan.inputs + <usize>from * width;
  return gather<V>(tinyBatchOf(plan).inputs, plan, plan.inputs, width, width, 0, from, rows);
}

/** @returns address of the targets, [rows × outputs] T; those of classes are rows of the unit matrix */
@inline
export function tinyTargets<T, V>(plan: Plan, last: TinyLayer, from: i32, rows: i32): usize {
  const width = <usize>last.outputs * sizeof<T>();
  const labels = plan.labels;
  const source = labels ? tinyBatchOf(plan).classes : plan.targets;
  const pitch = labels ? last.rowBytes : width;
  if (rows == 1) {
    let index = sampleAt(plan, from);
    if (labels) index = <usize>load<u32>(labels + (index << 2));
    return source + index * pitch;
  }
  if (!labels && !plan.order) return source + <usize>from * width;
  return gather<V>(tinyBatchOf(plan).targets, plan, source, pitch, width, labels, from, rows);
}

/**
 * Copies a row of `source` for each sample, or for each sample's label. Rows are copied by whole vectors;
 * each row overwrites what the one before wrote beyond its end.
 */
function gather<V>(
  to: usize,
  plan: Plan,
  source: usize,
  pitch: usize,
  width: usize,
  labels: usize,
  from: i32,
  rows: i32,
): usize {
  const start = to;
  for (let row = 0; row < rows; ++row) {
    let index = sampleAt(plan, from + row);
    if (labels) index = <usize>load<u32>(labels + (index << 2));
    const at = source + index * pitch;
    for (let j: usize = 0; j < width; j += sizeof<V>()) store<V>(to + j, load<V>(at + j));
    to += width;
  }
  return start;
}

/** Gathers inputs that are bytes: x, or (x − shift) · scale. */
function gatherBytes<T>(plan: Plan, from: i32, rows: i32, columns: i32): usize {
  const start = tinyBatchOf(plan).inputs;
  let to = start;
  for (let row = 0; row < rows; ++row) {
    const source = plan.inputs + sampleAt(plan, from + row) * columns;
    for (let j = 0; j < columns; ++j) {
      let x = <T>load<u8>(source + j);
      if (plan.scale) {
        const at = <usize>j * sizeof<T>();
        x = ((x - load<T>(plan.shift + at)) * load<T>(plan.scale + at)) as T;
      }
      store<T>(to, x);
      to += sizeof<T>();
    }
  }
  return start;
}
