/**
 * Turns the bytes of any data file into a `Dataset`: unpacks them, recognises the kind of file by its first bytes, and calls
 * the reader of that kind. The command line and the page both use this. To add a kind of file, write its `Reader` and put it
 * into `readers`.
 */
import { ConfigError, DataError } from "../errors.js";
import { gunzipIfNeeded } from "./bytes.js";
import { csvReader } from "./csvReader.js";
import { idxReader } from "./idxReader.js";
import type { FileBytes, KnownModel, ModelReading, Reader, Reading, ReadOptions } from "./reader.js";

const readers: readonly Reader[] = [csvReader, idxReader];

/** A data file whose kind is known. */
export interface DataFile extends FileBytes {
  readonly reader: Reader;
}

/**
 * Opens a file.
 *
 * @param bytes of the file, packed with gzip or not
 * @throws DataError for damaged gzip, an empty file, or bytes that no reader knows
 */
export async function openDataFile(packed: Uint8Array, name: string): Promise<DataFile> {
  const bytes = await gunzipIfNeeded(packed, name);
  if (bytes.length === 0) throw new DataError("the file is empty.", { file: name });
  const reader = readers.find((one) => one.recognises(bytes));
  if (reader) return { name, bytes, reader };
  const expected = readers.map(({ content }) => content).join(" or ");
  const got = isSafetensors(bytes) ? "a model (safetensors)" : "other binary data";
  throw new DataError(`expected ${expected}, got ${got}.`, { file: name });
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
export function readToTrain(file: DataFile, options: TrainingOptions): Reading {
  const { reader } = file;
  const { autoencoder = false, model = null } = options;
  if (autoencoder) refuseTargets(options);
  refuseOptions(reader, options);
  const reading = reader.readToTrain(file, options, !autoencoder, model);
  if (!autoencoder) return reading;
  const { dataset, notes } = reading;
  return { ...reading, dataset: dataset.asAutoencoder(), notes: { autoencoder: true, ...notes } };
}

/**
 * Reads samples for a model that exists.
 *
 * @param withTargets whether the right answers are needed, to evaluate it
 * @throws ConfigError whose message begins with the option; DataError, ShapeError for data of another kind or size
 */
export function readForModel(
  file: DataFile,
  model: KnownModel,
  options: ReadOptions,
  withTargets: boolean,
): ModelReading {
  const { reader } = file;
  const isAutoencoder = withTargets && model.notes.autoencoder === true;
  if (isAutoencoder) refuseTargets(options);
  refuseOptions(reader, options);
  const reading = reader.readForModel(file, model, options, withTargets && !isAutoencoder);
  return isAutoencoder ? { ...reading, dataset: reading.dataset.asAutoencoder() } : reading;
}

/** Refuses options that a kind of file cannot use. */
function refuseOptions({ kind, refuses }: Reader, options: ReadOptions): void {
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
