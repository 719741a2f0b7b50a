/**
 * `chainrule train --data FOLDER`: trains on packed rows, window by window. `train.ts` does the same with data in memory; what both do
 * alike is in the modules that they call. The folder says what its columns mean and which rows are held out.
 */
import { Dataset } from "../data/dataset.js";
import { newBlock, datasetOfBlock, type RowSource } from "../data/rows/rowSource.js";
import type { PackedRows } from "../data/rows/packedRows.js";
import { ConfigError } from "../errors.js";
import { dataNotesOf } from "../readers/notes.js";
import { formatDuration, formatRate } from "../report/figures.js";
import { schemaFigures } from "../report/schemaTable.js";
import { endingText, trainingText } from "../report/trainingWords.js";
import { checkConfig, configInput } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import type { FitHooks, History } from "../train/loop/history.js";
import { lastsAsFit, withLength } from "../train/loop/schedule.js";
import type { Network } from "../train/network.js";
import { info } from "../wasm/info.js";
import { plural } from "../wording.js";
import type { Checkpointing } from "./checkpointing.js";
import { configureFor } from "./complete.js";
import { documentOf } from "./conclusion.js";
import { refuseDifferences } from "./differences.js";
import { type Fitted, fitAndSave } from "./fitting.js";
import { type Gathered, ofDataFile } from "./gather.js";
import { createNetwork } from "./given.js";
import { ProgressPrinter } from "./progress.js";
import { Recording } from "./recording.js";
import { figures } from "./report.js";
import { begunNow, type DataMark, recordOf, restOf, wholeHistory } from "./resume.js";
import { openRowFolder, type RowFolder } from "./rowFiles.js";
import { answer, note } from "./say.js";
import type { SourceFlags } from "./source.js";
import type { TrainingData } from "./trainingData.js";
import { openStart, refuseData, startFrom } from "./warmStart.js";
import { useWideLanes } from "./wideLanes.js";

/**
 * @param isCache whether the rows were packed by `packingCache.ts` with these settings; else the settings that packing decides are refused
 * @throws ConfigError, DataError
 */
export async function trainRows(
  path: string,
  gathered: Gathered,
  flags: SourceFlags,
  checkpoints: Checkpointing | null,
  isCache = false,
): Promise<void> {
  if (!isCache) refuseDecided(gathered);
  refuseOfFiles(gathered, flags);
  const folder = await openRowFolder(path);
  try {
    await train(folder, gathered, flags, checkpoints, isCache);
  } finally {
    folder.close();
  }
}

async function train(
  folder: RowFolder,
  gathered: Gathered,
  flags: SourceFlags,
  checkpoints: Checkpointing | null,
  isCache: boolean,
): Promise<void> {
  const { rows, validation, path } = folder;
  const found = checkpoints?.found ?? null;
  const start = found ? null : openStart(gathered);
  const notes = dataNotesOf({ ...rows.notes }, rows.columns, path);
  const dataset = standIn(await sampleOf(rows), rows.rows, validation !== null);
  const data: TrainingData = { dataset, notes, name: path, isMade: false, isGiven: false };
  if (start) refuseData(start, dataset, path);
  const made = configureFor(undivided(gathered), data, start, ({ validation: fraction }) => {
    if (fraction > 0 && !isCache) throw divided(folder);
    return rows.rows;
  });
  const config = checkpoints ? withScheduleLength(made) : made;
  const mark = dataMark(folder);
  if (found) {
    const now = { config, data: mark, nameOf: gathered.nameOf };
    for (const text of refuseDifferences(found.path, found.content.record, now, checkpoints!.mayDiffer))
      note(flags, `Other than in the checkpoint: ${text}.`);
  }
  useWideLanes(config, rows.rows);
  const network = found
    ? checkpoints!.network(config)
    : start
      ? startFrom(start, config)
      : createNetwork(config, gathered);
  network.notes = { ...notes };
  note(flags, trainingText(config));
  if (start) note(flags, `Starting from the weights of ${start.path}.`);
  note(flags, `Training on ${plural(rows.rows, "packed row")} of ${path}${heldText(validation)}.`);
  const about = {
    version: info().version,
    config: { ...configInput(config) },
    dataset: { source: path, rows: rows.rows, columns: rows.columns, outputs: rows.outputs },
  };
  const recording = new Recording(flags, network, about, found && network.training.epochs);
  const begun = found ? found.content.record.begun : begunNow(network);
  const told = checkpoints && { data: mark, isLike: false, begun, ...checkpoints.rhythm };
  const record = told && recordOf(config, gathered, flags, told);
  if (record && !found) await checkpoints!.writeFirst(network, record);
  const rest = found && restOf(config, network.training, found.content.record);
  if (rest?.epochs === 0)
    note(flags, `Nothing is left to train. Set --epochs to more than ${config.epochs} to train for longer.`);
  const printer = new ProgressPrinter(flags, rows.targetType === "labels" ? "accuracy" : "r2");
  const fit = async (hooks: FitHooks): Promise<History> => {
    const history = await network.fit(rows, {
      ...hooks,
      ...rest,
      ...(record && { checkpoint: checkpoints!.hook(record) }),
      onWarning: (warning) => note(flags, `Warning: ${warning}`),
      validation: validation ?? 0,
      ...printer.hooks(config, recording.onEpoch),
    });
    return found ? wholeHistory(history, network, begun) : history;
  };
  const fitted = await fitAndSave(network, fit, { flags, recording, printer });
  await conclude(network, fitted, folder, flags);
}

/** Measures the model on the rows, prints the result. The model is saved already. */
async function conclude(
  network: Network,
  { history, saved, interrupted }: Fitted,
  { rows, validation }: RowFolder,
  flags: SourceFlags,
): Promise<void> {
  if (interrupted) {
    note(flags, `Interrupted in epoch ${history.epochs + 1}: the weights so far are in ${saved.path}.`);
    if (saved.problem) throw saved.problem;
    throw interrupted;
  }
  const trained = await network.evaluateRows(rows);
  const heldOut = validation && (await network.evaluateRows(validation));
  const document = {
    ...(await documentOf(network, history, { trained, heldOut, tested: null }, saved.path)),
    waited: history.waited,
    ...(rows.schema && { data: schemaFigures(rows.schema) }),
  };
  const { stopped, bestEpoch } = history;
  answer(flags, document, () =>
    [
      "",
      `${plural(history.epochs, "epoch")} in ${formatDuration(history.seconds)}, ${formatRate(history.samplesPerSecond)} samples/s ` +
        `(build ${network.build}, ${plural(history.threads, "thread")}), ${formatDuration(history.waited)} waiting for the disk`,
      ...(stopped === "epochs" && (bestEpoch ?? history.epochs) === history.epochs
        ? []
        : [endingText(stopped, { ...network.config, bestEpoch })]),
      `training  ${figures(trained)}`,
      ...(heldOut ? [`held out  ${figures(heldOut)}`] : []),
    ].join("\n"),
  );
  if (saved.problem) throw saved.problem;
  note(flags, `Saved ${saved.path}.`);
}

/** Refuses settings that a folder has decided. */
function refuseDecided({ own }: Gathered): void {
  const set = ([...ofDataFile, "memory", "cache"] as const).find((name) => own[name] !== undefined);
  if (set === undefined) return;
  throw refusal(
    set,
    "whose columns and parts were decided when they were packed",
    set === "memory" || set === "cache" ? "Drop it." : "Give it to chainrule prepare, or drop it.",
  );
}

function refusal(setting: string, reason: string, advice: string): ConfigError {
  return new ConfigError({ setting, reason: `does not go with packed rows, ${reason}`, advice });
}

/** Refuses settings of commands that need all rows in memory. */
export function refuseOfFiles({ own }: Gathered, flags: SourceFlags): void {
  const refuse = refusal;
  const others = ["samples", "validationData", "validationLabels", "test", "testLabels"] as const;
  const set = others.find((name) => own[name] !== undefined);
  if (set !== undefined)
    throw refuse(
      set,
      "whose parts are decided when they are packed",
      "Give --validation, a fraction, to chainrule prepare, or drop it.",
    );
  if (own.autoencoder) throw refuse("autoencoder", "which have targets of their own", "Drop it.");
  if (own.folds !== undefined) throw refuse("folds", "which are not divided again", "Drop it.");
  if (flags.shard !== undefined || flags.collect !== undefined)
    throw new ConfigError(
      `--${flags.shard === undefined ? "collect" : "shard"}: goes with folds, which packed rows do not have. Drop it.`,
    );
  if (own.calibrate) throw refuse("calibrate", "which are not in memory", "Drop it.");
  if (flags.report !== undefined) {
    const reason = "does not go with packed rows, which are not in memory to be drawn";
    throw new ConfigError(`--report: ${reason}. Drop it; --log and --tensorboard go with them.`);
  }
}

/** Nothing is held out of rows that were divided when they were packed. */
function undivided(gathered: Gathered): Gathered {
  const { config } = gathered;
  return { ...gathered, config: { ...config, validation: config.validation ?? 0 } };
}

function divided({ path, validation }: RowFolder): ConfigError {
  const which = validation ? `holds out ${validation.rows} rows` : "holds out none";
  return new ConfigError({
    setting: "validation",
    reason: `does not go with packed rows, which are divided when they are packed: ${path} ${which}`,
    advice: "Give it to chainrule prepare, or drop it.",
  });
}

function heldText(validation: PackedRows | null): string {
  return validation ? `, ${validation.rows} held out` : "";
}

/** A schedule that lasts as long as the training keeps that length when the training goes on for longer. */
function withScheduleLength(config: Config): Config {
  if (!lastsAsFit(config.schedule)) return config;
  return checkConfig({ ...configInput(config), schedule: withLength(config.schedule, config.epochs) });
}

/** Rows that a configuration is made for, taken from all over the source: `samplePlaces` runs of equal length. */
const [samplePlaces, sampleRows] = [64, 64];

async function sampleOf(source: RowSource): Promise<Dataset> {
  const each = Math.min(sampleRows, source.rows);
  const places = Math.min(samplePlaces, Math.floor(source.rows / each));
  const all = newBlock(source, places * each);
  for (let place = 0; place < places; place++) {
    const part = newBlock(source, each);
    await source.read(Math.floor((place * (source.rows - each)) / Math.max(1, places - 1)), each, part);
    for (const name of ["inputs", "targets", "labels", "weights"] as const)
      (all[name] as Float64Array | null)?.set(part[name]!, place * part[name]!.length);
  }
  return datasetOfBlock(source, all);
}

/** The sample in place of all rows, where a configuration is made: their number, and whether some are held out. */
function standIn(sample: Dataset, rows: number, isHeldOut: boolean): Dataset {
  const division = isHeldOut ? { kind: "heldOut" as const, of: new Uint8Array(0) } : null;
  return Object.create(sample, { rows: { value: rows }, division: { value: division } }) as Dataset;
}

/** The same for the same rows, whichever file they are in. */
function dataMark({ path, rows, validation }: RowFolder): DataMark {
  const { columns, outputs } = rows;
  const sums = JSON.stringify([rows.sums, validation?.sums ?? null]);
  return { name: path, rows: rows.rows, columns, outputs, sha256: sums };
}
