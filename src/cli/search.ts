/** `chainrule search`: tries settings of a space, several trials at once, and saves the best model; or a part of that. */
import { ConfigError, DivergenceError } from "../errors.js";
import { plural, show } from "../wording.js";
import { Network } from "../train/network.js";
import { search, type SearchOptions, type SearchResult } from "../train/search/search.js";
import { searchShard, type ShardResult } from "../train/search/shard.js";
import { usualValidation } from "../train/search/prepare.js";
import type { SearchInput } from "../train/search/searchSettings.js";
import { runTrial } from "../train/search/trial.js";
import { configInput } from "../settings/configuration.js";
import { fileSettings } from "../settings/fileRecords.js";
import type { ConfigInput } from "../settings/generated/types.js";
import { hostProcessors } from "../wasm/info.js";
import { configure, settingsFor } from "./complete.js";
import type { Dataset } from "../data/dataset.js";
import type { DataNotes } from "../readers/notes.js";
import { type Saved, saveModel } from "./rescue.js";
import { interruptible } from "./interrupt.js";
import { figures } from "./report.js";
import { answer, note } from "./say.js";
import { gather, type Gathered, written } from "./gather.js";
import { SearchPrinter, searchText } from "./searchPrinter.js";
import { type ShardWishes, shardWishes } from "./shardFlags.js";
import { checkFiles, numericClassesNote, openData, type SourceFlags } from "./source.js";
import { storeIn, type TrialFolder, trialFolder } from "./trialStore.js";
import { TrialThreads } from "./trials.js";

export async function searchCommand(configFile: string, flags: SourceFlags): Promise<void> {
  const gathered = gather(configFile, flags);
  try {
    await searchFor(gathered, configFile, flags);
  } catch (error) {
    throw written(error, gathered.nameOf);
  }
}

async function searchFor(given: Gathered, configFile: string, flags: SourceFlags): Promise<void> {
  const { own } = given;
  if (own.weights !== undefined) {
    throw new ConfigError({
      setting: "weights",
      reason: "does not go with a search, which starts every training with new weights",
      advice: "Drop it.",
    });
  }
  const alone = Object.keys(own).find((name) => fileSettings[name]!.traits?.includes("trainOnly"));
  if (alone !== undefined) {
    throw new ConfigError({
      setting: alone,
      reason: "does not go with a search, which starts every training with new weights",
      advice: "Drop it.",
    });
  }
  checkFiles(flags, own, configFile);
  const wishes = shardWishes(flags);
  const workers = readWorkers(flags.workers);
  const data = await openData(given, undefined, flags);
  const { dataset, notes } = data;
  if (data.isMade)
    note(flags, `No data given: searching on ${dataset.rows} generated handwritten-looking digits.`);
  const numericClasses = numericClassesNote(given, data);
  if (numericClasses !== null) note(flags, numericClasses);
  const isHeldOut = dataset.division?.kind === "heldOut";
  const needsValidation = !given.config.validation && !data.isMade && !isHeldOut;
  const gathered = needsValidation
    ? { ...given, config: { ...given.config, validation: usualValidation } }
    : given;
  if (needsValidation) {
    note(flags, `No validation given: holding out ${usualValidation} of the data to compare trials.`);
  }
  const { epochs, threads } = configure(gathered, data).config;
  const base = { ...settingsFor(gathered, data).config, epochs } as unknown as ConfigInput;
  const each = threads === "auto" ? 1 : threads;
  const concurrency = workers ?? Math.max(1, Math.floor(hostProcessors() / each));
  const space = own.search as unknown as SearchInput;
  const folder = trialFolder(wishes.folder, flags.output, base, space, dataset);
  if (folder.count > 0 && !wishes.collects)
    note(flags, `Going on after ${plural(folder.count, "training")} of an earlier run, from ${folder.path}.`);
  const pool = concurrency > 1 ? new TrialThreads(dataset) : null;
  const printer = new SearchPrinter(flags);
  const start = performance.now();
  let interrupted: Error | null = null;
  const store = storeIn(folder);
  const options: SearchOptions = {
    concurrency,
    store,
    run: (task, stop) => {
      const { trial, config } = task;
      if (wishes.collects && !store.find(task))
        throw folder.missing(`trial ${trial} for ${plural(config.epochs!, "epoch")}`);
      return pool ? pool.run(task, stop) : runTrial(task, dataset, { signal: stop });
    },
    onTrial: (state) => {
      if (state.isNew) printer.onTrial(state);
    },
  };
  const result = await interruptible(
    async (signal) => {
      const { shard } = wishes;
      const found = shard
        ? await searchShard(base, dataset, space, { ...options, signal, shard, store })
        : await search(base, dataset, space, { ...options, signal });
      if (found.stopped === "aborted") interrupted = signal.reason;
      return found;
    },
    () => {
      printer.end();
      note(flags, "Stopping after this batch. Press Ctrl-C again to leave at once.");
    },
  ).finally(() => {
    printer.end();
    return pool?.close();
  });
  const about = {
    flags,
    folder,
    wishes,
    notes,
    test: data.test,
    concurrency,
    seconds: (performance.now() - start) / 1000,
    interrupted,
  };
  if ("best" in result) await conclude(result, about);
  else concludeShard(result, about);
}

function readWorkers(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const workers = Number(given);
  if (given.trim() !== "" && Number.isInteger(workers) && workers >= 1 && workers <= 64) return workers;
  throw new ConfigError(`--workers: expected an integer 1 to 64, got ${show(given)}.`);
}

interface Conclusion {
  flags: SourceFlags;
  folder: TrialFolder;
  wishes: ShardWishes;
  notes: DataNotes;
  test: Dataset | undefined;
  concurrency: number;
  seconds: number;
  /** What to throw at the end, if a signal ended the search; else null. */
  interrupted: Error | null;
}

/** Saves the best model and prints the result of the search. */
async function conclude(result: SearchResult, about: Conclusion): Promise<void> {
  const { flags, notes, concurrency: workers, seconds } = about;
  const { best, metric, validation, runs, stopped } = result;
  const network = best && Network.load(best.model);
  let saved: Saved | null = null;
  if (network) {
    network.notes = { ...notes };
    saved = await saveModel(flags.output, network.save());
  }
  const tested = network && about.test ? network.evaluate(about.test) : null;
  const trials = result.trials.map(({ score: _score, ...trial }) => trial);
  const document = {
    trials,
    best: best && { ...trials.find(({ trial }) => trial === best.trial) },
    metric,
    validation,
    test: tested && { loss: tested.loss, ...tested.metrics },
    runs,
    workers,
    seconds,
    stopped,
    weightsSha256: network && (await network.weightsSha256()),
    model: saved && saved.path,
    config: network && configInput(network.config),
  };
  const told = { best, metric, runs, seconds };
  if (flags.json || !flags.quiet)
    answer(flags, document, () =>
      [searchText(result.trials, told), ...(tested ? [`test      ${figures(tested)}`] : [])].join("\n"),
    );
  if (saved && !saved.problem) note(flags, `Saved ${saved.path}: the model of trial ${best!.trial}.`);
  if (stopped === "aborted") {
    const nothing = network ? "" : ": there is nothing to save";
    note(flags, `Interrupted after ${plural(runs, "training")}${nothing}.${about.folder.advice}`);
  } else if (about.wishes.folder === undefined) await about.folder.remove();
  if (saved?.problem) throw saved.problem;
  if (about.interrupted) throw about.interrupted;
  if (!network) {
    throw new DivergenceError(
      `search: every trial failed, the first with: ${trials[0]?.reason}. ` +
        "Search among smaller learning rates, or set clipNorm.",
    );
  }
}

/** Prints what a shard has done. Its results are in the folder already. */
function concludeShard(result: ShardResult, about: Conclusion): void {
  const { flags, concurrency: workers, seconds, folder, wishes, interrupted } = about;
  const { metric, validation, runs, undecided, stopped } = result;
  const trials = result.trials.map(({ score: _score, ...trial }) => trial);
  const { shard } = wishes;
  const document = { shard, trials, metric, validation, runs, undecided, workers, seconds, stopped };
  if (flags.json || !flags.quiet)
    answer(flags, document, () => searchText(result.trials, { best: null, metric, runs, seconds }));
  if (interrupted) {
    note(flags, `Interrupted after ${plural(runs, "training")}.${folder.advice}`);
    throw interrupted;
  }
  if (undecided > 0) {
    const what = `whether ${plural(undecided, "trial")} of this shard goes on`;
    note(flags, `Results of other shards decide ${what}. Run this command again when they are there.`);
  }
  note(flags, `The results are in ${folder.path}. When all shards are done: --collect ${folder.path}.`);
}
