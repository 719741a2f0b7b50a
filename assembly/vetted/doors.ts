/**
 * The checked side of the module, for hosts other than ours: plans are looked at before they are run, arguments
 * before they are used. What is wrong is told by a `Refusal`, and nothing is done. What it costs is a look at
 * each sample's place and label where there are any, and some nanoseconds. Our own host has checked all this
 * and calls the kernels themselves.
 */
import { Pass, Refusal, Run, Stream } from "../codes";
import { stampOf } from "./create";
import { isInMemory, isNoCode } from "./describe";
import { Plan, layerAt } from "../plan";
import { philox } from "../random";
import { epochs } from "../epochs";
import { evaluate, gradients, train } from "../step";

/** Kernels read up to a vector beyond the data. */
const beyond: u64 = 16;

/** 0 where there is a plan at this address, else a `Refusal`. */
export function plan_check(plan: usize): i32 {
  if (!isInMemory(plan, offsetof<Plan>())) return Refusal.address;
  return changetype<Plan>(plan).stamp == stampOf(plan) ? 0 : Refusal.plan;
}

/**
 * Whether an array lies in memory and apart from the plan and from another array as long; 0 is none.
 *
 * @param width bytes of a row
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
 * Makes the next runs work on these data, which stay the host's and where they are; 16 bytes behind each may be read.
 *
 * @param inputs [rows × inputs] u8 or T, by `inputBytes`
 * @param targets [rows × outputs] T, or 0
 * @param labels [rows] u32, or 0; they come before targets
 * @param order  [rows] u32, the sample at each place, or 0: the natural one. `epochs` shuffles it
 * @returns 0 or a `Refusal`: then the data before remain
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
  const p = changetype<Plan>(plan);
  if (!inputs || rows < 1) return Refusal.data;
  if (inputBytes != 1 && inputBytes != p.floatBytes) return Refusal.inputBytes;
  const classes = layerAt(p, p.layers - 1).outputs;
  if (
    !fits(p, inputs, rows, layerAt(p, 0).inputs, inputBytes, 0) ||
    !fits(p, targets, rows, classes, p.floatBytes, 0) ||
    !fits(p, labels, rows, 1, 4, order) || // a shuffle must not make labels of places
    !fits(p, order, rows, 1, 4, 0)
  )
    return Refusal.address;
  p.inputs = inputs;
  p.inputBytes = inputBytes;
  p.targets = targets;
  p.labels = labels;
  p.order = order;
  p.samples = rows;
  return 0;
}

/** Why a run of a plan cannot be, or 0. */
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
    if (<u32>(count - 1) >= <u32>plan.epochs) return count > 0 ? Refusal.room : Refusal.range;
    from = 0;
    count = rows;
    order = 0; // it is about to be made
  }
  if (<u32>from >= rows || <u32>(count - 1) >= rows - from) return Refusal.range;
  if (run == Run.evaluate && plan.outputs && from + count > plan.answers) return Refusal.room;
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
 * src/network/initialise.ts. @returns 0 or a `Refusal`
 */
export function plan_initialise(plan: usize, index: i32, low: f64, high: f64): i32 {
  const refusal = plan_check(plan);
  if (refusal) return refusal;
  const p = changetype<Plan>(plan);
  if (<u32>index >= <u32>p.layers) return Refusal.layers;
  const layer = layerAt(p, index);
  if (layer.tied) return Refusal.tied;
  const scratch = p.workspace + 128;
  const count = <u32>layer.inputs * layer.outputs;
  for (let i: u32 = 0; i < count; ++i) {
    if (!(i & 3)) philox(scratch, i >> 2, 0, Stream.initialise, index, p.seedLow, p.seedHigh);
    const word = load<u32>(scratch + (((<usize>i) & 3) << 2));
    const weight = low + (high - low) * (<f64>word * (1.0 / 4294967296.0));
    if (p.floatBytes == 4) store<f32>(layer.weights + ((<usize>i) << 2), <f32>weight);
    else store<f64>(layer.weights + ((<usize>i) << 3), weight);
  }
  return 0;
}

/**
 * What `f32_train` and its like do, after a look at the arguments. Every thread of the plan calls it.
 *
 * @param run   a `Run`
 * @param from  first place; of `epochs` the number of the first epoch
 * @param count places, or epochs
 * @returns 0 or a `Refusal`, which is left in `Plan.refusal` too
 */
export function plan_run(plan: usize, run: i32, from: i32, count: i32, thread: i32): i32 {
  let refusal = plan_check(plan);
  if (refusal) return refusal;
  const p = changetype<Plan>(plan);
  refusal = refusalOfRun(p, run, from, count, thread);
  p.refusal = refusal;
  if (refusal) return refusal;
  if (p.floatBytes == 4) {
    if (ASC_FEATURE_SIMD) kernel<f32, v128>(p, run, from, count, thread);
    else kernel<f32, f32>(p, run, from, count, thread);
  } else if (ASC_FEATURE_SIMD) kernel<f64, v128>(p, run, from, count, thread);
  else kernel<f64, f64>(p, run, from, count, thread);
  return 0;
}


@inline
function kernel<T, V>(plan: Plan, run: i32, from: i32, count: i32, thread: i32): void {
  if (run == Run.train) train<T, V>(plan, from, count, thread);
  else if (run == Run.epochs) epochs<T, V>(plan, from, count, thread);
  else if (run == Run.evaluate) evaluate<T, V>(plan, from, count, thread);
  else gradients<T, V>(plan, from, count, thread);
}
