/** Opens files of packed rows as sources of rows. Who opens the file itself is the command line, or the page. */
import { DataError } from "../../errors.js";
import { Crc32 } from "./crc.js";
import {
  type PackedAbout,
  type PackedTensor,
  readPackedStart,
  type RowFile,
  type Sums,
} from "./packedFormat.js";
import type { RowBlock, RowSource } from "./rowSource.js";

export type { RowFile } from "./packedFormat.js";

/** Packed rows in a file. */
export interface PackedRows extends RowSource, Pick<PackedAbout, "notes" | "origin"> {
  /** Equal for equal rows: the sums of the tensors. */
  readonly sums: Sums;
  /**
   * Reads all of the file and compares it with its sums.
   *
   * @throws {DataError} for a file that was damaged after it was written
   */
  verify(): Promise<void>;
}

const pieceBytes = 1 << 20;

/**
 * Opens packed rows, as `chainrule prepare` writes them. It reads the beginning of the file only.
 *
 * @param file any bytes of which can be read: `blobFile` makes one of a `File` or `Blob`
 * @returns a source of rows for `Network.fit`
 * @throws {DataError} for another file, and for one that is damaged or cut short
 *
 * @example
 * ```js
 * import { blobFile, Dataset, datasetRows, openPackedRows, packRows } from "chainrule";
 *
 * const line = Dataset.from([[0], [1], [2]], [[1], [3], [5]]);
 * const file = await packRows(datasetRows(line));
 * const source = await openPackedRows(blobFile(file, "line"));
 * console.log(source.rows, source.columns, source.outputs); // → 3 1 1
 * ```
 */
export async function openPackedRows(file: RowFile): Promise<PackedRows> {
  const { about, tensors, sums } = await readPackedStart(file);
  return {
    ...about,
    sums,
    async read(from, _count, into) {
      const reads = tensors.map(({ name, start, rowBytes }) =>
        file.read(start + from * rowBytes, bytesOf(into, name)),
      );
      // a read that goes on would write into memory that the caller may use for something else
      for (const result of await Promise.allSettled(reads)) {
        if (result.status === "rejected") throw result.reason;
      }
    },
    async verify() {
      for (const tensor of tensors) await verifyTensor(file, tensor, about.rows, sums);
    },
  };
}

/** The bytes of an array of a block. */
export function bytesOf(block: RowBlock, name: PackedTensor["name"]): Uint8Array {
  const { buffer, byteOffset, byteLength } = block[name]!;
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function verifyTensor(file: RowFile, tensor: PackedTensor, rows: number, sums: Sums): Promise<void> {
  const { name, start, rowBytes } = tensor;
  const sum = new Crc32();
  const end = start + rows * rowBytes;
  const piece = new Uint8Array(Math.min(pieceBytes, end - start));
  for (let at = start; at < end; at += piece.length) {
    const own = piece.subarray(0, Math.min(piece.length, end - at));
    await file.read(at, own);
    sum.update(own);
  }
  if (sum.digits === sums[name]) return;
  throw new DataError(
    `its ${name} are not those that were written: their CRC-32 is ${sum.digits}, expected ${sums[name]}. ` +
      "Copy the file again, or prepare it again.",
    { file: file.name },
  );
}

/**
 * A `Blob` as a file of rows: a `File` of a page, one of the origin private file system (`handle.getFile()`), or of
 * `fs.openAsBlob` of Node.
 *
 * @param blob the file; its bytes are read when they are needed
 * @param name for messages (default: that of a `File`, or "rows")
 * @returns a file for `openPackedRows`
 *
 * @example
 * ```js
 * import { blobFile } from "chainrule";
 *
 * const file = blobFile(new Blob([new Uint8Array([1, 2, 3, 4])]), "four bytes");
 * const bytes = new Uint8Array(2);
 * await file.read(1, bytes);
 * console.log(file.size, bytes.join(" ")); // → 4 2 3
 * ```
 */
export function blobFile(blob: Blob, name = (blob as Partial<File>).name ?? "rows"): RowFile {
  return {
    name,
    size: blob.size,
    async read(at, into) {
      let bytes: ArrayBuffer;
      try {
        bytes = await blob.slice(at, at + into.length).arrayBuffer();
      } catch (cause) {
        throw new DataError("could not be read. Open it again.", { file: name, cause });
      }
      if (bytes.byteLength !== into.length)
        throw new DataError("is shorter than it was when it was opened.", { file: name });
      into.set(new Uint8Array(bytes));
    },
  };
}
