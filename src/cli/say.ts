/** Output of a command: results on stdout, progress and messages on stderr, one JSON document with --json. */

import { visible } from "../wording.js";

/** Flags that every command has. */
export interface OutputFlags {
  json?: boolean;
  quiet?: boolean;
}

/** Whether to colour the output of a stream: it is a terminal, and the user allows colour. See https://no-color.org */
export function wantsColour(stream: NodeJS.WriteStream): boolean {
  return Boolean(stream.isTTY) && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}

/** Columns of a stream's terminal; 80 for a pipe. */
export function widthOf(stream: NodeJS.WriteStream): number {
  return stream.columns || 80;
}

/** A message for the person, unless --quiet. */
export function note(flags: OutputFlags, text: string): void {
  if (!flags.quiet) process.stderr.write(visible(text) + "\n");
}

/** The result: the JSON document with --json, else the text. */
export function answer(flags: OutputFlags, document: unknown, text: () => string): void {
  if (flags.json) process.stdout.write(JSON.stringify(document, plain, 2) + "\n");
  else process.stdout.write(text() + "\n");
}

/** Typed arrays as plain lists. */
function plain(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
