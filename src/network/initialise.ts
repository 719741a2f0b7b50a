/**
 * First weights: every initialiser is seeded, uniform over [low, high) or normal; biases start at zero. Each
 * layer draws from a stream of its own, so a layer's weights do not depend on the layers before it. The same
 * bits in every engine: logarithm, cosine and sine are those of `elementary.ts`.
 */
import { ConfigError } from "../errors.js";
import type { NetworkConfig } from "./config.js";
import { cosOfTurns, ln, sinOfTurns } from "./elementary.js";
import type { LayerConfig } from "./layers.js";
import { Random, streams } from "./random.js";

type Initializer = NetworkConfig["initializer"];
type Weights = Float32Array | Float64Array;
type Distribution = { low: number; high: number } | { mean: number; deviation: number };

/**
 * The distribution from which a layer's weights are drawn. Normals are not truncated.
 *
 * Sources: glorotUniform ±√(6 / (in + out)), glorotNormal deviation √(2 / (in + out)), Glorot & Bengio 2010;
 * heUniform ±√(6 / in), heNormal √(2 / in), He et al. 2015; lecunUniform ±√(3 / in), lecunNormal √(1 / in),
 * LeCun et al. 1998.
 *
 * @throws ConfigError for `uniform` without a proper interval, `normal` without a deviation above 0, or either
 *   where none is taken
 */
export function initialDistribution(
  initializer: Initializer,
  layer: { inputs: number; units: number },
): Distribution {
  refuseNumbers(initializer);
  const { inputs, units } = layer;
  switch (initializer.kind) {
    case "uniform":
      return givenInterval(initializer);
    case "normal":
      return givenNormal(initializer);
    case "glorotUniform":
      return within(Math.sqrt(6 / (inputs + units)));
    case "heUniform":
      return within(Math.sqrt(6 / inputs));
    case "lecunUniform":
      return within(Math.sqrt(3 / inputs));
    case "zeros":
      return within(0);
    case "glorotNormal":
      return { mean: 0, deviation: Math.sqrt(2 / (inputs + units)) };
    case "heNormal":
      return { mean: 0, deviation: Math.sqrt(2 / inputs) };
    case "lecunNormal":
      return { mean: 0, deviation: Math.sqrt(1 / inputs) };
  }
}

/** Fills `weights` [inputs × units] of the layer at `index`. */
export function initialise(
  weights: Weights,
  layer: LayerConfig,
  index: number,
  initializer: Initializer,
  seed: number,
): void {
  const drawn = initialDistribution(initializer, layer);
  const random = new Random(seed, streams.initialise, index);
  if ("deviation" in drawn) {
    fillNormal(weights, drawn.mean, drawn.deviation, random);
    return;
  }
  const { low, high } = drawn;
  for (let i = 0; i < weights.length; i++) weights[i] = low + (high - low) * random.uniform();
}

/**
 * Fills `weights` with normal numbers, a pair from two uniforms u, v each; of an odd one out, the second is
 * dropped.
 *
 *     r = √(−2 ln(1 − u)),  mean + deviation · r · cos 2πv,  mean + deviation · r · sin 2πv
 *
 * 1 − u is in (0, 1] and not below 2⁻³²: no number is farther than 6.7 deviations from the mean.
 * [Box & Muller 1958]
 */
function fillNormal(weights: Weights, mean: number, deviation: number, random: Random): void {
  for (let i = 0; i < weights.length; i += 2) {
    const radius = deviation * Math.sqrt(-2 * ln(1 - random.uniform()));
    const turns = random.uniform();
    weights[i] = mean + radius * cosOfTurns(turns);
    if (i + 1 < weights.length) weights[i + 1] = mean + radius * sinOfTurns(turns);
  }
}

function within(limit: number): Distribution {
  return { low: -limit, high: limit };
}

function givenInterval({ low, high }: Initializer): Distribution {
  if (low === undefined || high === undefined) {
    throw new ConfigError(
      'initializer: uniform takes an interval, as in { "kind": "uniform", "low": -0.5, "high": 0.5 }.',
    );
  }
  if (!(low < high)) {
    throw new ConfigError(`initializer: uniform takes low < high, got low ${low} and high ${high}.`);
  }
  return { low, high };
}

function givenNormal({ mean = 0, deviation }: Initializer): Distribution {
  if (deviation === undefined) {
    throw new ConfigError(
      'initializer: normal takes a deviation > 0, as in { "kind": "normal", "deviation": 0.1 }.',
    );
  }
  if (!(deviation > 0)) {
    throw new ConfigError(`initializer: normal takes a deviation > 0, got ${deviation}.`);
  }
  return { mean, deviation };
}

/** Refuses numbers that the kind does not take. */
function refuseNumbers({ kind, low, high, mean, deviation }: Initializer): void {
  if (kind !== "uniform" && (low !== undefined || high !== undefined)) {
    throw new ConfigError(`initializer: ${kind} takes no low or high. Drop them, or use "uniform".`);
  }
  if (kind !== "normal" && (mean !== undefined || deviation !== undefined)) {
    throw new ConfigError(`initializer: ${kind} takes no mean or deviation. Drop them, or use "normal".`);
  }
}
