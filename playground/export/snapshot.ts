/** The current state of a training as plain values, without signals. All exports are made from it. */
import type { Network } from "../../src/train/network.js";
import { checkTraining } from "../../src/settings/configuration.js";
import type { Config, TrainingInput } from "../../src/settings/generated/types.js";
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
