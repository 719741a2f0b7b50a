/**
 * The exports of a module. Each takes addresses in the imported memory; nothing is allocated, nothing outlives a
 * call but what stands in memory. `plan_…` but `plan_bytes` check all that they are given (docs/ABI.md is their
 * manual); the others check nothing: the host has.
 */
import { Feature } from "./codes";
import { epochs } from "./epochs";
import { lossesOfRows } from "./loss";
import { updateParameters } from "./optimizer";
import { Layer, Plan, Product, layerAt } from "./plan";
import { map } from "./arrays";
import { blockDepth, runProduct, workspaceBytes } from "./product";
import { randomWords, shuffledOrder } from "./random";
import { evaluate, gradients, train } from "./step";
import { runTile, tileCount } from "./tile";

export { plan_create, plan_size } from "./vetted/create";
export { plan_check, plan_initialise, plan_run, plan_set_data } from "./vetted/doors";

/** Version of the table layout and of the exports. */
export function abi_version(): i32 {
  return 3;
}

/** `Feature` bits of this build. */
export function features(): i32 {
  return (
    (ASC_FEATURE_SIMD ? Feature.simd : 0) |
    (ASC_FEATURE_THREADS ? Feature.threads : 0) |
    (ASC_FEATURE_RELAXED_SIMD ? Feature.relaxed : 0)
  );
}

/** Bytes of the plan's header, of a layer, and of a product: the host compares them with its own view. */
export function plan_bytes(): usize {
  return offsetof<Plan>();
}
export function layer_bytes(): usize {
  return offsetof<Layer>();
}
export function product_bytes(): usize {
  return offsetof<Product>();
}

/** Bytes that `Plan.workspace` must have. */
export function workspace_bytes(): usize {
  return workspaceBytes();
}

/** Batches longer than this need `Layer.weightGradients` to train. */
export function block_depth(): i32 {
  return blockDepth;
}

/** Codes in `Tile` that this build has: 0 … tile_count() − 1. */
export function tile_count(): i32 {
  return tileCount();
}

export function f32_train(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) train<f32, v128>(changetype<Plan>(plan), from, count, thread);
  else train<f32, f32>(changetype<Plan>(plan), from, count, thread);
}

export function f64_train(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) train<f64, v128>(changetype<Plan>(plan), from, count, thread);
  else train<f64, f64>(changetype<Plan>(plan), from, count, thread);
}

/** Trains `count` epochs, the first of them number `first`. */
export function f32_epochs(plan: usize, first: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) epochs<f32, v128>(changetype<Plan>(plan), first, count, thread);
  else epochs<f32, f32>(changetype<Plan>(plan), first, count, thread);
}

export function f64_epochs(plan: usize, first: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) epochs<f64, v128>(changetype<Plan>(plan), first, count, thread);
  else epochs<f64, f64>(changetype<Plan>(plan), first, count, thread);
}

/** items ← a shuffle of 0 … length − 1; see random.ts. */
export function shuffled_order(
  items: usize,
  length: i32,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  substream: u32,
  scratch: usize,
): void {
  shuffledOrder(items, length, seedLow, seedHigh, stream, substream, scratch);
}

/** to ← the first `count` words of a stream; see random.ts. */
export function random_words(
  to: usize,
  count: i32,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  substream: u32,
): void {
  randomWords(to, count, seedLow, seedHigh, stream, substream);
}

export function f32_evaluate(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) evaluate<f32, v128>(changetype<Plan>(plan), from, count, thread);
  else evaluate<f32, f32>(changetype<Plan>(plan), from, count, thread);
}

export function f64_evaluate(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) evaluate<f64, v128>(changetype<Plan>(plan), from, count, thread);
  else evaluate<f64, f64>(changetype<Plan>(plan), from, count, thread);
}

export function f32_gradients(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) gradients<f32, v128>(changetype<Plan>(plan), from, count, thread);
  else gradients<f32, f32>(changetype<Plan>(plan), from, count, thread);
}

export function f64_gradients(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) gradients<f64, v128>(changetype<Plan>(plan), from, count, thread);
  else gradients<f64, f64>(changetype<Plan>(plan), from, count, thread);
}

/** Runs the product at the head of a workspace. */
export function f32_product(workspace: usize): void {
  if (ASC_FEATURE_SIMD) runProduct<f32, v128>(workspace);
  else runProduct<f32, f32>(workspace);
}

export function f64_product(workspace: usize): void {
  if (ASC_FEATURE_SIMD) runProduct<f64, v128>(workspace);
  else runProduct<f64, f64>(workspace);
}

/**
 * The tiles alone, for the host's choice between them. Being called from here too, they are not inlined
 * (Binaryen inlines what has a single caller): V8 replaces the code of a function only between its calls, and
 * these must be replaced early.
 */
export function f32_tile(
  tile: i32,
  wide: bool,
  a: usize,
  aEnd: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  sums: usize,
  resume: i32,
): void {
  if (ASC_FEATURE_SIMD) runTile<f32, v128>(tile, wide, a, aEnd, aStep, b, bStep, sums, resume);
  else runTile<f32, f32>(tile, wide, a, aEnd, aStep, b, bStep, sums, resume);
}

export function f64_tile(
  tile: i32,
  wide: bool,
  a: usize,
  aEnd: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  sums: usize,
  resume: i32,
): void {
  if (ASC_FEATURE_SIMD) runTile<f64, v128>(tile, wide, a, aEnd, aStep, b, bStep, sums, resume);
  else runTile<f64, f64>(tile, wide, a, aEnd, aStep, b, bStep, sums, resume);
}

/** to[i] ← the function of `code` in `Elementary`, of from[i]; see arrays.ts. */
export function f32_map(code: i32, to: usize, from: usize, length: i32): void {
  if (ASC_FEATURE_SIMD) map<f32, v128>(code, to, from, length);
  else map<f32, f32>(code, to, from, length);
}

export function f64_map(code: i32, to: usize, from: usize, length: i32): void {
  if (ASC_FEATURE_SIMD) map<f64, v128>(code, to, from, length);
  else map<f64, f64>(code, to, from, length);
}

/** losses[r] ← the loss of row r of what the last layer has answered; see loss.ts. */
export function f32_losses(plan: usize, losses: usize, targets: usize, rows: i32): void {
  lossesOfAll<f32>(changetype<Plan>(plan), losses, targets, rows);
}

export function f64_losses(plan: usize, losses: usize, targets: usize, rows: i32): void {
  lossesOfAll<f64>(changetype<Plan>(plan), losses, targets, rows);
}


@inline
function lossesOfAll<T>(plan: Plan, losses: usize, targets: usize, rows: i32): void {
  lossesOfRows<T>(plan, layerAt(plan, plan.layers - 1), losses, targets, 0, rows);
}

/** One update of `count` parameters by the plan's optimiser, its powers taken as they are; see optimizer.ts. */
export function f32_update(
  plan: usize,
  at: usize,
  gradient: usize,
  moments1: usize,
  moments2: usize,
  count: i32,
  isWeight: bool,
  factor: f64,
): void {
  const p = changetype<Plan>(plan);
  if (ASC_FEATURE_SIMD)
    updateParameters<f32, v128>(p, at, gradient, moments1, moments2, count, isWeight, factor);
  else updateParameters<f32, f32>(p, at, gradient, moments1, moments2, count, isWeight, factor);
}

export function f64_update(
  plan: usize,
  at: usize,
  gradient: usize,
  moments1: usize,
  moments2: usize,
  count: i32,
  isWeight: bool,
  factor: f64,
): void {
  const p = changetype<Plan>(plan);
  if (ASC_FEATURE_SIMD)
    updateParameters<f64, v128>(p, at, gradient, moments1, moments2, count, isWeight, factor);
  else updateParameters<f64, f64>(p, at, gradient, moments1, moments2, count, isWeight, factor);
}
