/**
 * The checked entry points, for hosts other than ours. They check plans before they run them, and arguments
 * before they use them. A wrong one gives a `Refusal`, and nothing is done. The checks read each sample's
 * place in the order and its label, where there are any; the rest takes nanoseconds. Our own host has checked
 * all this and calls the kernels directly.
 */
import { Pass, Refusal, Run, Stream } from "../codes";
import { stampOf } from "./create";
import { isInMemory, isNoCode } from "./describe";
import { Plan, layerAt, weightRowsOf } from "../plan";
import { philox } from "../random";
import { epochs } from "../epochs";
import { evaluate, gradients, train } from "../step";
import { scratchOf } from "../workspace";

/** Kernels read up to one vector beyond the end of the data. */
const beyond: u64 = 16;

/** Checks that there is a plan at this address. @returns 0 or a `Refusal` */
export function plan_check(plan: usize): i32 {
  if (!isInMemory(plan, offsetof<Plan>())) return Refusal.address;
  return changetype<Plan>(plan).stamp == stampOf(plan) ? 0 : Refusal.plan;
}

/**
 * Whether an array is inside memory and overlaps neither the plan nor another array of the same length.
 * Address 0 means that there is no array, which is right.
 *
 * @param width bytes of one element
 */
function fits(plan: Plan, address: usize, rows: i32, columns: i32, width: i32, other: usize): bool {
  const bytes = <u64>rows * columns * width;
  const start = changetype<usize>(plan);
  return (
    !address ||
    (isInMemory(address, bytes + beyond) &&
      (<u64>address + bytes <= <u64>start || <u64>address >= <u64>start + plan.bytes) &&
      (!other || <u64>address + bytes <= <u64>other || <u64>address >= <u64>other + bytes))
  );
}

/**
 * Makes the next runs work on these data. They remain the host's and stay where they are; kernels may read 16
 * bytes beyond the end of each array.
 *
 * @param inputs [rows × inputs] u8 or T, by `inputBytes`
 * @param targets [rows × outputs] T, or 0
 * @param labels [rows] u32, or 0; where they are given, targets are not read
 * @param order  [rows] u32, the sample at each place, or 0: the natural order. `epochs` shuffles it
 * @returns 0 or a `Refusal`: then the plan keeps its previous data
 */
export function plan_set_data(
  plan: usize,
  inputs: usize,
  inputBytes: i32,
  targets: usize,
  labels: usize,
  order: usize,
  rows: i32,
): i32 {
  const refusal = plan_check(plan);
  if (refusal) return refusal;
  const table = changetype<Plan>(plan);
  if (!inputs || rows < 1) return Refusal.data;
  if (inputBytes != 1 && inputBytes != table.floatBytes) return Refusal.inputBytes;
  const classes = layerAt(table, table.layers - 1).outputs;
  if (
    !fits(table, inputs, rows, layerAt(table, 0).inputs, inputBytes, 0) ||
    !fits(table, targets, rows, classes, table.floatBytes, 0) ||
    !fits(table, labels, rows, 1, 4, order) || // or a shuffle would overwrite labels
    !fits(table, order, rows, 1, 4, 0)
  )
    return Refusal.address;
  table.inputs = inputs;
  table.inputBytes = inputBytes;
  table.targets = targets;
  table.labels = labels;
  table.order = order;
  table.samples = rows;
  return 0;
}

/** Checks a run of a plan. @returns 0 or a `Refusal` */
export function refusalOfRun(plan: Plan, run: i32, from: i32, count: i32, thread: i32): i32 {
  const rows = <u32>plan.samples;
  if (isNoCode(run, Run.gradients)) return Refusal.run;
  if (<u32>thread >= <u32>plan.threads) return Refusal.thread;
  if (!rows) return Refusal.data;
  if (run != Run.evaluate) {
    if (plan.pass < (run == Run.gradients ? Pass.gradients : Pass.train)) return Refusal.pass;
    if (!plan.targets && !plan.labels) return Refusal.targets;
  }
  let order = plan.order;
  if (run == Run.epochs) {
    if (<u32>(count - 1) >= <u32>plan.epochs) return count > 0 ? Refusal.capacity : Refusal.range;
    from = 0;
    count = rows;
    order = 0; // `epochs` overwrites it
  }
  if (<u32>from >= rows || <u32>(count - 1) >= rows - from) return Refusal.range;
  if (run == Run.evaluate && plan.outputs && from + count > plan.answers) return Refusal.capacity;
  const labels = plan.labels;
  if (!order && !labels) return 0;
  const classes = <u32>layerAt(plan, plan.layers - 1).outputs;
  for (const end = <u32>(from + count); <u32>from < end; ++from) {
    const sample = order ? load<u32>(order + ((<usize>from) << 2)) : <u32>from;
    if (sample >= rows) return Refusal.order;
    if (labels && load<u32>(labels + ((<usize>sample) << 2)) >= classes) return Refusal.label;
  }
  return 0;
}

/**
 * Draws the weights of the layer at `index`, uniform on [low, high), by the plan's seed: the numbers of
 * src/network/initialise.ts; those of all members, where each has its own. @returns 0 or a `Refusal`
 */
export function plan_initialise(plan: usize, index: i32, low: f64, high: f64): i32 {
  const refusal = plan_check(plan);
  if (refusal) return refusal;
  const table = changetype<Plan>(plan);
  if (<u32>index >= <u32>table.layers) return Refusal.layers;
  const layer = layerAt(table, index);
  if (layer.tied) return Refusal.tied;
  const scratch = scratchOf(table.workspace);
  const count = <u32>weightRowsOf(table, index) * layer.outputs;
  for (let i: u32 = 0; i < count; ++i) {
    if (!(i & 3)) philox(scratch, i >> 2, 0, Stream.initialise, index, table.seedLow, table.seedHigh);
    const word = load<u32>(scratch + (((<usize>i) & 3) << 2));
    const weight = low + (high - low) * (<f64>word * (1.0 / 4294967296.0));
    if (table.floatBytes == 4) store<f32>(layer.weights + ((<usize>i) << 2), <f32>weight);
    else store<f64>(layer.weights + ((<usize>i) << 3), weight);
  }
  return 0;
}

/**
 * Does what `f32_train`, `f32_epochs`, `f32_evaluate` or `f32_gradients` do, after checking the arguments.
 * Every thread of the plan calls it.
 *
 * @param run   a `Run`
 * @param from  first place; for `epochs` the number of the first epoch
 * @param count places, or epochs
 * @returns 0 or a `Refusal`, which is also written to `Plan.refusal`
 */
export function plan_run(plan: usize, run: i32, from: i32, count: i32, thread: i32): i32 {
  let refusal = plan_check(plan);
  if (refusal) return refusal;
  const table = changetype<Plan>(plan);
  refusal = refusalOfRun(table, run, from, count, thread);
  table.refusal = refusal;
  if (refusal) return refusal;
  if (table.floatBytes == 4) {
    if (ASC_FEATURE_SIMD) kernel<f32, v128>(table, run, from, count, thread);
    else kernel<f32, f32>(table, run, from, count, thread);
  } else if (ASC_FEATURE_SIMD) kernel<f64, v128>(table, run, from, count, thread);
  else kernel<f64, f64>(table, run, from, count, thread);
  return 0;
}

/** Runs a kernel. */
@inline
function kernel<T, V>(plan: Plan, run: i32, from: i32, count: i32, thread: i32): void {
  if (run == Run.train) train<T, V>(plan, from, count, thread);
  else if (run == Run.epochs) epochs<T, V>(plan, from, count, thread);
  else if (run == Run.evaluate) evaluate<T, V>(plan, from, count, thread);
  else gradients<T, V>(plan, from, count, thread);
}
