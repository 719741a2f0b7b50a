/** `chainrule train`: read data, train, save the model, report. */
import { schemaLines } from "../report/schemaTable.js";
import { trainingText } from "../report/trainingWords.js";
import type { Dataset } from "../data/dataset.js";
import type { Split } from "../data/split.js";
import type { FitHooks } from "../train/loop/history.js";
import type { Config } from "../settings/generated/types.js";
import { configInput } from "../settings/configuration.js";
import { flopsOf } from "../train/loop/threads.js";
import { turnOnWideLanes, widerFast } from "../wasm/builds.js";
import { info } from "../wasm/info.js";
import { configure } from "./complete.js";
import { conclude } from "./conclusion.js";
import { fitAndSave } from "./fitting.js";
import { foldsFirst } from "./folds.js";
import { ProgressPrinter } from "./progress.js";
import { Recording } from "./recording.js";
import { note } from "./say.js";
import { gather, type Gathered, written } from "./gather.js";
import { isExample } from "./example.js";
import { createNetwork } from "./given.js";
import { ConfigError } from "../errors.js";
import { plural } from "../wording.js";
import { checkFiles, numericClassesNote, openData, type SourceFlags } from "./source.js";
import { openStart, refuseData, startFrom } from "./warmStart.js";

export async function trainCommand(configFile: string | undefined, flags: SourceFlags): Promise<void> {
  const gathered = gather(configFile, flags);
  try {
    await train(gathered, configFile, flags);
  } catch (error) {
    throw written(error, gathered.nameOf);
  }
}

/** Operations of a training from which on wide lanes repay their self-check of some hundredths of a second. */
const longTraining = 2e10;

/** Whether a training is long; `rows` train. */
function isLong(config: Config, rows: number): boolean {
  return flopsOf(config, rows) * config.epochs > longTraining;
}

/** Gathers settings, reads data, checks the configuration and splits the data, trains, writes files and the report. */
async function train(gathered: Gathered, configFile: string | undefined, flags: SourceFlags): Promise<void> {
  checkFiles(flags, gathered.own, configFile !== undefined && isExample(configFile) ? undefined : configFile);
  refuseWeights(gathered.own);
  const start = openStart(gathered);
  const data = await openData(gathered, start?.notes, flags);
  const { dataset, notes, name } = data;
  if (data.isMade)
    note(flags, `No data given: training on ${dataset.rows} generated handwritten-looking digits.`);
  const numericClasses = start ? null : numericClassesNote(gathered, data);
  if (numericClasses !== null) note(flags, numericClasses);
  if (start) refuseData(start, dataset, name);
  const { config, split } = configure(gathered, data, start);
  const { schema } = notes;
  if (schema && !start) {
    const head = `${name}: ${plural(schema.rows ?? dataset.rows, "row")}`;
    note(flags, [head, ...schemaLines(schema)].join("\n"));
  }
  for (const remark of data.remarks ?? []) note(flags, remark);
  const mayBeWide = config.build === "auto" || widerFast(config.build);
  if (mayBeWide && isLong(config, split.train.length)) turnOnWideLanes(true);
  const network = start ? startFrom(start, config) : createNetwork(config, gathered);
  network.notes = { ...notes };
  note(flags, trainingText(config));
  if (start) note(flags, `Starting from the weights of ${start.path}.`);
  refuseUndivided(gathered.own, dataset, split);
  if (data.test || dataset.division) note(flags, partsText(split, data.test));
  const { train, validation } = split;
  const held = validation.length > 0 ? dataset.select(validation) : null;
  const { rows, columns, outputs } = dataset;
  const about = {
    version: info().version,
    config: { ...configInput(config) },
    dataset: { source: name, rows, columns, outputs },
  };
  const recording = new Recording(flags, network, about);
  const folds = await foldsFirst(gathered.own, config, dataset, flags).catch((error: unknown) => {
    recording.fail(error);
    throw error;
  });
  const printer = new ProgressPrinter(flags, dataset.labels ? "accuracy" : "r2");
  const fit = (hooks: FitHooks) =>
    network.fit(dataset, {
      ...hooks,
      onWarning: (warning) => note(flags, `Warning: ${warning}`),
      ...(held && { validation: split }),
      ...printer.hooks(config, recording.onEpoch),
    });
  const fitted = await fitAndSave(network, fit, { flags, recording, printer });
  await folds?.journal.remove();
  const crossValidation = folds && folds.result;
  await conclude(network, fitted, { flags, config, data, train, validation, crossValidation });
}

/** How many rows each part has: `Training on 120 rows, 30 held out, 20 to test.` */
function partsText({ train, validation }: Split, test: Dataset | undefined): string {
  const held = validation.length > 0 ? `, ${validation.length} held out` : "";
  return `Training on ${plural(train.length, "row")}${held}${test ? `, ${test.rows} to test` : ""}.`;
}

/** Groups and times that divide nothing. */
function refuseUndivided({ folds }: Gathered["own"], { division }: Dataset, { validation }: Split): void {
  if (division === null || validation.length > 0 || folds !== undefined) return;
  throw new ConfigError({
    setting: division.kind === "groups" ? "group" : "time",
    reason: "goes with validation, which says how much to hold out",
    advice: "Set it, to 0.2 for example.",
  });
}

/** Weights that are given do not go with other first weights. */
function refuseWeights({ weights, from, folds }: Gathered["own"]): void {
  if (weights === undefined || (from === undefined && folds === undefined)) return;
  throw new ConfigError({
    setting: "weights",
    reason:
      from === undefined
        ? "does not go with folds, which draw weights"
        : "does not go with a model to start from",
    advice: "Drop one of them.",
  });
}
