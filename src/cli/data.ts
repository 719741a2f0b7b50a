/** Reads the data files of the command line from disk, and names flags in errors. `src/readers` parses them. */
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { makeDigits } from "../data/digits/digits.js";
import type { ColumnNames } from "../readers/columnNames.js";
import * as dataFiles from "../readers/dataFiles.js";
import type { DataNotes } from "../readers/notes.js";
import type { ModelReading, Reading, ReadOptions } from "../readers/reader.js";
import type { Separator } from "../readers/table.js";
import type { ColumnSettingName } from "../settings/columnRecords.js";
import type { Network } from "../train/network.js";
import { readBytes } from "./files.js";

/** Data to train on, as named by flags or a config file. */
export interface Source extends Pick<ReadOptions, ColumnSettingName> {
  data: string;
  labels?: string | undefined;
  target?: ColumnNames | undefined;
  targetKind?: "class" | "number" | undefined;
  separator?: Separator | undefined;
  /** The inputs are the targets too. */
  autoencoder?: boolean | undefined;
  sampleWeights?: string | undefined;
  /** Notes of the model to start from, about its data. */
  like?: DataNotes | undefined;
}

/** Separators by their names on the command line. */
const separators: Record<string, Separator> = {
  ",": ",",
  ";": ";",
  "|": "|",
  tab: "\t",
  "\t": "\t",
  "\\t": "\t",
  blank: " ",
  " ": " ",
};

/** A separator by its name, e.g. `tab`. @param where the user gave it, for messages */
export function separatorOf(name: unknown, where: string): Separator | undefined {
  if (name === undefined) return undefined;
  if (typeof name === "string" && Object.hasOwn(separators, name)) return separators[name];
  throw new ConfigError(`${where}: expected ${oneOf([",", ";", "|", "tab", "blank"])}, got ${show(name)}.`);
}

/** Generated digits. */
export function madeDigits(rows: number, seed: number): Reading {
  const dataset = makeDigits({ rows, seed });
  return { dataset, notes: { classes: dataset.classNames!, image: dataset.image! } };
}

/**
 * Reads data to train on.
 *
 * @throws ConfigError, DataError
 */
export async function readTraining(source: Source): Promise<Reading> {
  const { data, labels, like, ...options } = source;
  const [file, labelFile] = await Promise.all([open(data), open(labels)]);
  // sizes are compared once layers and data are known
  const model = like && { notes: like, name: "the model to start from", inputs: 0, outputs: 0 };
  return dataFiles.readToTrain(file!, { ...options, labels: labelFile, model });
}

/** Flags about the data of a command that takes a model, as commander gives them. */
export interface ModelDataFlags {
  labels?: string;
  separator?: string;
  unseen?: string;
  id?: readonly string[];
  missingValues?: readonly string[];
}

/** Reads data for an existing model. @throws DataError, ShapeError if they are of another kind or size */
export async function readForModel(
  { network, notes }: { network: Network; notes: DataNotes },
  data: string,
  options: ModelDataFlags & { withTargets: boolean },
): Promise<ModelReading> {
  const separator = separatorOf(options.separator, "--separator");
  const [file, labels] = await Promise.all([open(data), open(options.labels)]);
  const { inputs, outputs } = network;
  const model = { notes, name: "the model", inputs, outputs };
  const { unseen, id, missingValues } = options;
  if (unseen !== undefined && unseen !== "other" && unseen !== "refuse")
    throw new ConfigError(`--unseen: expected ${oneOf(["other", "refuse"])}, got ${show(unseen)}.`);
  const own = { labels, separator, unseen, id, missingValues } as const;
  return dataFiles.readForModel(file!, model, own, options.withTargets);
}

async function open(path: string | undefined): Promise<dataFiles.DataFile | undefined> {
  return path === undefined ? undefined : dataFiles.openDataFile(readBytes(path), path);
}
