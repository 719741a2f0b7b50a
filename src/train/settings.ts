/**
 * How a network is trained: batch size, epochs, learning rate, split and scaling, checked and with every
 * default filled in. What a network is, is in `src/network/config.ts`.
 */
import * as v from "valibot";
import { ConfigError } from "../errors.js";
import type { LossName } from "../network/codes.js";
import {
  check,
  choice,
  flag,
  fraction,
  integer,
  integerOr,
  isPlainObject,
  type NetworkConfig,
  networkEntries,
  notNegative,
  positive,
  settings,
  writtenAs,
} from "../network/config.js";
import { initialDistribution } from "../network/initialise.js";
import { checkLayers, refuseLoss } from "../network/layers.js";
import { scalingNames } from "../network/scaling.js";
import { completeOptimizer, needsFullBatch, optimizerSetting } from "./optimizer.js";
import { refuseMinimum, scheduleSetting } from "./loop/schedule.js";
import { earlyStoppingSetting } from "./loop/stopping.js";
import type { Config, ConfigInput, TrainingConfig } from "./trainingSettings.js";
import type { ClassWeights } from "../data/rowWeights.js";

export type { Config, ConfigInput, TrainingConfig, TrainingInput } from "./trainingSettings.js";

const weightsExpected = '"balanced", a list of numbers, or an object such as { "rare": 5 }';
const weightForms = {
  word: v.literal("balanced", weightsExpected),
  list: v.array(notNegative, weightsExpected),
  named: v.record(v.string(), notNegative, weightsExpected),
};
const classWeights = v.pipe(
  v.lazy((given): v.GenericSchema<ClassWeights> => {
    if (Array.isArray(given)) return weightForms.list;
    return isPlainObject(given) ? weightForms.named : weightForms.word;
  }),
  writtenAs(...Object.values(weightForms)),
);

/**
 * Settings of training that may be given to `Network.create` and again to `fit`.
 *
 * @internal
 */
export const trainingEntries = {
  optimizer: v.optional(optimizerSetting, "sgd"),
  schedule: v.optional(scheduleSetting, "constant"),
  batchSize: v.optional(integerOr("full")),
  epochs: v.optional(integer(0), 10),
  shuffle: v.optional(flag, true),
  validation: v.optional(fraction, 0),
  earlyStopping: v.optional(earlyStoppingSetting, false),
  targetLoss: v.optional(notNegative),
  /** Seconds. */
  timeLimit: v.optional(positive),
  /** Updates. */
  stepLimit: v.optional(integer(1)),
  warmStart: v.optional(flag, true),
  classWeights: v.optional(classWeights),
  l1: v.optional(notNegative, 0),
  l2: v.optional(notNegative, 0),
  weightDecay: v.optional(notNegative),
  clipValue: v.optional(notNegative, 0),
  clipNorm: v.optional(notNegative, 0),
  maxNorm: v.optional(notNegative, 0),
  inputNoise: v.optional(notNegative, 0),
  scaling: v.optional(choice(["auto", ...scalingNames]), "auto"),
  targetScaling: v.optional(choice(["none", "minMax", "standard"]), "none"),
};

type Entries = v.InferOutput<v.ObjectSchema<typeof trainingEntries, undefined>>;

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
  const { layers, loss, ...rest } = check(configSchema, given, label);
  const { dropout, tiedWeights } = rest;
  const checked = checkLayers(layers, { loss, dropout, tiedWeights }, label);
  const last = checked.layers.at(-1)!;
  const usualLoss: LossName = last.activation === "softmax" ? "crossEntropy" : "halfSquaredError";
  const network = { ...rest, ...checked, loss: loss ?? usualLoss };
  refuseLoss(network, label);
  for (const layer of network.layers) initialDistribution(network.initializer, layer);
  const config = inOrder({ ...network, ...completeTraining(rest, network, label) });
  refuseMixtures(config, config, label);
  return config;
}

/** The same settings in the order of their lists, so that a model file has the same bytes when saved again. */
function inOrder(config: Config): Config {
  const names = [...Object.keys(networkEntries), "inputDropout", ...Object.keys(trainingEntries)];
  const entries = names.map((name) => [name, config[name as keyof Config]] as const);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined)) as unknown as Config;
}

/** Fills in what depends on the network, and on other settings. */
function completeTraining(
  given: Pick<Entries, "optimizer" | "batchSize" | "weightDecay">,
  { layers, loss }: Pick<NetworkConfig, "layers" | "loss">,
  label: (path: string) => string = (path) => path,
): Pick<TrainingConfig, "optimizer" | "batchSize" | "weightDecay"> {
  const optimizer = completeOptimizer(given.optimizer, layers.at(-1)!, loss, label);
  const isFull = needsFullBatch(optimizer.kind);
  const { batchSize = isFull ? "full" : 16, weightDecay = optimizer.kind === "adamw" ? 0.01 : 0 } = given;
  if (isFull && batchSize !== "full") {
    throw new ConfigError(
      `${label("batchSize")}: ${optimizer.kind} takes all samples at once, got ${batchSize}. Set it to "full".`,
    );
  }
  return { optimizer, batchSize, weightDecay };
}

/** What L-BFGS cannot have: the line search follows the gradient of one smooth, unchanging function. */
const notForLbfgs = ["l1", "weightDecay", "clipValue", "clipNorm", "maxNorm", "inputNoise"] as const;

/** Refuses settings that exclude each other. */
function refuseMixtures(
  training: TrainingConfig,
  { layers, inputDropout, dropout }: Pick<NetworkConfig, "layers" | "inputDropout" | "dropout">,
  label: (path: string) => string = (path) => path,
): void {
  refuseMinimum(training.schedule, training.optimizer.learningRate, label);
  if (training.optimizer.kind !== "lbfgs") return;
  for (const name of notForLbfgs) {
    if (training[name] > 0) throw new ConfigError(`${label(name)}: does not go with lbfgs. Set it to 0.`);
  }
  const dropping = [inputDropout, ...layers.map((layer) => layer.dropout)].findIndex((part) => part > 0);
  if (dropping >= 0) {
    const place = dropping > 0 && dropout > 0 ? "dropout" : `layers[${dropping}].dropout`;
    throw new ConfigError(`${label(place)}: does not go with lbfgs. Set it to 0.`);
  }
  if (training.schedule.kind !== "constant") {
    throw new ConfigError(`${label("schedule")}: does not go with lbfgs, which finds its steps. Drop it.`);
  }
  const { learningRate } = training.optimizer;
  if (learningRate !== 1) {
    throw new ConfigError(
      `${label("optimizer.learningRate")}: lbfgs finds its steps, got ${learningRate}. Drop it.`,
    );
  }
}

/** A complete configuration as a user would write it: `checkConfig` of it is `config` again. */
export function configInput(config: Config): ConfigInput {
  const { layers, inputDropout, ...rest } = config;
  const { inputs } = layers[0]!;
  const list = layers.map(({ units, activation, alpha, dropout, trainable, tied, name }) => ({
    units,
    activation,
    ...(alpha !== 0 && { alpha }),
    ...(dropout !== 0 && { dropout }),
    trainable,
    ...(tied !== undefined && { tied }),
    ...(name !== undefined && { name }),
  }));
  return { ...rest, layers: [inputDropout > 0 ? { units: inputs, dropout: inputDropout } : inputs, ...list] };
}

/** Checks settings given to `fit`, over those that the network was created with. */
export function checkTraining(given: Record<string, unknown>, config: Config): TrainingConfig {
  const before = Object.fromEntries(
    Object.keys(trainingEntries).map((name) => [name, config[name as keyof TrainingConfig]]),
  );
  const now = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
  const training = check(trainingSchema, {
    ...before,
    ...now,
    optimizer: mergedOptimizer(now.optimizer, config),
  });
  const complete = { ...training, ...completeTraining(training, config) };
  refuseMixtures(complete, config);
  return complete;
}

/** Another optimiser, or the one there is with other settings. */
function mergedOptimizer(given: unknown, { optimizer }: Config): unknown {
  if (given === undefined) return optimizer;
  if (!isPlainObject(given)) return given;
  return given.kind === undefined || given.kind === optimizer.kind ? { ...optimizer, ...given } : given;
}
