/** `chainrule train`: read data, train, save the model, report. */
import { basename } from "node:path";
import { ConfigError } from "../errors.js";
import { reportPage } from "../report/page/reportPage.js";
import { reportData } from "../report/page/trained.js";
import { trainingText } from "../report/trainingWords.js";
import type { Evaluation } from "../train/evaluation/evaluation.js";
import type { History } from "../train/loop/history.js";
import { Network } from "../train/network.js";
import { checkConfig, configInput } from "../train/settings.js";
import { splitRows } from "../data/split.js";
import { info } from "../wasm/info.js";
import { complete } from "./complete.js";
import { writeWhole } from "./files.js";
import { foldsFirst, foldsText } from "./folds.js";
import { Interrupted, interruptible } from "./interrupt.js";
import { ProgressPrinter } from "./progress.js";
import { reconstructionReport } from "./reconstruction.js";
import { Recording } from "./recording.js";
import { reportText } from "./report.js";
import { answer, note } from "./say.js";
import { gatherSettings, type Settings } from "./settings.js";
import { checkFiles, readSource, type SourceFlags } from "./source.js";
import { openStart, refuseData, startFrom } from "./warmStart.js";

export async function trainCommand(configFile: string | undefined, flags: SourceFlags): Promise<void> {
  const settings = gatherSettings(configFile, flags);
  try {
    await train(settings, configFile, flags);
  } catch (error) {
    throw renamed(error, settings.label);
  }
}

/** An error from rooms that know a setting by its key alone, with the name that the user gave it. */
export function renamed(error: unknown, label: Settings["label"]): unknown {
  if (!(error instanceof ConfigError)) return error;
  const [, key, rest] =
    /^(validation|initializer|drop|build|folds|targetScaling|sampleWeights|classWeights|earlyStopping)(: .*)/s.exec(
      error.message,
    ) ?? [];
  return key === undefined ? error : new ConfigError(label(key) + rest);
}

async function train(settings: Settings, configFile: string | undefined, flags: SourceFlags): Promise<void> {
  const early = { ...settings.config, layers: settings.config.layers ?? [1, 1, 1] };
  const { seed } = checkConfig(early, settings.label);
  checkFiles(flags, settings, configFile);
  const start = openStart(settings);
  const { dataset, notes, name } = await readSource(flags, settings, seed, start?.notes);
  if (start) refuseData(start, dataset, name);
  const config = complete(settings, dataset, name);
  const network = start ? startFrom(start, config) : Network.create(configInput(config));
  network.notes = { ...notes };
  note(flags, trainingText(config));
  if (start) note(flags, `Starting from the weights of ${start.path}.`);
  const crossValidation = await foldsFirst(settings, config, dataset, flags);

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
  const document = {
    ...(await documentOf(network, history, trained, heldOut, flags.output)),
    ...(crossValidation && { crossValidation }),
  };
  const shown = held ?? dataset;
  if (flags.report !== undefined) {
    const training = { rows: train.length, evaluation: trained };
    const rows = held ? validation : train;
    const all = { network, config, history, notes, source: basename(name), training, heldOut, shown, rows };
    writeWhole(flags.report, reportPage(reportData(all)));
  }
  const text = () =>
    [
      ...(crossValidation ? [foldsText(crossValidation)] : []),
      reportText(network, shown, { history, trained, heldOut, notes }),
      ...reconstructionReport(network, shown, notes),
    ].join("\n");
  if (flags.json || !flags.quiet) answer(flags, document, text);
  if (history.stopped === "aborted") {
    note(flags, `Interrupted in epoch ${history.epochs + 1}: what was learnt so far is in ${flags.output}.`);
    throw new Interrupted();
  }
  note(flags, `Saved ${[flags.output, flags.report].filter((path) => path !== undefined).join(" and ")}.`);
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
