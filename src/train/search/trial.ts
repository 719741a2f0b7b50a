/** One trial of a search: a network trained from its first weights, and measured on what was held out. */
import { DivergenceError } from "../../errors.js";
import type { Dataset } from "../dataset.js";
import type { HostOptions } from "../engine.js";
import type { Evaluation } from "../evaluation.js";
import { Network } from "../network.js";
import { checkConfig, type ConfigInput } from "../settings.js";
import { splitRows } from "../split.js";

/** What is to be tried. Plain data: it may be sent to another thread. */
export interface TrialTask {
  /** 1 for the first. */
  trial: number;
  /** Epochs and validation included. */
  config: ConfigInput;
}

/** What came of it. Plain data too. */
export interface TrialResult {
  /** Epochs that were trained; early stopping may have ended it. */
  epochs: number;
  /** On the held-out samples; null where there is a `reason`. */
  validation: Evaluation | null;
  /** Why the trial has failed: it diverged. */
  reason: string | null;
  /** Seconds of training. */
  seconds: number;
  /** A model file; null where there is a `reason`. */
  model: Uint8Array | null;
  /** The training was cut short by the signal: the rest says nothing. */
  aborted: boolean;
}

/**
 * Trains one trial. The same task gives the same result everywhere, but for `seconds`.
 *
 * @param dataset of which the configuration's `validation` part is held out
 */
export async function runTrial(
  { config }: TrialTask,
  dataset: Dataset,
  { signal, ...host }: HostOptions & { signal?: AbortSignal } = {},
): Promise<TrialResult> {
  const { validation: part, seed } = checkConfig(config);
  const start = performance.now();
  const network = Network.create(config, host);
  let epochs = 0;
  const failed = (reason: string): TrialResult => {
    const seconds = (performance.now() - start) / 1000;
    return { epochs, validation: null, reason, seconds, model: null, aborted: false };
  };
  try {
    const history = await network.fit(dataset, { signal, onEpoch: ({ epoch }) => void (epochs = epoch) });
    epochs = history.epochs;
    const validation = network.evaluate(dataset.select(splitRows(dataset.rows, part, seed).validation));
    if (!Number.isFinite(validation.loss)) return failed(`the validation loss is ${validation.loss}`);
    const aborted = history.stopped === "aborted";
    const { seconds } = history;
    return { epochs, validation, reason: null, seconds, model: network.save(), aborted };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return failed(error.message.replace(/\. To mend it: .*/s, ""));
  } finally {
    network.dispose();
  }
}
