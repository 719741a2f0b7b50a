/** A network's outputs for new data, or those of one of its layers. */
import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import { didYouMean, listNames } from "../../nearest.js";
import type { Floats } from "../../wasm/kernels.js";
import type { Dataset } from "../../data/dataset.js";
import type { Engine } from "../engine.js";

/** Rows that a pass works on at once. */
const forwardBatch = 128;

/**
 * Runs the first layers over a data set, in the plan of a network that has no others.
 *
 * @param layers how many of them (default: all)
 * @returns [rows × units] row-major: the activations of the last of them, not scaled back
 */
export function forward(engine: Engine, dataset: Dataset, layers = engine.config.layers.length): Floats {
  const { rows } = dataset;
  // without targets no loss is computed, so it need not suit the last of them
  const config: NetworkConfig = { ...engine.config, layers: engine.config.layers.slice(0, layers) };
  return engine.run(
    { batch: Math.min(forwardBatch, rows), pass: "forward", answers: rows },
    (plan) => {
      plan.use(plan.place({ inputs: dataset.inputs, rows, targets: null, labels: null }));
      plan.keepsAnswers = true;
      plan.run("evaluate", 0, rows);
      return plan.answers(rows).slice();
    },
    config,
  );
}

/**
 * How many layers there are up to one that a user names.
 *
 * @param layer its name, or its index among `layers`: 0 are the inputs, 1 is the first that computes
 * @throws ConfigError where there is no such layer
 */
export function layersUpTo(config: NetworkConfig, layer: number | string): number {
  const { layers, members } = config;
  const found = layerAt(config, layer);
  if (members === 1 || found === layers.length) return found;
  throw new ConfigError(
    `layer: expected the last one, ${layers.length}, got ${show(layer)}. ` +
      "The other layers have an answer for each of the network's members.",
  );
}

/** The number of a layer that a user names, from 1. */
function layerAt({ layers }: NetworkConfig, layer: number | string): number {
  if (typeof layer === "number") {
    if (Number.isInteger(layer) && layer >= 1 && layer <= layers.length) return layer;
    throw new ConfigError(`layer: expected an index 1 to ${layers.length}, got ${show(layer)}.`);
  }
  const index = layers.findIndex(({ name }) => name === layer);
  if (index >= 0) return index + 1;
  const names = layers.flatMap(({ name }) => name ?? []);
  const there = names.length > 0 ? ` There are: ${listNames(names)}.` : " None has one: give its index.";
  throw new ConfigError(`layer: no layer is named ${show(layer)}.${didYouMean(layer, names) || there}`);
}
