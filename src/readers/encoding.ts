/**
 * Encodings of text files. CSV is read as bytes in which separators, quotes and digits are ASCII: UTF-8 and Windows-1252 are read
 * as they are, and their texts decoded at the end; anything else becomes UTF-8 first.
 */
import { ConfigError } from "../errors.js";
import { show } from "../wording.js";

/** The encoding of bytes by their byte order mark or their NULs: that of UTF-16, "utf-8" with a mark; null without either. */
export function markedEncoding(head: Uint8Array): { encoding: string; markBytes: number } | null {
  const [a, b, c] = head;
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: "utf-8", markBytes: 3 };
  if (a === 0xff && b === 0xfe) return { encoding: "utf-16le", markBytes: 2 };
  if (a === 0xfe && b === 0xff) return { encoding: "utf-16be", markBytes: 2 };
  // ASCII in UTF-16 has a NUL in every other byte
  const most = Math.min(head.length & ~1, 4096);
  let [even, odd] = [0, 0];
  for (let at = 0; at < most; at += 2) {
    if (head[at] === 0) even++;
    if (head[at + 1] === 0) odd++;
  }
  if (most >= 8 && odd > 0.4 * most && even === 0) return { encoding: "utf-16le", markBytes: 0 };
  if (most >= 8 && even > 0.4 * most && odd === 0) return { encoding: "utf-16be", markBytes: 0 };
  return null;
}

/** Turns pieces of text in any encoding into UTF-8. A TypeError is thrown for bytes that are not in the encoding. */
export type Transcoder = (piece: Uint8Array, isLast: boolean) => Uint8Array;

/** A transcoder from an encoding; null for those that are read as they are. @throws ConfigError for an unknown name */
export function transcoder(encoding: string): Transcoder | null {
  const canonical = encodingName(encoding);
  if (canonical === "utf-8" || canonical === "windows-1252") return null;
  const decoder = new TextDecoder(canonical, { ignoreBOM: true, fatal: true });
  const encoder = new TextEncoder();
  return (piece, isLast) => encoder.encode(decoder.decode(piece, { stream: !isLast }));
}

/** The name of an encoding as standards write it: "latin1" is "windows-1252". @throws ConfigError for an unknown name */
export function encodingName(encoding: string): string {
  try {
    return new TextDecoder(encoding).encoding;
  } catch {
    throw new ConfigError({
      setting: "encoding",
      expected: 'the name of an encoding, such as "utf-8", "utf-16le", "windows-1252" or "shift_jis"',
      got: show(encoding),
    });
  }
}

/** What Windows-1252 has for the bytes 0x80 to 0x9f; the other bytes are the characters of the same number. */
const windows1252 =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

/** Text in Windows-1252. (Node 20 reads 0x80 to 0x9f as Latin-1, and can lose a first 0xff.) */
export function decodeWindows1252(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) {
    text += byte >= 0x80 && byte <= 0x9f ? windows1252[byte - 0x80]! : String.fromCharCode(byte);
  }
  return text;
}
