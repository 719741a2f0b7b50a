/** Where the data to train on come from: flags, a config file, or digits made here. */
import { ConfigError, show } from "../errors.js";
import type { Dataset } from "../train/dataset.js";
import { type DataNotes, madeDigits, readTraining, separatorOf, type Source } from "./data.js";
import { refuseOverwriting } from "./files.js";
import { note, type OutputFlags } from "./say.js";
import type { Settings } from "./settings.js";

/** Flags of data, as commander gives them. */
export type SourceFlags = OutputFlags & Record<string, string | undefined> & { output: string };

/** Digits made where no data are given. */
const defaultSamples = 12_000;

/**
 * Reads or makes the data, and says so where they are made. Of those, a part is held out unless the settings say
 * how much.
 *
 * @returns with what to call the data in messages
 * @throws ConfigError, DataError
 */
export async function readSource(
  flags: SourceFlags,
  settings: Settings,
  configFile: string | undefined,
  seed: number,
): Promise<{ dataset: Dataset; notes: DataNotes; name: string }> {
  const source = sourceOf(flags, settings);
  refuseOverwriting(flags.output, "--output", {
    "the data": source?.data,
    "the labels": source?.labels,
    "the settings": configFile,
  });
  if (source) return { ...(await readTraining(source)), name: source.data };
  const digits = made(flags, settings, seed);
  const isAutoencoder = picked(flags, settings, "autoencoder") === true;
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
function sourceOf(flags: SourceFlags, settings: Settings): Source | null {
  const { files, label } = settings;
  const pick = (name: string) => picked(flags, settings, name) as string | undefined;
  const data = pick("data");
  if (data === undefined) {
    for (const name of ["labels", "target", "drop", "targetKind", "separator"]) {
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
  const autoencoder = picked(flags, settings, "autoencoder") === true;
  return { data, labels: pick("labels"), target: pick("target"), targetKind, drop, separator, autoencoder };
}

function made(flags: SourceFlags, { files, label }: Settings, seed: number) {
  const samples = flags.samples ?? files.samples;
  const rows = samples === undefined ? defaultSamples : Number(samples);
  if (!Number.isInteger(rows) || rows < 20 || rows > 1_000_000) {
    throw new ConfigError(`${label("samples")}: expected an integer 20 to 1000000, got ${show(samples)}.`);
  }
  return madeDigits(rows, seed);
}
