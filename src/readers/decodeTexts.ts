/** Decodes the texts of a table that was read as bytes, all in one encoding. */
import { DataError, type DataPlace } from "../errors.js";
import { show } from "../wording.js";
import type { ByteTexts } from "./byteTexts.js";
import { decodeWindows1252 } from "./encoding.js";

/** The texts of all columns, and the encoding they are in. */
export interface DecodedTexts {
  readonly texts: readonly (readonly string[])[];
  readonly encoding: string;
}

/**
 * Decodes texts.
 *
 * UTF-8 has a form that other encodings hit by chance hardly ever. So a file whose texts are all UTF-8 is UTF-8, one with none of
 * them is Windows-1252, and one with both is damaged.
 *
 * @param columns  of bytes; undefined for a column without texts
 * @param header   bytes of the header
 * @param told     the encoding that the user named
 * @param rowOf    the first row that has a text; −1 for a text of rows that were left out
 * @param placeOf  the place of a text, for messages; column −1 is the header
 * @throws DataError for bytes that are not in the encoding, or in more than one
 */
export function decodeTexts(
  columns: readonly (ByteTexts | undefined)[],
  header: Uint8Array,
  told: "utf-8" | "windows-1252" | undefined,
  rowOf: (column: number, text: number) => number,
  placeOf: (column: number, row: number) => DataPlace,
): DecodedTexts {
  const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const isUtf8 = (bytes: Uint8Array) => {
    try {
      utf8.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  let valid: string | null = null; // the first text of more than ASCII that is UTF-8
  let invalid: { column: number; row: number } | null = null;
  const see = (bytes: Uint8Array, column: number, text: number) => {
    if (!bytes.some((byte) => byte >= 0x80)) return;
    if (isUtf8(bytes)) valid ??= utf8.decode(bytes);
    else if (invalid === null) {
      const row = column < 0 ? 0 : rowOf(column, text);
      if (row >= 0) invalid = { column, row };
    }
  };
  see(header, -1, -1);
  columns.forEach((texts, column) => {
    for (let text = 0; text < (texts?.count ?? 0); text++) see(texts!.bytesOf(text), column, text);
  });
  const bad = invalid as { column: number; row: number } | null;
  if (bad && told !== "windows-1252" && (told === "utf-8" || valid !== null)) {
    const got = valid === null ? "bytes that are not" : `bytes that are not, beside ${show(valid)}, which is`;
    throw new DataError(
      `expected UTF-8 text, got ${got}. Save the file as UTF-8, or say its encoding (--encoding windows-1252).`,
      placeOf(bad.column, bad.row),
    );
  }
  const encoding = told ?? (bad ? "windows-1252" : "utf-8");
  // texts of rows that were left out need not be right
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  const decode = (bytes: Uint8Array) =>
    encoding === "utf-8" ? decoder.decode(bytes) : decodeWindows1252(bytes);
  const texts = Array.from(columns, (column) =>
    Array.from({ length: column?.count ?? 0 }, (_, text) => decode(column!.bytesOf(text))),
  );
  return { texts, encoding };
}
