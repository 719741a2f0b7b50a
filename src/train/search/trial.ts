/** One trial of a search: trains a network from new weights, and evaluates it on the held-out samples. */
import { DivergenceError } from "../../errors.js";
import type { Dataset } from "../../data/dataset.js";
import type { HostOptions } from "../engine.js";
import type { Evaluation } from "../evaluation/evaluation.js";
import { Network } from "../network.js";
import { checkConfig } from "../../settings/configuration.js";
import type { ConfigInput } from "../../settings/generated/types.js";
import { splitDataset } from "../../data/split.js";

/** What to try. Plain data: it may be sent to another thread. */
export interface TrialTask {
  /** Its number; 1 for the first. */
  trial: number;
  /** All settings, including `epochs` and a `validation` > 0: if nothing is held out, the trial fails. */
  config: ConfigInput;
}

/** The result. Plain data too. */
export interface TrialResult {
  /** Epochs that were trained; fewer than asked for if early stopping ended the training. */
  epochs: number;
  /** Loss and all metrics on the held-out samples; null if there is a `reason`, or if it was aborted. */
  validation: Evaluation | null;
  /** Why the trial failed: it diverged. */
  reason: string | null;
  /** Seconds of training. */
  seconds: number;
  /** Bytes of a model file (safetensors); null if there is a `reason`, or if it was aborted. */
  model: Uint8Array | null;
  /** The signal ended the training early: ignore the other fields. */
  aborted: boolean;
}

/**
 * Trains one trial; the default of `run` in `search`. The same task gives the same result everywhere, except `seconds`.
 * A training that diverges does not throw: it gives a result with a `reason`.
 *
 * @param task    what to try
 * @param dataset all samples; the fraction `validation` of them is held out, or what the data set says itself
 * @param options of the host; `signal` ends the training after its current batch
 * @returns plain data, which may be sent between threads
 * @throws {ConfigError} for a wrong setting; also what `Network.fit` throws, except DivergenceError
 *
 * @example
 * ```js
 * import { makeDigits, runTrial } from "chainrule";
 *
 * const digits = makeDigits({ rows: 200, seed: 1 });
 * const config = { layers: [digits.columns, 10], epochs: 5, validation: 0.2 };
 * const { epochs, validation, reason } = await runTrial({ trial: 1, config }, digits);
 * console.log(epochs, validation?.metrics.accuracy, reason); // → 5 0.625 null
 * ```
 */
export async function runTrial(
  { config }: TrialTask,
  dataset: Dataset,
  { signal, ...host }: HostOptions & { signal?: AbortSignal } = {},
): Promise<TrialResult> {
  const { validation: part, seed, stratify } = checkConfig(config);
  const split = splitDataset(dataset, part, seed, stratify);
  const start = performance.now();
  const network = Network.create(config, host);
  let epochs = 0;
  const failed = (reason: string): TrialResult => {
    const seconds = (performance.now() - start) / 1000;
    return { epochs, validation: null, reason, seconds, model: null, aborted: false };
  };
  try {
    const history = await network.fit(dataset, {
      signal,
      validation: split,
      onEpoch: ({ epoch }) => void (epochs = epoch),
    });
    epochs = history.epochs;
    const { seconds, stopped } = history;
    // a training that ended before it began has measured nothing of the data, and answers nothing
    if (stopped === "aborted")
      return { epochs, validation: null, reason: null, seconds, model: null, aborted: true };
    const validation = network.evaluate(dataset.select(split.validation));
    if (!Number.isFinite(validation.loss)) return failed(`the validation loss is ${validation.loss}`);
    return { epochs, validation, reason: null, seconds, model: network.save(), aborted: false };
  } catch (error) {
    if (!(error instanceof DivergenceError)) throw error;
    return failed(error.problem);
  } finally {
    network.dispose();
  }
}
