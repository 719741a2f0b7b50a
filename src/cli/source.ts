/** Where the data to train on come from: flags, a config file, or digits made here. */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";
import type { Dataset } from "../data/dataset.js";
import type { DataNotes } from "../readers/notes.js";
import { madeDigits, readTraining, separatorOf, type Source } from "./data.js";
import { checkOutputs, type OutputPlaces } from "./outputs.js";
import { note, type OutputFlags } from "./say.js";
import { flagOfFile, type Settings } from "./settings.js";

/** Flags of data and of files to write, as commander gives them. */
export type SourceFlags = OutputFlags & Record<string, string | undefined> & OutputPlaces;

/** Digits made where no data are given. */
const defaultSamples = 12_000;

/**
 * Refuses files to write that cannot be written, or that are read, before any of them is read.
 *
 * @throws ConfigError naming the flag
 */
export function checkFiles(flags: SourceFlags, settings: Settings, configFile: string | undefined): void {
  const [data, labels, model] = ["data", "labels", "from"].map((name) => picked(flags, settings, name));
  const inputs = { "the data": data, "the labels": labels, "the settings": configFile };
  checkOutputs(flags, inputs as Record<string, string | undefined>, model as string | undefined);
}

/**
 * Reads or makes the data, and says so where they are made. Of those, a part is held out unless the settings say
 * how much.
 *
 * @param like what the model remembers that training starts from, if any: an autoencoder's goes on as one
 * @returns with what to call the data in messages
 * @throws ConfigError, DataError
 */
export async function readSource(
  flags: SourceFlags,
  settings: Settings,
  seed: number,
  like?: DataNotes,
): Promise<{ dataset: Dataset; notes: DataNotes; name: string }> {
  const isAutoencoder = (picked(flags, settings, "autoencoder") ?? like?.autoencoder) === true;
  const source = sourceOf(flags, settings, isAutoencoder, like);
  const label = (name: string) =>
    picked(flags, settings, name) === undefined ? flagOfFile(name) : settings.label(name);
  if (source) return { ...(await readTraining(source, label)), name: source.data };
  const digits = made(flags, settings, seed);
  const dataset = isAutoencoder ? digits.dataset.asAutoencoder() : digits.dataset;
  const notes = isAutoencoder ? { image: digits.notes.image, autoencoder: true as const } : digits.notes;
  settings.config.validation ??= 1 / 6;
  note(flags, `No data given: training on ${dataset.rows} handwritten-looking digits made here.`);
  return { dataset, notes, name: "the digits made here" };
}

/** A value of a flag, or else of the config file. */
function picked(flags: SourceFlags, { files }: Settings, name: string): unknown {
  return flags[name] ?? files[name];
}

/** Where the data are: by flags, or else by the config file; null for none. */
function sourceOf(
  flags: SourceFlags,
  settings: Settings,
  autoencoder: boolean,
  like: DataNotes | undefined,
): Source | null {
  const { files, label } = settings;
  const pick = (name: string) => picked(flags, settings, name) as string | undefined;
  const data = pick("data");
  if (data === undefined) {
    for (const name of ["labels", "target", "drop", "targetKind", "separator", "sampleWeights"]) {
      if (pick(name) !== undefined)
        throw new ConfigError(`--data: expected the file that ${label(name)} belongs to, got nothing.`);
    }
    return null;
  }
  if ((flags.samples ?? files.samples) !== undefined) {
    throw new ConfigError(`${label("samples")}: does not go with data. It is for the digits made here.`);
  }
  const targetKind = pick("targetKind");
  if (targetKind !== undefined && targetKind !== "class" && targetKind !== "number") {
    throw new ConfigError(`${label("targetKind")}: expected "class" or "number", got ${show(targetKind)}.`);
  }
  const dropped: unknown = flags.drop ?? files.drop;
  const drop = typeof dropped === "string" ? dropped.split(",") : (dropped as string[] | undefined);
  const separator = separatorOf(pick("separator"), label("separator"));
  const [labels, target, sampleWeights] = ["labels", "target", "sampleWeights"].map(pick);
  return { data, labels, target, targetKind, drop, separator, autoencoder, sampleWeights, like };
}

function made(flags: SourceFlags, { files, label }: Settings, seed: number) {
  const samples = flags.samples ?? files.samples;
  const rows = samples === undefined ? defaultSamples : Number(samples);
  if (!Number.isInteger(rows) || rows < 20 || rows > 1_000_000) {
    throw new ConfigError(`${label("samples")}: expected an integer 20 to 1000000, got ${show(samples)}.`);
  }
  return madeDigits(rows, seed);
}
