/**
 * Prepares the bytes of a data file for a reader: unpacks gzip, recognises and decodes text. The formats are in `idx.ts` and
 * `csv.ts`.
 */
import { DataError } from "../errors.js";
import { markedEncoding } from "./encoding.js";
import type { GivenBytes } from "../network/givenArrays.js";
import { gather, requireBytes, unpack } from "./unpack.js";

/** This many bytes are searched for NULs. Text has none; a damaged text has few, and its reader says where. */
const searched = 4096;
const firstBytes = 16;

/** Whether bytes look like text, in UTF-16 too. */
export function isText(bytes: Uint8Array): boolean {
  if (markedEncoding(bytes) !== null) return true;
  const head = bytes.subarray(0, searched);
  if (head.subarray(0, firstBytes).includes(0)) return false;
  return head.reduce((nuls, byte) => nuls + (byte === 0 ? 1 : 0), 0) < 0.01 * head.length;
}

/**
 * Unpacks gzip; returns anything else unchanged.
 *
 * @param bytes of the file, as an ArrayBuffer or a view of one, read
 * @param name  of the file, for messages
 * @returns the unpacked bytes, or `bytes` itself where it is a Uint8Array
 * @throws {DataError} for anything else than bytes, and if the gzip is cut short or damaged, or unpacks to more than 4 GiB
 *
 * @example
 * ```js
 * import { gunzipIfNeeded } from "chainrule";
 *
 * const csv = new TextEncoder().encode("a,b\n1,2\n");
 * const stream = new Blob([csv]).stream().pipeThrough(new CompressionStream("gzip"));
 * const packed = new Uint8Array(await new Response(stream).arrayBuffer());
 * console.log((await gunzipIfNeeded(packed, "data.csv.gz")).length); // → 8
 * console.log((await gunzipIfNeeded(csv, "data.csv")) === csv); // → true
 * ```
 */
export async function gunzipIfNeeded(bytes: GivenBytes, name: string): Promise<Uint8Array> {
  const own = requireBytes(bytes, name);
  return isGzip(own) ? gather(await unpack(own, name), name) : own;
}

/**
 * Bytes as UTF-8 text, without its byte order mark.
 *
 * @param given the bytes of the file, as an ArrayBuffer or a view of one, read
 * @param name  of the file, for messages
 * @returns the text
 * @throws {DataError} for anything else than bytes, for UTF-16 and for bytes that are not UTF-8
 *
 * @example
 * ```js
 * import { decodeText } from "chainrule";
 *
 * const bytes = new Uint8Array([0xef, 0xbb, 0xbf, 0x63, 0x61, 0x66, 0xc3, 0xa9]);
 * console.log(decodeText(bytes, "menu.csv"));
 * // → café
 * try {
 *   decodeText(new Uint8Array([0xff, 0xfe, 0x63, 0x00]), "menu.csv");
 * } catch (error) {
 *   console.log(String(error));
 *   // → DataError: menu.csv: expected UTF-8 text, got UTF-16LE. Save the file as UTF-8.
 * }
 * ```
 */
export function decodeText(given: GivenBytes, name: string): string {
  const bytes = requireBytes(given, name);
  const order = utf16Order(bytes);
  if (order)
    throw new DataError(`expected UTF-8 text, got UTF-16${order}. Save the file as UTF-8.`, { file: name });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new DataError(`expected UTF-8 text, got bytes that are not. Save the file as UTF-8.`, {
      file: name,
      cause,
    });
  }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b;
}

function utf16Order(bytes: Uint8Array): "LE" | "BE" | null {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "LE";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "BE" : null;
}
