/**
 * A folder of checkpoints: `epoch-000012-update-000003456.safetensors`, the newest few. One process writes there at a time, which
 * has the lock of the folder. A checkpoint is removed only after newer ones are whole on the disk.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { ChainruleError, DataError } from "../errors.js";
import { seal, unseal } from "./checkpointFile.js";
import * as disk from "./disk.js";
import { readBytes } from "./files.js";
import { FolderLock } from "./folderLock.js";
import { removeStale } from "./temporaries.js";
import { writeWhole } from "./wholeFile.js";

const pattern = /^epoch-(\d+)-update-(\d+)\.safetensors$/;

/** A checkpoint that was read. */
export interface Found<Content> {
  path: string;
  content: Content;
  /** Newer ones that could not be used, and why, as sentences. */
  skipped: string[];
}

export class CheckpointFolder {
  /** Files, the first to be removed first. */
  #files: string[];

  private constructor(
    readonly path: string,
    private readonly lock: FolderLock | null,
  ) {
    this.#files = filesIn(path);
  }

  /**
   * Makes the folder if necessary, and takes its lock.
   *
   * @param onWait see `FolderLock.take`
   * @throws DataError where it cannot be written, or another process writes there
   */
  static async open(path: string, onWait: (text: string) => void): Promise<CheckpointFolder> {
    try {
      await disk.makeFolder(path);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new DataError(`${path}: could not be made (${code ?? String(error)}).`);
    }
    const lock = await FolderLock.take(path, onWait);
    await removeStale(path);
    return new CheckpointFolder(path, lock);
  }

  /** A folder to read from only, which may be on a disk that cannot be written. */
  static toRead(path: string): CheckpointFolder {
    return new CheckpointFolder(path, null);
  }

  get isEmpty(): boolean {
    return this.#files.length === 0;
  }

  /**
   * Reads the newest checkpoint that is good. Those that are not are the first to be removed later.
   *
   * @param use makes something of the file and its command; what it throws makes the file one to skip
   * @throws DataError with all reasons, where none is good
   */
  newest<Content>(use: (bytes: Uint8Array, command: unknown) => Content): Found<Content> {
    const skipped: string[] = [];
    for (const name of this.#files.toReversed()) {
      const path = join(this.path, name);
      try {
        const bytes = readBytes(path);
        const content = use(bytes, unseal(bytes));
        const bad = this.#files.slice(this.#files.indexOf(name) + 1);
        this.#files = [...bad, ...this.#files.slice(0, -bad.length || undefined)];
        return { path, content, skipped };
      } catch (error) {
        if (!(error instanceof ChainruleError)) throw error;
        const reason = error.message.startsWith(path) ? error.message : `${path}: ${error.message}`;
        skipped.push(reason.replace(/\.?$/, "."));
      }
    }
    const none = "there is no checkpoint. Name another folder, or start with --checkpoint.";
    throw new DataError(
      [`${this.path}: ${skipped.length > 0 ? "no checkpoint is good." : none}`, ...skipped].join("\n"),
    );
  }

  /**
   * Writes a checkpoint, and removes the oldest ones.
   *
   * @param model   a model file with the state of the training
   * @param command what is needed to go on
   * @param keep    how many stay
   * @throws DataError; those before are as they were
   */
  async write(
    model: Uint8Array,
    command: unknown,
    at: { epochs: number; updates: number },
    keep: number,
  ): Promise<string> {
    const name = `epoch-${padded(at.epochs, 6)}-update-${padded(at.updates, 9)}.safetensors`;
    await writeWhole(join(this.path, name), await seal(model, command));
    this.#files = [...this.#files.filter((one) => one !== name), name];
    while (this.#files.length > keep)
      await disk.remove(join(this.path, this.#files.shift()!)).catch(() => {});
    return join(this.path, name);
  }

  /** Gives the lock back. */
  async close(): Promise<void> {
    await this.lock?.release();
  }
}

function padded(count: number, digits: number): string {
  return String(count).padStart(digits, "0");
}

/** The checkpoints in a folder by name, the oldest first. */
function filesIn(path: string): string[] {
  return readdirSync(path)
    .flatMap((name) => {
      const [, epochs, updates] = pattern.exec(name) ?? [];
      return epochs === undefined ? [] : [{ name, updates: Number(updates), epochs: Number(epochs) }];
    })
    .sort((a, b) => a.updates - b.updates || a.epochs - b.epochs)
    .map(({ name }) => name);
}
