/**
 * A journal: what a long command has finished so far, as lines of JSON in a file beside its output, so that the same command
 * goes on there after it was killed. Each line is on the disk before the next part begins, and carries a checksum: a line that was
 * cut short, and what follows it, is done again.
 */
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { info } from "../wasm/info.js";
import { GrowingFile, remove } from "./disk.js";
import { readBytes } from "./files.js";
import { isStream } from "./places.js";
import { warn } from "./say.js";

export class Journal<Entry> {
  #file: GrowingFile | null = null;
  #isCut = false;

  private constructor(
    /** null for no journal. */
    readonly path: string | null,
    /** What an earlier run of the same command has finished, in the order in which it did. */
    readonly entries: readonly Entry[],
    /** Opens the file, when there is something to write. */
    private readonly open: () => GrowingFile,
  ) {}

  /**
   * Reads the journal of a command. One of other settings, data or another version is overwritten later.
   *
   * @param output the file that the command will write; a pipe or a device has no journal beside it
   * @param kind   end of the journal's name
   * @param work   what decides the results: settings, hash of the data
   */
  static of<Entry>(output: string, kind: string, work: unknown): Journal<Entry> {
    const path = isStream(output) ? null : `${output}.${kind}`;
    const head = lineOf({ version: info().version, work: sha256(textOf(work)) });
    const { lines, bytes } = path && existsSync(path) ? goodLines(readBytes(path)) : nothing;
    const isOurs = lines.length > 0 && lineOf(lines[0]) === head;
    return new Journal(path, (isOurs ? lines.slice(1) : []) as Entry[], () => {
      if (isOurs) return new GrowingFile(path!, "a", bytes);
      const file = new GrowingFile(path!, "w");
      file.write(Buffer.from(head));
      return file;
    });
  }

  /** Notes a finished part. A journal that cannot be written is said once; the work goes on without it. */
  add(entry: Entry): void {
    if (this.#isCut || this.path === null) return;
    try {
      this.#file ??= this.open();
      this.#file.write(Buffer.from(lineOf(entry)));
      this.#file.sync();
    } catch (error) {
      this.#isCut = true;
      const { code } = error as NodeJS.ErrnoException;
      warn(
        `${this.path}: could not be written (${code ?? String(error)}). Later results are not kept there.`,
      );
    }
  }

  /** What to do after an interruption, as a sentence behind others; "" where nothing was noted. */
  get advice(): string {
    const isThere = !this.#isCut && (this.#file !== null || this.entries.length > 0);
    return isThere ? ` The same command goes on from ${this.path}.` : "";
  }

  /** Leaves the journal for the next run. */
  close(): void {
    this.#file?.close();
  }

  /** Removes the journal, when the results are safe elsewhere. */
  async remove(): Promise<void> {
    this.close();
    const isThere = this.#file !== null || this.entries.length > 0;
    if (isThere) await remove(this.path!).catch(() => {});
  }
}

const nothing = { lines: [], bytes: 0 };

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

function lineOf(entry: unknown): string {
  const text = textOf(entry);
  return `${sha256(text)} ${text}\n`;
}

/** The lines from the first to the last that is whole, and their bytes. */
function goodLines(content: Uint8Array): { lines: unknown[]; bytes: number } {
  const lines: unknown[] = [];
  let bytes = 0;
  for (let end; (end = content.indexOf(0x0a, bytes)) >= 0; bytes = end + 1) {
    const line = new TextDecoder().decode(content.subarray(bytes, end));
    const text = line.slice(65);
    if (line.slice(0, 65) !== `${sha256(text)} `) break;
    lines.push(valueOf(text));
  }
  return { lines, bytes };
}
