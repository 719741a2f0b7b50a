/** `chainrule train`: read data, train, save the model, report. */
import type { Command } from "commander";
import { schemaLines } from "../report/schemaTable.js";
import { trainingText } from "../report/trainingWords.js";
import type { Dataset } from "../data/dataset.js";
import type { Split } from "../data/split.js";
import { calibrate, refuseWithoutProbabilities } from "../train/evaluation/calibrate.js";
import type { Calibration } from "../train/evaluation/calibration.js";
import type { Network } from "../train/network.js";
import { knownNames, samplesOf } from "../train/networkData.js";
import type { FitHooks } from "../train/loop/history.js";
import { checkConfig, configInput } from "../settings/configuration.js";
import { lastsAsFit, withLength } from "../train/loop/schedule.js";
import { useWideLanes } from "./wideLanes.js";
import { info } from "../wasm/info.js";
import type { Checkpointing } from "./checkpointing.js";
import { type Configured, configure } from "./complete.js";
import { conclude } from "./conclusion.js";
import { refuseDifferences } from "./differences.js";
import { fitAndSave } from "./fitting.js";
import { foldsFirst } from "./folds.js";
import { drawsTraining } from "./reportCurve.js";
import { ProgressPrinter } from "./progress.js";
import { Recording } from "./recording.js";
import { note } from "./say.js";
import {
  follow,
  groupText,
  isDistributed,
  isFirst,
  openCheckpoints,
  refuseInGroup,
  withoutOutputs,
} from "./mpi/training.js";
import { processGroup } from "../train/distributed/processGroup.js";
import { type MpiGroup, withMpi } from "./mpi/group.js";
import { gather, type Gathered, written } from "./gather.js";
import { isExample } from "./example.js";
import { createNetwork } from "./given.js";
import { shardWishes } from "./shardFlags.js";
import { ConfigError } from "../errors.js";
import { plural } from "../wording.js";
import { begunNow, dataMark, placesOf, recordOf, restOf, settingsOf, wholeHistory } from "./resume.js";
import { packedInstead } from "./packingCache.js";
import { rowFolderOf } from "./rowFiles.js";
import { trainRows } from "./trainRows.js";
import { checkFiles, inputFiles, numericClassesNote, openData, type SourceFlags } from "./source.js";
import { openStart, refuseData, startFrom } from "./warmStart.js";

export async function trainCommand(
  configFile: string | undefined,
  flags: SourceFlags,
  command: Command,
): Promise<void> {
  if (!isDistributed(flags)) return trainHere(configFile, flags, command, null);
  return withMpi((group) => {
    note(group.rank === 0 ? flags : { quiet: true }, groupText(group));
    return trainHere(configFile, group.rank === 0 ? flags : withoutOutputs(flags), command, group);
  });
}

async function trainHere(
  configFile: string | undefined,
  flags: SourceFlags,
  command: Command,
  group: MpiGroup | null,
): Promise<void> {
  const checkpoints = await openCheckpoints(flags, group);
  const found = checkpoints?.found ?? null;
  try {
    const stored = found ? settingsOf(found.content.record) : {};
    const gathered = gather(configFile, flags, stored);
    const places = found && isFirst(group) && unlessGiven(command, placesOf(found.content.record));
    try {
      await train(gathered, configFile, Object.assign({}, flags, places), checkpoints, group);
    } catch (error) {
      throw written(error, gathered.nameOf);
    }
  } finally {
    await checkpoints?.close();
  }
}

/** The values of flags that are not on the command line. */
function unlessGiven<Values extends object>(command: Command, values: Values): Partial<Values> {
  const isGiven = ([name]: [string, unknown]) => command.getOptionValueSource(name) === "cli";
  return Object.fromEntries(Object.entries(values).filter((entry) => !isGiven(entry))) as Partial<Values>;
}

/** Gathers settings, reads data, checks the configuration and splits the data, trains, writes files and the report. */
async function train(
  gathered: Gathered,
  configFile: string | undefined,
  flags: SourceFlags,
  checkpoints: Checkpointing | null,
  group: MpiGroup | null,
): Promise<void> {
  const found = checkpoints?.found ?? null;
  if (group) refuseInGroup(gathered.own);
  const settingsFile = configFile !== undefined && isExample(configFile) ? undefined : configFile;
  checkFiles(flags, gathered.own, settingsFile);
  refuseWeights(gathered.own);
  const folder = rowFolderOf(gathered.own.data);
  if (folder !== null) {
    if (group)
      throw new ConfigError("--distributed: does not go with packed rows, which one process reads. Drop it.");
    return trainRows(folder, gathered, flags, checkpoints);
  }
  const packed = await packedInstead(gathered, flags, group !== null);
  if (packed) return trainRows(packed.folder, packed.gathered, flags, checkpoints, true);
  const start = found ? null : openStart(gathered);
  const like = found ? checkpoints!.like : start?.notes;
  const data = await openData(gathered, like, flags);
  const { dataset, notes, name } = data;
  if (data.isMade)
    note(flags, `No data given: training on ${dataset.rows} generated handwritten-looking digits.`);
  const isNew = !start && !found;
  const numericClasses = isNew ? numericClassesNote(gathered, data) : null;
  if (numericClasses !== null) note(flags, numericClasses);
  if (start) refuseData(start, dataset, name);
  const { config, split } = withScheduleLength(configure(gathered, data, start), checkpoints !== null);
  const { schema } = notes;
  if (schema && isNew) {
    const head = `${name}: ${plural(schema.rows ?? dataset.rows, "row")}`;
    note(flags, [head, ...schemaLines(schema)].join("\n"));
  }
  for (const remark of data.remarks ?? []) note(flags, remark);
  const mark = checkpoints && dataMark(name, dataset);
  if (found) {
    const now = { config, data: mark!, nameOf: gathered.nameOf };
    const { path, content } = found;
    for (const text of refuseDifferences(path, content.record, now, checkpoints!.mayDiffer))
      note(flags, `Other than in the checkpoint: ${text}.`);
  }
  useWideLanes(config, split.train.length);
  const network = found
    ? checkpoints!.network(config)
    : start
      ? startFrom(start, config)
      : createNetwork(config, gathered);
  network.notes = { ...notes };
  note(flags, trainingText(config));
  if (start) note(flags, `Starting from the weights of ${start.path}.`);
  refuseUndivided(gathered.own, dataset, split);
  if (data.test || dataset.division) note(flags, partsText(split, data.test));
  const { train, validation } = split;
  const held = validation.length > 0 ? dataset.select(validation) : null;
  if (gathered.own.calibrate) refuseCalibration(network, held);
  const { rows, columns, outputs } = dataset;
  const about = {
    version: info().version,
    config: { ...configInput(config) },
    dataset: { source: name, rows, columns, outputs },
  };
  const recording = new Recording(flags, network, about, found && network.training.epochs);
  const folds = await foldsFirst(gathered.own, config, dataset, flags, shardWishes(flags)).catch(
    (error: unknown) => {
      recording.fail(error);
      throw error;
    },
  );
  if (folds?.isPart) return;
  const begun = found ? found.content.record.begun : begunNow(network);
  const record =
    checkpoints &&
    isFirst(group) &&
    recordOf(config, gathered, flags, {
      data: mark!,
      isLike: like !== undefined,
      begun,
      ...checkpoints.rhythm,
    });
  if (record && !found) await checkpoints.writeFirst(network, record);
  const rest = found && restOf(config, network.training, found.content.record);
  if (rest?.epochs === 0) {
    const advice = `Set --epochs to more than ${config.epochs} to train for longer`;
    note(flags, `Nothing is left to train. ${advice}.`);
  }
  let calibration: Calibration | null = null;
  const printer = new ProgressPrinter(flags, dataset.labels ? "accuracy" : "r2");
  const fit = async (hooks: FitHooks) => {
    const history = await network.fit(dataset, {
      ...hooks,
      ...rest,
      ...(record && { checkpoint: checkpoints.hook(record) }),
      ...(group && { distributed: processGroup(group) }),
      onWarning: (warning) => note(flags, `Warning: ${warning}`),
      ...(held && { validation: split }),
      ...(drawsTraining(gathered, flags, config, train.length) && { trainingMetrics: true }),
      ...printer.hooks(config, recording.onEpoch),
    });
    if (gathered.own.calibrate && network.training.updates > 0) calibration = calibrate(network, held!);
    return found ? wholeHistory(history, network, begun) : history;
  };
  if (!isFirst(group)) return follow(fit);
  const fitted = await fitAndSave(network, fit, { flags, recording, printer });
  await folds?.forget();
  const crossValidation = folds && folds.result;
  const files = inputFiles(gathered.own, settingsFile);
  const asked = { flags, config, data, train, validation, files };
  await conclude(network, fitted, { ...asked, crossValidation, calibration });
}

/** Refuses to calibrate without held-out rows, and outputs that are no probabilities. @throws ConfigError */
function refuseCalibration(network: Network, held: Dataset | null): void {
  if (!held) {
    const reason = "needs rows that do not train";
    throw new ConfigError({ setting: "calibrate", reason, advice: "Set validation to 0.2, or drop it." });
  }
  const { dataset } = samplesOf(held, undefined, network.config, knownNames(network.notes, network.config));
  refuseWithoutProbabilities(dataset, network.config);
}

/** A schedule that lasts as long as the training keeps that length when the training goes on for longer. */
function withScheduleLength(configured: Configured, isCheckpointed: boolean): Configured {
  const { config } = configured;
  if (!isCheckpointed || !lastsAsFit(config.schedule)) return configured;
  const schedule = withLength(config.schedule, config.epochs);
  return { ...configured, config: checkConfig({ ...configInput(config), schedule }) };
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
