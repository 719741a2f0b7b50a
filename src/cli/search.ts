/** `chainrule search`: tries settings of a space, several trials at once, and saves the best model. */
import { ConfigError, DivergenceError } from "../errors.js";
import { plural, show } from "../wording.js";
import { formatClock, formatDuration } from "../report/figures.js";
import { formatSearch, settingText } from "../report/searchTable.js";
import { cut } from "../report/terminal.js";
import { Network } from "../train/network.js";
import { search, type SearchOptions, type SearchResult, usualValidation } from "../train/search/search.js";
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
import { answer, note, type OutputFlags, toStderr, widthOf } from "./say.js";
import { gather, type Gathered, written } from "./gather.js";
import { checkFiles, numericClassesNote, openData, type SourceFlags } from "./source.js";
import { TrialJournal } from "./trialJournal.js";
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
  const journal = new TrialJournal(flags.output, { base, search: space }, dataset);
  if (journal.finished > 0)
    note(
      flags,
      `Going on after ${plural(journal.finished, "training")} of an earlier run, from ${journal.path}.`,
    );
  const pool = concurrency > 1 ? new TrialThreads(dataset) : null;
  const printer = new SearchPrinter(flags);
  const start = performance.now();
  let interrupted: Error | null = null;
  const result = await interruptible(
    async (signal) => {
      const found = await search(base, dataset, space, {
        signal,
        concurrency,
        run: journal.around((task, stop) =>
          pool ? pool.run(task, stop) : runTrial(task, dataset, { signal: stop }),
        ),
        onTrial: (state) => {
          if (journal.note(state.trial, state.best)) printer.onTrial(state);
        },
      });
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
  await conclude(result, {
    flags,
    journal,
    notes,
    test: data.test,
    concurrency,
    seconds: (performance.now() - start) / 1000,
    interrupted,
  });
}

function readWorkers(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const workers = Number(given);
  if (given.trim() !== "" && Number.isInteger(workers) && workers >= 1 && workers <= 64) return workers;
  throw new ConfigError(`--workers: expected an integer 1 to 64, got ${show(given)}.`);
}

interface Conclusion {
  flags: SourceFlags;
  journal: TrialJournal;
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
  if (flags.json || !flags.quiet)
    answer(flags, document, () =>
      [searchText(result, seconds), ...(tested ? [`test      ${figures(tested)}`] : [])].join("\n"),
    );
  if (saved && !saved.problem) note(flags, `Saved ${saved.path}: the model of trial ${best!.trial}.`);
  if (stopped === "aborted") {
    about.journal.close();
    const nothing = network ? "" : ": there is nothing to save";
    note(flags, `Interrupted after ${plural(runs, "training")}${nothing}.${about.journal.advice}`);
  } else await about.journal.remove();
  if (saved?.problem) throw saved.problem;
  if (about.interrupted) throw about.interrupted;
  if (!network) {
    throw new DivergenceError(
      `search: every trial failed, the first with: ${trials[0]?.reason}. ` +
        "Search among smaller learning rates, or set clipNorm.",
    );
  }
}

function searchText({ trials, best, metric, runs }: SearchResult, seconds: number): string {
  const shown = metric === "validation loss" ? Object.keys(best?.metrics ?? {})[0] : metric;
  const lines = ["", `${runs} trainings in ${formatDuration(seconds)}`, ""];
  lines.push(formatSearch(trials, shown ?? null));
  if (best) {
    const values = Object.entries(best.settings).map(([path, value]) => `${path} ${settingText(value)}`);
    const held = figures({ loss: best.validationLoss!, metrics: best.metrics! });
    lines.push("", `Best: ${values.join(", ")} (trial ${best.trial}): held out  ${held}`);
  }
  return lines.join("\n");
}

/** Progress on stderr: one live line in a terminal, a line for each training in a pipe. */
class SearchPrinter {
  readonly #live: boolean;
  readonly #start = performance.now();
  #isDrawn = false;

  constructor(private readonly flags: OutputFlags) {
    this.#live = !flags.quiet && Boolean(process.stderr.isTTY);
  }

  onTrial: NonNullable<SearchOptions["onTrial"]> = ({ trial, best, done, runs }) => {
    const now = `training ${String(done).padStart(String(runs).length)}/${runs}`;
    if (!this.#live) {
      const { validationLoss: loss, metrics, reason } = trial;
      const came = loss === null ? `failed: ${reason}` : figures({ loss, metrics: metrics! });
      note(this.flags, `${now}  trial ${trial.trial}  epochs ${trial.epochs}  ${came}`);
      return;
    }
    const { validationLoss: loss, metrics } = best ?? {};
    const held = loss == null ? "no trial succeeded yet" : figures({ loss, metrics: metrics! });
    const clock = formatClock((performance.now() - this.#start) / 1000);
    const line = `${now}  best so far: trial ${best?.trial ?? "–"}  ${held}  ${clock}`;
    toStderr(`\r${cut(line, widthOf(process.stderr) - 1)}\x1b[K`);
    this.#isDrawn = true;
  };

  /** Leaves the live line as it stands. Safe to call twice. */
  end(): void {
    if (this.#isDrawn) toStderr("\n");
    this.#isDrawn = false;
  }
}
