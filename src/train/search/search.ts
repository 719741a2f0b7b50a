/**
 * Search for settings: tries points of a space, drawn at random or by successive halving, and keeps the best model.
 * Results depend neither on how many trials run at once nor on where they run.
 */
import type { Dataset } from "../../data/dataset.js";
import type { HostOptions } from "../engine.js";
import type { Metrics } from "../evaluation/evaluation.js";
import type { MetricName } from "../evaluation/metrics.js";
import { Network } from "../network.js";
import { checkConfig, type ConfigInput } from "../settings.js";
import { splitRows } from "../../data/split.js";
import { checkSearch, refuseMetric, rungsOf, type SearchInput, signOf } from "./searchSettings.js";
import { checkPoint, configAt, drawPoint, type Point } from "./space.js";
import { runTrial, type TrialResult, type TrialTask } from "./trial.js";

/** Part of the data to hold out where the configuration holds none. */
export const usualValidation = 0.2;

/** What became of one point, when it was last tried. */
export interface Trial {
  /** 1 for the first. */
  trial: number;
  /** The settings that vary, by path. */
  settings: Point;
  /** 1 for the first; only halving has more. */
  rung: number;
  /** Epochs that were trained in that rung. */
  epochs: number;
  /** Loss on the held-out part; null where the trial has failed. */
  validationLoss: number | null;
  /** All metrics of `Network.evaluate` on the held-out part; null where the trial has failed. */
  metrics: Metrics | null;
  /** The measure that trials are compared by, less being better; Infinity for a trial that has failed. */
  score: number;
  /** Why it has failed, as that it diverged; null where it has not. */
  reason: string | null;
  /** Of training, in all rungs. */
  seconds: number;
}

/** What a search came to. */
export interface SearchResult {
  /** Those that were tried, the best first. */
  trials: Trial[];
  /** The best trial, with its model for `Network.load`; null where none went well. */
  best:
    | (Trial & {
        /** Bytes of a model file (safetensors). */
        model: Uint8Array;
      })
    | null;
  /** What trials were compared by: "validation loss", or the name of a metric. */
  metric: string;
  /** The part of the data that all trials held out. */
  validation: number;
  /** Trainings that were finished: more than trials with halving. */
  runs: number;
  /** Whether all trials were made, or the signal ended it before. */
  stopped: "trials" | "aborted";
}

/** How `search` runs its trials, and what it tells meanwhile. Of the host's options it takes `spawn` alone. */
export interface SearchOptions extends HostOptions {
  /** Once aborted, trainings stop after their current batch and are left out of the result. */
  signal?: AbortSignal;
  /** Trains one trial (default: `runTrial`). Its signal aborts when the search ends early. */
  run?: (task: TrialTask, signal: AbortSignal) => Promise<TrialResult>;
  /** Trials at once (default: 1). */
  concurrency?: number;
  /**
   * After every training, in the order in which they finish. `best` is the best so far, `done` of `runs` trainings are
   * finished.
   */
  onTrial?: (state: { trial: Trial; best: Trial | null; done: number; runs: number }) => void;
}

/**
 * Searches a space of settings around a configuration.
 *
 * Each training begins with new weights, those of later rungs too: the settings of a trial in `train`, with its epochs, give
 * its weights again. All hold out the same `validation` part of the data, 0.2 where the configuration has none.
 * A trial that diverges is worse than any other.
 *
 * @param config  layers and all that does not vary
 * @param dataset all samples, with targets
 * @param given   the space, how many trials, by which measure
 * @param options who trains, and how many at once
 * @returns all trials and the best model, the same however many run at once
 * @throws {ConfigError} before anything is trained, for settings that cannot be at any point to be tried; also what `run`
 *   throws, once the running trials have ended
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
  const { onTrial, spawn, concurrency = 1 } = options;
  const run = options.run ?? ((task, signal) => runTrial(task, dataset, { signal, spawn }));
  const usual = checkConfig(config);
  const settings = checkSearch(given, usual);
  const { space, metric } = settings;
  const validation = usual.validation || usualValidation;
  const base = { ...config, validation };
  const points = Array.from({ length: settings.trials }, (_, index) =>
    drawPoint(space, settings.seed, index + 1),
  );
  for (const point of points) checkPoint(base, point);
  refuseMetric(settings, metricsOf(base, dataset, spawn));

  const trials: Trial[] = points.map((point, index) => unknown(index + 1, point));
  const rungs = rungsOf(settings);
  const runs = rungs.reduce((sum, rung) => sum + rung.trials, 0);
  let best: SearchResult["best"] = null;
  let done = 0;
  let going = trials;
  const controller = new AbortController();
  const abort = () => controller.abort();
  options.signal?.addEventListener("abort", abort);
  if (options.signal?.aborted) abort();
  try {
    for (const [index, { trials: count, epochs }] of rungs.entries()) {
      going = [...going].sort(byMerit).slice(0, count);
      if (index > 0) going = going.filter(({ score }) => score < Infinity);
      await each(going, concurrency, controller, async (trial) => {
        const { trial: number, settings: point } = trial;
        const task = { trial: number, config: { ...configAt(base, point), epochs } };
        const result = await run(task, controller.signal);
        if (result.aborted || controller.signal.aborted) return;
        note(trial, index + 1, result, metric);
        if (result.model && (best === null || byMerit(trial, best) < 0)) {
          best = { ...trial, model: result.model };
        }
        done++;
        onTrial?.({ trial, best, done, runs });
      });
      if (controller.signal.aborted) break;
    }
  } finally {
    options.signal?.removeEventListener("abort", abort);
  }
  return {
    trials: trials.filter(({ rung }) => rung > 0).sort(byMerit),
    best,
    metric,
    validation,
    runs: done,
    stopped: controller.signal.aborted ? "aborted" : "trials",
  };
}

/** The names of the metrics that a network has on these data. */
function metricsOf(config: ConfigInput, dataset: Dataset, spawn: HostOptions["spawn"]): string[] {
  const { validation, seed } = checkConfig(config);
  const network = Network.create(config, { spawn });
  try {
    const held = splitRows(dataset.rows, validation, seed).validation;
    return Object.keys(network.evaluate(dataset.select(held)).metrics);
  } finally {
    network.dispose();
  }
}

function unknown(trial: number, settings: Point): Trial {
  return {
    trial,
    settings,
    rung: 0,
    epochs: 0,
    validationLoss: null,
    metrics: null,
    score: Infinity,
    reason: null,
    seconds: 0,
  };
}

/** Writes a result into its trial. */
function note(trial: Trial, rung: number, result: TrialResult, metric: string): void {
  const { validation, epochs, reason } = result;
  const value = metric === "validation loss" ? validation?.loss : validation?.metrics[metric as MetricName];
  const score = value === undefined || Number.isNaN(value) ? Infinity : signOf(metric) * value;
  trial.rung = rung;
  trial.epochs = epochs;
  trial.validationLoss = validation && validation.loss;
  trial.metrics = validation && validation.metrics;
  trial.score = score;
  trial.reason = reason ?? (score < Infinity ? null : `${metric} is ${value}`);
  trial.seconds += result.seconds;
}

/** The better first: those that went well, those that got further, the score, the earlier trial. */
function byMerit(a: Trial, b: Trial): number {
  const failed = Number(a.score === Infinity) - Number(b.score === Infinity);
  if (failed !== 0) return failed;
  if (a.rung !== b.rung) return b.rung - a.rung;
  if (a.score !== b.score) return a.score - b.score;
  return a.trial - b.trial;
}

/** Does `work` for each item, some at once. After an error no more are begun; it is thrown once the running ones end. */
async function each<Item>(
  items: readonly Item[],
  concurrency: number,
  controller: AbortController,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  const errors: unknown[] = [];
  const line = async () => {
    for (let item; !controller.signal.aborted && (item = queue.shift()) !== undefined;) {
      try {
        await work(item);
      } catch (error) {
        errors.push(error);
        controller.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, line));
  if (errors.length > 0) throw errors[0];
}
