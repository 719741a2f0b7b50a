/**
 * Output of a command: results on stdout, progress and messages on stderr, one JSON document with --json. A stream that
 * cannot be written any more ends no command: what was trained is saved first.
 */
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
  if (!flags.quiet) toStderr(visible(text) + "\n");
}

/** A message about something that is lost, also with --quiet. */
export function warn(text: string): void {
  toStderr(visible(text) + "\n");
}

/** Writes to stderr, if anybody can read it. */
export function toStderr(text: string): void {
  write(process.stderr, text);
}

/** Writes to stdout. A pipe that was closed early is no fault; with any other problem the exit code becomes 1. */
export function toStdout(content: string | Uint8Array): void {
  write(process.stdout, content);
}

/** Writes a part of a long output to stdout, and waits where its reader is slow. @returns whether anybody still reads */
export async function partToStdout(content: string | Uint8Array): Promise<boolean> {
  const { stdout } = process;
  toStdout(content);
  if (!stdout.writableNeedDrain) return stdout.writable;
  await new Promise<void>((resolve) => {
    for (const event of ["drain", "close", "error"]) stdout.once(event, () => resolve());
  });
  return stdout.writable;
}

/** A stream for a file may throw at once; others tell it later, see `watchStreams`. */
function write(stream: NodeJS.WriteStream, content: string | Uint8Array): void {
  try {
    stream.write(content);
  } catch (error) {
    stream.emit("error", error);
  }
}

/** Takes over what the standard streams say of problems. Call it once, before anything is written. */
export function watchStreams(): void {
  // the progress of a training: `2>/dev/full`, a terminal that was closed, `2>&1 | head`
  process.stderr.on("error", () => {});
  process.stdout.once("error", (error: NodeJS.ErrnoException) => {
    process.stdout.on("error", () => {});
    if (error.code === "EPIPE") return; // `chainrule predict … | head`
    process.exitCode ||= 1;
    warn(`standard output: could not be written (${error.code ?? String(error)}).`);
  });
}

/** The result: the JSON document with --json, else the text. */
export function answer(flags: OutputFlags, document: unknown, text: () => string): void {
  toStdout((flags.json ? JSON.stringify(document, plain, 2) : text()) + "\n");
}

/** Typed arrays as plain lists. */
function plain(_key: string, value: unknown): unknown {
  return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value;
}
