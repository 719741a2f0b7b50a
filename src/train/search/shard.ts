/**
 * One part of a search that is divided between processes, which see each other only through a store. Whatever the number of
 * parts, `search` on the same store afterwards gives the result of a search that was not divided.
 *
 *  - random: a shard trains each trial whose number is its own.
 *  - halving: it also promotes its own trials. A trial is promoted if it is among the best 1 / factor of the results that are
 *    there, and once the results of a rung are complete, if it is among those that halving promotes. So nobody waits; what was
 *    promoted too early counts for nothing. Source: Li et al., "A system for massively parallel hyperparameter tuning" (ASHA),
 *    MLSys 2020.
 *  - tpe: a point depends on all points of earlier generations. A shard trains its own points of a generation, then those that
 *    nobody has finished, and gives up one of these as soon as its result is there.
 */
import type { Dataset } from "../../data/dataset.js";
import type { ConfigInput } from "../../settings/generated/types.js";
import { each, eachOf, following } from "./each.js";
import { type PreparedSearch, prepareSearch } from "./prepare.js";
import type { SearchOptions, SearchResult, TrialStore } from "./search.js";
import { rungsOf, type SearchInput } from "./searchSettings.js";
import { checkShard, ownsPart, type Shard } from "./shards.js";
import { runTrial, type TrialResult, type TrialTask } from "./trial.js";
import { byMerit, newTrials, noteResult, stagesOf, taskOf, type Trial } from "./trials.js";

/** How often a shard looks whether another one has finished what it trains for it, in milliseconds. */
const lookMs = 500;

/** How `searchShard` runs its trials. */
export interface ShardOptions extends SearchOptions {
  /** Which part of the trials it does. */
  shard: Shard;
  /** What all shards share. */
  store: TrialStore;
}

/** What a shard has done. */
export interface ShardResult extends Pick<SearchResult, "metric" | "validation" | "stopped"> {
  /** The trials of this shard, the best first. */
  trials: Trial[];
  /** Number of trainings in this call, also for other shards. */
  runs: number;
  /** Trials of this shard whose promotion depends on results of other shards that are not there yet. */
  undecided: number;
}

/**
 * Trains the part of a search that belongs to one shard, as far as its results are not in the store.
 *
 * @param config  as for `search`
 * @param dataset as for `search`
 * @param given   as for `search`
 * @param options which shard, the store that all shards share, and how trials run
 * @returns the trials of this shard; call `search` with the store for the whole
 * @throws {ConfigError} for a shard that is not 1 … count; also what `search` throws
 *
 * @example
 * ```js
 * import { Dataset, searchShard } from "chainrule";
 *
 * const x = Array.from({ length: 40 }, (_, row) => row / 10 - 2);
 * const parabola = Dataset.from(x.map((one) => [one]), x.map((one) => [(one * one) / 4]));
 * const space = { "optimizer.learningRate": { choices: [0.1, 0.5, 2] } };
 * const results = new Map();
 * const runs = [];
 * for (const index of [1, 2]) {
 *   const shard = await searchShard({ layers: [1, 4, 1], epochs: 60 }, parabola, { space, trials: 6 }, {
 *     shard: { index, count: 2 },
 *     store: {
 *       find: ({ trial, config }) => results.get(`${trial} ${config.epochs}`) ?? null,
 *       keep: ({ trial, config }, result) => void results.set(`${trial} ${config.epochs}`, result),
 *     },
 *   });
 *   runs.push(shard.runs);
 * }
 * console.log(runs.join(), results.size); // → 3,3 6
 * ```
 */
export async function searchShard(
  config: ConfigInput,
  dataset: Dataset,
  given: SearchInput,
  options: ShardOptions,
): Promise<ShardResult> {
  const { shard, spawn, concurrency = 1 } = options;
  checkShard(shard);
  const run = options.run ?? ((task, signal) => runTrial(task, dataset, { signal, spawn }));
  const prepared = prepareSearch(config, dataset, given);
  const { settings, validation } = prepared;
  const { controller, end } = following(options.signal);
  const part = new Part(prepared, { ...options, run }, controller);
  let undecided = 0;
  try {
    if (settings.method === "halving") undecided = await trainRungs(part, concurrency);
    else await trainStages(part, concurrency);
  } finally {
    end();
  }
  return {
    trials: part.trials.filter((trial) => part.owns(trial) && trial.rung > 0).sort(byMerit),
    metric: settings.metric,
    validation,
    runs: part.runs,
    undecided,
    stopped: controller.signal.aborted ? "aborted" : "trials",
  };
}

/** The trials as a shard knows them. */
class Part {
  readonly trials: Trial[];
  runs = 0;
  #best: Trial | null = null;

  constructor(
    readonly search: PreparedSearch,
    private readonly options: ShardOptions & Required<Pick<SearchOptions, "run">>,
    readonly controller: AbortController,
  ) {
    this.trials = newTrials(search);
  }

  owns({ trial }: Trial): boolean {
    return ownsPart(this.options.shard, trial - 1);
  }

  find(trial: Trial, epochs: number): TrialResult | null {
    return this.options.store.find(taskOf(this.search, trial, epochs));
  }

  /** Notes the result of a trial, which is trained if it is not there. */
  async train(trial: Trial, rung: number, epochs: number): Promise<void> {
    const { store, onTrial } = this.options;
    const task = taskOf(this.search, trial, epochs);
    const { signal } = this.controller;
    const found = store.find(task);
    const { result, isNew } = found ? { result: found, isNew: false } : await this.#trainNow(trial, task);
    if (result.aborted || signal.aborted) return;
    noteResult(trial, rung, result, this.search);
    const isBest = result.validation !== null && (this.#best === null || byMerit(trial, this.#best) < 0);
    if (isBest) this.#best = { ...trial };
    if (!isNew) return;
    await store.keep(task, isBest ? result : { ...result, model: null });
    this.runs++;
    onTrial?.({ trial, best: this.#best, done: this.runs, runs: this.trials.length, isNew });
  }

  /** Trains a trial; one of another shard only until its result is there. */
  async #trainNow(trial: Trial, task: TrialTask): Promise<{ result: TrialResult; isNew: boolean }> {
    const { store, run } = this.options;
    if (this.owns(trial)) return { result: await run(task, this.controller.signal), isNew: true };
    const { controller, end } = following(this.controller.signal);
    const watch = setInterval(() => store.find(task) && controller.abort(), lookMs);
    try {
      const result = await run(task, controller.signal);
      const found = result.aborted ? store.find(task) : null;
      return { result: found ?? result, isNew: !found };
    } finally {
      clearInterval(watch);
      end();
    }
  }
}

async function trainStages(part: Part, concurrency: number): Promise<void> {
  const { search, trials, controller } = part;
  const last = trials.findLast((trial) => part.owns(trial));
  for (const { trials: stage, rung, epochs } of stagesOf(search, trials)) {
    const train = (trial: Trial) => part.train(trial, rung, epochs);
    const own = stage.filter((trial) => part.owns(trial));
    await each(own, concurrency, controller, train);
    if (controller.signal.aborted || !last || last.trial <= stage.at(-1)!.trial) return;
    // the last one first: the shard that it belongs to begins with the first one
    const others = stage.filter((trial) => !part.owns(trial)).reverse();
    await each(others, concurrency, controller, train);
    if (controller.signal.aborted) return;
  }
}

/** @returns how many trials may be promoted later */
async function trainRungs(part: Part, concurrency: number): Promise<number> {
  const { search, trials, controller } = part;
  const rungs = rungsOf(search.settings);
  const begun = new Set<string>();
  const next = () => {
    // the highest first
    for (let rung = rungs.length; rung >= 1; rung--) {
      const own = promoted(part, rung).trials.filter((trial) => part.owns(trial));
      const trial = own.find((one) => {
        const key = `${one.trial} ${rung}`;
        if (begun.has(key)) return false;
        begun.add(key);
        return true;
      });
      if (trial) return { trial, rung };
    }
    return undefined;
  };
  await eachOf(next, concurrency, controller, ({ trial, rung }) =>
    part.train(trial, rung, rungs[rung - 1]!.epochs),
  );
  const isOpen = ({ trial, score, rung }: Trial) =>
    score < Infinity &&
    rung < rungs.length &&
    !promoted(part, rung + 1).isDecided &&
    !begun.has(`${trial} ${rung + 1}`);
  return trials.filter((trial) => part.owns(trial) && trial.rung > 0 && isOpen(trial)).length;
}

/** The trials that may train in a rung, and whether these are for sure those of a search that is not divided. */
function promoted(part: Part, rung: number): { trials: Trial[]; isDecided: boolean } {
  const { search, trials } = part;
  if (rung === 1) return { trials, isDecided: true };
  const { settings } = search;
  const rungs = rungsOf(settings);
  const { epochs } = rungs[rung - 2]!;
  const below = promoted(part, rung - 1);
  const scored = (of: readonly Trial[]) =>
    of.flatMap((trial) => {
      const result = part.find(trial, epochs);
      if (!result) return [];
      const copy = { ...trial };
      noteResult(copy, rung - 1, result, search);
      return [{ trial, copy }];
    });
  const sure = below.isDecided ? scored(below.trials) : [];
  const isDecided = below.isDecided && sure.length === below.trials.length;
  const known = isDecided ? sure : scored(trials);
  const count = isDecided ? rungs[rung - 1]!.trials : Math.floor(known.length / settings.factor);
  const chosen = known
    .sort((a, b) => byMerit(a.copy, b.copy))
    .slice(0, count)
    .filter(({ copy }) => copy.score < Infinity);
  return { trials: chosen.map(({ trial }) => trial), isDecided };
}
