/** A log of JSON lines that a resumed training goes on with: how much of it stays. */
import { existsSync } from "node:fs";
import { isPlainObject } from "../settings/check.js";
import { readBytes } from "./files.js";
import { isStream } from "./places.js";

/**
 * Bytes of the lines up to an epoch. Later epochs were trained after the checkpoint, and are trained again; a line that was
 * cut short, and an end, go too.
 *
 * @param epochs that the checkpoint has
 * @returns 0 for a file that is not there, or is no log of a training
 */
export function keptBytes(path: string, epochs: number): number {
  if (!existsSync(path) || isStream(path)) return 0;
  const content = readBytes(path);
  let kept = 0;
  for (let end; (end = content.indexOf(0x0a, kept)) >= 0; kept = end + 1) {
    const line = parsed(content.subarray(kept, end));
    const stays =
      kept === 0 ? line?.type === "start" : line?.type === "epoch" && Number(line.epoch) <= epochs;
    if (!stays) break;
  }
  return kept;
}

function parsed(line: Uint8Array): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(line));
    return isPlainObject(value) ? value : null;
  } catch {
    return null;
  }
}
