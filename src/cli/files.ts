/** Files: read whole, written whole or not at all. */
import {
  closeSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { ConfigError, DataError } from "../errors.js";

/** Reads a file. @throws DataError in words, where it cannot be read */
export function readBytes(path: string): Uint8Array {
  try {
    const buffer = readFileSync(path);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new DataError(`${path}: there is no such file.`);
    if (code === "EISDIR") throw new DataError(`${path}: expected a file, got a directory.`);
    if (code === "EACCES") throw new DataError(`${path}: not allowed to read it.`);
    throw error;
  }
}

/** Refuses a place where no file could be written, before hours of work go into it. */
export function checkWritable(path: string, flag: string): void {
  const directory = dirname(path);
  const kind = (at: string) => statSync(at, { throwIfNoEntry: false });
  if (!kind(directory)?.isDirectory())
    throw new ConfigError(`${flag}: there is no directory "${directory}".`);
  if (kind(path)?.isDirectory()) throw new ConfigError(`${flag}: expected a file, "${path}" is a directory.`);
}

/** Writes beside the place and renames: whoever looks sees the old file or the new one, never a part. */
export function writeWhole(path: string, bytes: Uint8Array | string): void {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = openSync(temporary, "w");
    try {
      const data = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
      for (let at = 0; at < data.length;) at += writeSync(file, data, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new DataError(`${path}: could not be written (${code ?? String(error)}).`);
  }
}
