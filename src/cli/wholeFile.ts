/**
 * Writes a file whole or not at all. Each step, and the fault that it survives:
 *
 *  1. a temporary file in the same folder, under a name that nobody can foresee  · a link or a file put there by others
 *  2. all bytes, in pieces; mode and owner of the file that is written over      · a full disk: the old file is untouched
 *  3. fsync of the file                                                          · loss of power: the name never leads to half a file
 *  4. rename                                                                     · a kill: readers see the old file or the new one
 *  5. fsync of the folder                                                        · loss of power: the new name stays
 *
 * A file with several names (hard links), or whose owner cannot be kept, would lose them by step 4. It is written in place
 * instead: the temporary file first becomes `<name>.new-<random>`, then the old file is cut to nothing, written, and synced, and
 * then the copy is removed. A kill in between leaves a file that is too short, which no reader of models accepts, and the whole copy
 * beside it.
 *
 * A link is followed, also one to a file that is not there yet. Pipes and devices (/dev/stdout, /dev/null) are written into.
 */
import { dirname } from "node:path";
import { ChainruleError, DataError } from "../errors.js";
import * as disk from "./disk.js";
import { isStream, placeOf, statusOf } from "./places.js";
import { openTemporary, randomName, release, removeStale, removeTemporary } from "./temporaries.js";

/** A file that could not be written. */
export class WriteError extends DataError {
  /** @param copy a file that has all bytes, if there is one: the file itself where only its folder could not be synced */
  constructor(
    path: string,
    error: unknown,
    readonly copy: string | null = null,
  ) {
    const { code = String(error) } = error as NodeJS.ErrnoException;
    const whole = copy === null ? "" : ` All of it is in ${copy}.`;
    super(
      path === copy
        ? `${path}: was written, but its folder could not be synced (${code}). A loss of power may undo it.`
        : `${path}: could not be written (${code}).${whole}`,
    );
  }
}

/** Writes the content of a file into an empty one. @param copy a file that has all of it, once there is one */
type Fill = (file: number, copy?: string) => Promise<void>;

/** @throws WriteError; the file is as it was before, except where the error names a copy */
export function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  return writeFilled(path, (file) => disk.writeAll(file, bytes));
}

/**
 * As `writeWhole`, for content that comes in parts and need not fit into memory.
 *
 * @param produce hands the parts to `write` in their order, and gives the bytes that are to stand at the start in place of the
 *   first ones, if any. Where it fails, there is no file
 * @throws what `produce` throws; WriteError
 */
export function writeParts(
  path: string,
  produce: (write: (part: Uint8Array) => Promise<void>) => Promise<Uint8Array | undefined>,
): Promise<void> {
  return writeFilled(path, async (file, copy) => {
    if (copy !== undefined) return disk.copyInto(file, copy);
    const start = await produce((part) => disk.writeAll(file, part));
    if (start !== undefined) await disk.writeAll(file, start, 0);
  });
}

async function writeFilled(path: string, fill: Fill): Promise<void> {
  try {
    const place = placeOf(path);
    if (isStream(path)) await writeInto(path, fill);
    else {
      await replace(place, fill, statusOf(place));
      await disk.syncFolder(dirname(place)).catch((error: unknown) => {
        throw new WriteError(path, error, path);
      });
    }
  } catch (error) {
    throw error instanceof ChainruleError ? error : new WriteError(path, error);
  }
}

async function replace(place: string, fill: Fill, there: ReturnType<typeof statusOf>): Promise<void> {
  const folder = dirname(place);
  await removeStale(folder);
  const temporary = await openTemporary(folder, there ? 0o600 : 0o666);
  try {
    let hasOwner = true;
    try {
      await fill(temporary.file);
      if (there) hasOwner = await disk.takeOver(temporary.file, there);
      await disk.sync(temporary.file);
    } finally {
      await disk.close(temporary.file);
    }
    if (there && (there.nlink > 1 || !hasOwner)) {
      await replaceInPlace(temporary.path, place, fill);
    } else {
      await disk.rename(temporary.path, place);
      release(temporary.path);
    }
  } catch (error) {
    await removeTemporary(temporary.path);
    throw error;
  }
}

async function replaceInPlace(temporary: string, place: string, fill: Fill): Promise<void> {
  const file = await disk.open(place, "r+");
  const copy = `${place}.new-${randomName()}`;
  try {
    await disk.rename(temporary, copy);
    release(temporary);
    try {
      await disk.syncFolder(dirname(place));
      await disk.truncate(file, 0);
      await fill(file, copy);
      await disk.sync(file);
    } catch (error) {
      throw new WriteError(place, error, copy);
    }
  } finally {
    await disk.close(file).catch(() => {}); // it is synced
  }
  await disk.remove(copy).catch(() => {}); // a copy too many harms nobody
}

/** Writes into a pipe or a device. */
async function writeInto(path: string, fill: Fill): Promise<void> {
  const file = await disk.open(path, "w");
  try {
    await fill(file);
  } finally {
    await disk.close(file);
  }
}
