/**
 * The training plan: a table in linear memory that describes the network, the data and the workspace. The
 * host writes it once; kernels only read it, but for the fields marked "written". The build derives the
 * host's view of it (byte offsets by name) from the two classes below.
 *
 *     plan ┌──────────┬─────────┬─────────┬───┐
 *          │ Plan     │ Layer 0 │ Layer 1 │ … │
 *          └──────────┴─────────┴─────────┴───┘
 *
 * Pointers are byte addresses; 0 means "none". T is f32 or f64, by which export is called.
 */

@unmanaged
export class Plan {
  /** Every call adds Σ over rows of the loss; the host sets it to 0. Written. */
  lossSum: f64;
  /** η, the learning rate. */
  learningRate: f64;
  /** ∂(row loss)/∂o = errorFactor · (o − t): 1, 2, or 2/outputs. */
  errorFactor: f64;
  /** row loss = lossFactor · Σ (o − t)²: ½, 1, or 1/outputs. */
  lossFactor: f64;
  /** Number of layers that follow this header. */
  layers: i32;
  /** Rows that the buffers below hold: the size of a full batch. */
  batch: i32;
  /** 1: the gradient is the mean over the rows of the batch; 0: the sum. */
  mean: i32;
  /** Bytes of one input element: 1 (u8), or those of T. */
  inputBytes: i32;
  /** [rows × inputs] u8 or T: all samples. */
  inputs: usize;
  /** [rows × outputs] T, or 0 where there are labels or no targets. */
  targets: usize;
  /** [rows] u32 class index of each sample, or 0. */
  labels: usize;
  /** [rows] u32: the sample at each place of the epoch, or 0 for the natural order. */
  order: usize;
  /** [inputs] T: inputs become (x − shift) · scale, or 0 for x itself. */
  shift: usize;
  /** [inputs] T; 0 exactly where `shift` is. */
  scale: usize;
  /** [rows × outputs] T: where `evaluate` leaves the answers, or 0. Written. */
  outputs: usize;
  /** [batch × inputs] T: the gathered batch. Written. */
  batchInputs: usize;
  /** [batch × outputs] T: its targets. Written. */
  batchTargets: usize;
  /** [batch] f64: its losses. Written. */
  rowLosses: usize;
  /** `workspace_bytes()` bytes for each thread, 64-byte aligned: product, tile and packing panels. Written. */
  workspace: usize;
  /** Threads that run this plan together, each with its own number 0 … threads − 1. */
  threads: i32;
  /** [128] bytes of zeros, 64-byte aligned: where they meet; see `barrier.ts`. Written. */
  barrier: usize;
  /** How often a thread looks whether the others have come before it goes to sleep. */
  spins: i32;
  /** [epochs of one call] f64: where `epochs` leaves the loss sum of each. Written. */
  losses: usize;
  /** Samples of an epoch, for `epochs`. */
  samples: i32;
  /** The seed of the shuffles that `epochs` makes where there is an order. */
  seedLow: u32;
  seedHigh: u32;
  /** 1: train by the general path even what is small enough for the tiny one. */
  general: i32;
}


@unmanaged
export class Layer {
  /** Columns of the layer's input. */
  inputs: i32;
  /** Units. */
  outputs: i32;
  /** An `Activation`. */
  activation: i32;
  /** Number of biases: 0, 1 (shared by the layer), or one per unit. */
  biasCount: i32;
  /** `Trainable` bits. */
  trainable: i32;
  /** [inputs × outputs] T. Written by training. */
  weights: usize;
  /** [biasCount] T. Written by training. */
  biases: usize;
  /** [batch × outputs] T: the layer's output. Written. */
  activations: usize;
  /** [batch × outputs] T: ∂E/∂netInput. Written. */
  deltas: usize;
  /** [inputs × outputs] T: Σ over rows of ∂E/∂weights; needed by `gradients` and by long batches. Written. */
  weightGradients: usize;
  /** [max(biasCount, outputs)] T: Σ over rows of ∂E/∂biases. Written. */
  biasGradients: usize;
}

/** One product: what to multiply and what to do with the result. Lives at the head of the workspace. */
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
  /** [m × n] T, contiguous: sums between blocks of k; needed where k > `block_depth()`. May be `c` unless
   * `finish` is `update`. */
  partial: usize;
  /** 1: the sums go on from `partial`; 0: they start at zero. */
  resume: i32;
  /** An `Activation`, for `activate` and `slope`. */
  activation: i32;
  /** [n] or [1] T, for `activate`; 0 for none. */
  biases: usize;
  /** 1 where each column has its own bias, 0 where one is shared. */
  biasStep: i32;
  /** [m × n] T, contiguous, for `slope`. */
  activations: usize;
  /** A `Tile`: the register tile that is fastest on this engine. */
  tile: i32;
  /** For `update`. */
  rate: f64;
}

/** The part of `count` things, in whole `grain`s, that begins thread `thread`'s share; that of the next ends it. */
@inline
export function shareOf(count: i32, grain: i32, thread: i32, threads: i32): i32 {
  const grains = (count + grain - 1) / grain;
  return min(count, <i32>((<i64>grains * thread) / threads) * grain);
}

/** The product at the head of a workspace. */
@inline
export function productOf(workspace: usize): Product {
  return changetype<Product>(workspace);
}

/** The `index`-th layer of the table. */
@inline
export function layerAt(plan: Plan, index: i32): Layer {
  return changetype<Layer>(changetype<usize>(plan) + offsetof<Plan>() + index * offsetof<Layer>());
}
