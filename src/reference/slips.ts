/**
 * Thirteen mistakes in one step of backpropagation that people make, each a small change of the right rule, over plain
 * arrays. A user who compares figures with the program's is told which slip gives those figures, and the golden checks
 * must reject every slip. For networks of logistic units on one sample.
 *
 * No network trains with this: `referenceNetwork.ts` and the kernels have the right rule and know no slip. Weights are
 * W[k][j] here, from unit j to unit k, as on paper.
 */
import { assert } from "./assert.js";

export const slipIds = [
  "updated-weights",
  "transposed-layout",
  "transposed-backward",
  "unsigned-error",
  "plus-sign",
  "no-half",
  "mean-over-outputs",
  "eta-0.15",
  "no-bias",
  "no-hidden-derivative",
  "bias-per-neuron",
  "bias-shared-sum",
  "bias-shared-mean",
] as const;
export type SlipId = (typeof slipIds)[number];
export type SlipRule = SlipId | "correct";

export const slipLosses = ["halfSquaredError", "squaredError", "meanSquaredError"] as const;
export type SlipLoss = (typeof slipLosses)[number];

/** A network of logistic units, one sample, and how it trains. */
export interface SlipNetwork {
  /** By layer, W[k][j] from unit j to unit k. */
  weights: readonly (readonly (readonly number[])[])[];
  /** By layer, [units]. A shared bias is repeated; without biases they are 0. */
  biases: readonly (readonly number[])[];
  /** How biases are trained by the right rule. */
  trainBiases: "no" | "perNeuron" | "shared";
  loss: SlipLoss;
  learningRate: number;
  inputs: readonly number[];
  targets: readonly number[];
}

export interface SlipRound {
  /** By layer, [units]; out[0] are the inputs. */
  net: number[][];
  out: number[][];
  /** ∂E/∂net by the rule, by layer. */
  deltas: number[][];
  /** ∂E/∂w by the rule, by layer, [k][j]. */
  gradients: number[][][];
  /** Of each output before the round; their sum is `errorBefore`. */
  errors: number[];
  errorBefore: number;
  errorAfter: number;
  outputsAfter: number[];
  newWeights: number[][][];
  newBiases: number[][];
}

/** Trains some rounds by a rule. @returns the last of them */
export function slippedRound(network: SlipNetwork, rule: SlipRule, rounds = 1): SlipRound {
  assert(rule === "correct" || slipIds.includes(rule), `rule: there is no slip ${rule}`);
  assert(slipLosses.includes(network.loss), `loss: expected one of squares, got ${network.loss}`);
  assert(Number.isInteger(rounds) && rounds >= 1, `rounds: expected an integer ≥ 1, got ${rounds}`);
  let present = asRead(network, rule);
  let round = step(present, rule);
  for (let done = 1; done < rounds; done++) {
    present = { ...present, weights: round.newWeights, biases: round.newBiases };
    round = step(present, rule);
  }
  return round;
}

/** The network with the slips that are made before the calculation begins. */
function asRead(network: SlipNetwork, rule: SlipRule): SlipNetwork {
  const { weights, biases, learningRate } = network;
  return {
    ...network,
    weights: rule === "transposed-layout" ? weights.map(readColumnFirst) : weights,
    biases: rule === "no-bias" ? biases.map((layer) => layer.map(() => 0)) : biases,
    learningRate: rule === "eta-0.15" ? 0.15 : learningRate,
  };
}

/** A list of weights that is given by rows, read as if it were given by columns. */
function readColumnFirst(matrix: readonly (readonly number[])[]): number[][] {
  const list = matrix.flat();
  return matrix.map((row, k) => row.map((_, j) => list[j * matrix.length + k]!));
}

function step(network: SlipNetwork, rule: SlipRule): SlipRound {
  const { weights, biases } = network;
  const { net, out } = forward(network, weights, biases);
  const errors = errorsOf(network, out.at(-1)!);
  const deltas: number[][] = [];
  const gradients: number[][][] = [];
  const newWeights: number[][][] = [];
  const newBiases: number[][] = [];
  for (let l = weights.length - 1; l >= 0; l--) {
    const above = rule === "updated-weights" ? newWeights[l + 1] : weights[l + 1];
    const delta = above
      ? hiddenDeltas(above, deltas[l + 1]!, out[l + 1]!, rule)
      : outputDeltas(network, out.at(-1)!, rule);
    const gradient = delta.map((own) => out[l]!.map((below) => own * below));
    deltas[l] = delta;
    gradients[l] = gradient;
    newWeights[l] = weights[l]!.map((row, k) =>
      row.map((weight, j) => weight - network.learningRate * gradient[k]![j]!),
    );
    newBiases[l] = movedBiases(network, biases[l]!, delta, rule);
  }
  const after = forward(network, newWeights, newBiases);
  const outputsAfter = after.out.at(-1)!;
  return {
    net,
    out,
    deltas,
    gradients,
    errors,
    errorBefore: total(errors),
    errorAfter: total(errorsOf(network, outputsAfter)),
    outputsAfter,
    newWeights,
    newBiases,
  };
}

function forward(
  { inputs }: SlipNetwork,
  weights: SlipNetwork["weights"],
  biases: SlipNetwork["biases"],
): { net: number[][]; out: number[][] } {
  const net: number[][] = [];
  const out: number[][] = [[...inputs]];
  weights.forEach((matrix, l) => {
    net[l] = matrix.map(
      (row, k) => row.reduce((sum, weight, j) => sum + weight * out[l]![j]!, 0) + biases[l]![k]!,
    );
    out[l + 1] = net[l].map((x) => 1 / (1 + Math.exp(-x)));
  });
  return { net, out };
}

/** The right loss: the slips are in the gradient. */
function errorsOf({ targets, loss }: SlipNetwork, outputs: readonly number[]): number[] {
  const factor = { halfSquaredError: 0.5, squaredError: 1, meanSquaredError: 1 / outputs.length }[loss];
  return outputs.map((output, k) => factor * (targets[k]! - output) ** 2);
}

function outputDeltas({ targets, loss }: SlipNetwork, outputs: readonly number[], rule: SlipRule): number[] {
  const factor = { halfSquaredError: 1, squaredError: 2, meanSquaredError: 2 / outputs.length }[loss];
  return outputs.map((output, k) => {
    let error = output - targets[k]!;
    if (rule === "unsigned-error") error = Math.abs(error);
    if (rule === "plus-sign") error = -error;
    if (rule === "no-half") error = 2 * error;
    if (rule === "mean-over-outputs") error = error / outputs.length;
    return factor * error * output * (1 - output);
  });
}

function hiddenDeltas(
  above: readonly (readonly number[])[],
  deltas: readonly number[],
  outputs: readonly number[],
  rule: SlipRule,
): number[] {
  const list = above.flat();
  return outputs.map((output, j) => {
    // row j of W instead of column j
    const back =
      rule === "transposed-backward"
        ? total(deltas.map((delta, k) => list[j * deltas.length + k]! * delta))
        : total(deltas.map((delta, k) => above[k]![j]! * delta));
    return rule === "no-hidden-derivative" ? back : back * output * (1 - output);
  });
}

function movedBiases(
  { learningRate, trainBiases }: SlipNetwork,
  biases: readonly number[],
  deltas: readonly number[],
  rule: SlipRule,
): number[] {
  const sum = total(deltas);
  return biases.map((bias, k) => {
    if (rule === "bias-per-neuron") return bias - learningRate * deltas[k]!;
    if (rule === "bias-shared-sum") return bias - learningRate * sum;
    if (rule === "bias-shared-mean") return bias - (learningRate * sum) / deltas.length;
    if (rule === "no-bias" || trainBiases === "no") return bias;
    return bias - learningRate * (trainBiases === "shared" ? sum : deltas[k]!);
  });
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
