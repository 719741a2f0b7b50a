/**
 * Makes a plan of its description, in a region that the host gives. The description is the tables of `plan.ts`
 * without the pointers; what follows from it (`buffered`, `general`, powers of 1) is filled in here.
 *
 *     region ┌──────┬─────────┬───┬─────────────────────────┬─────────────────┬─────────────────┬───┐
 *            │ Plan │ Layer 0 │ … │ scaler, answers, batch, │ Layer 0:        │ Layer 1:        │ … │
 *            │      │         │   │ workspaces, barrier, …  │ weights, …      │ weights, …      │   │
 *            └──────┴─────────┴───┴─────────────────────────┴─────────────────┴─────────────────┴───┘
 *
 * Everything begins at a multiple of 64 bytes. The same as src/network/layout.ts does in an arena.
 */
import { Optimizer, Pass, Refusal } from "../codes";
import { keepsNetInputs, lossNeedsNetInputs } from "../generated/functions";
import { isInMemory, refusalOf, tableBytes } from "./describe";
import { Layer, Plan, layerAt } from "../plan";
import { blockDepth, workspaceBytes } from "../product";

/** So that sizes are positive numbers. */
const mostBytes: u64 = 0x7fffffff;
/** Bytes of the words at which threads meet. */
const barrierBytes: u64 = 128;
/** A plan's stamp, but for its address. */
const stampBase: u32 = 0x43524e01;

/** The stamp of a plan here: pointers in it are addresses, so a copy elsewhere is none. */
@inline
export function stampOf(plan: usize): u32 {
  return stampBase ^ (<u32>plan);
}

/** Bytes that a plan takes, or a `Refusal` of its description, which is its tables without the pointers. */
export function plan_size(description: usize): i32 {
  const refusal = refusalOf(description);
  if (refusal) return refusal;
  const bytes = (layOut(changetype<Plan>(description), 0) + 63) & ~63;
  return bytes > mostBytes ? Refusal.large : <i32>bytes;
}

/**
 * Makes the plan in a region of the host's. Parameters, moments and buffers are 0, scales 1.
 *
 * @param region 64-byte aligned, apart from the description
 * @param bytes  of the region
 * @returns 0, or a `Refusal`: then nothing is written
 */
export function plan_create(description: usize, region: usize, bytes: u32): i32 {
  const size = plan_size(description);
  if (size < 0) return size;
  if (<u32>size > bytes) return Refusal.small;
  if (region & 63 || !isInMemory(region, bytes)) return Refusal.address;
  const d = changetype<Plan>(description);
  const tables = tableBytes(d);
  if (region < description + tables && description < region + bytes) return Refusal.overlap;
  memory.fill(region, 0, size);
  memory.copy(region, description, tables);
  const plan = changetype<Plan>(region);
  // inputs, targets, labels, order; sampleWeights, rates
  memory.fill(region + offsetof<Plan>("inputs"), 0, 16);
  memory.fill(region + offsetof<Plan>("sampleWeights"), 0, 8);
  plan.samples = 0;
  plan.update = 0;
  plan.refusal = 0;
  for (let at: usize = 0; at < 32; at += 8) store<f64>(region + at, 1, offsetof<Plan>("power1"));
  layOut(d, region);
  plan.bytes = bytes;
  plan.stamp = stampOf(region);
  return 0;
}

/** Which buffers a layer has, bit by bit in the order of their fields from `weights` on. */
@inline
function buffersOf(d: Plan, layer: Layer, isLast: bool, buffered: i32): u32 {
  const optimizer = d.optimizer;
  let buffers: u32 = 0b111; // weights, biases, activations
  if (keepsNetInputs(layer.activation) || (isLast && lossNeedsNetInputs(d.loss))) buffers |= netInputsBit;
  if (d.pass == Pass.forward) return buffers;
  buffers |= 0b101000; // deltas, biasGradients
  if (d.pass == Pass.gradients || buffered || d.batch > blockDepth) buffers |= 1 << 4;
  if (layer.dropout > 0) buffers |= dropoutBits;
  if (optimizer != Optimizer.sgd) buffers |= 0b0101 << 9;
  if (optimizer >= Optimizer.adam) buffers |= 0b1010 << 9;
  return buffers;
}

const netInputsBit: u32 = 1 << 6;
const dropoutBits: u32 = 0b11 << 7;
/** What each of the fields is as long as: 0 the weights, 1 the units, 2 the activations. */
const lengths: u32 = 0b01_01_00_00_10_10_10_01_00_10_10_01_00;
const bufferCount: u32 = 13;
/** Places of weightMoments2 and biasMoments2. */
const secondMoments: u32 = 0b1010 << 9;

/**
 * Adds up what a plan takes, and where `region` is not 0 says in the tables there where it lies.
 *
 * @param d read; has been found right
 * @returns bytes of it all; of a plan that is too large, at least so many that this is seen
 */
function layOut(d: Plan, region: usize): u64 {
  const size = <u64>d.floatBytes;
  const batch = <u64>d.batch;
  const layers = d.layers;
  const inputs = size * layerAt(d, 0).inputs;
  const outputs = size * layerAt(d, layers - 1).outputs;
  const optimizer = d.optimizer;
  let tied = 0;
  for (let index = 0; index < layers; ++index) tied |= layerAt(d, index).tied;
  const limits = d.l1 + d.l2 + d.weightDecay + d.clipValue + d.clipNorm + d.maxNorm;
  const buffered = i32(limits > 0) | optimizer | tied;
  const disturbed = i32(d.inputNoise + d.inputDropout > 0);
  let general = d.general | d.scales | d.loss | buffered | disturbed;
  const scaler = d.scales ? inputs : 0;
  let rows: u64 = 0;
  let top: u64 = tableBytes(d);
  top = place(region, offsetof<Plan>("shift"), top, scaler, 0, 0);
  top = place(region, offsetof<Plan>("scale"), top, scaler, 1, size);
  top = place(region, offsetof<Plan>("outputs"), top, d.answers * outputs, 0, 0);
  top = place(region, offsetof<Plan>("batchInputs"), top, batch * inputs, 0, 0);
  top = place(region, offsetof<Plan>("batchTargets"), top, batch * outputs, 0, 0);
  top = place(region, offsetof<Plan>("rowLosses"), top, batch << 3, 0, 0);
  top = place(region, offsetof<Plan>("workspace"), top, <u64>d.threads * workspaceBytes(), 0, 0);
  top = place(region, offsetof<Plan>("barrier"), top, barrierBytes, 0, 0);
  top = place(region, offsetof<Plan>("losses"), top, (<u64>d.epochs) << 3, 0, 0);
  for (let index = 0; index < layers; ++index) {
    const layer = layerAt(d, index);
    const buffers = buffersOf(d, layer, index == layers - 1, buffered);
    general |= buffers & (netInputsBit | dropoutBits);
    const units = layer.outputs * size;
    const weights = layer.tied ? 0 : units * layer.inputs;
    rows += layer.inputs;
    let at = changetype<usize>(layer) - changetype<usize>(d) + offsetof<Layer>("weights");
    for (let field: u32 = 0; field < bufferCount; ++field) {
      const kind = (lengths >> (field << 1)) & 3;
      const bytes = kind == 2 ? batch * units : kind ? units : weights;
      // iRprop's first steps
      const isStep = optimizer == Optimizer.irpropMinus && (secondMoments >> field) & 1;
      const first = isStep ? d.learningRate : 0;
      top = place(region, at, top, (buffers >> field) & 1 ? bytes : 0, first, size);
      at += 4;
    }
    if (top > mostBytes) return top;
  }
  top = place(region, offsetof<Plan>("rowSquares"), top, d.clipNorm > 0 ? rows << 3 : 0, 0, 0);
  if (region) {
    const plan = changetype<Plan>(region);
    for (let index = 0; index < layers; ++index) {
      const layer = layerAt(plan, index);
      if (layer.tied) layer.weights = layerAt(plan, layer.tied - 1).weights;
    }
    plan.buffered = i32(buffered != 0);
    plan.general = general;
  }
  return top;
}

/**
 * Takes `bytes` behind `top`, at a multiple of 64; where there is a region, the pointer at `field` of its tables
 * says so, and numbers of `size` bytes that are not to begin at 0 are written. @returns the next top
 */
function place(region: usize, field: usize, top: u64, bytes: u64, first: f64, size: u64): u64 {
  top = (top + 63) & ~63;
  if (region) {
    let at = region + <usize>top;
    store<usize>(region + field, bytes ? at : 0);
    if (first) {
      for (const end = at + <usize>bytes; at < end; at += <usize>size) {
        if (size == 4) store<f32>(at, <f32>first);
        else store<f64>(at, first);
      }
    }
  }
  return top + bytes;
}
