/**
 * `chainrule prepare`: any data file → a folder of packed rows, which training reads window by window. Files are written beside
 * their names and renamed at the end, the rows to train on last: a folder without them holds no packed rows.
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { RowPacker } from "../data/rows/packer.js";
import { ConfigError, DataError } from "../errors.js";
import type { DataFile } from "../readers/dataFiles.js";
import { type Packing, packingOf, type PackingOptions, type Part, parts } from "../readers/packing.js";
import { formatDuration } from "../report/figures.js";
import { schemaFigures, schemaLines } from "../report/schemaTable.js";
import { settings } from "../settings/records.js";
import { plural, show } from "../wording.js";
import * as disk from "./disk.js";
import { gather, type Gathered, written } from "./gather.js";
import { interruptible } from "./interrupt.js";
import { openPath, openPaths } from "./openPaths.js";
import { nameOfQuery, openQuery } from "./openQuery.js";
import { ReadingProgress } from "./readingProgress.js";
import { partFiles } from "./rowFiles.js";
import { answer, note, type OutputFlags } from "./say.js";
import { textOptionsOf } from "./textOptions.js";
import { openTemporary, release, removeStale, removeTemporary } from "./temporaries.js";
import { WriteError } from "./wholeFile.js";

/** Flags as commander gives them. */
export type PrepareFlags = OutputFlags & Readonly<Record<string, unknown>> & { output: string };

/** What was written. */
export interface Prepared {
  readonly packing: Packing;
  readonly bytes: number;
  readonly seconds: number;
}

export async function prepareCommand(data: readonly string[], flags: PrepareFlags): Promise<void> {
  const { output, ...others } = flags;
  const gathered = gather(undefined, others);
  try {
    const { packing, bytes, seconds } = await interruptible(
      (signal) => prepare(data, gathered, output, flags, signal),
      () => note(flags, "Stopping. Nothing stays."),
    );
    const { rows, validation } = packing.about;
    const { schema } = rows!;
    const document = {
      folder: output,
      rows: rows!.rows,
      validation: validation?.rows ?? 0,
      columns: rows!.columns,
      outputs: rows!.outputs,
      inputType: rows!.inputType,
      bytes,
      seconds,
      ...(schema && { data: schemaFigures(schema) }),
    };
    answer(flags, document, () =>
      [
        `Packed ${plural(rows!.rows, "row")}${validation ? `, ${validation.rows} held out` : ""}, ` +
          `${plural(rows!.columns, "input")} in ${rows!.inputType}: ${(bytes / 1e6).toFixed(1)} MB in ${formatDuration(seconds)}.`,
        `Train with: chainrule train --data ${output}`,
      ].join("\n"),
    );
  } catch (error) {
    throw written(error, gathered.nameOf);
  }
}

/**
 * Packs data into a folder.
 *
 * @throws ConfigError, DataError; `signal.reason` once it is aborted. There is no folder of packed rows then
 */
export async function prepare(
  data: string | readonly string[],
  gathered: Gathered,
  folder: string,
  flags: OutputFlags,
  signal: AbortSignal,
): Promise<Prepared> {
  const start = performance.now();
  const isNew = checkFolder(folder);
  const paths = [data].flat();
  const { sql } = gathered.own;
  if (paths.includes("-")) {
    throw new DataError(
      "expected files, because they are read twice, got standard input. Write it to a file first.",
    );
  }
  const progress = new ReadingProgress(flags, sql === undefined ? paths.join(", ") : nameOfQuery);
  const options = { ...packingOptions(gathered), onProgress: progress.show };
  const openData = () => (sql === undefined ? openPaths(paths) : openQuery(sql, paths));
  const open = (): Promise<DataFile> => openData().then((file) => stopping(file, signal));
  const labels = gathered.own.labels === undefined ? undefined : await openPath(gathered.own.labels);
  const packing = await packingOf(open, { ...options, labels }).finally(() => progress.end());
  const { schema } = packing.about.rows!;
  for (const remark of packing.remarks) note(flags, remark);
  if (schema) note(flags, schemaLines(schema).join("\n"));
  try {
    await disk.makeFolder(folder);
    const bytes = await write(packing, folder, signal).finally(() => progress.end());
    return { packing, bytes, seconds: (performance.now() - start) / 1000 };
  } catch (error) {
    if (isNew) await disk.removeFolder(folder).catch(() => {}); // not ours alone: it stays
    throw error;
  }
}

/** The options of `packingOf` from settings. */
function packingOptions({ own, config }: Gathered): PackingOptions {
  const { seed = settings.seed.default, validation = 0, precision } = config as Partial<PackingOptions>;
  const { data: _, labels: _labels, ...options } = own;
  return {
    ...options,
    ...textOptionsOf(own),
    labels: undefined,
    seed,
    validation,
    precision,
  } as PackingOptions;
}

/** @returns whether the folder is not there yet */
function checkFolder(folder: string): boolean {
  if (folder === "") throw new ConfigError({ setting: "output", expected: "a folder", got: show(folder) });
  if (!existsSync(folder)) return true;
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch {
    throw new ConfigError(`--output: expected a folder, "${folder}" is a file, or may not be read.`);
  }
  if (!names.includes(partFiles.rows)) return false;
  throw new ConfigError(
    `--output: "${folder}" has packed rows already. Remove them, or name another folder.`,
  );
}

/** The file, whose reading ends when the signal is aborted. */
function stopping(file: DataFile, signal: AbortSignal): DataFile {
  const { reader } = file;
  const { readTableBlocks } = reader;
  if (!readTableBlocks) return file;
  return {
    ...file,
    reader: {
      ...reader,
      async *readTableBlocks(...given) {
        for await (const block of readTableBlocks(...given)) {
          signal.throwIfAborted();
          yield block;
        }
      },
    },
  };
}

/** A part while it is written. */
interface Writing {
  readonly place: string;
  readonly temporary: { readonly path: string; readonly file: number };
  readonly packer: RowPacker;
}

/** Writes all parts, and gives them their names. @returns bytes of all files */
async function write(packing: Packing, folder: string, signal: AbortSignal): Promise<number> {
  await removeStale(folder);
  const writing = new Map<Part, Writing>();
  try {
    for (const part of parts) {
      const about = packing.about[part];
      if (!about) continue;
      const temporary = await openTemporary(folder, 0o666);
      const packer = new RowPacker(about, (bytes, at) => disk.writeAll(temporary.file, bytes, at));
      writing.set(part, { place: join(folder, partFiles[part]), temporary, packer });
    }
    for await (const blocks of packing.blocks()) {
      signal.throwIfAborted();
      for (const [part, { packer }] of writing) if (blocks[part]) await packer.add(blocks[part]);
    }
    for (const { packer, temporary } of writing.values()) {
      await packer.end();
      await disk.sync(temporary.file);
    }
  } catch (error) {
    for (const { temporary } of writing.values()) await disk.close(temporary.file).catch(() => {});
    for (const { temporary } of writing.values()) await removeTemporary(temporary.path);
    throw isOfSystem(error) ? new WriteError(folder, error) : error;
  }
  let bytes = 0;
  // the rows to train on come last: with them, the folder is whole
  for (const one of [...writing.values()].reverse()) {
    await disk.close(one.temporary.file);
    await disk.rename(one.temporary.path, one.place);
    release(one.temporary.path);
    bytes += one.packer.bytes;
  }
  await disk.syncFolder(folder);
  return bytes;
}

function isOfSystem(error: unknown): boolean {
  return error instanceof Error && "code" in error && !(error instanceof DataError);
}
