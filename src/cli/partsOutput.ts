/** Where an output that comes in parts goes: to a file, which appears whole or not at all, or to standard output. */
import type { Chunk } from "../report/predictions/predictions.js";
import { isStream } from "./places.js";
import { partToStdout } from "./say.js";
import { writeParts, writeWhole } from "./wholeFile.js";

/** Takes a part. @returns false where nobody reads on */
export type WritePart = (part: Chunk) => Promise<boolean>;

/**
 * Hands the parts of an output on.
 *
 * @param path    of a file; undefined for standard output
 * @param isFixed whether the first part stays as it is
 * @param produce writes the parts in their order, and gives the first part as it is in the end, where that is another one
 */
export async function sendParts(
  path: string | undefined,
  isFixed: boolean,
  produce: (write: WritePart) => Promise<Chunk | undefined>,
): Promise<void> {
  const isPipe = path === undefined || isStream(path);
  if (!isPipe) {
    return writeParts(path, async (write) => {
      const start = await produce(async (part) => {
        await write(bytesOf(part));
        return true;
      });
      return start === undefined ? undefined : bytesOf(start);
    });
  }
  if (path === undefined && isFixed) return void (await produce(partToStdout));
  // a pipe cannot go back to its first part
  const parts: Uint8Array[] = [];
  const start = await produce(async (part) => parts.push(bytesOf(part)) > 0);
  if (start !== undefined) parts[0] = bytesOf(start);
  if (path !== undefined) return writeWhole(path, Buffer.concat(parts));
  for (const part of parts) await partToStdout(part);
}

function bytesOf(chunk: Chunk): Uint8Array {
  return typeof chunk === "string" ? Buffer.from(chunk) : chunk;
}
