/** One trial of a search: a network trained from its first weights, and measured on what was held out. */
import { DivergenceError } from "../../errors.js";
import type { Dataset } from "../../data/dataset.js";
import type { HostOptions } from "../engine.js";
import type { Evaluation } from "../evaluation/evaluation.js";
import { Network } from "../network.js";
import { checkConfig, type ConfigInput } from "../settings.js";
import { splitRows } from "../../data/split.js";

/** What to try. Plain data: it may be sent to another thread. */
export interface TrialTask {
  /** Its number; 1 for the first. */
  trial: number;
  /** All settings, `epochs` and a `validation` > 0 included: with nothing held out the trial has failed. */
  config: ConfigInput;
}

/** The result. Plain data too. */
export interface TrialResult {
  /** Epochs that were trained; early stopping may have ended it. */
  epochs: number;
  /** Loss and all metrics on the held-out samples; null where there is a `reason`. */
  validation: Evaluation | null;
  /** Why the trial has failed: it diverged. */
  reason: string | null;
  /** Seconds of training. */
  seconds: number;
  /** Bytes of a model file (safetensors); null where there is a `reason`. */
  model: Uint8Array | null;
  /** The training was cut short by the signal: the rest says nothing. */
  aborted: boolean;
}

/**
 * Trains one trial, as `search` does unless `run` does. The same task gives the same result everywhere, but for `seconds`.
 * A training that diverges is a result too.
 *
 * @param task    what to try
 * @param dataset of which the configuration's `validation` part is held out
 * @param options of the host; `signal` ends the training after its current batch
 * @returns plain data, which may be sent between threads
 * @throws {ConfigError} for a wrong setting; else whatever `Network.fit` throws but DivergenceError
 *
 * @example
 * ```js
 * import { makeDigits, runTrial } from "chainrule";
 *
 * const digits = makeDigits({ rows: 200, seed: 1 });
 * const config = { layers: [digits.columns, 10], epochs: 5, validation: 0.2 };
 * const { epochs, validation, reason } = await runTrial({ trial: 1, config }, digits);
 * console.log(epochs, validation?.metrics.accuracy, reason); // → 5 0.675 null
 * ```
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
    return failed(error.problem);
  } finally {
    network.dispose();
  }
}
