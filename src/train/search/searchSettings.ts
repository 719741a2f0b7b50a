/** The settings of a search, checked and with every default filled in; and how epochs are dealt out by them. */
import * as v from "valibot";
import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";
import { check, choice, flag, integer, real, settings, writtenAs } from "../../network/config.js";
import { didYouMean, listNames } from "../../nearest.js";
import { checkSpace, type Space } from "./space.js";

/** What a dimension may be; space.ts checks it. */
const dimensionForms = [
  settings({ choices: v.array(v.unknown()) }, ""),
  settings(
    {
      low: real("a finite number"),
      high: real("a finite number"),
      scale: v.optional(choice(["linear", "log"]), "linear"),
      integer: v.optional(flag, false),
    },
    "",
  ),
];

/** @internal */
export const searchSetting = settings(
  {
    space: v.pipe(v.unknown(), writtenAs(v.record(v.string(), v.union(dimensionForms)))),
    method: v.optional(choice(["random", "halving"]), "random"),
    trials: v.optional(integer(1), 20),
    epochs: v.optional(integer(1)),
    factor: v.optional(integer(2), 3),
    metric: v.optional(v.string("the name of a metric"), "validation loss"),
    seed: v.optional(integer(0)),
  },
  'an object such as { "space": { "batchSize": { "choices": [16, 64] } }, "trials": 20 }',
);
const schema = v.object({ search: searchSetting });

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
 * @param label how the user wrote a name, e.g. `search.trials` → `c.json: search.trials`
 * @throws ConfigError
 */
export function checkSearch(
  given: unknown,
  usual: { epochs: number; seed: number },
  label?: (path: string) => string,
): SearchSettings {
  const { search } = check(schema, { search: given }, label);
  const { epochs = Math.max(1, usual.epochs), seed = usual.seed } = search;
  return { ...search, space: checkSpace(search.space, label), epochs, seed };
}

/** What of a configuration makes losses that cannot be compared. */
const lossSettings = ["loss", "reduction", "labelSmoothing", "huberDelta", "targetScaling"];
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
export function refuseMetric(
  { metric, space }: SearchSettings,
  names: readonly string[],
  label: (path: string) => string = (path) => path,
): void {
  const known = ["validation loss", ...names];
  if (!known.includes(metric)) {
    const advice = didYouMean(metric, known) || ` There are: ${listNames(known)}.`;
    throw new ConfigError(`${label("search.metric")}: there is no metric ${show(metric)}.${advice}`);
  }
  const varies = lossSettings.find((name) => name in space);
  if (metric !== "validation loss" || varies === undefined) return;
  throw new ConfigError(
    `${label("search.metric")}: losses cannot be compared where ${varies} varies. ` +
      `Take one of ${listNames(names)}, or leave ${varies} as it is.`,
  );
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
