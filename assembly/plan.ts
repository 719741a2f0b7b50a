/**
 * The training plan: a table in linear memory that describes the network, the data and the workspace. The
 * host writes it once; kernels only read it, but for the fields marked "written". The build derives the
 * host's view of it (byte offsets by name) from the two classes below.
 *
 *     plan ┌──────────┬─────────┬─────────┬───┐
 *          │ Plan     │ Layer 0 │ Layer 1 │ … │
 *          └──────────┴─────────┴─────────┴───┘
 *
 * Pointers are byte addresses; 0 means "none". T is f32 or f64, by which export is called. The same tables without
 * their pointers are the description from which `plan_create` makes a plan; see create.ts.
 */

@unmanaged
export class Plan {
  /** Every call adds Σ over rows of the loss; the host sets it to 0. Written. */
  lossSum: f64;
  /** η, the learning rate. Written where there are `rates`. */
  learningRate: f64;
  /** Of ∂(row loss)/∂o; see loss.ts. */
  errorFactor: f64;
  /** Of the row loss. */
  lossFactor: f64;
  /** Where the Huber loss turns from square to straight. */
  huberDelta: f64;
  /** What the target of a label's class is, and that of the others. */
  classOn: f64;
  classOff: f64;
  /** Standard deviation of what is added to the inputs while training; 0 for none. */
  inputNoise: f64;
  /** The part of the inputs that is dropped while training. */
  inputDropout: f64;
  /** Coefficients of the optimiser; see optimizer.ts. */
  momentum: f64;
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  /** Running products of them, 1 before the first update. Written. */
  power1: f64;
  power2: f64;
  /** nadam's: Π μ, and 0.96^(0.004 · update). Written. */
  momentumPower: f64;
  momentumDecay: f64;
  /** iRprop−'s: factors and limits of its steps. */
  increase: f64;
  decrease: f64;
  leastStep: f64;
  mostStep: f64;
  /** Penalties on the weights, and decay that goes around the optimiser; 0 for none. */
  l1: f64;
  l2: f64;
  weightDecay: f64;
  /** Limits; 0 for none. */
  clipValue: f64;
  clipNorm: f64;
  maxNorm: f64;
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
  /** 1: train by the general path; 0: by the tiny one where small enough, which knows plain descent alone. */
  general: i32;
  /** A `Loss`. */
  loss: i32;
  /** An `Optimizer`. */
  optimizer: i32;
  /** 1: gradients go through buffers and `optimizer.ts`; 0: plain descent, in the products' epilogue. */
  buffered: i32;
  /** Number of the epoch, by which masks and noise are drawn. Written by `epochs`. */
  epoch: i32;
  /** [samples] f64: factors of the rows' losses while training, or 0. */
  sampleWeights: usize;
  /** [updates of the calls to come] f64: the learning rate of each, or 0. */
  rates: usize;
  /** Updates made so far since `rates` was set. Written. */
  update: i32;
  /** [Σ inputs of the layers] f64: squares of the gradients' rows; needed for `clipNorm`. Written. */
  rowSquares: usize;
  /** 1: `gradients` goes on from the sums in the buffers; 0: it starts at zero. */
  resume: i32;
  /** From here on for hosts that have the module lay the plan out; see create.ts. Bytes of T: 4 or 8. */
  floatBytes: i32;
  /** A `Pass`. */
  pass: i32;
  /** Rows that `outputs` holds; 0 for none. */
  answers: i32;
  /** Epochs that `losses` holds. */
  epochs: i32;
  /** 1: there are `shift` and `scale`, for inputs of either kind. */
  scales: i32;
  /** Bytes of the region that begins with this table. Written by `plan_create`, like the next. */
  bytes: u32;
  /** Tells a plan that has been created, at this very address, from other bytes. */
  stamp: u32;
  /** The code of the last call on this plan that `plan_run` or `plan_set_data` checked. Written. */
  refusal: i32;
}


@unmanaged
export class Layer {
  /** Columns of the layer's input. */
  inputs: i32;
  /** Units. */
  outputs: i32;
  /** Slope of a leakyRelu, height of an elu. */
  alpha: f64;
  /** The part of the units that is dropped while training. */
  dropout: f64;
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
  /** [batch × outputs] T: the net input, where activation or loss need it, or 0. Written. */
  netInputs: usize;
  /** [batch × outputs] T: what goes to the next layer, and 0 or 1/(1 − p): both 0 without dropout. Written. */
  dropped: usize;
  masks: usize;
  /** [inputs × outputs] T each: what the optimiser keeps of each weight, as far as it does. Written. */
  weightMoments1: usize;
  weightMoments2: usize;
  /** [biasCount] T each. Written. */
  biasMoments1: usize;
  biasMoments2: usize;
  /**
   * 0, or which layer, counted from 1 and below this one, has the weights that this one uses transposed:
   * `weights` are that one's [outputs × inputs], and so are their gradients and `Trainable` bit.
   */
  tied: i32;
  /** Nothing: the next layer's f64 fields stand at multiples of 8, as the build for JavaScript needs them. */
  reserved: i32;
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
  /** [m × n] T, contiguous: written by `activate` unless 0, read by `slope` where the activation needs it. */
  netInputs: usize;
  /** Of the activation. */
  alpha: f64;
  /** A `Tile`: the register tile that is fastest on this engine. */
  tile: i32;
  /** For `update`. */
  rate: f64;
  /** 1: the last product of this workspace had the same b, and its numbers have not changed: see `isPacked`. */
  sameB: i32;
  /** Whether b is packed whole in the workspace. Written. */
  isPacked: i32;
}

/** What a thread of a plan is at: rows `begin` … `end − 1` of the weights of a layer, or of the batch. Behind the product. */
@unmanaged
export class Part {
  layer: i32;
  begin: i32;
  end: i32;
  /** Whose deltas its workspace holds packed: a layer, counted from 1. */
  packed: i32;
  /** Rows that have been taken of the thread's share, all layers one after the other. 0 between runs. */
  taken: i32;
  /** Nothing: tables are whole f64s long. */
  reserved: i32;
}

/** Units of a share come in groups of so many: whole cache lines. */
export const unitGrain: i32 = 16;

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

/** What a layer passes on to the next. */
@inline
export function outputOf(layer: Layer, training: bool): usize {
  return training && layer.dropped ? layer.dropped : layer.activations;
}
