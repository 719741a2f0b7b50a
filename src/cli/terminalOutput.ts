/**
 * Protects the terminal from names in files: columns, classes and paths may hold sequences that move the cursor, clear the
 * screen or set the title. They are shown as text. Pipes and files get the text as it is.
 */
import { visible } from "../wording.js";

/**
 * What this program itself writes: styles (`report/terminal.ts`), the greys of drawn images (`report/images.ts`), and a live line
 * that begins with \r and clears its rest.
 */
const own = /(^\r|\u001b\[(?:[012]|3[1236]|38;5;\d{1,3};48;5;\d{1,3})m|\u001b\[K$)/; // eslint-disable-line no-control-regex

/** Makes a stream show sequences that are not ours, if it is a terminal. */
export function protectTerminal(stream: NodeJS.WriteStream): void {
  if (!stream.isTTY) return;
  const write = stream.write.bind(stream) as (chunk: unknown, ...more: unknown[]) => boolean;
  stream.write = (chunk: unknown, ...more: unknown[]) =>
    write(typeof chunk === "string" ? shownSafely(chunk) : chunk, ...more);
}

/** Text in which only our own sequences act. */
export function shownSafely(text: string): string {
  return text
    .split(own)
    .map((part, index) => (index % 2 === 1 ? part : visible(part)))
    .join("");
}
