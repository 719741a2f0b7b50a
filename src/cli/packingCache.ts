/**
 * `chainrule train --memory SIZE`: data files that are larger are packed once into a folder of caches, as `prepare` does it, and the
 * training reads its rows from there. The folder is found again by the files' places, sizes and times and by what packing depends on.
 */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { ConfigError } from "../errors.js";
import { settings } from "../settings/records.js";
import { heldOutOfTable } from "../train/recipe.js";
import { info } from "../wasm/info.js";
import { show } from "../wording.js";
import { fileProblem } from "./files.js";
import { type Gathered, ofDataFile } from "./gather.js";
import { interruptible } from "./interrupt.js";
import { pathsOf } from "./openPaths.js";
import { prepare } from "./prepare.js";
import { partFiles } from "./rowFiles.js";
import { note } from "./say.js";
import type { SourceFlags } from "./source.js";
import { refuseOfFiles } from "./trainRows.js";

/** Packed rows to train on in place of files. */
export interface PackedInstead {
  readonly folder: string;
  /** The settings, with the part that was held out. */
  readonly gathered: Gathered;
}

/**
 * Packs the data if they are larger than `memory`, unless that was done before.
 *
 * @returns null for data to read into memory
 * @throws ConfigError, DataError
 */
export async function packedInstead(
  gathered: Gathered,
  flags: SourceFlags,
  isDistributed: boolean,
): Promise<PackedInstead | null> {
  const { own, config } = gathered;
  if (own.memory === undefined) {
    if (own.cache === undefined) return null;
    throw new ConfigError({
      setting: "cache",
      reason: "goes with memory",
      advice: "Drop it, or set memory.",
    });
  }
  const most = bytesOf(own.memory);
  if (isDistributed) throw refusal("several processes");
  if (own.sql !== undefined) throw refusal("a query", "Pack its rows first, with chainrule prepare --sql.");
  const files = pathsOf(own.data ?? []).map(fileAt);
  const size = files.reduce((sum, file) => sum + file.inMemory, 0);
  if (size <= most) return null;
  refuseOfFiles(gathered, flags);
  const validation = (config.validation as number | undefined) ?? heldOutOfTable(own.preset);
  const packed = { ...gathered, config: { ...config, validation } };
  // a checkpoint says float32 where nothing was given; packing then decides by the numbers
  const precision = config.precision === "float64" ? config.precision : undefined;
  const packing = { ...gathered, config: { ...packed.config, precision } };
  const name = `${basename(files[0]!.path)}-${keyOf(files, packing)}`;
  const folder = join(own.cache ?? cacheFolder(), name);
  if (existsSync(join(folder, partFiles.rows))) {
    note(flags, `Using the rows that were packed before, in ${folder}.`);
    return { folder, gathered: packed };
  }
  const sizeText = `${(size / 1e6).toFixed(size < 1e8 ? 1 : 0)} MB`;
  note(flags, `The data take about ${sizeText}, more than ${own.memory}. Packing them into ${folder}.`);
  await interruptible(
    (signal) => prepare(own.data!, packing, folder, flags, signal),
    () => note(flags, "Stopping. Nothing stays."),
  );
  return { folder, gathered: packed };
}

const units: Readonly<Record<string, number>> = { "": 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };

/** "2GB" → 2,000,000,000; "512MiB" → 536,870,912. @throws ConfigError */
function bytesOf(text: string): number {
  const [, digits, unit, binary] = /^(\d+(?:\.\d+)?) ?([kmgt]?)(i?)b?$/i.exec(text.trim()) ?? [];
  if (digits === undefined || (binary === "i" && unit === "")) {
    throw new ConfigError({ setting: "memory", expected: "a size such as 500MB or 2GB", got: show(text) });
  }
  const power = Object.keys(units).indexOf(unit!.toLowerCase());
  return Number(digits) * (binary === "i" ? 1024 ** power : units[unit!.toLowerCase()]!);
}

/** Files that are packed take about this many times their size in memory. */
const packedFactor = 4;

interface SourceFile {
  readonly path: string;
  readonly size: number;
  readonly time: number;
  /** Bytes that it is expected to take. */
  readonly inMemory: number;
}

function fileAt(path: string): SourceFile {
  if (path === "-") throw refusal("standard input, whose size is not known", "Write it to a file first.");
  try {
    const status = statSync(path);
    if (status.isDirectory()) throw refusal("folders of images");
    const { size, mtimeMs } = status;
    const isPacked = /\.(gz|zst|parquet)$/i.test(path);
    return { path: resolve(path), size, time: mtimeMs, inMemory: size * (isPacked ? packedFactor : 1) };
  } catch (error) {
    throw error instanceof ConfigError ? error : fileProblem(path, error);
  }
}

function refusal(what: string, advice = "Drop it."): ConfigError {
  return new ConfigError({ setting: "memory", reason: `does not go with ${what}`, advice });
}

/** The same for the same files, packed in the same way by the same version. */
function keyOf(files: readonly SourceFile[], { own, config }: Gathered): string {
  const { seed = settings.seed.default, precision, validation } = config;
  const reading = ofDataFile.map((name) => own[name] ?? null);
  const all = [info().version, files, reading, seed, precision ?? null, validation];
  return createHash("sha256").update(JSON.stringify(all)).digest("hex").slice(0, 16);
}

/** The user's folder of caches, by the custom of the system. */
function cacheFolder(): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const usual =
    process.platform === "darwin" ? join(homedir(), "Library", "Caches") : join(homedir(), ".cache");
  return join((process.platform === "win32" && LOCALAPPDATA) || XDG_CACHE_HOME || usual, "chainrule", "rows");
}
