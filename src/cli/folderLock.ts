/**
 * The lock of a checkpoint folder: a file `lock` that names the process which writes there. The lock of a process that is dead
 * is taken over. A process of another host or container cannot be looked for, so the holder changes the time of the file every
 * few seconds, and a lock whose time stands still for long is stale.
 */
import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { DataError } from "../errors.js";
import * as disk from "./disk.js";
import { lifeOf, ownMark, type ProcessMark } from "./processes.js";
import { openTemporary, randomName, removeTemporary } from "./temporaries.js";

/** How often the holder changes the time, and for how long it must stand still. */
export const times = { beatMs: 5_000, staleMs: 30_000 };

export class FolderLock {
  readonly #beat: NodeJS.Timeout;

  private constructor(readonly path: string) {
    this.#beat = setInterval(() => void disk.touch(path).catch(() => {}), times.beatMs);
    this.#beat.unref();
    process.on("exit", this.#atExit);
  }

  /**
   * Takes the lock of a folder that exists.
   *
   * @param onWait is called with a sentence if it must find out whether a process elsewhere still runs
   * @throws DataError where another process holds it, or where it cannot be written
   */
  static async take(folder: string, onWait: (text: string) => void): Promise<FolderLock> {
    const path = join(folder, "lock");
    for (;;) {
      if (await create(path)) return new FolderLock(path);
      const holder = read(path);
      if (holder === null) continue; // it has just gone
      const life = holder.mark ? lifeOf(holder.mark) : "unknown";
      if (life === "alive") throw taken(folder, holder.text);
      if (life === "unknown" && !(await standsStill(path, () => onWait(waiting(folder, holder.text)))))
        throw taken(folder, holder.text);
      await putAside(path, holder.text);
    }
  }

  /** Gives the lock back. */
  async release(): Promise<void> {
    this.#end();
    await disk.remove(this.path).catch(() => {});
  }

  #end(): void {
    clearInterval(this.#beat);
    process.off("exit", this.#atExit);
  }

  #atExit = (): void => disk.removeAtOnce(this.path);
}

/**
 * Makes the lock under another name first, so that nobody finds it half written.
 *
 * @returns whether there was no lock, and now there is ours
 */
async function create(path: string): Promise<boolean> {
  try {
    const temporary = await openTemporary(dirname(path), 0o666);
    try {
      await disk.writeAll(temporary.file, Buffer.from(JSON.stringify(ownMark())));
      await disk.close(temporary.file);
      await named(temporary.path, path);
    } finally {
      await removeTemporary(temporary.path);
    }
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") return false;
    throw new DataError(`${path}: could not be written (${code ?? String(error)}).`);
  }
}

/** Gives a file its name; fails where the name is taken. */
async function named(temporary: string, path: string): Promise<void> {
  try {
    await disk.link(temporary, path);
  } catch (error) {
    // some file systems have no links
    if (!/^(EPERM|ENOTSUP|EOPNOTSUPP|ENOSYS)$/.test((error as NodeJS.ErrnoException).code ?? "")) throw error;
    await disk.close(await disk.open(path, "wx"));
    await disk.rename(temporary, path);
  }
}

/** The content of a lock file; null if the file is gone. */
function read(path: string): { text: string; mark: ProcessMark | null } | null {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
  try {
    const mark = JSON.parse(text) as ProcessMark;
    return { text, mark: typeof mark?.host === "string" ? mark : null };
  } catch {
    return { text, mark: null };
  }
}

/** Watches the time of a lock until it changes (false) or is stale (true). */
async function standsStill(path: string, onWait: () => void): Promise<boolean> {
  const timeOf = () => statSync(path, { throwIfNoEntry: false })?.mtimeMs;
  const first = timeOf();
  // the clock of another host may be wrong, so only a very old time says enough
  if (first === undefined || Date.now() - first > 100 * times.staleMs) return true;
  onWait();
  for (let waited = 0; waited < times.staleMs; waited += times.beatMs / 5) {
    await wait(times.beatMs / 5);
    if (timeOf() !== first) return timeOf() === undefined;
  }
  return true;
}

/** Removes a stale lock, and only that: another process may have taken it over in the meantime. */
async function putAside(path: string, text: string): Promise<void> {
  const aside = `${path}-${randomName()}`;
  try {
    await disk.rename(path, aside);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return;
    throw error;
  }
  if (read(aside)?.text !== text) await disk.rename(aside, path);
  else await disk.remove(aside);
}

function holderOf(text: string): string {
  try {
    const { pid, host } = JSON.parse(text) as ProcessMark;
    return `process ${pid} of host ${host}`;
  } catch {
    return "a process that did not give its name";
  }
}

function waiting(folder: string, text: string): string {
  return `${folder}: ${holderOf(text)} has its lock. Waiting for at most ${times.staleMs / 1000} s to see whether it still runs.`;
}

function taken(folder: string, text: string): DataError {
  return new DataError(
    `${folder}: ${holderOf(text)} writes checkpoints there. Wait until it has ended, or name another folder.`,
  );
}
