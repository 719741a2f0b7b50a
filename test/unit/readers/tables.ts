/** What tests of readers of tables share. */
import { cellText, type Table } from "../../../src/readers/table.js";

/** All cells of a table as texts. */
export function cellsOf(table: Table): string[][] {
  return Array.from({ length: table.rows }, (_, row) =>
    table.header.map((_name, column) => cellText(table, row, column)),
  );
}

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

/** The bytes in pieces of a length. */
export async function* inPieces(bytes: Uint8Array, length: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}
