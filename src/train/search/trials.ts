/** The trials of a search: what each has come to, their order, and which are trained next. */
import type { MetricName } from "../../functions/metrics.js";
import type { Metrics } from "../evaluation/evaluation.js";
import type { PreparedSearch } from "./prepare.js";
import { rungsOf, signOf } from "./searchSettings.js";
import { checkPoint, configAt, type Point } from "./space.js";
import { fewestResults, proposePoint } from "./tpe.js";
import type { TrialResult, TrialTask } from "./trial.js";

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

/** Trials that may be trained at the same time, because none depends on the result of another. */
export interface Stage {
  trials: Trial[];
  rung: number;
  epochs: number;
}

/** The trials of a search before any was trained. */
export function newTrials({ points }: PreparedSearch): Trial[] {
  return points.map((settings, index) => ({
    trial: index + 1,
    settings,
    rung: 0,
    epochs: 0,
    validationLoss: null,
    metrics: null,
    score: Infinity,
    reason: null,
    seconds: 0,
  }));
}

/**
 * The stages of a search. Each follows from the results of those before it, so note these before you ask for the next.
 *
 * @throws ConfigError for a proposed point that is not valid
 */
export function* stagesOf(search: PreparedSearch, trials: readonly Trial[]): Generator<Stage, void, void> {
  const { settings, base } = search;
  const rungs = rungsOf(settings);
  if (settings.method !== "tpe") {
    let going = [...trials];
    for (const [index, { trials: count, epochs }] of rungs.entries()) {
      going = going.sort(byMerit).slice(0, count);
      if (index > 0) going = going.filter(({ score }) => score < Infinity);
      yield { trials: going, rung: index + 1, epochs };
    }
    return;
  }
  const { space, seed, generation } = settings;
  for (let first = 0; first < trials.length; first += generation) {
    const going = trials.slice(first, first + generation);
    if (first >= fewestResults) {
      for (const trial of going) {
        trial.settings = proposePoint(space, seed, trial.trial, trials.slice(0, first));
        checkPoint(base, trial.settings);
      }
    }
    yield { trials: going, rung: 1, epochs: rungs[0]!.epochs };
  }
}

/** What to train for a trial of a stage. */
export function taskOf({ base }: PreparedSearch, { trial, settings }: Trial, epochs: number): TrialTask {
  return { trial, config: { ...configAt(base, settings), epochs } };
}

/** Notes a result. */
export function noteResult(
  trial: Trial,
  rung: number,
  result: TrialResult,
  { settings: { metric } }: PreparedSearch,
): void {
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
export function byMerit(a: Trial, b: Trial): number {
  const failed = Number(a.score === Infinity) - Number(b.score === Infinity);
  if (failed !== 0) return failed;
  if (a.rung !== b.rung) return b.rung - a.rung;
  if (a.score !== b.score) return a.score - b.score;
  return a.trial - b.trial;
}
