/** `chainrule train`: read data, train, save the model, report. */
import { ConfigError } from "../errors.js";
import type { Dataset } from "../train/dataset.js";
import type { Evaluation } from "../train/evaluation.js";
import type { History } from "../train/history.js";
import { Network } from "../train/network.js";
import { checkConfig, type Config, configInput } from "../train/settings.js";
import { splitRows } from "../train/split.js";
import { complete } from "./complete.js";
import { checkWritable, writeWhole } from "./files.js";
import { foldsFirst, foldsText } from "./folds.js";
import { Interrupted, interruptible } from "./interrupt.js";
import { ProgressPrinter } from "./progress.js";
import { reconstructionReport } from "./reconstruction.js";
import { reportText } from "./report.js";
import { answer, note, type OutputFlags } from "./say.js";
import { gatherSettings, type Settings } from "./settings.js";
import { readSource } from "./source.js";

export type TrainFlags = OutputFlags & Record<string, string | undefined> & { output: string };

export async function trainCommand(configFile: string | undefined, flags: TrainFlags): Promise<void> {
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
    /^(validation|initializer|drop|build|folds|targetScaling)(: .*)/s.exec(error.message) ?? [];
  return key === undefined ? error : new ConfigError(label(key) + rest);
}

async function train(settings: Settings, configFile: string | undefined, flags: TrainFlags): Promise<void> {
  const early = { ...settings.config, layers: settings.config.layers ?? [1, 1] };
  const { seed } = checkConfig(early, settings.label);
  checkWritable(flags.output, "--output");
  const { dataset, notes, name } = await readSource(flags, settings, configFile, seed);
  const config = complete(settings, dataset, name);
  const network = Network.create(configInput(config));
  network.notes = { ...notes };
  note(flags, describe(config, dataset));
  const crossValidation = await foldsFirst(settings, config, dataset, flags);

  const printer = new ProgressPrinter(flags, dataset.labels ? "accuracy" : "r2");
  const history = await interruptible(
    (signal) => network.fit(dataset, { signal, ...printer.hooks(config) }),
    () => {
      printer.end();
      note(flags, "Stopping after this batch. Press Ctrl-C again to leave at once.");
    },
  ).finally(() => printer.end());
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
  note(flags, `Saved ${flags.output}.`);
}

export function describe(config: Config, dataset: Dataset): string {
  const { loss, reduction, optimizer, batchSize, seed } = config;
  const sizes = [dataset.columns, ...config.layers.map(({ units, activation }) => `${units} ${activation}`)];
  return (
    `${sizes.join(" → ")} · ${loss}, ${reduction} over the batch · ${optimizer.kind}, learning rate ` +
    `${optimizer.learningRate}, batch ${batchSize} · seed ${seed}`
  );
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
