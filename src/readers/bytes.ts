/**
 * Prepares the bytes of a data file for a reader: unpacks gzip, recognises and decodes text. The formats are in `idx.ts` and
 * `csv.ts`.
 */
import { DataError } from "../errors.js";

/** This many bytes are searched for a NUL, which text never contains. */
const searched = 4096;

/** Whether bytes look like text: no NUL at their beginning, or the byte order mark of UTF-16. */
export function isText(bytes: Uint8Array): boolean {
  return utf16Order(bytes) !== null || !bytes.subarray(0, searched).includes(0);
}

/**
 * Unpacks gzip; returns anything else unchanged.
 *
 * @param bytes of the file, read
 * @param name  of the file, for messages
 * @returns the unpacked bytes, or `bytes` itself
 * @throws {DataError} if the gzip is cut short or damaged
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
export async function gunzipIfNeeded(bytes: Uint8Array, name: string): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  // without a handler the writer would report the same failure again, as an unhandled rejection
  const stream = new DecompressionStream("gzip");
  const writer = stream.writable.getWriter();
  const written = writer.write(bytes as Uint8Array<ArrayBuffer>).then(() => writer.close());
  try {
    const [unpacked] = await Promise.all([new Response(stream.readable).arrayBuffer(), written]);
    return new Uint8Array(unpacked);
  } catch (cause) {
    throw new DataError(
      `expected whole gzip data, got ${bytes.length} bytes that are cut short or damaged. ` +
        `Download or copy the file again.`,
      { file: name, cause },
    );
  }
}

/**
 * Bytes as UTF-8 text, without its byte order mark.
 *
 * @param bytes of the file, read
 * @param name  of the file, for messages
 * @returns the text
 * @throws {DataError} for UTF-16 and for bytes that are not UTF-8
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
export function decodeText(bytes: Uint8Array, name: string): string {
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
