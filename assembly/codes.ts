/**
 * Numeric codes of names in a plan. Both compilers read this file: AssemblyScript for the kernels, TypeScript for `src`. Codes
 * are part of the ABI: new ones may be added, but existing ones never change.
 */

/** Made from the records in src/functions. */
export { Activation, Loss, Optimizer } from "./generated/codes";

/** Elementary functions that can be run over an array. */
export enum Elementary {
  /** eˣ, x ≤ 0 */
  exponential = 0,
  sigmoid = 1,
  /** eˣ − 1, x ≤ 0 */
  exponentialLessOne = 2,
  hyperbolicTangent = 3,
  logarithm = 4,
  /** ln(1 + x), 0 ≤ x ≤ 1 */
  logarithmOfOnePlus = 5,
  /** Φ(x) */
  normalCumulative = 6,
  /** φ(x) */
  normalDensity = 7,
  /** cos(2πx), 0 ≤ x < 1 */
  cosineOfTurns = 8,
  squareRoot = 9,
  /** x · Φ(x) */
  gelu = 10,
}

/** What one matrix product does with each finished element s of its result c. */
export enum Finish {
  /** c ← s */
  store = 0,
  /** c ← activation(s + bias) */
  activate = 1,
  /** c ← s · slope(activation) */
  slope = 2,
  /** c ← c − rate · s */
  update = 3,
}

/** Bits of `Layer.trainable`. */
export enum Trainable {
  weights = 1,
  biases = 2,
}

/** What a plan is for: which buffers it has. */
export enum Pass {
  /** `evaluate` alone. */
  forward = 0,
  /** `train` and `epochs` too. */
  train = 1,
  /** All of it. */
  gradients = 2,
}

/** What `plan_run` runs. */
export enum Run {
  train = 0,
  epochs = 1,
  evaluate = 2,
  gradients = 3,
}

/** Bits of `features()`. */
export enum Feature {
  simd = 1,
  threads = 2,
  /** Multiplications and additions may be fused: other bits, by engine. */
  relaxed = 4,
}

/** Why a checked function did nothing. */
export enum Refusal {
  /** A table, region or array does not lie in memory from 1024 on, with 16 bytes to read behind data; or a region
   * does not begin at a multiple of 64. */
  address = -1,
  /** At this address `plan_create` has made no plan. */
  plan = -2,
  /** `layers` is not 1 … 65536. */
  layers = -3,
  /** `batch` is not 1 … 2²⁶. */
  batch = -4,
  /** `threads` is not 1 … 1024, or not 1 in a build without threads. */
  threads = -5,
  /** `floatBytes` is not 4 or 8. */
  floatBytes = -6,
  /** `pass` is no `Pass`, or the plan's does not allow this run. */
  pass = -7,
  /** `answers` or `epochs` of the description is negative; or the run needs more of them than there are. */
  capacity = -8,
  /** `optimizer` is no `Optimizer`. */
  optimizer = -9,
  /** `loss` is no `Loss`, or does not go with the last layer's activation. */
  loss = -10,
  /** A layer's `inputs` or `outputs` is not 1 … 2²⁶, or its inputs are not the outputs of the layer below. */
  size = -11,
  /** No `Activation`, or softmax below the last layer. */
  activation = -12,
  /** `biasCount` is not 0, 1 or `outputs`. */
  biases = -13,
  /** Other bits than those of `Trainable`; biases that are not there; weights that are another layer's. */
  trainable = -14,
  /** A part to drop is not in [0, 1). */
  dropout = -15,
  /** `tied` is no layer below with the sizes exchanged and weights of its own. */
  tied = -16,
  /** The plan would have 2 GiB or more. */
  large = -17,
  /** The region has fewer bytes than `plan_size` says. */
  small = -18,
  /** What is only read overlaps what is written. */
  overlap = -19,
  /** No inputs or no rows. */
  data = -20,
  /** `inputBytes` is neither 1 nor `floatBytes`. */
  inputBytes = -21,
  /** There are neither targets nor labels to train on. */
  targets = -22,
  /** No `Run`. */
  run = -23,
  /** `thread` is not 0 … threads − 1. */
  thread = -24,
  /** `from` … `from + count − 1` are not places of the data, or there are none of them. */
  range = -25,
  /** The order names a sample that is not there. */
  order = -26,
  /** A label is no class. */
  label = -27,
  /**
   * `members` is negative; or there would be more than 2²⁶ rows for a batch; or there is a tied layer, or a bias
   * shared by a layer, which members do not have.
   */
  members = -28,
}

/** Bits of `Plan.resume`: how `gradients` works. */
export enum Resume {
  /** Adds to what the buffers hold. */
  adds = 1,
  /** With dropout and noise, as in training. */
  masks = 2,
}

/** Streams of random numbers that kernels draw from; the others are in src/network/random.ts. */
export enum Stream {
  initialise = 1,
  shuffle = 3,
  /** And the layer in the bits from 8 on; 0 is the inputs. */
  dropout = 6,
  noise = 7,
}

/** Register tiles, by rows. Which of them are fast depends on the engine; results do not depend on it. */
export enum Tile {
  rows4 = 0,
  rows5 = 1,
  /** Only in the fast builds, like the next. */
  rows6 = 2,
  /** For the engines that run out of registers otherwise: Node 20 and 22. */
  rows6Barriers = 3,
}
