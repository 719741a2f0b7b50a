/**
 * JSON of files that may lie: without keys that occur twice, not nested deeply, and not of so many values that reading
 * it takes much more memory than the file.
 */
import { show } from "../wording.js";

/** Deeper values make functions that call themselves run out of stack. */
const mostDepth = 64;
/** Objects and lists, and values of any kind. Small ones take up to 60 times as much memory as text. */
const mostParts = 200_000;
const mostValues = 2_000_000;

const [quote, comma, opensObject, closesObject, opensList, closesList] = Array.from('",{}[]', (character) =>
  character.charCodeAt(0),
);

/**
 * Parses JSON.
 *
 * @returns the value, or what is wrong: "is not JSON", "has the key "a" twice"
 */
export function strictJson(text: string): { value: unknown } | { problem: string } {
  const problem = jsonProblem(text);
  if (problem !== null) return { problem };
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: "is not JSON" };
  }
}

/** What is wrong with a text that is JSON; null for nothing. One that is not JSON may pass: `JSON.parse` refuses it. */
export function jsonProblem(text: string): string | null {
  /** By depth, the keys of the open object; null for a list. */
  const open: (Set<string> | null)[] = [];
  let expectsKey = false;
  let [parts, values] = [0, 0];
  for (let at = 0; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case quote: {
        const end = endOfText(text, at);
        if (end < 0) return null;
        if (expectsKey) {
          const key = keyOf(text.slice(at, end + 1));
          const keys = open.at(-1)!;
          if (key !== null && keys!.has(key)) return `has the key ${show(key)} twice`;
          if (key !== null) keys!.add(key);
          expectsKey = false;
        }
        at = end;
        break;
      }
      case opensObject:
      case opensList:
        expectsKey = text.charCodeAt(at) === opensObject;
        open.push(expectsKey ? new Set() : null);
        if (open.length > mostDepth) return `is nested more than ${mostDepth} deep`;
        if (++parts > mostParts) return `has more than ${mostParts} objects and lists`;
        break;
      case closesObject:
      case closesList:
        open.pop();
        expectsKey = false;
        break;
      case comma:
        expectsKey = Boolean(open.at(-1));
        if (++values > mostValues) return `has more than ${mostValues} values`;
        break;
    }
  }
  return null;
}

/** The place of the quote that ends the text which begins at `from`; -1 for none. */
function endOfText(text: string, from: number): number {
  for (let end = text.indexOf('"', from + 1); end >= 0; end = text.indexOf('"', end + 1)) {
    let slashes = 0;
    while (text[end - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return end;
  }
  return -1;
}

/** The key that is written so, with its quotes; null where it is not JSON. */
function keyOf(written: string): string | null {
  if (!written.includes("\\")) return written.slice(1, -1);
  try {
    return JSON.parse(written) as string;
  } catch {
    return null;
  }
}
