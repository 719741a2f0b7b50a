/** Where a path leads, through links, and whether two paths lead to the same file. */
import { realpathSync, readlinkSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";

/** Linux follows as many links. */
const mostLinks = 40;

/** The file that a path leads to, also through a link to a file that is not there yet. */
export function placeOf(path: string): string {
  let place = path;
  for (let links = 0; links < mostLinks; links++) {
    const folder = realOf(dirname(place));
    place = join(folder, basename(place));
    try {
      place = resolve(folder, readlinkSync(place));
    } catch {
      return realOf(place);
    }
  }
  throw Object.assign(new Error("ELOOP"), { code: "ELOOP" });
}

function realOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return resolve(path);
  }
}

/** Whether a path leads to a pipe or a device, which is written into and not replaced. */
export function isStream(path: string): boolean {
  const there = statusOf(path);
  return /^\/(dev|proc)\//.test(path) || (there !== undefined && !there.isFile());
}

/** What is at a path; undefined for nothing. */
export function statusOf(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

/** Whether two paths lead to one file, by links of any kind. */
export function isSamePlace(one: string, other: string): boolean {
  try {
    if (placeOf(one) === placeOf(other)) return true;
    const [first, second] = [one, other].map((path) =>
      statSync(path, { throwIfNoEntry: false, bigint: true }),
    );
    // some file systems number nothing
    return Boolean(first?.ino && first.ino === second?.ino && first.dev === second.dev);
  } catch {
    return false;
  }
}
