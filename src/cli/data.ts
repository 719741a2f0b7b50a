/** Reads the data files of the command line from disk, and names flags in errors. `src/readers` parses them. */
import { ConfigError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { makeDigits } from "../data/digits/digits.js";
import type { ColumnNames } from "../data/columns/options.js";
import type { DivisionOptions } from "../readers/divisionColumn.js";
import * as dataFiles from "../readers/dataFiles.js";
import type { DataNotes } from "../readers/notes.js";
import {
  type ModelBlock,
  type ModelReading,
  type Reading,
  type ReadOptions,
  refuseOtherSize,
  type TextOptions,
} from "../readers/reader.js";
import type { ColumnSettingName } from "../settings/columnRecords.js";
import type { ImageSettingName } from "../settings/imageRecords.js";
import type { Network } from "../train/network.js";
import { readRows } from "../data/rows/rowSource.js";
import { openPath, openPaths } from "./openPaths.js";
import { openQuery } from "./openQuery.js";
import { openRowFolder, rowFolderOf } from "./rowFiles.js";
import { type TextFlags, textOptionsOfFlags } from "./textOptions.js";

/** Data to train on, as named by flags or a config file. */
export interface Source
  extends
    Pick<ReadOptions, ColumnSettingName | ImageSettingName | "onProgress">,
    TextOptions,
    DivisionOptions {
  data: string | readonly string[];
  /** A query over the data, or over files that it names. */
  sql?: string | undefined;
  labels?: string | undefined;
  target?: ColumnNames | undefined;
  targetKind?: "class" | "number" | undefined;
  /** The inputs are the targets too. */
  autoencoder?: boolean | undefined;
  sampleWeights?: string | undefined;
  /** Notes of the model to start from, about its data. */
  like?: DataNotes | undefined;
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
  const { data, sql, labels, like, ...options } = source;
  const file = await openTable(data, sql);
  const labelFile = labels === undefined ? undefined : await openPath(labels);
  // sizes are compared once layers and data are known
  const model = like && { notes: like, name: "the model to start from", inputs: 0, outputs: 0 };
  return dataFiles.readToTrain(file, { ...options, labels: labelFile, model });
}

/** Reads rows to hold out or to test on, as the training data were read. @throws DataError, ShapeError if they do not fit */
export async function readLike(
  { dataset, notes }: Reading,
  data: string,
  options: TextOptions & { labels: string | undefined },
): Promise<ModelReading> {
  const labels = options.labels === undefined ? undefined : await openPath(options.labels);
  const { columns: inputs, outputs } = dataset;
  const model = { notes, name: "the training data", inputs, outputs };
  return dataFiles.readForModel(await openPaths(data), model, { ...options, labels }, true);
}

/** Flags about the data of a command that takes a model, as commander gives them. */
export interface ModelDataFlags extends TextFlags {
  sql?: string;
  labels?: string;
  unseen?: string;
  id?: readonly string[];
  missingValues?: readonly string[];
}

/** A model, as `openModel` gives it. */
interface OpenModel {
  readonly network: Network;
  readonly notes: DataNotes;
}

/** Reads data for an existing model. @throws DataError, ShapeError if they are of another kind or size */
export async function readForModel(
  model: OpenModel,
  data: string | readonly string[],
  options: ModelDataFlags & { withTargets: boolean },
): Promise<ModelReading> {
  const read = await modelReadOptions(options);
  return dataFiles.readForModel(
    await openTable(data, options.sql),
    knownModel(model),
    read,
    options.withTargets,
  );
}

/** Reads data to predict on, in blocks of rows. @throws DataError, ShapeError if they are of another kind or size */
export async function* readBlocksForModel(
  model: OpenModel,
  data: string | readonly string[],
  { onProgress, ...options }: ModelDataFlags & Pick<ReadOptions, "onProgress">,
): AsyncGenerator<ModelBlock, void, void> {
  const read = { ...(await modelReadOptions(options)), onProgress };
  const folder = options.sql === undefined ? rowFolderOf(data) : null;
  if (folder !== null) return yield* packedBlocks(folder, model);
  yield* dataFiles.readBlocksForModel(await openTable(data, options.sql), knownModel(model), read);
}

/** Opens files, or the result of a query. */
function openTable(data: string | readonly string[], sql: string | undefined): Promise<dataFiles.DataFile> {
  return sql === undefined ? openPaths(data) : openQuery(sql, typeof data === "string" ? [data] : data);
}

/** Numbers of a block: 8 MiB of float64. */
const blockNumbers = 1 << 20;

/** The rows to train on of a folder of packed rows, in blocks. */
async function* packedBlocks(path: string, model: OpenModel): AsyncGenerator<ModelBlock, void, void> {
  const folder = await openRowFolder(path);
  try {
    const { rows: source } = folder;
    if (source.columns !== model.network.inputs)
      refuseOtherSize({ name: path }, `${model.network.inputs} input columns`, source.columns);
    const most = Math.max(1, Math.floor(blockNumbers / source.columns));
    for (let from = 0; from < source.rows; from += most)
      yield { dataset: await readRows(source, from, Math.min(most, source.rows - from)) };
  } finally {
    folder.close();
  }
}

function knownModel({ network: { inputs, outputs }, notes }: OpenModel) {
  return { notes, name: "the model", inputs, outputs };
}

async function modelReadOptions(options: ModelDataFlags): Promise<ReadOptions> {
  const text = textOptionsOfFlags(options);
  const labels = options.labels === undefined ? undefined : await openPath(options.labels);
  const { unseen, id, missingValues } = options;
  if (unseen !== undefined && unseen !== "other" && unseen !== "refuse")
    throw new ConfigError(`--unseen: expected ${oneOf(["other", "refuse"])}, got ${show(unseen)}.`);
  return { labels, ...text, unseen, id, missingValues };
}
