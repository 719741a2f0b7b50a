/**
 * Temporary files: `.chainrule-<host>-<pid>-<random>.tmp` beside the file that is written. They go at the end of the process; those
 * of a process that was killed go when the next file is written in the folder.
 *
 * A file is taken for stale if its process ran on this host, in this container, and runs no more. A process of another
 * host or container cannot be looked for, and its number may be that of a process here; its file is stale a day after
 * its last change. The same holds for names of earlier versions, `.chainrule-<pid>.tmp`.
 */
import { randomBytes } from "node:crypto";
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import * as disk from "./disk.js";
import { hostMark, lifeOf } from "./processes.js";

const pattern = /^\.chainrule-(?:([0-9a-f]{8})-)?(\d+)(?:-[0-9a-f]{16})?\.tmp$/;
const dayMs = 86_400_000;

const own = new Set<string>();
let isWatching = false;

function removeOwn(): void {
  for (const path of own) disk.removeAtOnce(path);
}

/** 16 hexadecimal digits that nobody can foresee. */
export function randomName(): string {
  return randomBytes(8).toString("hex");
}

/**
 * Makes a temporary file that did not exist. It follows no link that somebody has put there.
 *
 * @param mode of the file, before the umask
 */
export async function openTemporary(folder: string, mode: number): Promise<{ path: string; file: number }> {
  const path = join(folder, `.chainrule-${hostMark()}-${process.pid}-${randomName()}.tmp`);
  if (!isWatching) process.on("exit", removeOwn);
  isWatching = true;
  own.add(path);
  try {
    return { path, file: await disk.open(path, "wx", mode) };
  } catch (error) {
    own.delete(path);
    throw error;
  }
}

/** The file has another name now, or is to stay. */
export function release(path: string): void {
  own.delete(path);
}

export async function removeTemporary(path: string): Promise<void> {
  await disk.remove(path).catch(() => {});
  own.delete(path);
}

/** Removes temporary files that killed processes have left in a folder. */
export async function removeStale(folder: string): Promise<void> {
  let names: string[];
  try {
    names = readdirSync(folder).filter((name) => pattern.test(name));
  } catch {
    return;
  }
  for (const name of names) {
    const path = join(folder, name);
    if (!own.has(path) && isStale(path, name)) await disk.remove(path).catch(() => {});
  }
}

function isStale(path: string, name: string): boolean {
  const [, host, pid] = pattern.exec(name)!;
  try {
    const status = lstatSync(path);
    if (!status.isFile()) return false;
    if (host !== undefined && lifeOf({ host, pid: Number(pid), start: "" }) === "dead") return true;
    return Date.now() - status.mtimeMs > dayMs;
  } catch {
    return false;
  }
}
