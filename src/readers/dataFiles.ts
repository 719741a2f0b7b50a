/**
 * Turns the bytes of any data file into a `Dataset`: unpacks them, recognises the kind of file by its first bytes, and calls
 * the reader of that kind. The command line and the page both use this. To add a kind of file, write its `Reader` and put it
 * into `readers`.
 */
import { ConfigError, DataError } from "../errors.js";
import type { ByteSource } from "./byteSource.js";
import { csvReader, queryReader } from "./csvReader.js";
import { idxReader } from "./idxReader.js";
import { imageReader } from "./images/imageReader.js";
import type { TableHost } from "./tableFormats.js";
import { gather, type Pieces, unpack } from "./unpack.js";
import type {
  FileBytes,
  Folder,
  KnownModel,
  ModelBlock,
  ModelReading,
  Reader,
  Reading,
  ReadOptions,
  TableQuery,
} from "./reader.js";

const readers: readonly Reader[] = [csvReader, idxReader, imageReader];

/** A data file whose kind is known. */
export interface DataFile extends FileBytes {
  readonly reader: Reader;
}

/**
 * Opens a file.
 *
 * @param data the bytes of the file, or its pieces; packed with gzip or zstd, or not
 * @param host ways to unpack zstd and to decode Parquet
 * @param source the same file, where its parts can be read in any order
 * @throws DataError for damaged packed data, an empty file, or bytes that no reader knows
 */
export async function openDataFile(
  data: Uint8Array | Pieces,
  name: string,
  host: TableHost = {},
  source?: ByteSource,
): Promise<DataFile> {
  const file = await unpack(data, name, host.unzstd);
  if (file.head.length === 0) throw new DataError("the file is empty.", { file: name });
  const reader = readers.find((one) => one.recognises(file.head));
  if (reader?.readsPieces) {
    // the parts of a packed file are of no use
    const start = await source?.read(0, Math.min(4, source.length));
    const isPlain = start?.every((byte, at) => byte === file.head[at]);
    return { name, bytes: file.head, rest: file.rest, source: isPlain ? source : undefined, reader, host };
  }
  if (reader) return { name, bytes: await gather(file, name), reader, host };
  const expected = readers.map(({ content }) => content).join(", ");
  const got = isSafetensors(file.head) ? "a model (safetensors)" : "other binary data";
  throw new DataError(`expected ${expected}, got ${got}.`, { file: name });
}

/** A folder of images as one file. */
export function asFile(name: string, folder: Folder, host: TableHost): DataFile {
  return { name, bytes: new Uint8Array(0), folder, reader: imageReader, host };
}

/** The rows of a query as a file. @param name in messages */
export function asQuery(name: string, query: TableQuery, host: TableHost): DataFile {
  return { name, bytes: new Uint8Array(0), query, reader: queryReader, host };
}

/**
 * Opens several files as one data set: rows of one table, or images.
 *
 * @throws DataError for files of several kinds, and of a kind that comes alone
 */
export function asOneFile(files: readonly DataFile[]): DataFile {
  const [first, ...more] = files as [DataFile, ...DataFile[]];
  const other =
    more.length === 0 ? undefined : files.find(({ reader }) => !reader.joins || reader !== first.reader);
  if (other) {
    throw new DataError(
      `expected ${first.reader.joins ? first.reader.kind.replace("a table", "tables") : "tables"}, since several files are given, got ${other.reader.kind}. Give one file.`,
      {
        file: other.name,
      },
    );
  }
  return more.length === 0 ? first : { ...first, more };
}

/** How to read a file to train on. */
export interface TrainingOptions extends ReadOptions {
  /** Whether the inputs are the targets too. */
  autoencoder?: boolean | undefined;
  /** The model that training starts from. */
  model?: KnownModel | undefined;
}

/**
 * Reads samples to train on.
 *
 * @throws ConfigError whose message begins with the option; DataError
 */
export async function readToTrain(file: DataFile, options: TrainingOptions): Promise<Reading> {
  const { reader } = file;
  const { autoencoder = false, model = null } = options;
  if (autoencoder) refuseTargets(options);
  refuseOptions(reader, options);
  const reading = await reader.readToTrain(file, options, !autoencoder, model);
  if (!autoencoder) return reading;
  const { dataset, notes, test } = reading;
  const parts = { dataset: dataset.asAutoencoder(), ...(test && { test: test.asAutoencoder() }) };
  return { ...reading, ...parts, notes: { autoencoder: true, ...notes } };
}

/**
 * Reads samples for a model that exists.
 *
 * @param withTargets whether the right answers are needed, to evaluate it
 * @throws ConfigError whose message begins with the option; DataError, ShapeError for data of another kind or size
 */
export async function readForModel(
  file: DataFile,
  model: KnownModel,
  options: ReadOptions,
  withTargets: boolean,
): Promise<ModelReading> {
  const { reader } = file;
  const isAutoencoder = withTargets && model.notes.autoencoder === true;
  if (isAutoencoder) refuseTargets(options);
  refuseOptions(reader, options);
  const reading = await reader.readForModel(file, model, options, withTargets && !isAutoencoder);
  return isAutoencoder ? { ...reading, dataset: reading.dataset.asAutoencoder() } : reading;
}

/**
 * Reads samples to predict on in blocks of rows, so that a table need not fit into memory.
 *
 * @throws ConfigError whose message begins with the option; DataError, ShapeError for data of another kind or size
 */
export async function* readBlocksForModel(
  file: DataFile,
  model: KnownModel,
  options: ReadOptions,
): AsyncGenerator<ModelBlock, void, void> {
  const { reader } = file;
  refuseOptions(reader, options);
  if (reader.readBlocksForModel) yield* reader.readBlocksForModel(file, model, options);
  else yield await reader.readForModel(file, model, options, false);
}

/** Refuses options that a kind of file cannot use. */
export function refuseOptions({ kind, refuses }: Reader, options: ReadOptions): void {
  for (const [option, advice] of Object.entries(refuses)) {
    if (options[option as keyof ReadOptions] !== undefined) refuse(option, kind, advice);
  }
}

/** Refuses options that name a target, where the inputs are the targets. */
function refuseTargets({ labels, targetKind, target }: ReadOptions): void {
  const advice = "Drop it: the inputs are the target.";
  if (labels !== undefined) refuse("labels", "an autoencoder", advice);
  if (targetKind !== undefined) refuse("targetKind", "an autoencoder", advice);
  if (target !== undefined) {
    refuse(
      "target",
      "an autoencoder",
      "Drop it. To leave the column out of the inputs, name it with --drop.",
    );
  }
}

function refuse(setting: string, what: string, advice: string): never {
  throw new ConfigError({ setting, reason: `does not go with ${what}`, advice });
}

/** Whether bytes begin as a safetensors file does: the length of its header (8 bytes), then the header, JSON. */
function isSafetensors(bytes: Uint8Array): boolean {
  return (
    bytes.length > 8 && bytes[8] === "{".charCodeAt(0) && bytes.subarray(5, 8).every((byte) => byte === 0)
  );
}
