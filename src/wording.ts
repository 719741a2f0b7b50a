/** Small pieces of sentences for messages: a value as the user wrote it, a list of names, a count with its noun. */

/** Longer texts are cut. */
const mostLetters = 60;

/**
 * The value as the user would recognise it in a message: short, strings quoted, characters that would act on a terminal
 * escaped.
 */
export function show(value: unknown): string {
  if (typeof value === "number" || value === undefined || value === null) return String(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value === "string") return visible(JSON.stringify(cut(value)));
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  const kind = classOf(value);
  if (kind !== null) return `${/^[AEIOU]/.test(kind) ? "an" : "a"} ${kind}`;
  let text: string;
  try {
    text = JSON.stringify(value, inShort) ?? `a ${typeof value}`;
  } catch {
    text = "an object that is no JSON";
  }
  return visible(cut(text));
}

/**
 * A text in which characters that act on a terminal, or change the direction of text, are written as JSON would: `\u001b`.
 * Line ends and tabs stay.
 */
export function visible(text: string): string {
  return text.replace(acting, escaped);
}

/** Control characters but tab and line feed, and marks of direction. */
const acting = /[^\P{Cc}\t\n]|[\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** `\u202e` */
function escaped(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

function cut(text: string): string {
  return text.length > mostLetters ? text.slice(0, mostLetters - 3) + "…" : text;
}

/** The name of the class of an object; null for a list, a plain object and anything else. */
function classOf(value: unknown): string | null {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== "" && name !== "Object" ? name : null;
}

/** Leaves out what would be cut off anyway, so that a large value takes no time. */
function inShort(_key: string, value: unknown): unknown {
  if (Array.isArray(value) && value.length > mostLetters) return value.slice(0, mostLetters);
  return ArrayBuffer.isView(value) ? show(value) : value;
}

/**
 * `["a", "b", "c"]` → `"a", "b" or "c"`: the allowed names at the end of an error.
 */
export function oneOf(names: readonly string[]): string {
  const quoted = names.map((name) => `"${name}"`);
  return quoted.length < 2 ? quoted.join("") : `${quoted.slice(0, -1).join(", ")} or ${quoted.at(-1)}`;
}

/** `(1, "thread")` → "1 thread", `(2, "thread")` → "2 threads", `(2, "class", "classes")` → "2 classes". */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}
