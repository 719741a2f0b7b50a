/**
 * The numbers by which the host names things in the plan. Plain enough to be read by both compilers:
 * AssemblyScript here, TypeScript in `src`. Codes are part of the ABI: never renumbered, only added to.
 */

/** What a layer does to its net input. */
export enum Activation {
  identity = 0,
  sigmoid = 1,
}

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

/** Streams of random numbers that kernels draw from; the others are in src/network/random.ts. */
export enum Stream {
  shuffle = 3,
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
