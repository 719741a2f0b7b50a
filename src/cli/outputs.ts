/** The files that `train` may write besides the model: their flags, and the checks before training. */
import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { ConfigError } from "../errors.js";
import { checkWritable, refuseOverwriting } from "./files.js";
import { isSamePlace } from "./places.js";

/** Flags as commander takes them, and their help. */
export const outputFlags = [
  ["--report <file>", "HTML page: curves, confusions, wrong samples, weights, settings, record of the run"],
  ["--log <file>", "JSON lines, one after each epoch"],
  ["--tensorboard <directory>", "directory for an event file of TensorBoard"],
] as const;

export interface OutputPlaces {
  output: string;
  report?: string | undefined;
  log?: string | undefined;
  tensorboard?: string | undefined;
}

/**
 * Refuses paths that cannot be written, that are read, or that are named twice.
 *
 * @param inputs files that are read, by what they hold
 * @param model  the model to start from, which the new one may replace
 * @throws ConfigError naming the flag
 */
export function checkOutputs(
  places: OutputPlaces,
  inputs: Readonly<Record<string, string | readonly string[] | undefined>>,
  model?: string,
): void {
  const files = (["output", "report", "log"] as const).flatMap((name) => {
    const path = places[name];
    return path === undefined ? [] : [{ flag: `--${name}`, path }];
  });
  for (const { flag, path } of files) {
    checkWritable(path, flag);
    refuseOverwriting(path, flag, flag === "--output" ? inputs : { ...inputs, "the model": model });
  }
  files.forEach(({ flag, path }, index) => {
    const other = files.slice(0, index).find((one) => isSameFile(one.path, path));
    if (other)
      throw new ConfigError(`${flag}: "${path}" is the file of ${other.flag} too. Name another file.`);
  });
  if (places.tensorboard !== undefined) checkDirectory(places.tensorboard, "--tensorboard");
}

/** By name or through links; devices such as /dev/null may be named twice. */
function isSameFile(one: string, other: string): boolean {
  return isSamePlace(one, other) && statSync(one, { throwIfNoEntry: false })?.isFile() !== false;
}

/** Refuses a path that is not a directory, or where no directory could be made. */
function checkDirectory(path: string, flag: string): void {
  if (path === "") throw new ConfigError(`${flag}: expected a directory, got "".`);
  let at = resolve(path);
  for (;;) {
    const there = statusOf(at, path);
    if (there?.isDirectory()) break;
    if (there) throw new ConfigError(`${flag}: expected a directory, "${path}" is a file or lies in one.`);
    at = dirname(at);
  }
  checkWritable(resolve(at, "events"), flag);
}

function statusOf(at: string, path: string) {
  try {
    return statSync(at, { throwIfNoEntry: false });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOTDIR") return undefined;
    throw new ConfigError(`--tensorboard: "${path}" cannot be written (${code}).`);
  }
}
