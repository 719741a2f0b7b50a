/**
 * Search for settings: tries points of a space, drawn at random or by successive halving, and keeps the best model.
 * Results depend neither on how many trials run at once nor on where they run.
 */
import type { Dataset } from "../../data/dataset.js";
import { requireDataset } from "../../data/datasetChecks.js";
import type { HostOptions } from "../engine.js";
import { metricNamesOf, type Metrics } from "../evaluation/evaluation.js";
import type { MetricName } from "../../functions/metrics.js";
import { noNames, samplesOf } from "../networkData.js";
import { checkConfig } from "../../settings/configuration.js";
import type { ConfigInput } from "../../settings/generated/types.js";
import { splitDataset } from "../../data/split.js";
import { checkSearch, refuseSearchMetric, rungsOf, type SearchInput, signOf } from "./searchSettings.js";
import { checkPoint, configAt, drawPoint, type Point } from "./space.js";
import { runTrial, type TrialResult, type TrialTask } from "./trial.js";

/** Fraction of the data to hold out if the configuration holds out none. */
export const usualValidation = 0.2;

/** One point of the space, with the result of its last training. */
export interface Trial {
  /** 1 for the first. */
  trial: number;
  /** The settings that vary, by path. */
  settings: Point;
  /** 1 for the first; only halving has more. */
  rung: number;
  /** Epochs that were trained in that rung. */
  epochs: number;
  /** Loss on the held-out part; null if the trial failed. */
  validationLoss: number | null;
  /** All metrics of `Network.evaluate` on the held-out part; null if the trial failed. */
  metrics: Metrics | null;
  /** The value that trials are compared by; less is better. Infinity if the trial failed. */
  score: number;
  /** Why the trial failed, for example because it diverged; null if it did not fail. */
  reason: string | null;
  /** Seconds of training, in all rungs together. */
  seconds: number;
}

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

/** How `search` runs its trials, and its callbacks. It takes only one of the host's options, `spawn`. */
export interface SearchOptions extends HostOptions {
  /** Once aborted, trainings stop after their current batch and are left out of the result. */
  signal?: AbortSignal;
  /** Trains one trial (default: `runTrial`). Its signal aborts when the search ends early. */
  run?: (task: TrialTask, signal: AbortSignal) => Promise<TrialResult>;
  /** Number of trials that run at the same time (default: 1). */
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
 * Each training begins with new weights, also in later rungs. So a single training with the settings and epochs of a trial
 * gives the same weights. All trials hold out the same `validation` fraction of the data (default: 0.2).
 * A trial that diverges is worse than any other.
 *
 * @param config  layers, and all settings that do not vary
 * @param dataset all samples, with targets
 * @param given   the space, the number of trials, the measure
 * @param options how trials run, and how many at the same time
 * @returns all trials and the best model; they do not depend on how many trials run at the same time
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
  requireDataset(dataset, "dataset");
  const { onTrial, spawn, concurrency = 1 } = options;
  const run = options.run ?? ((task, signal) => runTrial(task, dataset, { signal, spawn }));
  const usual = checkConfig(config);
  const settings = checkSearch(given, usual);
  const { space, metric } = settings;
  const isHeldOut = dataset.division?.kind === "heldOut";
  const validation = isHeldOut ? usual.validation : usual.validation || usualValidation;
  const base = { ...config, validation };
  const points = Array.from({ length: settings.trials }, (_, index) =>
    drawPoint(space, settings.seed, index + 1),
  );
  for (const point of points) checkPoint(base, point);
  refuseSearchMetric(settings, metricsOf(base, dataset));

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
    validation: isHeldOut ? heldPart(dataset) : validation,
    runs: done,
    stopped: controller.signal.aborted ? "aborted" : "trials",
  };
}

/** The fraction of the rows that a data set holds out itself. */
function heldPart(dataset: Dataset): number {
  return splitDataset(dataset, 0, 0).validation.length / dataset.rows;
}

/** The names of the metrics that a network has on these data. */
function metricsOf(given: ConfigInput, dataset: Dataset): string[] {
  const config = checkConfig(given);
  const held = splitDataset(dataset, config.validation, config.seed, config.stratify).validation;
  return metricNamesOf(samplesOf(dataset.select(held), undefined, config, noNames).dataset, config);
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

/** Order of trials, best first: successful before failed, then by rung, by score, and by number. */
function byMerit(a: Trial, b: Trial): number {
  const failed = Number(a.score === Infinity) - Number(b.score === Infinity);
  if (failed !== 0) return failed;
  if (a.rung !== b.rung) return b.rung - a.rung;
  if (a.score !== b.score) return a.score - b.score;
  return a.trial - b.trial;
}

/** Does `work` for each item, several at a time. After an error it starts no more, waits for the running ones, and throws. */
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
