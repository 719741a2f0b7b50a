/**
 * How a network is trained: batch size, epochs, learning rate, split and scaling, checked and with every
 * default filled in. What a network is, is in `src/network/config.ts`.
 */
import * as v from "valibot";
import {
  check,
  checkLayers,
  choice,
  flag,
  integer,
  type LayerConfig,
  type NetworkConfig,
  networkEntries,
  real,
  settings,
} from "../network/config.js";
import { initialInterval } from "../network/initialise.js";
import { scalingNames } from "../network/scaling.js";

const optimizer = settings(
  {
    kind: v.optional(choice(["sgd"]), "sgd"),
    learningRate: v.optional(real("a finite number > 0", (rate) => rate > 0)),
  },
  'an object such as { "kind": "sgd", "learningRate": 0.5 }',
);

/** Settings of training that may be given to `Network.create` and again to `fit`. */
export const trainingEntries = {
  optimizer: v.optional(optimizer, {}),
  batchSize: v.optional(integer(1), 16),
  epochs: v.optional(integer(0), 10),
  shuffle: v.optional(flag, true),
  validation: v.optional(
    real("a fraction 0 ≤ f < 1", (part) => part >= 0 && part < 1),
    0,
  ),
  scaling: v.optional(choice(["auto", ...scalingNames]), "auto"),
  targetScaling: v.optional(choice(["none", "minMax", "standard"]), "none"),
};

type Entries = { [Name in keyof typeof trainingEntries]: v.InferOutput<(typeof trainingEntries)[Name]> };
export interface TrainingConfig extends Omit<Entries, "optimizer"> {
  optimizer: Required<Entries["optimizer"]>;
}

/**
 * Fills in the learning rate. A sigmoid output flattens the error's slope, a linear one passes it on whole,
 * so that the same step would diverge: 1 for the one, 0.05 for the other.
 */
function withRate(optimizer: Entries["optimizer"], layers: LayerConfig[]): TrainingConfig["optimizer"] {
  const usual = layers.at(-1)!.activation === "sigmoid" ? 1 : 0.05;
  return { ...optimizer, learningRate: optimizer.learningRate ?? usual };
}

/** Everything about a network and its training, complete: the "effective configuration". */
export type Config = NetworkConfig & TrainingConfig;

type Given<Entries extends Record<string, v.GenericSchema>> = {
  [Name in keyof Entries]?: v.InferInput<Entries[Name]>;
};
type LayerInput = number | { units: number; activation?: string; trainable?: boolean };
/** What a user may give to `Network.create`: layers, and any of the other settings. */
export interface ConfigInput extends Omit<Given<typeof networkEntries & typeof trainingEntries>, "layers"> {
  /** Inputs first: `[784, { units: 128, activation: "sigmoid" }, 10]`; a bare number is a sigmoid layer. */
  layers: readonly LayerInput[];
}
/** What a user may give to `fit` beside callbacks. */
export type TrainingInput = Given<typeof trainingEntries>;

const ofSettings = "an object of settings, as in { layers: [2, 3, 1] }";
const configSchema = settings({ ...networkEntries, ...trainingEntries }, ofSettings);
const trainingSchema = settings(trainingEntries, ofSettings);

/**
 * Checks a whole configuration and fills in the defaults.
 *
 * @param label how the user wrote a setting's name; see `check`
 * @throws ConfigError naming the setting, what was expected and what came
 */
export function checkConfig(given: unknown, label?: (path: string) => string): Config {
  const { layers, ...rest } = check(configSchema, given, label);
  const list = checkLayers(layers, label);
  const config = { ...rest, layers: list, optimizer: withRate(rest.optimizer, list) };
  for (const layer of config.layers) initialInterval(config.initializer, layer);
  return config;
}

/** A complete configuration as a user would write it: `checkConfig` of it is `config` again. */
export function configInput(config: Config): ConfigInput {
  const { layers, ...rest } = config;
  const list = layers.map(({ units, activation, trainable }) => ({ units, activation, trainable }));
  return { ...rest, layers: [layers[0]!.inputs, ...list] };
}

/** Checks settings given to `fit`, over those that the network was created with. */
export function checkTraining(given: object, config: Config): TrainingConfig {
  const before = Object.fromEntries(
    Object.keys(trainingEntries).map((name) => [name, config[name as keyof TrainingConfig]]),
  );
  const now = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const training = check(trainingSchema, { ...before, ...now });
  return { ...training, optimizer: withRate(training.optimizer, config.layers) };
}
