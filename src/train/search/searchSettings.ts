/** The settings of a search, checked and with every default filled in; and how epochs are dealt out by them. */
import { ConfigError } from "../../errors.js";
import { didYouMean, listNames } from "../../nearest.js";
import { check } from "../../settings/check.js";
import { withTrait } from "../../settings/records.js";
import { searchKind } from "../../settings/searchRecords.js";
import { show } from "../../wording.js";
import { checkSpace, type Space } from "./space.js";

/** What `search` looks for, and how; as under `search` in a config file. */
export interface SearchInput {
  /** The settings that vary, by path. */
  space: Space;
  /**
   * "random" (unless told): all trials for all epochs; "halving": most of them for few.
   * [Jamieson & Talwalkar, AISTATS 2016]
   */
  method?: "random" | "halving";
  /** Points to try; 20 unless told. */
  trials?: number;
  /** Most epochs of a trial; those of the configuration unless told. */
  epochs?: number;
  /** Of "halving": one trial in so many goes on, for as many times more epochs; 3 unless told. */
  factor?: number;
  /** What trials are compared by: "validation loss" (unless told), or a metric of `Network.evaluate`. */
  metric?: string;
  /** Of the points; the configuration's unless told. */
  seed?: number;
}
export type SearchSettings = Required<SearchInput>;

/**
 * @param usual what to take from the configuration
 * @throws ConfigError
 */
export function checkSearch(given: unknown, usual: { epochs: number; seed: number }): SearchSettings {
  const search = check(searchKind, given, ["search"]) as SearchInput;
  const { epochs = Math.max(1, usual.epochs), seed = usual.seed } = search;
  return { ...search, space: checkSpace(search.space), epochs, seed } as SearchSettings;
}

/** Measures of which less is better; of all others more is. */
const lessIsBetter = ["validation loss", "rmse", "mae", "mse", "logLoss"];

/** By what trials are told apart: the measure as it is, or with its sign changed, so that less is better. */
export function signOf(metric: string): 1 | -1 {
  return lessIsBetter.includes(metric) ? 1 : -1;
}

/**
 * Refuses a metric that the data have not, and the loss where it is not the same for all trials.
 *
 * @param names of the metrics that there are
 * @throws ConfigError
 */
export function refuseMetric({ metric, space }: SearchSettings, names: readonly string[]): void {
  const known = ["validation loss", ...names];
  if (!known.includes(metric)) {
    throw new ConfigError({
      setting: "search.metric",
      reason: `there is no metric ${show(metric)}`,
      advice: didYouMean(metric, known).trim() || `There are: ${listNames(known)}.`,
    });
  }
  const varies = withTrait("changesLoss").find((name) => name in space);
  if (metric !== "validation loss" || varies === undefined) return;
  throw new ConfigError({
    setting: "search.metric",
    reason: `losses cannot be compared where ${varies} varies`,
    advice: `Take one of ${listNames(names)}, or leave ${varies} as it is.`,
  });
}

/** Trials that train together for as many epochs, the best of which go on. */
export interface Rung {
  trials: number;
  epochs: number;
}

/**
 * How epochs are dealt out. The last rung trains for all epochs, each before it for 1 / factor of those of the
 * next, and 1 / factor of a rung's trials go on.
 *
 * Source: Jamieson & Talwalkar, "Non-stochastic best arm identification and hyperparameter optimization",
 * AISTATS 2016; with the factor as η in Li et al., "Hyperband", JMLR 2018.
 */
export function rungsOf({ method, trials, epochs, factor }: SearchSettings): Rung[] {
  const rungs = [{ trials, epochs }];
  if (method === "random") return rungs;
  const counts = [trials];
  for (let divisor = factor; divisor <= epochs && counts.at(-1)! >= factor; divisor *= factor) {
    counts.push(Math.floor(counts.at(-1)! / factor));
  }
  return counts.map((count, rung) => ({
    trials: count,
    epochs: Math.floor(epochs / factor ** (counts.length - 1 - rung)),
  }));
}
