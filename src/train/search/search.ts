/**
 * Search for settings: tries points of a space, drawn at random, by successive halving or by TPE, and keeps the best model.
 * Results depend neither on how many trials run at once nor on where they run. `shard.ts` trains a part of a search.
 */
import type { Dataset } from "../../data/dataset.js";
import type { HostOptions } from "../engine.js";
import type { ConfigInput } from "../../settings/generated/types.js";
import { each, following } from "./each.js";
import { prepareSearch } from "./prepare.js";
import { rungsOf, type SearchInput } from "./searchSettings.js";
import { runTrial, type TrialResult, type TrialTask } from "./trial.js";
import { byMerit, newTrials, noteResult, stagesOf, taskOf, type Trial } from "./trials.js";

/** The result of a search. */
export interface SearchResult {
  /** All trials, the best first. */
  trials: Trial[];
  /** The best trial, with its model for `Network.load`; null if all failed. */
  best:
    | (Trial & {
        /** Bytes of a model file (safetensors). */
        model: Uint8Array;
      })
    | null;
  /** The measure that trials were compared by: "validation loss", or the name of a metric. */
  metric: string;
  /** The fraction of the data that all trials held out. */
  validation: number;
  /** Number of finished trainings. With "halving" there are more trainings than trials. */
  runs: number;
  /** True if all trials were made; false if the signal ended the search early. */
  stopped: "trials" | "aborted";
}

/** Where results are kept, so that a search goes on after it was killed, or is divided between processes. */
export interface TrialStore {
  /** The result of a task, if it is there; its `model` may be null. */
  find: (task: TrialTask) => TrialResult | null;
  /** Keeps a result. Its `model` is null unless it is the best so far. */
  keep: (task: TrialTask, result: TrialResult) => void | Promise<void>;
}

/** How `search` runs its trials, and its callbacks. It takes only one of the host's options, `spawn`. */
export interface SearchOptions extends HostOptions {
  /** Once aborted, trainings stop after their current batch and are left out of the result. */
  signal?: AbortSignal;
  /** Trains one trial (default: `runTrial`). Its signal aborts when the search ends early. */
  run?: (task: TrialTask, signal: AbortSignal) => Promise<TrialResult>;
  /** Has the results of earlier runs, and keeps those of this one (default: none). */
  store?: TrialStore;
  /** Number of trials that run at the same time (default: 1). */
  concurrency?: number;
  /**
   * After every training, in the order in which they finish. `best` is the best so far, `done` of `runs` trainings are
   * finished. `isNew` is false for a result that was in the store.
   */
  onTrial?: (state: { trial: Trial; best: Trial | null; done: number; runs: number; isNew: boolean }) => void;
}

/**
 * Searches a space of settings around a configuration.
 *
 * Each training begins with new weights, also in later rungs. So a single training with the settings and epochs of a trial
 * gives the same weights. All trials hold out the same `validation` fraction of the data (default: 0.2).
 * A trial that diverges is worse than any other.
 *
 * @param config  layers, and all settings that do not vary
 * @param dataset all samples, with targets
 * @param given   the space, the number of trials, the measure
 * @param options how trials run, and how many at the same time
 * @returns all trials and the best model; they depend neither on how many trials run at the same time nor on what the store
 *   had already
 * @throws {ConfigError} before any training, if the settings of any point are wrong; also what `run` throws, once the
 *   running trials have ended
 *
 * @example
 * ```js
 * import { Dataset, search } from "chainrule";
 *
 * const x = Array.from({ length: 40 }, (_, row) => row / 10 - 2);
 * const parabola = Dataset.from(x.map((one) => [one]), x.map((one) => [(one * one) / 4]));
 * const { best, trials } = await search({ layers: [1, 4, 1], epochs: 60 }, parabola, {
 *   trials: 6,
 *   space: {
 *     batchSize: { choices: [1, 4] },
 *     "layers.hidden": { choices: [[4], [12]] },
 *     "optimizer.learningRate": { low: 0.1, high: 10, scale: "log" },
 *   },
 * });
 * console.log(JSON.stringify(best?.settings));
 * // → {"batchSize":1,"layers.hidden":[4],"optimizer.learningRate":2.723}
 * console.log(trials.length, trials.every(({ score }) => score >= (best?.score ?? 0)));
 * // → 6 true
 * ```
 */
export async function search(
  config: ConfigInput,
  dataset: Dataset,
  given: SearchInput,
  options: SearchOptions = {},
): Promise<SearchResult> {
  const { onTrial, spawn, store, concurrency = 1 } = options;
  const run = options.run ?? ((task, signal) => runTrial(task, dataset, { signal, spawn }));
  const prepared = prepareSearch(config, dataset, given);
  const { settings, validation } = prepared;
  const trials = newTrials(prepared);
  const runs = rungsOf(settings).reduce((sum, rung) => sum + rung.trials, 0);
  let best = null as Best | null;
  let done = 0;
  const { controller, end } = following(options.signal);
  try {
    for (const { trials: going, rung, epochs } of stagesOf(prepared, trials)) {
      await each(going, concurrency, controller, async (trial) => {
        const task = taskOf(prepared, trial, epochs);
        const found = store?.find(task) ?? null;
        const result = found ?? (await run(task, controller.signal));
        if (result.aborted || controller.signal.aborted) return;
        noteResult(trial, rung, result, prepared);
        const isBest = result.validation !== null && (best === null || byMerit(trial, best) < 0);
        if (isBest) best = { ...trial, model: result.model, task };
        if (!found) await store?.keep(task, isBest ? result : { ...result, model: null });
        done++;
        onTrial?.({ trial, best, done, runs, isNew: !found });
      });
      if (controller.signal.aborted) break;
    }
    if (best?.model === null && !controller.signal.aborted) {
      best.model = (await run(best.task, controller.signal)).model;
    }
  } finally {
    end();
  }
  return {
    trials: trials.filter(({ rung }) => rung > 0).sort(byMerit),
    best: withModel(best),
    metric: settings.metric,
    validation,
    runs: done,
    stopped: controller.signal.aborted ? "aborted" : "trials",
  };
}

/** The best trial so far, and what it trained. */
type Best = Trial & { model: Uint8Array | null; task: TrialTask };

/** The best trial; null where its model is neither in the store nor could be trained before the end. */
function withModel(best: Best | null): SearchResult["best"] {
  if (best === null || best.model === null) return null;
  const { task: _, model, ...trial } = best;
  return { ...trial, model };
}
