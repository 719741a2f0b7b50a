/**
 * Checks the gradients of a network against differences of its loss.
 *
 * Central differences: Nocedal & Wright, "Numerical Optimization", 2nd ed. 2006, section 8.1.
 */
import { ConfigError } from "../errors.js";
import { checkIsNetwork, checkOptions } from "../arguments.js";
import { show } from "../wording.js";
import { readModel, writeModel } from "../network/modelFile.js";
import { Random, shuffle, streams } from "../network/random.js";
import type { Dataset } from "../data/dataset.js";
import { Network } from "../train/network.js";
import type { LayerGradients } from "../train/networkTypes.js";

/** Options of `checkGradients`. */
export interface GradientCheckOptions {
  /**
   * How many parameters are checked at most, drawn at random from all that train (default: 2000). Each costs two
   * evaluations.
   */
  most?: number;
  /** Seed of the random choice (default: 1). */
  seed?: number;
  /** The greatest error that passes, 0 < x < 1 (default: 1e-6). */
  tolerance?: number;
  /** Calculates the gradients to check (default: `network.gradients`). */
  gradients?: (network: Network, dataset: Dataset) => readonly LayerGradients[];
}

/** Results for one tensor. */
export interface TensorCheck {
  /** Parameters that were checked. */
  checked: number;
  /** The greatest error; 0 if no parameter was checked. */
  worst: number;
  /** Index of the parameter with that error; null if none was checked. */
  where: number | null;
}

/** Results for one layer. */
export interface LayerCheck {
  /** null if the weights do not train, or are those of another layer. */
  weights: TensorCheck | null;
  /** null if the biases do not train, or if there are none. */
  biases: TensorCheck | null;
  /** Of the first layer where inputs have factors that train. */
  inputFactors?: TensorCheck;
}

/** A parameter at which the loss has no derivative. */
export interface Kink {
  /** As in messages: "layer 1: weights[3]". */
  where: string;
  /** Slope of the loss below the parameter. */
  below: number;
  /** Slope of the loss above the parameter. */
  above: number;
  /** What the gradient says. */
  gradient: number;
}

/** Results of `checkGradients`. */
export interface GradientCheck {
  /** By layer, in order; the input layer has no entry. */
  layers: LayerCheck[];
  /** The greatest error of all, without kinks; 0 if nothing was checked. */
  worst: number;
  /** Its parameter, as "layer 1: weights[3]"; null if nothing was checked. */
  where: string | null;
  /** Whether no error is greater than the tolerance. */
  passed: boolean;
  /** The greatest error that passes. */
  tolerance: number;
  /** Parameters at which the loss has no derivative. They do not count as errors. */
  kinks: Kink[];
}

/** Absolute errors up to this, in units of the loss, are caused by rounding of the loss. */
const rounding = 1e-8;
/** The step for a parameter of size 1 or less: ∛ε balances rounding, ε/h, against curvature, h². */
const firstStep = Math.cbrt(Number.EPSILON);
/** If the first step fails, there may be a kink nearby; steps that are smaller by these factors decide. */
const shorter = [1, 1 / 16, 1 / 256];
/** If the slopes on both sides differ by more than this fraction of their size, the function is not smooth. */
const kinkPart = 1e-3;

/**
 * Compares the gradient of each parameter with (E(w + h) − E(w − h)) / 2h, on a copy of the network in float64,
 * without dropout and noise. The network itself does not change.
 *
 *     error = |a − n| / max(1e-8 · max(1, |E|) / tolerance, |a| + |n|),  h = ∛ε · max(1, |w|)
 *
 * An error passes if it is small relative to the gradient, or at most 1e-8 of the loss. If it does not pass,
 * shorter steps are tried. If the slopes on both sides still differ, the parameter is at a kink (relu at 0), which
 * is reported and does not count as an error.
 *
 * Central differences: Nocedal & Wright, "Numerical Optimization", 2nd ed. 2006, section 8.1.
 *
 * @param network a network of any kind and precision; it is only read
 * @param dataset samples with targets; a few are enough
 * @param options how many parameters, and which tolerance
 * @returns the greatest error, by layer and of all
 * @throws {ConfigError} for a wrong option
 * @throws {ShapeError} for data that do not fit the network
 * @throws {DataError} for data without targets
 *
 * @example
 * ```js
 * import { checkGradients, Dataset, Network } from "chainrule";
 *
 * const network = Network.create({ layers: [2, { units: 4, activation: "tanh" }, 1] });
 * const samples = Dataset.from([[0.5, -1], [2, 0.1]], [[1], [0]]);
 * const { passed, layers } = checkGradients(network, samples);
 * console.log(passed, layers[0].weights?.checked); // → true 8
 * ```
 */
export function checkGradients(
  network: Network,
  dataset: Dataset,
  options: GradientCheckOptions = {},
): GradientCheck {
  checkIsNetwork(network, "checkGradients");
  checkOptions(options, "checkGradients");
  const { most = 2000, seed = 1, tolerance = 1e-6, gradients = ofNetwork } = options;
  if (!Number.isInteger(most) || most < 1) {
    throw new ConfigError(`most: expected an integer ≥ 1, got ${show(most)}.`);
  }
  if (!(tolerance > 0 && tolerance < 1)) {
    throw new ConfigError(`tolerance: expected a number 0 < x < 1, got ${show(tolerance)}.`);
  }
  const copy = inDouble(network);
  try {
    const found = gradients(copy, dataset).map(({ weights, biases, inputFactors = [] }) => ({
      weights: Float64Array.from(weights),
      biases: Float64Array.from(biases),
      inputFactors: Float64Array.from(inputFactors),
    }));
    const blank = (of: Float64Array): TensorCheck | null =>
      of.length > 0 ? { checked: 0, worst: 0, where: null } : null;
    const layers = found.map(({ weights, biases, inputFactors }): LayerCheck => {
      const ofFactors = blank(inputFactors);
      return {
        weights: blank(weights),
        biases: blank(biases),
        ...(ofFactors && { inputFactors: ofFactors }),
      };
    });
    const check: GradientCheck = { layers, worst: 0, where: null, passed: true, tolerance, kinks: [] };
    const floor = (rounding * Math.max(1, Math.abs(lossOf(copy, dataset)))) / tolerance;
    for (const { layer, tensor, index } of chosen(found, most, seed)) {
      const gradient = found[layer]![tensor][index]!;
      const lossAt = lossAlong(copy, dataset, layer, tensor, index);
      const { error, kink } = compare(lossAt, gradient, floor, tolerance);
      const own = layers[layer]![tensor]!;
      const where = `layer ${layer + 1}: ${tensor}[${index}]`;
      own.checked++;
      if (kink) {
        check.kinks.push({ where, ...kink, gradient });
        continue;
      }
      if (own.where === null || error > own.worst) Object.assign(own, { worst: error, where: index });
      if (check.where === null || error > check.worst) Object.assign(check, { worst: error, where });
    }
    check.passed = check.worst <= tolerance;
    return check;
  } finally {
    copy.dispose();
  }
}

function ofNetwork(network: Network, dataset: Dataset): LayerGradients[] {
  return network.gradients(dataset);
}

/** The same network in float64, on this thread. */
function inDouble(network: Network): Network {
  const model = readModel(network.save());
  const layers = model.layers.map((layer) => ({
    ...layer,
    weights: Float64Array.from(layer.weights),
    biases: Float64Array.from(layer.biases),
    ...(layer.inputFactors && { inputFactors: Float64Array.from(layer.inputFactors) }),
  }));
  return Network.load(
    writeModel({ ...model, layers, config: { ...model.config, precision: "float64", threads: 1 } }),
  );
}

/** The loss whose gradient is checked. Where both are the same, `evaluate` takes less time. */
function lossOf(network: Network, dataset: Dataset): number {
  return network.config.members > 1 ? network.trainingLoss(dataset) : network.evaluate(dataset).loss;
}

interface Chosen {
  layer: number;
  tensor: keyof LayerCheck;
  index: number;
}

/** All parameters that have a gradient, or `most` of them, in their order. */
function chosen(found: Record<keyof LayerCheck, Float64Array>[], most: number, seed: number): Chosen[] {
  const tensors = found.flatMap(({ weights, biases, inputFactors }, layer) => [
    { layer, tensor: "weights" as const, count: weights.length },
    { layer, tensor: "biases" as const, count: biases.length },
    { layer, tensor: "inputFactors" as const, count: inputFactors.length },
  ]);
  const total = tensors.reduce((sum, { count }) => sum + count, 0);
  const places = Uint32Array.from({ length: total }, (_, place) => place);
  if (total > most) shuffle(places, new Random(seed, streams.gradientCheck));
  const wanted = places.slice(0, most).sort();
  let next = 0;
  let first = 0;
  return tensors.flatMap(({ layer, tensor, count }) => {
    const own: Chosen[] = [];
    for (; next < wanted.length && wanted[next]! < first + count; next++) {
      own.push({ layer, tensor, index: wanted[next]! - first });
    }
    first += count;
    return own;
  });
}

/** The loss as a function of one parameter, and the value of the parameter. Each call restores the parameter. */
function lossAlong(copy: Network, dataset: Dataset, layer: number, tensor: Chosen["tensor"], index: number) {
  const values = () => copy.parameters()[layer]![tensor]!;
  const w = values()[index]!;
  const at = (value: number) => {
    values()[index] = value;
    const loss = lossOf(copy, dataset);
    values()[index] = w;
    return loss;
  };
  return { w, at };
}

/** The error of a gradient or, if there is no derivative, the slopes on both sides. */
function compare(
  { w, at }: { w: number; at: (value: number) => number },
  gradient: number,
  floor: number,
  tolerance: number,
): { error: number; kink: { below: number; above: number } | null } {
  let error = Infinity;
  let [below, above] = [0, 0];
  for (const part of shorter) {
    const step = firstStep * Math.max(1, Math.abs(w)) * part;
    const [low, high] = [w - step, w + step]; // as they are once rounded
    const [lossLow, loss, lossHigh] = [at(low), at(w), at(high)];
    const slope = (lossHigh - lossLow) / (high - low);
    below = (loss - lossLow) / (w - low);
    above = (lossHigh - loss) / (high - w);
    const found = Math.abs(gradient - slope) / Math.max(floor, Math.abs(gradient) + Math.abs(slope));
    if (found < error) error = found; // false for NaN
    if (error <= tolerance) return { error, kink: null };
  }
  const isKink =
    Math.abs(above - below) >
    Math.max(floor * tolerance * 100, kinkPart * (Math.abs(above) + Math.abs(below)));
  return { error, kink: isKink ? { below, above } : null };
}
