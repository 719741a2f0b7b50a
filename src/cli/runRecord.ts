/** The record of a training in its report page: when, where and by which command it ran, and the checksums of its files. */
import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import { cpus } from "node:os";
import { basename } from "node:path";
import type { FileFigures, RunRecord } from "../report/page/pageData.js";
import { plural } from "../wording.js";
import { hostProcessors, info } from "../wasm/info.js";

/** Of more files, the first ones are recorded. */
const mostFiles = 20;

/**
 * The record of a training that has just ended.
 *
 * @param files paths by what they hold, in the order to show them; what is no file (a folder, a pattern, a stream) has a name only
 */
export async function runRecord(
  files: Readonly<Record<string, string | readonly string[] | undefined>>,
): Promise<RunRecord> {
  const named = Object.entries(files).flatMap(([what, paths]) =>
    (typeof paths === "string" ? [paths] : (paths ?? [])).map((path) => ({ what, path })),
  );
  return {
    date: `${new Date().toISOString().slice(0, 19).replace("T", " ")} UTC`,
    command: commandLine(process.argv.slice(2)),
    host: info().host,
    machine: `${cpus()[0]?.model.trim() || process.arch}, ${plural(hostProcessors(), "processor")}`,
    files: await Promise.all(named.slice(0, mostFiles).map(fileFigures)),
  };
}

/** The command as a person would type it: words that a shell would change are quoted. */
export function commandLine(words: readonly string[]): string {
  const quoted = words.map((word) =>
    /^[\w@%+=:,./~-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`,
  );
  return ["chainrule", ...quoted].join(" ");
}

async function fileFigures({ what, path }: { what: string; path: string }): Promise<FileFigures> {
  const status = statSync(path, { throwIfNoEntry: false });
  if (!status?.isFile()) return { what, name: path === "-" ? "standard input" : basename(path) };
  const figures = { what, name: basename(path), bytes: status.size };
  const hash = createHash("sha256");
  try {
    for await (const bytes of createReadStream(path)) hash.update(bytes as Uint8Array);
  } catch (error) {
    // it was read before: the page goes without its checksum, and says so
    return { ...figures, problem: `no checksum, it could not be read again: ${(error as Error).message}` };
  }
  return { ...figures, sha256: hash.digest("hex") };
}
