/**
 * The training plan: tables in linear memory that describe a network, its data and its buffers. The host
 * writes them once; kernels only read them, except the fields marked "Written". The build derives the host's
 * view of the tables (byte offsets by name) from the classes below; scripts/layout.mjs does this.
 *
 *     plan ┌───────────────────────────────────────────────────────┬─────────┬─────────┬───┐
 *          │ Plan                                                  │         │         │   │
 *          │ network │ optimiser │ data │ work │ threads │ record  │ Layer 0 │ Layer 1 │ … │
 *          └───────────────────────────────────────────────────────┴─────────┴─────────┴───┘
 *
 * `Plan` has six parts, one class each. Each class extends the one before, so the parts lie behind each other
 * in memory and every field is read as `plan.field`.
 *
 * Pointers are byte addresses; 0 means that there is nothing. T is f32 or f64, depending on the export that
 * is called. `buffers.ts` says which buffers a plan has and how long they are. The same tables without their
 * pointers are the description from which `plan_create` makes a plan; see vetted/create.ts.
 */

/**
 * Version of the tables and of the exports. Raise it when either changes, then run `npm run build` and
 * `npm run abi`; docs/ABI.md has the rules.
 */
export const abiVersion: i32 = 10;

/** The network, its loss, and what a step does to its inputs. */
@unmanaged
class NetworkPart {
  /** Factor of ∂(row loss)/∂o; see loss.ts. */
  errorFactor: f64;
  /** Factor of the row loss. */
  lossFactor: f64;
  /** Error at which the Huber loss changes from quadratic to linear. */
  huberDelta: f64;
  /** For the pinball loss: the part of the targets that should lie below the outputs. */
  quantile: f64;
  /** Target of the output of a label's class. */
  classOn: f64;
  /** Target of the other outputs. */
  classOff: f64;
  /** Standard deviation of the noise that training adds to the inputs; 0: no noise. */
  inputNoise: f64;
  /** Fraction of the inputs that training drops. */
  inputDropout: f64;
  /** Number of `Layer` tables behind the plan. */
  layers: i32;
  /** Rows of a full batch; the buffers hold this many. */
  batch: i32;
  /** Bytes of T: 4 or 8. */
  floatBytes: i32;
  /** A `Loss`. */
  loss: i32;
  /** A `Pass`: which buffers there are, so which kernels may run. */
  pass: i32;
  /** 1: train by the general path; 0: by the tiny one where the network is small enough. See tiny.ts. */
  general: i32;
  /**
   * Networks that share all weights but those of the last layer; 0 or 1: a network by itself. A batch has a row
   * for each member and sample, those of the first member first. See members.ts.
   */
  members: i32;
  /** 1: the first layer has `factors`; members always have them. */
  inputFactors: i32;
}

/** How a step changes parameters; see optimizer.ts. */
@unmanaged
class OptimizerPart extends NetworkPart {
  /** η, the learning rate. Written where there are `rates`. */
  learningRate: f64;
  /** Coefficients of the optimiser. */
  momentum: f64;
  beta1: f64;
  beta2: f64;
  epsilon: f64;
  /** β₁ᵗ and β₂ᵗ: 1 before the first update. Written. */
  power1: f64;
  power2: f64;
  /** For nadam: Π μ, and 0.96^(0.004 · update). Both are 1 before the first update. Written. */
  momentumPower: f64;
  momentumDecay: f64;
  /** For iRprop−: factors and limits of its steps. */
  increase: f64;
  decrease: f64;
  leastStep: f64;
  mostStep: f64;
  /** Penalties on the weights, and weight decay that bypasses the optimiser; 0: off. */
  l1: f64;
  l2: f64;
  weightDecay: f64;
  /** Factor of the learning rate for the factors of the inputs; 0 counts as 1. */
  inputScaleRate: f64;
  /** Limits of each gradient, of the norm of all gradients, and of the weights into a unit; 0: off. */
  clipValue: f64;
  clipNorm: f64;
  maxNorm: f64;
  /** Part of the moving averages of the parameters that stays in each update; 0: no averages are kept. */
  weightAverage: f64;
  /** weightAverageᵗ: 1 before the first update. Written. */
  averagePower: f64;
  /** An `Optimizer`. */
  optimizer: i32;
  /** 1: gradients go through buffers and optimizer.ts; 0: plain descent, in the epilogue of the products. */
  buffered: i32;
  /** 1: the gradient is the mean over the rows of the batch; 0: the sum. */
  mean: i32;
  /** Updates made since `rates` was set. Written. */
  update: i32;
}

/** The samples, and which random numbers belong to them. The host may exchange data between runs. */
@unmanaged
class DataPart extends OptimizerPart {
  /** [rows × inputs] u8 or T: all samples. */
  inputs: usize;
  /** [rows × outputs] T, or 0 where there are labels or no targets. */
  targets: usize;
  /** [rows] u32 class index of each sample, or 0. */
  labels: usize;
  /** [rows] u32: the sample at each place of the epoch, or 0 for the natural order. */
  order: usize;
  /** [rows] f64: factors of the rows' losses while training, or 0. */
  sampleWeights: usize;
  /** [updates] f64: the learning rate of each update of the calls to come, or 0. */
  rates: usize;
  /** Bytes of one input element: 1 (u8), or those of T. */
  inputBytes: i32;
  /** Samples of an epoch, for `epochs`. */
  samples: i32;
  /** Number of the epoch; masks and noise depend on it. Written by `epochs`. */
  epoch: i32;
  /** Seed of shuffles, masks and noise. */
  seedLow: u32;
  seedHigh: u32;
  /** 1: there are `shift` and `scale`, for inputs of either kind. */
  scales: i32;
}

/**
 * Results of the kernels, and their buffers. Pointers to buffers run from `shift` to `barrier`; see
 * buffers.ts.
 */
@unmanaged
class WorkPart extends DataPart {
  /** Every run adds Σ over rows of the loss; the host sets it to 0. Written. */
  lossSum: f64;
  /** Rows that `outputs` holds. */
  answers: i32;
  /** Epochs that `losses` holds. */
  epochs: i32;
  /** Bits of `Resume`: how `gradients` works; 0: it starts at zero, without dropout and noise. */
  resume: i32;
  /** [inputs] T: inputs become (x − shift) · scale; 0: inputs stay x. */
  shift: usize;
  /** [inputs] T; 0 exactly where `shift` is. */
  scale: usize;
  /** [answers × outputs] T: where `evaluate` leaves the answers, or 0. Written. */
  outputs: usize;
  /** [epochs] f64: where `epochs` leaves the loss sum of each epoch. Written. */
  losses: usize;
  /** [batch × inputs] T: the gathered batch. Written. */
  batchInputs: usize;
  /** [members × batch × outputs] T: its targets. Written. */
  batchTargets: usize;
  /** [members × batch] f64: its losses. Written. */
  rowLosses: usize;
  /** [Σ rows of the weights] f64: sums of squares of the gradients' rows; needed for `clipNorm`. Written. */
  rowSquares: usize;
}

/** The threads that run the plan together. */
@unmanaged
class ThreadPart extends WorkPart {
  /** `workspace_bytes()` bytes for each thread, 64-byte aligned; see workspace.ts. Written. */
  workspace: usize;
  /** [128] bytes, zeros at first, 64-byte aligned: the words of the barrier; see barrier.ts. Written. */
  barrier: usize;
  /** How many there are; each has its own number 0 … threads − 1. */
  threads: i32;
  /** How often a thread looks whether the others have come before it sleeps. */
  spins: i32;
}

/** The whole table. Its own part is the record that `plan_create` and `plan_run` keep. */
@unmanaged
export class Plan extends ThreadPart {
  /** Bytes of the region that begins with this table. Written by `plan_create`, like the next. */
  bytes: u32;
  /** Tells a plan that was created at this very address from other bytes. */
  stamp: u32;
  /** The code of the last call on this plan that `plan_run` or `plan_set_data` checked. Written. */
  refusal: i32;
}

/**
 * One layer of the network. Where there are members, each has weights and biases of its own in the last layer,
 * one behind the other, and so have their gradients and moments; a batch has `members` times as many rows in
 * every buffer of a layer.
 */
@unmanaged
export class Layer {
  /** Columns of the layer's input. */
  inputs: i32;
  /** Units. */
  outputs: i32;
  /** Slope of a leakyRelu, height of an elu. */
  alpha: f64;
  /** Fraction of the units that training drops. */
  dropout: f64;
  /** Factors of the learning rate, for the weights and for the biases; 0: no factor. */
  weightRate: f64;
  biasRate: f64;
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
  /** [batch × outputs] T: activations · masks, the input of the next layer; 0 without dropout. Written. */
  dropped: usize;
  /** [batch × outputs] T: 0 or 1 / (1 − dropout); 0 exactly where `dropped` is. Written. */
  masks: usize;
  /** [inputs × outputs], [biasCount] and [members × inputs] T: averages of the parameters, or 0. Written. */
  weightAverages: usize;
  biasAverages: usize;
  factorAverages: usize;
  /** [members × inputs] T: factors of the inputs, in the first layer, or 0. Written by training. */
  factors: usize;
  /** [members × inputs] T: Σ over rows of ∂E/∂factors. Written. */
  factorGradients: usize;
  /** [members × inputs] T each. Written. */
  factorMoments1: usize;
  factorMoments2: usize;
  /** [members × batch × inputs] T: inputs · factors, which the layer reads. Written. */
  factored: usize;
  /** As `weights`: gradients of one member, before its factors. Written. */
  memberGradients: usize;
  /** [inputs × outputs] T each: what the optimiser keeps of each weight, as far as it does. Written. */
  weightMoments1: usize;
  weightMoments2: usize;
  /** [biasCount] T each. Written. */
  biasMoments1: usize;
  biasMoments2: usize;
  /**
   * 0, or the number (counted from 1) of a lower layer whose weights this one uses transposed: `weights` are
   * that layer's [outputs × inputs], and so are their gradients and `Trainable` bit.
   */
  tied: i32;
  // Tables are whole f64s long, so that the next layer's f64 fields are at multiples of 8: an odd number of words needs
  // one more, which is unused.
}

/** The layer at `index`. */
@inline
export function layerAt(plan: Plan, index: i32): Layer {
  return changetype<Layer>(changetype<usize>(plan) + offsetof<Plan>() + index * offsetof<Layer>());
}

/** Members of a plan, 1 where it has none. */
@inline
export function membersOf(plan: Plan): i32 {
  return max(1, plan.members);
}

/** How many weights and biases a layer has: one for each member in the last layer. */
@inline
export function copiesOf(plan: Plan, index: i32): i32 {
  return index == plan.layers - 1 ? membersOf(plan) : 1;
}

/** Rows of a layer's weights, over all copies. */
@inline
export function weightRowsOf(plan: Plan, index: i32): i32 {
  return layerAt(plan, index).inputs * copiesOf(plan, index);
}

/** What a layer passes on to the next. */
@inline
export function outputOf(layer: Layer, training: bool): usize {
  return training && layer.dropped ? layer.dropped : layer.activations;
}
