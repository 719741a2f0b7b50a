/**
 * The workspace of a thread: `workspaceBytes()` bytes, 64-byte aligned, one behind the other for all threads
 * of a plan. What lies in it belongs to one thread at a time, except `Chunk.taken`.
 *
 *     0         Product  what is multiplied, and what happens to the result
 *     104       Chunk    which rows the thread works on
 *     128       Block    which block of the product is being computed
 *     168       Area     which rectangle of c is being finished
 *     192       scratch  16 bytes, for random numbers
 *     256       sums     one tile, `tileBytes`
 *     448       a block of a, packed: [blockRows × blockDepth]
 *     …         a block of b, packed: [blockDepth × columns], `blockColumnBytes` for each step of k
 *
 * The panels inside the packed blocks are drawn in docs/KERNELS.md. The tiny path uses everything from 256 on
 * for itself; see tiny.ts.
 */
import { Plan } from "./plan";
import { blockColumnBytes, blockDepth, blockRows, tileBytes } from "./tuning";

/** One product: what to multiply and what to do with the result. */
@unmanaged
export class Product {
  /** c is [m × n]; the sums have k terms. */
  m: i32;
  n: i32;
  k: i32;
  /** A `Finish`. */
  finish: i32;
  /** [m × k] T; element (i, k) at i · aRow + k · aColumn, in elements. */
  a: usize;
  aRow: i32;
  aColumn: i32;
  /** [k × n] T; element (k, j) at k · bRow + j · bColumn. */
  b: usize;
  bRow: i32;
  bColumn: i32;
  /** [m × n] T, contiguous. */
  c: usize;
  /**
   * [m × n] T, contiguous: sums between blocks of k; needed where k > `block_depth()`. May be `c` unless
   * `finish` is `update`.
   */
  partial: usize;
  /** 1: the sums start from `partial`; 0: they start at zero. */
  resume: i32;
  /** An `Activation`, for `activate` and `slope`. */
  activation: i32;
  /** [n] or [1] T, for `activate`; 0: no biases. */
  biases: usize;
  /** 1 where each column has its own bias, 0 where they share one. */
  biasStep: i32;
  /** [m × n] T, contiguous, for `slope`. */
  activations: usize;
  /** [m × n] T, contiguous: written by `activate` unless 0, read by `slope` where the activation needs it. */
  netInputs: usize;
  /** Parameter of the activation. */
  alpha: f64;
  /** A `Tile`: the register tile that is fastest on this engine. */
  tile: i32;
  /** Learning rate, for `update`. */
  rate: f64;
  /**
   * 1: the last product of this workspace had the same b, and its numbers have not changed: see `isPacked`.
   */
  sameB: i32;
  /** Whether the whole of b is packed in the workspace. Written. */
  isPacked: i32;
}

/**
 * The chunk of rows that a thread works on: rows `begin` … `end − 1` of a layer's weights, or of the batch.
 */
@unmanaged
export class Chunk {
  /** Index of the layer. */
  layer: i32;
  begin: i32;
  end: i32;
  /** The layer, counted from 1, whose deltas the workspace holds packed. */
  packed: i32;
  /**
   * Rows taken so far of this thread's part, by any thread; over all layers. 0 between runs. See parts.ts.
   */
  taken: i32;
  /** Unused: tables are whole f64s long. */
  reserved: i32;
}

/** The block of a product that is being computed, in elements of c; see product.ts. */
@unmanaged
export class Block {
  /** First row, and number of rows. */
  row: i32;
  rows: i32;
  /** First column, and number of columns. */
  column: i32;
  columns: i32;
  /** First step of k, and number of steps. */
  start: i32;
  depth: i32;
  /** The `Tile` that computes it. */
  tile: i32;
  /** The block of a, or of b, where it lies in the matrix; 0: it is packed. */
  directA: usize;
  directB: usize;
}

/** The rectangle of c that is being finished: its sums, and where it lies; see finish.ts. */
@unmanaged
export class Area {
  /**
   * [rows × columns] T: the finished sums, overwritten. May be the rectangle itself where that has all
   * columns of c.
   */
  sums: usize;
  /** Bytes of a row of `sums`. */
  sumsRow: usize;
  /** First row, and number of rows. */
  row: i32;
  rows: i32;
  /** First column, and number of columns. */
  column: i32;
  columns: i32;
}

const blockAt: usize = 128;
const areaAt: usize = 168;
const scratchAt: usize = 192;
/** First byte behind the tables and the scratch; the sums of one tile lie here. */
export const headBytes: usize = 320;
const zerosAt: usize = 256;
const packedAAt: usize = headBytes + tileBytes;
const packedBAt: usize = packedAAt + <usize>(blockRows * blockDepth) * sizeof<f64>();

/** Bytes of a workspace. */
export function workspaceBytes(): usize {
  return packedBAt + <usize>(blockDepth * blockColumnBytes);
}

/** Address of the workspace of a thread. */
@inline
export function workspaceOf(plan: Plan, thread: i32): usize {
  return plan.workspace + <usize>thread * workspaceBytes();
}

/** The product of a workspace. */
@inline
export function productOf(workspace: usize): Product {
  return changetype<Product>(workspace);
}

/** The chunk of a thread. */
@inline
export function chunkOf(plan: Plan, thread: i32): Chunk {
  return changetype<Chunk>(workspaceOf(plan, thread) + offsetof<Product>());
}

/** The block of a workspace. */
@inline
export function blockOf(workspace: usize): Block {
  return changetype<Block>(workspace + blockAt);
}

/** The area of a workspace. */
@inline
export function areaOf(workspace: usize): Area {
  return changetype<Area>(workspace + areaAt);
}

/** Address of 16 bytes of scratch. */
@inline
export function scratchOf(workspace: usize): usize {
  return workspace + scratchAt;
}

/** Address of the sums of one tile: [tile rows × tileVectors] of vectors. */
@inline
export function sumsOf(workspace: usize): usize {
  return workspace + headBytes;
}

/** Address of a row of a tile of zeros. */
@inline
export function zerosOf(workspace: usize): usize {
  return workspace + zerosAt;
}

/** Address of the packed block of a. */
@inline
export function packedAOf(workspace: usize): usize {
  return workspace + packedAAt;
}

/** Address of the packed block of b. */
@inline
export function packedBOf(workspace: usize): usize {
  return workspace + packedBAt;
}
