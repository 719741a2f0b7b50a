/**
 * The numbers by which the host names things in the plan. Plain enough to be read by both compilers:
 * AssemblyScript here, TypeScript in `src`. Codes are part of the ABI: never renumbered, only added to.
 */

/** What a layer does to its net input; see activation.ts. */
export enum Activation {
  identity = 0,
  sigmoid = 1,
  tanh = 2,
  relu = 3,
  leakyRelu = 4,
  elu = 5,
  selu = 6,
  gelu = 7,
  silu = 8,
  softplus = 9,
  softsign = 10,
  hardSigmoid = 11,
  /** Over the whole row; only of the last layer. */
  softmax = 12,
}

/** The loss of a row; see loss.ts. */
export enum Loss {
  /** Half, whole or mean squared error, by the plan's factors. */
  squared = 0,
  absolute = 1,
  huber = 2,
  /** Of sigmoid outputs. */
  binaryCrossEntropy = 3,
  /** Of softmax outputs. */
  crossEntropy = 4,
  hinge = 5,
}

/** How gradients become changes of the parameters; see optimizer.ts. */
export enum Optimizer {
  sgd = 0,
  momentum = 1,
  nesterov = 2,
  adagrad = 3,
  rmsprop = 4,
  adam = 5,
  nadam = 6,
  irpropMinus = 7,
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

/** Streams of random numbers that kernels draw from; the others are in src/network/random.ts. */
export enum Stream {
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
