/**
 * The checkpoints of one `train` command: finds the one to go on from, writes new ones while training goes on, and says what
 * fails. A checkpoint that cannot be written ends no training; the one before stays.
 */
import { existsSync } from "node:fs";
import { ConfigError, DataError } from "../errors.js";
import type { CheckpointPlace, FitHooks } from "../train/loop/history.js";
import { Network } from "../train/network.js";
import { configInput } from "../settings/configuration.js";
import type { Config } from "../settings/generated/types.js";
import type { DataNotes } from "../readers/notes.js";
import { withMetadata } from "./checkpointFile.js";
import {
  type CheckpointFlags,
  checkpointWishes,
  readEvery,
  usualEvery,
  usualKeep,
} from "./checkpointFlags.js";
import { CheckpointFolder, type Found } from "./checkpointFolder.js";
import { isSamePlace } from "./places.js";
import { type CommandRecord, readRecord } from "./resume.js";
import { note, type OutputFlags, warn } from "./say.js";

/** A checkpoint to go on from. */
export interface Checkpointed {
  readonly bytes: Uint8Array;
  /** What its model remembers of the data. */
  readonly notes: DataNotes;
  readonly record: CommandRecord;
}

export class Checkpointing {
  #hasFailed = false;

  private constructor(
    private readonly folder: CheckpointFolder,
    /** The checkpoint to go on from; null for a new training. */
    readonly found: Found<Checkpointed> | null,
    readonly mayDiffer: boolean,
    /** How often to write, and how many to keep. */
    readonly rhythm: Pick<CommandRecord, "every" | "keep">,
  ) {}

  /**
   * @returns null where no flag asks for checkpoints
   * @throws ConfigError for wrong flags; DataError for a folder that cannot be used, or has no good checkpoint
   */
  static async open(flags: CheckpointFlags & OutputFlags): Promise<Checkpointing | null> {
    const wishes = checkpointWishes(flags);
    if (!wishes) return null;
    const { folder, resume, mayStart, mayDiffer } = wishes;
    const say = (text: string) => note(flags, text);
    if (resume !== null && !mayStart && !existsSync(resume))
      throw new DataError(`${resume}: there is no such directory.`);
    const target = await CheckpointFolder.open(folder, say);
    const isSame = resume !== null && isSamePlace(resume, folder);
    if (!isSame && !target.isEmpty) {
      await target.close();
      const advice = `Go on from them with --resume ${folder}, or name another directory.`;
      throw new ConfigError(`--checkpoint: "${folder}" has checkpoints of another training. ${advice}`);
    }
    let found: Found<Checkpointed> | null = null;
    if (resume !== null && !(mayStart && target.isEmpty)) {
      found = newestIn(isSame ? target : CheckpointFolder.toRead(resume));
      for (const skipped of found.skipped) warn(`Skipped ${skipped}`);
      say(`Going on from ${found.path}.`);
    }
    const { every = usualEvery, keep = usualKeep } = found?.content.record ?? {};
    const rhythm = { every: wishes.every ?? every, keep: wishes.keep ?? keep };
    return new Checkpointing(target, found, mayDiffer, rhythm);
  }

  /**
   * For a process that goes on from the checkpoint together with the one that writes: reads, and writes nothing.
   *
   * @returns null for a new training
   */
  static follow(flags: CheckpointFlags & OutputFlags): Checkpointing | null {
    const { resume = null, mayStart = false, mayDiffer = false } = checkpointWishes(flags) ?? {};
    if (resume === null) return null;
    const folder = CheckpointFolder.toRead(resume);
    if (mayStart && folder.isEmpty) return null;
    return new Checkpointing(folder, newestIn(folder), mayDiffer, { every: usualEvery, keep: usualKeep });
  }

  /** How the columns have to be read, if a model decided that; else undefined. */
  get like(): DataNotes | undefined {
    const { isLike, notes } = { ...this.found!.content.record, ...this.found!.content };
    return isLike ? notes : undefined;
  }

  /** The network of the checkpoint, with the settings of this command. */
  network(config: Config): Network {
    const { path, content } = this.found!;
    const bytes = withMetadata(content.bytes, (metadata) => {
      const about = JSON.parse(metadata.chainrule!) as Record<string, unknown>;
      return { ...metadata, chainrule: JSON.stringify({ ...about, config: configInput(config) }) };
    });
    return Network.load(bytes, path);
  }

  /** The hook of `fit` that writes checkpoints. */
  hook(record: CommandRecord): NonNullable<FitHooks["checkpoint"]> {
    return {
      every: readEvery(this.rhythm.every),
      write: (bytes, at) => this.#write(bytes, at, record),
    };
  }

  /**
   * Writes the beginning of a training: from now on --resume alone goes on with it.
   *
   * @throws DataError, so that a folder that is full is noticed before hours of training
   */
  async writeFirst(network: Network, record: CommandRecord): Promise<void> {
    const { epochs, updates } = network.training;
    await this.folder.write(network.save({ training: true }), record, { epochs, updates }, record.keep);
  }

  async #write(bytes: Uint8Array, at: CheckpointPlace, record: CommandRecord): Promise<void> {
    try {
      await this.folder.write(bytes, { ...record, stopped: at.stopped }, at, record.keep);
      this.#hasFailed = false;
    } catch (error) {
      if (!(error instanceof DataError)) throw error;
      if (!this.#hasFailed) warn(`${error.message} Training goes on; the checkpoints before stay.`);
      this.#hasFailed = true;
    }
  }

  /** Gives the folder back. */
  close(): Promise<void> {
    return this.folder.close();
  }
}

/** @throws DataError where no checkpoint is good */
function newestIn(folder: CheckpointFolder): Found<Checkpointed> {
  return folder.newest((bytes, command) => {
    const network = Network.load(bytes, "the checkpoint");
    const { notes } = network;
    network.dispose();
    return { bytes, notes: notes as DataNotes, record: readRecord(command) };
  });
}
