/** Opens the training data: the files that the settings name, or generated digits. */
import { parseNumber } from "../data/classNames.js";
import { ConfigError } from "../errors.js";
import { listNames } from "../nearest.js";
import { show } from "../wording.js";
import type { Dataset } from "../data/dataset.js";
import type { DataNotes } from "../readers/notes.js";
import { columnSettingNames } from "../settings/columnRecords.js";
import { settings } from "../settings/records.js";
import { madeDigits, readTraining, type Source } from "./data.js";
import { type FileSettings, type Gathered, ofDataFile } from "./gather.js";
import { givenDataset } from "./given.js";
import { checkOutputs, type OutputPlaces } from "./outputs.js";
import { withParts } from "./parts.js";
import { nameOfQuery } from "./openQuery.js";
import { ReadingProgress } from "./readingProgress.js";
import type { OutputFlags } from "./say.js";
import { textOptionsOf } from "./textOptions.js";
import type { TrainingData } from "./trainingData.js";

/** Flags of a command that trains, as commander gives them. */
export type SourceFlags = OutputFlags & Record<string, string | undefined> & OutputPlaces;

/** Number of digits that are generated if no data are given. */
const defaultSamples = 12_000;

/**
 * Refuses output files that cannot be written, or that are also input files, before any file is read.
 *
 * @throws ConfigError naming the flag
 */
export function checkFiles(flags: SourceFlags, own: FileSettings, configFile: string | undefined): void {
  const files = Object.entries(inputFiles(own, configFile));
  checkOutputs(flags, Object.fromEntries(files.map(([what, path]) => [`the ${what}`, path])), own.from);
}

/** Paths of the files that a training reads, by what they hold. */
export function inputFiles(own: FileSettings, configFile: string | undefined) {
  return {
    data: own.data,
    labels: own.labels,
    settings: configFile,
    "data to hold out": own.validationData,
    "labels to hold out": own.validationLabels,
    "test data": own.test,
    "test labels": own.testLabels,
  };
}

/**
 * Reads the data, and the files of rows to hold out and to test on.
 *
 * @param like  the notes of the model that training starts from, if any
 * @param flags of a command that says how far a long file is read (default: it says nothing)
 * @throws ConfigError, DataError, ShapeError
 */
export async function openData(
  gathered: Gathered,
  like?: DataNotes,
  flags: OutputFlags = { quiet: true },
): Promise<TrainingData> {
  const progress = new ReadingProgress(flags, nameOfData(gathered.own));
  try {
    return await withParts(await openTraining(gathered, like, progress.show), gathered);
  } finally {
    progress.end();
  }
}

/**
 * Reads the data, or generates digits.
 *
 * @param like the notes of the model that training starts from, if any: an autoencoder stays one
 * @throws ConfigError, DataError
 */
async function openTraining(
  { own, config, nameOf }: Gathered,
  like: DataNotes | undefined,
  onProgress: Source["onProgress"],
): Promise<TrainingData> {
  const given = givenDataset({ own, config, nameOf });
  if (given) {
    refuseDataFile(own, nameOf);
    return { dataset: given, notes: {}, name: nameOf("inputs"), isMade: false, isGiven: true };
  }
  const isAutoencoder = (own.autoencoder ?? like?.autoencoder) === true;
  const source = sourceOf(own, isAutoencoder, like, nameOf);
  if (source)
    return {
      ...(await readTraining({ ...source, onProgress })),
      name: nameOfData(source),
      isMade: false,
      isGiven: false,
    };
  const seed = (config.seed ?? settings.seed.default) as number;
  const digits = madeDigits(own.samples ?? defaultSamples, seed);
  const name = "the generated digits";
  if (!isAutoencoder) return { ...digits, name, isMade: true, isGiven: false };
  const notes = { image: digits.notes.image, autoencoder: true as const };
  return { dataset: digits.dataset.asAutoencoder(), notes, name, isMade: true, isGiven: false };
}

function nameOfData({ data = "data", sql }: Pick<FileSettings, "data" | "sql">): string {
  if (sql !== undefined) return nameOfQuery;
  return typeof data === "string" ? data : data.join(", ");
}

/** Whether whole numbers of a table, such as 0 and 1, were taken for classes. */
export function hasNumericClasses({ inputNames, classNames }: Dataset): boolean {
  return inputNames !== null && classNames !== null && classNames.every((one) => parseNumber(one) !== null);
}

export const toLearnNumbers = 'To learn the numbers themselves, set targetKind (--target-kind) to "number".';

/** Says that numbers were taken for classes, where the user did not ask for it; null otherwise. */
export function numericClassesNote({ own }: Gathered, { dataset, notes, name }: TrainingData): string | null {
  if (own.targetKind !== undefined || !hasNumericClasses(dataset)) return null;
  const classes = listNames(dataset.classNames!);
  return `Column ${show(notes.schema!.target!.name)} of ${name} has the classes ${classes}. ${toLearnNumbers}`;
}

/** Refuses settings of data files beside samples as numbers. */
function refuseDataFile(own: FileSettings, nameOf: Gathered["nameOf"]): void {
  const setting = (["data", "samples", ...ofDataFile] as const).find((name) => own[name] !== undefined);
  if (setting === undefined) return;
  throw new ConfigError({
    setting,
    reason: `does not go with ${nameOf("inputs")}, which has the samples`,
    advice: "Drop one of them.",
  });
}

/** The data file with the settings that describe it; null if no file is named. */
function sourceOf(
  own: FileSettings,
  autoencoder: boolean,
  like: DataNotes | undefined,
  nameOf: Gathered["nameOf"],
): Source | null {
  const { data, sql, labels, target, targetKind, sampleWeights } = own;
  if (data === undefined && sql === undefined) {
    const lone = ofDataFile.find((name) => own[name] !== undefined);
    if (lone === undefined) return null;
    throw new ConfigError({
      setting: "data",
      expected: `the file that ${nameOf(lone)} belongs to`,
      got: "nothing",
    });
  }
  if (own.samples !== undefined) {
    throw new ConfigError({
      setting: "samples",
      reason: "does not go with data",
      advice: "It is for generated digits.",
    });
  }
  const columns = Object.fromEntries(columnSettingNames.map((name) => [name, own[name]]));
  const division = { group: own.group, time: own.time, split: own.split };
  return {
    data: data ?? [],
    sql,
    labels,
    target,
    targetKind,
    ...columns,
    ...division,
    ...textOptionsOf(own),
    imageSize: own.imageSize,
    imageColor: own.imageColor,
    autoencoder,
    sampleWeights,
    like,
  };
}
