/** `chainrule train`: read data, train, save the model, report. */
import { ConfigError, show } from "../errors.js";
import { reportPage } from "../report/page/page.js";
import { trainingText } from "../report/words.js";
import type { Evaluation } from "../train/evaluation.js";
import type { History } from "../train/history.js";
import { Network } from "../train/network.js";
import { checkConfig, configInput } from "../train/settings.js";
import { splitRows } from "../train/split.js";
import { info } from "../wasm/info.js";
import { complete } from "./complete.js";
import { madeDigits, readTraining, separatorOf, type Source } from "./data.js";
import { writeWhole } from "./files.js";
import { Interrupted, interruptible } from "./interrupt.js";
import { checkOutputs, type OutputPlaces } from "./outputs.js";
import { ProgressPrinter } from "./progress.js";
import { Recording } from "./recording.js";
import { reportText } from "./report.js";
import { reportData } from "./reportPage.js";
import { answer, note, type OutputFlags } from "./say.js";
import { gatherSettings, type Settings } from "./settings.js";
import { openStart, refuseData, startFrom } from "./warmStart.js";

type TrainFlags = OutputFlags & Record<string, string | undefined> & OutputPlaces;

/** Digits made where no data are given. */
const defaultSamples = 12_000;

export async function trainCommand(configFile: string | undefined, flags: TrainFlags): Promise<void> {
  const settings = gatherSettings(configFile, flags);
  try {
    await train(settings, configFile, flags);
  } catch (error) {
    throw renamed(error, settings.label);
  }
}

/** An error from rooms that know a setting by its key alone, with the name that the user gave it. */
function renamed(error: unknown, label: Settings["label"]): unknown {
  if (!(error instanceof ConfigError)) return error;
  const [, key, rest] =
    /^(validation|initializer|drop|build|sampleWeights|classWeights|earlyStopping)(: .*)/s.exec(
      error.message,
    ) ?? [];
  return key === undefined ? error : new ConfigError(label(key) + rest);
}

async function train(settings: Settings, configFile: string | undefined, flags: TrainFlags): Promise<void> {
  const early = { ...settings.config, layers: settings.config.layers ?? [1, 1] };
  const { seed } = checkConfig(early, settings.label);
  const source = sourceOf(flags, settings);
  const read = { "the data": source?.data, "the labels": source?.labels, "the settings": configFile };
  checkOutputs(flags, read, settings.files.from as string | undefined);
  const start = openStart(settings);
  if (source && start) source.like = start.notes;
  const { dataset, notes } = source ? await readTraining(source) : made(flags, settings, seed);
  if (!source) {
    settings.config.validation ??= 1 / 6;
    note(flags, `No data given: training on ${dataset.rows} handwritten-looking digits made here.`);
  }
  const name = source?.data ?? "the digits made here";
  if (start) refuseData(start, dataset, name);
  const config = complete(settings, dataset, name);
  const network = start ? startFrom(start, config) : Network.create(configInput(config));
  network.notes = { ...notes };
  note(flags, trainingText(config));
  if (start) note(flags, `Starting from the weights of ${start.path}.`);

  const { rows, columns, outputs } = dataset;
  const about = {
    version: info().version,
    config: { ...configInput(config) },
    dataset: { source: name, rows, columns, outputs },
  };
  const recording = new Recording(flags, network, about, (text) => note(flags, text));
  const printer = new ProgressPrinter(flags, dataset.labels ? "accuracy" : "r2");
  const history = await interruptible(
    (signal) => network.fit(dataset, { signal, ...printer.hooks(config, recording.onEpoch) }),
    () => {
      printer.end();
      note(flags, "Stopping after this batch. Press Ctrl-C again to leave at once.");
    },
  )
    .catch((error: unknown) => {
      recording.fail(error);
      throw error;
    })
    .finally(() => printer.end());
  recording.end(history);
  writeWhole(flags.output, network.save());

  const { train, validation } = splitRows(dataset.rows, config.validation, config.seed);
  const held = validation.length > 0 ? dataset.select(validation) : null;
  const trained = network.evaluate(held ? dataset.select(train) : dataset);
  const heldOut = held && network.evaluate(held);
  const document = await documentOf(network, history, trained, heldOut, flags.output);
  if (flags.report !== undefined) {
    const training = { rows: train.length, evaluation: trained };
    const shown = held ? { shown: held, rows: validation } : { shown: dataset, rows: train };
    const all = { network, config, history, notes, source: name, training, heldOut, ...shown };
    writeWhole(flags.report, reportPage(reportData(all)));
  }
  const text = () => reportText(network, held ?? dataset, { history, trained, heldOut, notes });
  if (flags.json || !flags.quiet) answer(flags, document, text);
  if (history.stopped === "aborted") {
    note(flags, `Interrupted in epoch ${history.epochs + 1}: what was learnt so far is in ${flags.output}.`);
    throw new Interrupted();
  }
  note(flags, `Saved ${[flags.output, flags.report].filter((path) => path !== undefined).join(" and ")}.`);
}

/** Where the data are: by flags, or else by the config file; null for none. */
function sourceOf(flags: TrainFlags, { files, label }: Settings): Source | null {
  const pick = (name: string) => (flags[name] ?? files[name]) as string | undefined;
  const data = pick("data");
  if (data === undefined) {
    for (const name of ["labels", "target", "drop", "targetKind", "separator", "sampleWeights"]) {
      if (pick(name) !== undefined)
        throw new ConfigError(`--data: expected the file that ${label(name)} belongs to, got nothing.`);
    }
    return null;
  }
  if ((flags.samples ?? files.samples) !== undefined) {
    throw new ConfigError(`${label("samples")}: does not go with data. It is for the digits made here.`);
  }
  const targetKind = pick("targetKind");
  if (targetKind !== undefined && targetKind !== "class" && targetKind !== "number") {
    throw new ConfigError(`${label("targetKind")}: expected "class" or "number", got ${show(targetKind)}.`);
  }
  const dropped: unknown = flags.drop ?? files.drop;
  const drop = typeof dropped === "string" ? dropped.split(",") : (dropped as string[] | undefined);
  const separator = separatorOf(pick("separator"), label("separator"));
  const sampleWeights = pick("sampleWeights");
  return { data, labels: pick("labels"), target: pick("target"), targetKind, drop, separator, sampleWeights };
}

function made(flags: TrainFlags, { files, label }: Settings, seed: number) {
  const samples = flags.samples ?? files.samples;
  const rows = samples === undefined ? defaultSamples : Number(samples);
  if (!Number.isInteger(rows) || rows < 20 || rows > 1_000_000) {
    throw new ConfigError(`${label("samples")}: expected an integer 20 to 1000000, got ${show(samples)}.`);
  }
  return madeDigits(rows, seed);
}

async function documentOf(
  network: Network,
  history: History,
  trained: Evaluation,
  heldOut: Evaluation | null,
  model: string,
) {
  return {
    epochs: history.epochs,
    loss: history.loss.at(-1) ?? null,
    metrics: { loss: trained.loss, ...trained.metrics },
    validation: heldOut && { loss: heldOut.loss, ...heldOut.metrics },
    samplesPerSecond: history.samplesPerSecond,
    seconds: history.seconds,
    stopped: history.stopped,
    threads: history.threads,
    build: network.build,
    weightsSha256: await network.weightsSha256(),
    model,
    config: configInput(network.config),
  };
}
