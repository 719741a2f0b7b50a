/** Reads whole files, and checks before a command what it will write. `wholeFile.ts` writes. */
import { accessSync, constants, existsSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { ConfigError, DataError } from "../errors.js";
import { readAll } from "./disk.js";
import { isSamePlace, placeOf } from "./places.js";

/** Reads a file. @throws DataError if it cannot be read */
export function readBytes(path: string): Uint8Array {
  try {
    return readAll(path);
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
  if (error instanceof RangeError) return new DataError(`${name}: too large for the memory of this process.`);
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
  // a link leads elsewhere, also to a file that is not there yet
  const target = dirname(placeOf(path));
  if (!kind(target)?.isDirectory())
    throw new ConfigError(`${flag}: "${path}" leads to "${target}", where there is no directory.`);
  try {
    accessSync(target, constants.W_OK);
  } catch {
    throw new ConfigError(`${flag}: not allowed to write in the directory "${target}".`);
  }
  if (!there || there.nlink === 1) return;
  try {
    accessSync(path, constants.W_OK);
  } catch {
    throw new ConfigError(
      `${flag}: "${path}" has several names (hard links), and this process may not write it.`,
    );
  }
}

/** Refuses to overwrite a file that is read, also through a link. @param inputs by what they hold */
export function refuseOverwriting(
  path: string,
  flag: string,
  inputs: Readonly<Record<string, string | readonly string[] | undefined>>,
): void {
  if (!existsSync(path)) return;
  for (const [what, input = []] of Object.entries(inputs)) {
    const paths = typeof input === "string" ? [input] : input;
    if (paths.some((one) => isSamePlace(one, path))) {
      throw new ConfigError(`${flag}: "${path}" holds ${what}. Name another file.`);
    }
  }
}
