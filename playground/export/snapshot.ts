/** The current state of a training as plain values, without signals. All exports are made from it. */
import type { Network } from "../../src/train/network.js";
import { checkConfig, checkTraining, configInput } from "../../src/settings/configuration.js";
import type { Config, ConfigInput, TrainingInput } from "../../src/settings/generated/types.js";
import { findsItsSteps } from "../choices.js";
import { fitSettings } from "../configuration.js";
import type { Choices, Language, Samples, Session } from "../sessionTypes.js";
import { type FitHistory, fitHistoryOf } from "../fitHistory.js";

export interface Snapshot {
  network: Network;
  samples: Samples;
  choices: Choices;
  fitHistory: FitHistory;
  /** Whole epochs and updates since the reset. */
  epoch: number;
  updates: number;
  language: Language;
  /** Row of the explained training sample. */
  sample: number;
}

/** The current state of a session. It does not subscribe to signals. */
export function snapshotOf(session: Session): Snapshot {
  const { epoch, updates } = session.frame.peek();
  return {
    network: session.network.peek(),
    samples: session.samples.peek(),
    choices: session.choices.peek(),
    fitHistory: fitHistoryOf(session),
    epoch,
    updates,
    language: session.language.peek(),
    sample: session.sample.peek(),
  };
}

/** The effective configuration: that of the network with the current choices. */
export function effectiveConfig({ network, choices }: Pick<Snapshot, "network" | "choices">): Config {
  return checkTraining({ ...fitSettings(choices) }, network.config);
}

/** Settings that say where a network is computed, not what. */
const ofHost = ["build", "threads"];

/**
 * The settings that are not defaults, as a person would write them. `checkConfig` of them gives `config` again, except
 * for build and threads, which change no bit.
 */
export function essential(config: Config): ConfigInput {
  const given = configInput(config);
  const layers = given.layers.map((layer, index) => {
    if (typeof layer === "number") return layer;
    const { trainable, ...rest } = layer;
    const own = { ...rest, ...(trainable === false && { trainable }) };
    const isPlain = index > 0 && Object.keys(own).length === 2 && own.activation === "sigmoid";
    return isPlain ? own.units : own;
  });
  const defaults: Record<string, unknown> = {
    ...configInput(checkConfig({ layers, optimizer: kindOf(given) })),
  };
  const others = Object.entries(given).filter(
    ([name, value]) =>
      name !== "layers" && !ofHost.includes(name) && JSON.stringify(value) !== JSON.stringify(defaults[name]),
  );
  return { layers, ...Object.fromEntries(others), optimizer: briefOptimizer(config) } as ConfigInput;
}

const kindOf = ({ optimizer }: ConfigInput) => ({ kind: (optimizer as { kind: "sgd" }).kind });

/** The optimiser's kind, its learning rate, and its settings that are not defaults of the kind. */
function briefOptimizer({ optimizer, layers, loss }: Config): ConfigInput["optimizer"] {
  const { kind, learningRate } = optimizer;
  const list = [layers[0]!.inputs, ...layers.map(({ units, activation }) => ({ units, activation }))];
  const defaults: Record<string, unknown> = {
    ...checkConfig({ layers: list, loss, optimizer: { kind } }).optimizer,
  };
  const others = Object.entries(optimizer).filter(
    ([name, value]) => name !== "learningRate" && name !== "kind" && defaults[name] !== value,
  );
  const rate = findsItsSteps(kind) ? {} : { learningRate }; // it finds its step sizes itself
  return { kind, ...rate, ...Object.fromEntries(others) } as ConfigInput["optimizer"];
}

/** A call of `fit` that repeats a part of the training. */
export interface RepeatedFit {
  settings: TrainingInput;
  epochs: number;
  /** Given where the last epoch is not complete. */
  stepLimit?: number;
}

/** Epochs of the exported code of an untrained network. */
const usualEpochs = 100;

/** The calls of `fit` that lead to the current weights; for an untrained network a default one. */
export function repeatedFits({ fitHistory, choices, updates, samples }: Snapshot): RepeatedFit[] {
  const { rows } = samples.train;
  const { fits, isComplete } = fitHistory;
  // an unknown history is replaced by one call with the current choices
  const known = isComplete ? fits : [{ choices, from: 0 }];
  const repeated = known.flatMap(({ choices: its, from }, index): RepeatedFit[] => {
    const count = (known[index + 1]?.from ?? updates) - from;
    if (count <= 0) return [];
    const batch = its.batchSize === "full" ? rows : Math.min(its.batchSize, rows);
    const batches = Math.ceil(rows / batch);
    const epochs = Math.ceil(count / batches);
    return [{ settings: fitSettings(its), epochs, ...(count % batches !== 0 && { stepLimit: count }) }];
  });
  return repeated.length > 0 ? repeated : [{ settings: fitSettings(choices), epochs: usualEpochs }];
}
