/** JSON of a model file, given as bytes, as text, or read already. */
import { ConfigError } from "../errors.js";
import { bytesOf, type GivenBytes } from "../network/givenArrays.js";
import { strictJson } from "../network/strictJson.js";
import { show } from "../wording.js";
import { isObject, type Refuse } from "./refusal.js";

/** JSON as bytes of a file, as text, or as the object that it describes. */
export type GivenJson = GivenBytes | string | object;

/**
 * Reads JSON whose value is an object.
 *
 * @param what  the format, for messages
 * @throws ModelError for text that is no JSON, or no object; ConfigError for what is neither text nor bytes
 */
export function jsonOf(given: GivenJson, what: string, refuse: Refuse): Record<string, unknown> {
  const bytes = bytesOf(given);
  if (bytes === null && typeof given !== "string") {
    if (isObject(given)) return given;
    throw new ConfigError(`import: expected ${what} as bytes, text or an object, got ${show(given)}.`);
  }
  const text = bytes ? textOf(bytes) : (given as string);
  const read = text === null ? { problem: "is not UTF-8" } : strictJson(text);
  if ("problem" in read) throw refuse("", what, `a file that ${read.problem}`);
  if (!isObject(read.value)) throw refuse("", what, show(read.value));
  return read.value;
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
