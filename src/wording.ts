/** Small pieces of sentences for messages: a value as the user wrote it, a list of names, a count with its noun. */

/**
 * The value as the user would recognise it in a message: short, strings quoted.
 */
export function show(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 60 ? value.slice(0, 57) + "…" : value);
  if (typeof value === "number" || value === undefined || value === null) return String(value);
  if (ArrayBuffer.isView(value)) return `${value.constructor.name} of ${value.byteLength} bytes`;
  let text: string;
  try {
    text = JSON.stringify(value) ?? `a ${typeof value}`;
  } catch {
    text = typeof value === "bigint" ? `${value}n` : "an object that is no JSON";
  }
  return text.length > 60 ? text.slice(0, 57) + "…" : text;
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
