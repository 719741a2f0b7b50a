/**
 * The exports of a module, in four groups: what the build is, plans for other hosts, whole runs of a plan,
 * and kernels one by one. Arguments are addresses in the imported memory. A call allocates nothing, and only
 * what it wrote to memory outlives it.
 *
 * `plan_create`, `plan_size`, `plan_check`, `plan_initialise`, `plan_run` and `plan_set_data` check
 * everything they are given (docs/ABI.md is their manual). The others check nothing; the host has checked.
 * Each kernel is there twice, for f32 and f64; `V` is a vector in the builds with SIMD, else one number.
 */
import { map } from "./arrays";
import { Feature } from "./codes";
import { epochs } from "./epochs";
import { apply } from "./gradients";
import { lossesOfRows } from "./loss";
import { updateParameters } from "./optimizer";
import { Layer, Plan, abiVersion, layerAt } from "./plan";
import { runProduct } from "./product";
import { randomWords, shuffledOrder } from "./random";
import { evaluate, gradients, train } from "./step";
import { runTile, tileCount } from "./tile";
import { blockDepth } from "./tuning";
import { Product, workspaceBytes } from "./workspace";

// --- what the build is

/** Version of the tables and of the exports. */
export function abi_version(): i32 {
  return abiVersion;
}

/** `Feature` bits of this build. */
export function features(): i32 {
  return (
    (ASC_FEATURE_SIMD ? Feature.simd : 0) |
    (ASC_FEATURE_THREADS ? Feature.threads : 0) |
    (ASC_FEATURE_RELAXED_SIMD ? Feature.relaxed : 0)
  );
}

/** Bytes of `Plan`; the host compares this and the next two with its own view of the tables. */
export function plan_bytes(): usize {
  return offsetof<Plan>();
}

/** Bytes of `Layer`. */
export function layer_bytes(): usize {
  return offsetof<Layer>();
}

/** Bytes of `Product`. */
export function product_bytes(): usize {
  return offsetof<Product>();
}

/** Bytes that `Plan.workspace` must have for each thread. */
export function workspace_bytes(): usize {
  return workspaceBytes();
}

/** Batches longer than this need `Layer.weightGradients` to train. */
export function block_depth(): i32 {
  return blockDepth;
}

/** How many codes of `Tile` this build has: 0 … tile_count() − 1. */
export function tile_count(): i32 {
  return tileCount();
}

// --- plans for other hosts

export { plan_create, plan_size } from "./vetted/create";
export { plan_check, plan_initialise, plan_run, plan_set_data } from "./vetted/entries";

// --- whole runs of a plan; see step.ts and epochs.ts

/** Trains on `count` samples from place `from`, batch by batch. */
export function f32_train(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) train<f32, v128>(changetype<Plan>(plan), from, count, thread);
  else train<f32, f32>(changetype<Plan>(plan), from, count, thread);
}

export function f64_train(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) train<f64, v128>(changetype<Plan>(plan), from, count, thread);
  else train<f64, f64>(changetype<Plan>(plan), from, count, thread);
}

/** Trains `count` epochs; the first of them has number `first`. */
export function f32_epochs(plan: usize, first: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) epochs<f32, v128>(changetype<Plan>(plan), first, count, thread);
  else epochs<f32, f32>(changetype<Plan>(plan), first, count, thread);
}

export function f64_epochs(plan: usize, first: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) epochs<f64, v128>(changetype<Plan>(plan), first, count, thread);
  else epochs<f64, f64>(changetype<Plan>(plan), first, count, thread);
}

/** Computes answers and loss of `count` samples from place `from`. */
export function f32_evaluate(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) evaluate<f32, v128>(changetype<Plan>(plan), from, count, thread);
  else evaluate<f32, f32>(changetype<Plan>(plan), from, count, thread);
}

export function f64_evaluate(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) evaluate<f64, v128>(changetype<Plan>(plan), from, count, thread);
  else evaluate<f64, f64>(changetype<Plan>(plan), from, count, thread);
}

/** Sums the gradients of `count` samples from place `from`. */
export function f32_gradients(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) gradients<f32, v128>(changetype<Plan>(plan), from, count, thread);
  else gradients<f32, f32>(changetype<Plan>(plan), from, count, thread);
}

export function f64_gradients(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) gradients<f64, v128>(changetype<Plan>(plan), from, count, thread);
  else gradients<f64, f64>(changetype<Plan>(plan), from, count, thread);
}

/** Applies the gradients in the buffers of a buffered plan: one update, by one thread. */
export function f32_apply(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) apply<f32, v128>(changetype<Plan>(plan), thread);
  else apply<f32, f32>(changetype<Plan>(plan), thread);
}

export function f64_apply(plan: usize, from: i32, count: i32, thread: i32): void {
  if (ASC_FEATURE_SIMD) apply<f64, v128>(changetype<Plan>(plan), thread);
  else apply<f64, f64>(changetype<Plan>(plan), thread);
}

// --- kernels one by one

/** Runs the product at the head of a workspace; see product.ts. */
export function f32_product(workspace: usize): void {
  if (ASC_FEATURE_SIMD) runProduct<f32, v128>(workspace);
  else runProduct<f32, f32>(workspace);
}

export function f64_product(workspace: usize): void {
  if (ASC_FEATURE_SIMD) runProduct<f64, v128>(workspace);
  else runProduct<f64, f64>(workspace);
}

/**
 * Runs one tile, so that a host can compare them; see tile.ts. Because the tiles are called from here too,
 * Binaryen does not inline them (it inlines what has a single caller). They must stay functions: V8 replaces
 * the code of a function only between its calls, and these must be replaced early.
 */
export function f32_tile(
  tile: i32,
  vectors: i32,
  a: usize,
  aEnd: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  from: usize,
  fromRow: usize,
  to: usize,
  toRow: usize,
): void {
  if (ASC_FEATURE_SIMD) runTile<f32, v128>(tile, vectors, a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
  else runTile<f32, f32>(tile, vectors, a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
}

export function f64_tile(
  tile: i32,
  vectors: i32,
  a: usize,
  aEnd: usize,
  aStep: usize,
  b: usize,
  bStep: usize,
  from: usize,
  fromRow: usize,
  to: usize,
  toRow: usize,
): void {
  if (ASC_FEATURE_SIMD) runTile<f64, v128>(tile, vectors, a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
  else runTile<f64, f64>(tile, vectors, a, aEnd, aStep, b, bStep, from, fromRow, to, toRow);
}

/** to[i] ← the function with `code` in `Elementary`, of from[i]; see arrays.ts. */
export function f32_map(code: i32, to: usize, from: usize, length: i32): void {
  if (ASC_FEATURE_SIMD) map<f32, v128>(code, to, from, length);
  else map<f32, f32>(code, to, from, length);
}

export function f64_map(code: i32, to: usize, from: usize, length: i32): void {
  if (ASC_FEATURE_SIMD) map<f64, v128>(code, to, from, length);
  else map<f64, f64>(code, to, from, length);
}

/** losses[r] ← the loss of row r of the last layer's activations; see loss.ts. */
export function f32_losses(plan: usize, losses: usize, targets: usize, rows: i32): void {
  lossesOfAll<f32>(changetype<Plan>(plan), losses, targets, rows);
}

export function f64_losses(plan: usize, losses: usize, targets: usize, rows: i32): void {
  lossesOfAll<f64>(changetype<Plan>(plan), losses, targets, rows);
}

/** `lossesOfRows` from the first row on. */
@inline
function lossesOfAll<T>(plan: Plan, losses: usize, targets: usize, rows: i32): void {
  lossesOfRows<T>(plan, layerAt(plan, plan.layers - 1), losses, targets, 0, rows);
}

/**
 * Updates `count` parameters once by the plan's optimiser; its powers must be those of this update. See
 * optimizer.ts.
 */
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
  const table = changetype<Plan>(plan);
  if (ASC_FEATURE_SIMD)
    updateParameters<f32, v128>(table, at, gradient, moments1, moments2, count, isWeight, factor, 0);
  else updateParameters<f32, f32>(table, at, gradient, moments1, moments2, count, isWeight, factor, 0);
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
  const table = changetype<Plan>(plan);
  if (ASC_FEATURE_SIMD)
    updateParameters<f64, v128>(table, at, gradient, moments1, moments2, count, isWeight, factor, 0);
  else updateParameters<f64, f64>(table, at, gradient, moments1, moments2, count, isWeight, factor, 0);
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
