/** Reads whole files, and writes files whole or not at all. */
import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { ConfigError, DataError } from "../errors.js";

/** Reads a file. @throws DataError if it cannot be read */
export function readBytes(path: string): Uint8Array {
  try {
    const buffer = readFileSync(path);
    return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  } catch (error) {
    throw fileProblem(path, error);
  }
}

/** The error about a file that cannot be read. */
export function fileProblem(path: string, error: unknown): DataError {
  const { code } = error as NodeJS.ErrnoException;
  const name = path === "" ? '""' : path;
  if (code === "ENOENT" || code === "ENOTDIR") return new DataError(`${name}: there is no such file.`);
  if (code === "EISDIR") return new DataError(`${name}: expected a file, got a directory.`);
  if (code === "EACCES") return new DataError(`${name}: not allowed to read it.`);
  return new DataError(`${name}: could not be read (${code ?? String(error)}).`);
}

/** Refuses a path where no file could be written, before hours of training. */
export function checkWritable(path: string, flag: string): void {
  if (path === "") throw new ConfigError(`${flag}: expected a file, got "".`);
  const directory = /[/\\]$/.test(path) ? path : dirname(path);
  const kind = (at: string) => {
    try {
      return statSync(at, { throwIfNoEntry: false });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "ENOTDIR") return undefined;
      throw new ConfigError(`${flag}: "${path}" cannot be written (${code}).`);
    }
  };
  if (!kind(directory)?.isDirectory())
    throw new ConfigError(`${flag}: there is no directory "${directory}".`);
  const there = kind(path);
  if (there?.isDirectory()) throw new ConfigError(`${flag}: expected a file, "${path}" is a directory.`);
  if (there && !there.isFile()) return;
  try {
    accessSync(directory, constants.W_OK);
  } catch {
    throw new ConfigError(`${flag}: not allowed to write in the directory "${directory}".`);
  }
}

/** Refuses to overwrite a file that is read, also through a link. @param inputs by what they hold */
export function refuseOverwriting(
  path: string,
  flag: string,
  inputs: Readonly<Record<string, string | readonly string[] | undefined>>,
): void {
  const placeOf = (at: string) => {
    try {
      return realpathSync.native(at);
    } catch {
      return undefined;
    }
  };
  const place = placeOf(path);
  for (const [what, input = []] of Object.entries(inputs)) {
    const paths = typeof input === "string" ? [input] : input;
    if (place !== undefined && paths.some((one) => placeOf(one) === place)) {
      throw new ConfigError(`${flag}: "${path}" holds ${what}. Name another file.`);
    }
  }
}

/**
 * Writes to a temporary file in the same directory, then renames it. So other programs see the old file or the new one, never
 * a part. For a link, the file that it points to is replaced. Pipes and devices (/dev/stdout, /dev/null) are written to.
 */
export function writeWhole(path: string, bytes: Uint8Array | string): void {
  const there = statSync(path, { throwIfNoEntry: false });
  const place = there ? realpathSync(path) : path;
  const temporary = join(dirname(place), `.chainrule-${process.pid}.tmp`);
  try {
    if (there && !there.isFile()) {
      writeFileSync(path, bytes);
      return;
    }
    const file = openSync(temporary, "w");
    try {
      const data = typeof bytes === "string" ? Buffer.from(bytes) : bytes;
      for (let at = 0; at < data.length;) at += writeSync(file, data, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, place);
  } catch (error) {
    rmSync(temporary, { force: true });
    const { code } = error as NodeJS.ErrnoException;
    throw new DataError(`${path}: could not be written (${code ?? String(error)}).`);
  }
}
