/** Finds the images in a folder. The folder that an image lies in, directly below the one that is named, is its class. */
import { type Dirent, readdirSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { DataError } from "../errors.js";
import { listNames } from "../nearest.js";
import type { Folder } from "../readers/reader.js";
import { fileProblem, readBytes } from "./files.js";

const isImage = /\.(png|jpe?g)$/i;
/** Folders in folders; links could lead round for ever. */
const deepest = 16;

/**
 * The images below a folder, sorted by their paths. Names that begin with a dot are passed over.
 *
 * @throws DataError for a folder without images
 */
export function folderOf(path: string): Folder {
  const files: string[] = [];
  const others: string[] = [];
  walk(path, [], (parts) => (isImage.test(parts.at(-1)!) ? files : others).push(parts.join("/")));
  if (files.length === 0) {
    const kinds = [...new Set(others.map((name) => extname(name) || name))].sort();
    const got = kinds.length === 0 ? "no files" : `files named ${listNames(kinds.slice(0, 5))}`;
    throw new DataError(
      `${path}: expected a folder of PNG or JPEG images, got ${got}. ` +
        `Name the files of a table one by one, or by a pattern such as "${join(path, "*.csv")}".`,
    );
  }
  return {
    files: files.sort(byText).map((name) => {
      const own = join(path, name);
      const label = name.includes("/") ? name.slice(0, name.indexOf("/")) : null;
      return { name: own, label, read: () => readBytes(own) };
    }),
    others: others.sort(byText).map((name) => join(path, name)),
  };
}

function byText(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** Calls `found` with the parts of the path of each file. */
function walk(root: string, parts: readonly string[], found: (parts: readonly string[]) => void): void {
  const path = join(root, ...parts);
  if (parts.length > deepest)
    throw new DataError(`${path}: folders lie more than ${deepest} deep in each other.`);
  let entries: Dirent[];
  try {
    entries = readdirSync(path, { withFileTypes: true });
  } catch (error) {
    throw fileProblem(path, error);
  }
  for (const entry of entries) {
    if (entry.name.startsWith(".")) continue;
    const own = [...parts, entry.name];
    const isFolder = entry.isSymbolicLink()
      ? statSync(join(path, entry.name), { throwIfNoEntry: false })?.isDirectory()
      : entry.isDirectory();
    if (isFolder) walk(root, own, found);
    else found(own);
  }
}
