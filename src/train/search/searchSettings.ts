/** The settings of a search, checked and with every default filled in, and the rungs of successive halving. */
import { type MetricName, metrics } from "../../functions/metrics.js";
import { refuseMetric } from "../evaluation/evaluation.js";
import { ConfigError } from "../../errors.js";
import { listNames } from "../../nearest.js";
import { check } from "../../settings/check.js";
import { withTrait } from "../../settings/records.js";
import { searchKind } from "../../settings/searchRecords.js";
import { checkSpace, type Space } from "./space.js";

/** The settings of `search`. A config file has them under `search`. */
export interface SearchInput {
  /** The settings that vary, by path. */
  space: Space;
  /**
   * "random" trains all trials for all epochs; "halving" trains most of them for few [Jamieson & Talwalkar, AISTATS 2016];
   * "tpe" proposes points near those that did well [Bergstra, Bardenet, Bengio & Kégl, NeurIPS 2011] (default: "random").
   */
  method?: "random" | "halving" | "tpe";
  /** Number of points to try (default: 20). */
  trials?: number;
  /** Largest number of epochs of a trial (default: those of the configuration). */
  epochs?: number;
  /** For "halving": one trial in this many continues, for this many times as many epochs (default: 3). */
  factor?: number;
  /** For "tpe": points that are proposed together, from the results of all points before them (default: 4). */
  generation?: number;
  /** What trials are compared by: "validation loss", or a metric of `Network.evaluate` (default: "validation loss"). */
  metric?: MetricName | "validation loss";
  /** Seed of the points (default: that of the configuration). */
  seed?: number;
}
export type SearchSettings = Required<SearchInput>;

/**
 * @param usual defaults, from the configuration
 * @throws ConfigError
 */
export function checkSearch(given: unknown, usual: { epochs: number; seed: number }): SearchSettings {
  const search = check(searchKind, given, ["search"]) as SearchInput;
  const { epochs = Math.max(1, usual.epochs), seed = usual.seed } = search;
  return { ...search, space: checkSpace(search.space), epochs, seed } as SearchSettings;
}

/** −1 for a metric of which more is better, else 1: times it, less is better. */
export function signOf(metric: string): 1 | -1 {
  return Object.hasOwn(metrics, metric) && metrics[metric as MetricName].better === "higher" ? -1 : 1;
}

/**
 * Refuses a metric that these data do not have. Refuses the loss if the trials minimise different losses.
 *
 * @param names of the metrics that the data have
 * @throws ConfigError
 */
export function refuseSearchMetric({ metric, space }: SearchSettings, names: readonly string[]): void {
  refuseMetric("search.metric", metric, ["validation loss", ...names]);
  const varies = withTrait("changesLoss").find((name) => name in space);
  if (metric !== "validation loss" || varies === undefined) return;
  throw new ConfigError({
    setting: "search.metric",
    reason: `losses cannot be compared where ${varies} varies`,
    advice: `Take one of ${listNames(names)}, or leave ${varies} as it is.`,
  });
}

/** A group of trials that train for the same number of epochs. The best of them continue in the next rung. */
export interface Rung {
  trials: number;
  epochs: number;
}

/**
 * The rungs of a search. The last rung trains for all epochs; each earlier one trains for 1 / factor of the epochs of
 * the next. 1 / factor of the trials of a rung continue in the next.
 *
 * Source: Jamieson & Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization",
 * AISTATS 2016; the factor is η in Li et al., "Hyperband", JMLR 2018.
 */
export function rungsOf({ method, trials, epochs, factor }: SearchSettings): Rung[] {
  const rungs = [{ trials, epochs }];
  if (method !== "halving") return rungs;
  const counts = [trials];
  for (let divisor = factor; divisor <= epochs && counts.at(-1)! >= factor; divisor *= factor) {
    counts.push(Math.floor(counts.at(-1)! / factor));
  }
  return counts.map((count, rung) => ({
    trials: count,
    epochs: Math.floor(epochs / factor ** (counts.length - 1 - rung)),
  }));
}
