/**
 * First weights. Every initialiser is seeded and uniform over [low, high); biases start at zero. Each layer
 * draws from a stream of its own, so a layer's weights do not depend on the layers before it.
 */
import { ConfigError } from "../errors.js";
import type { NetworkConfig } from "./config.js";
import type { LayerConfig } from "./layers.js";
import { Random, streams } from "./random.js";

type Initializer = NetworkConfig["initializer"];

/**
 * The interval from which a layer's weights are drawn.
 *
 * Sources: glorotUniform ±√(6 / (in + out)), Glorot & Bengio 2010; heUniform ±√(6 / in), He et al. 2015;
 * lecunUniform ±√(3 / in), LeCun et al. 1998.
 *
 * @throws ConfigError for `uniform` without a proper interval, or an interval where none is taken
 */
export function initialInterval(
  initializer: Initializer,
  layer: { inputs: number; units: number },
): [number, number] {
  const { kind, low, high } = initializer;
  if (kind === "uniform") {
    if (low === undefined || high === undefined) {
      throw new ConfigError(
        'initializer: uniform takes an interval, as in { "kind": "uniform", "low": -0.5, "high": 0.5 }.',
      );
    }
    if (!(low < high)) {
      throw new ConfigError(`initializer: uniform takes low < high, got low ${low} and high ${high}.`);
    }
    return [low, high];
  }
  if (low !== undefined || high !== undefined) {
    throw new ConfigError(`initializer: ${kind} takes no low or high. Drop them, or use "uniform".`);
  }
  const limits = {
    glorotUniform: Math.sqrt(6 / (layer.inputs + layer.units)),
    heUniform: Math.sqrt(6 / layer.inputs),
    lecunUniform: Math.sqrt(3 / layer.inputs),
    zeros: 0,
  };
  return [-limits[kind], limits[kind]];
}

/** Fills `weights` [inputs × units] of the layer at `index`. */
export function initialise(
  weights: Float32Array | Float64Array,
  layer: LayerConfig,
  index: number,
  initializer: Initializer,
  seed: number,
): void {
  const [low, high] = initialInterval(initializer, layer);
  const random = new Random(seed, streams.initialise, index);
  for (let i = 0; i < weights.length; i++) weights[i] = low + (high - low) * random.uniform();
}
