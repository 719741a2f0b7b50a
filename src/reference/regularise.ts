/**
 * Limits and penalties of gradients and weights. A step applies them in this order:
 *
 *     mean over the batch → clipNorm → clipValue → + penalties → weight decay → optimiser → maxNorm
 *
 * Dropout and noise belong to the forward pass and are not here.
 */
import type { LayerValues, Storage } from "./storage.js";

/** 0 turns each of them off (default: 0). */
export interface Regularisation {
  /** λ of the penalty λ · Σ|w| */
  l1?: number;
  /** λ of the penalty ½λ · Σw² */
  l2?: number;
  /** Largest absolute value of an element of the gradient. */
  clipValue?: number;
  /** Largest L2 norm of the gradient of all layers together. */
  clipNorm?: number;
  /** Largest L2 norm of the weights into a unit. */
  maxNorm?: number;
  /** Part of the moving averages of all parameters that stays in each update. */
  weightAverage?: number;
}

/** Whether any of them is on. */
export function isRegularised({
  l1,
  l2,
  clipValue,
  clipNorm,
  maxNorm,
  weightAverage,
}: Regularisation): boolean {
  return Boolean(l1 || l2 || clipValue || clipNorm || maxNorm || weightAverage);
}

/**
 * Clips gradients and adds the penalties to them.
 *
 * @param gradients  of the trained layers, by layer, read and overwritten
 * @param parameters as `gradients`, read
 */
export function regulariseGradients(
  gradients: readonly LayerValues[],
  parameters: readonly LayerValues[],
  { clipNorm = 0, clipValue = 0, l1 = 0, l2 = 0 }: Regularisation,
): void {
  if (clipNorm > 0) clipToNorm(gradients, clipNorm);
  if (clipValue > 0) clipToValue(gradients, clipValue);
  if (l1 > 0 || l2 > 0) {
    gradients.forEach(({ weights }, at) => addPenalties(weights, parameters[at]!.weights, l1, l2));
  }
}

/** Applies the limits of weights, after a step. */
export function limitWeights(layers: readonly WeightsOfUnits[], { maxNorm = 0 }: Regularisation): void {
  if (maxNorm > 0) for (const { weights, units } of layers) limitNorms(weights, units, maxNorm);
}

/** The weights into the units of a layer: [inputs × units]. */
interface WeightsOfUnits {
  readonly weights: Storage;
  readonly units: number;
}

/** g ← g · min(1, limit / ‖g‖), where ‖g‖ is the norm over all weights and biases together. */
export function clipToNorm(gradients: readonly LayerValues[], limit: number): void {
  const all = gradients.flatMap(({ weights, biases }) => [weights, biases]);
  let squares = 0;
  for (const values of all) {
    for (const g of values) squares += g * g;
  }
  const norm = Math.sqrt(squares);
  if (norm > limit) all.forEach((values) => scale(values, limit / norm));
}

/** g ← min(max(g, −limit), limit), of weights and biases. */
export function clipToValue(gradients: readonly LayerValues[], limit: number): void {
  for (const values of gradients.flatMap(({ weights, biases }) => [weights, biases])) {
    values.forEach((g, i) => (values[i] = Math.min(Math.max(g, -limit), limit)));
  }
}

/** g ← g + l1 · sign(w) + l2 · w, for weights only. The slope of |w| at 0 is 0. */
export function addPenalties(gradient: Storage, weights: Storage, l1: number, l2: number): void {
  for (let i = 0; i < weights.length; i++) {
    gradient[i] = gradient[i]! + l1 * Math.sign(weights[i]!) + l2 * weights[i]!;
  }
}

/** l1 · Σ|w| + ½ · l2 · Σw² over the weights of all layers. `addPenalties` adds the slope of this. */
export function penaltyOf(parameters: readonly LayerValues[], l1: number, l2: number): number {
  let absolute = 0;
  let squares = 0;
  for (const { weights } of parameters) {
    for (const w of weights) {
      absolute += Math.abs(w);
      squares += w * w;
    }
  }
  return l1 * absolute + 0.5 * l2 * squares;
}

/** w ← w − η · weightDecay · w. [Loshchilov & Hutter 2019] */
export function decayWeights(weights: Storage, learningRate: number, weightDecay: number): void {
  if (weightDecay > 0) weights.forEach((w, i) => (weights[i] = w - learningRate * weightDecay * w));
}

/**
 * Scales the weights into a unit down to norm `limit`, if their norm is larger.
 * [Srebro, Rennie & Jaakkola 2005]
 *
 * @param weights [inputs × units] read and overwritten
 */
export function limitNorms(weights: Storage, units: number, limit: number): void {
  for (let unit = 0; unit < units; unit++) {
    let squares = 0;
    for (let i = unit; i < weights.length; i += units) squares += weights[i]! * weights[i]!;
    const norm = Math.sqrt(squares);
    if (!(norm > limit)) continue;
    for (let i = unit; i < weights.length; i += units) weights[i] = weights[i]! * (limit / norm);
  }
}

function scale(values: Storage, factor: number): void {
  values.forEach((value, i) => (values[i] = value * factor));
}
