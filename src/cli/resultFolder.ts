/**
 * What a long command has finished so far, one file for each part of its work, so that the same command goes on there after it was
 * killed, and several processes can share the work. A file is written beside and renamed: it is whole, or it is not there.
 *
 * A file's name carries a hash of what decides the results (settings, data, version), so results of other work in the same
 * folder are never taken for ours. Its content carries a checksum; a file that was changed is done again.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { DataError } from "../errors.js";
import { plural } from "../wording.js";
import { info } from "../wasm/info.js";
import * as disk from "./disk.js";
import { readBytes } from "./files.js";
import { isStream } from "./places.js";
import { warn } from "./say.js";
import { writeWhole } from "./wholeFile.js";

/** Digits of the hash in a file's name. */
const markLength = 12;

export class ResultFolder<Result> {
  /** What was read or written, by name. */
  readonly #results = new Map<string, Result>();
  readonly #mark: string;
  #hasFailed = false;

  /**
   * @param path the folder, which need not exist; null for none: nothing is kept
   * @param work what decides the results: settings, hash of the data
   */
  constructor(
    readonly path: string | null,
    work: unknown,
  ) {
    this.#mark = sha256(textOf({ version: info().version, work })).slice(0, markLength);
    for (const name of this.#names().own) this.find(name);
  }

  /** The folder beside the output of a command, `<output>.<kind>`; none beside a pipe or a device. */
  static beside<Result>(output: string, kind: string, work: unknown): ResultFolder<Result> {
    return new ResultFolder(isStream(output) ? null : `${output}.${kind}`, work);
  }

  /** Number of results that are there. */
  get count(): number {
    return this.#results.size;
  }

  /** The result of a part, if it is there by now. */
  find(name: string): Result | null {
    const known = this.#results.get(name);
    if (known !== undefined || this.path === null) return known ?? null;
    const path = this.#pathOf(name);
    if (!existsSync(path)) return null;
    const found = readLine(readBytes(path)) as Result | undefined;
    if (found === undefined) return null;
    this.#results.set(name, found);
    return found;
  }

  /** Keeps a result. A folder that cannot be written is said once; the work goes on without it. */
  async keep(name: string, result: Result): Promise<void> {
    if (this.path === null || this.#hasFailed) return;
    try {
      await disk.makeFolder(this.path);
      await writeWhole(this.#pathOf(name), lineOf(result));
      this.#results.set(name, result);
    } catch (error) {
      this.#hasFailed = true;
      const { code } = error as NodeJS.ErrnoException;
      const why =
        error instanceof DataError
          ? error.message
          : `${this.path}: could not be written (${code ?? String(error)}).`;
      warn(`${why} Later results are not kept there.`);
    }
  }

  /** The error about a result that --collect does not find. @param what `fold 3` */
  missing(what: string): DataError {
    const { others } = this.#names();
    const other = others > 0 ? ` It has ${plural(others, "result")} of other settings or data.` : "";
    const advice = `Run its shard again, or train all that is missing with --out ${this.path}.`;
    return new DataError(`${this.path}: there is no result of ${what}.${other} ${advice}`);
  }

  /** What to do after an interruption, as a sentence behind others; "" where nothing was kept. */
  get advice(): string {
    return this.count > 0 ? ` The same command goes on from ${this.path}.` : "";
  }

  /** Removes our files, when the results are safe elsewhere, and the folder if it is empty then. */
  async remove(): Promise<void> {
    if (this.path === null || this.count === 0) return;
    for (const name of this.#results.keys()) await disk.remove(this.#pathOf(name)).catch(() => {});
    await disk.removeFolder(this.path).catch(() => {});
  }

  #pathOf(name: string): string {
    return join(this.path!, `${name}-${this.#mark}.json`);
  }

  #names(): { own: string[]; others: number } {
    let names: string[] = [];
    try {
      if (this.path !== null) names = readdirSync(this.path);
    } catch {
      // it is not there yet
    }
    const ending = `-${this.#mark}.json`;
    const own = names.filter((name) => name.endsWith(ending));
    const results = names.filter((name) => /-[0-9a-f]{12}\.json$/.test(name));
    return { own: own.map((name) => name.slice(0, -ending.length)), others: results.length - own.length };
  }
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Numbers that JSON does not have. */
const named = { NaN, Infinity, "-Infinity": -Infinity };

/** A value as JSON, with all numbers. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_key, one: unknown) =>
    typeof one === "number" && !Number.isFinite(one) ? { number: String(one) } : one,
  );
}

function valueOf(text: string): unknown {
  return JSON.parse(text, (_key, one: unknown) => {
    const name = (one as { number?: unknown } | null)?.number;
    return typeof name === "string" && Object.hasOwn(named, name) ? named[name as keyof typeof named] : one;
  });
}

/** A value behind its checksum. */
function lineOf(value: unknown): string {
  const text = textOf(value);
  return `${sha256(text)} ${text}\n`;
}

/** The value of a line; undefined if a byte is missing or changed. */
function readLine(content: Uint8Array): unknown {
  const line = new TextDecoder().decode(content);
  const text = line.slice(65, -1);
  return line === `${sha256(text)} ${text}\n` ? valueOf(text) : undefined;
}
