/** Writes packed rows, block by block, wherever the caller can write bytes at any place. */
import { DataError } from "../../errors.js";
import { Crc32 } from "./crc.js";
import {
  type PackedAbout,
  packedHeader,
  type PackedTensor,
  packedTensors,
  type Sums,
} from "./packedFormat.js";
import { bytesOf } from "./packedRows.js";
import { aboutRows, newBlock, firstRows, type RowBlock, rowBytesOf, type RowSource } from "./rowSource.js";

/** Writes bytes at a place of a file. */
export type WriteAt = (bytes: Uint8Array, at: number) => Promise<void>;

export class RowPacker {
  readonly #tensors: readonly (PackedTensor & { readonly sum: Crc32 })[];
  #rows = 0;

  /** @param about says how many rows there will be */
  constructor(
    private readonly about: PackedAbout,
    private readonly write: WriteAt,
  ) {
    this.#tensors = packedTensors(about, packedHeader(about).length).map((tensor) => ({
      ...tensor,
      sum: new Crc32(),
    }));
  }

  /** Bytes of the file. */
  get bytes(): number {
    const { start, rowBytes } = this.#tensors.at(-1)!;
    return start + this.about.rows * rowBytes;
  }

  /** Writes the next rows. @throws DataError for more rows than were announced */
  async add(block: RowBlock): Promise<void> {
    const count = block.inputs.length / this.about.columns;
    this.#refuseOther(this.#rows + count > this.about.rows, this.#rows + count);
    for (const { name, start, rowBytes, sum } of this.#tensors) {
      const bytes = bytesOf(block, name);
      sum.update(bytes);
      await this.write(bytes, start + this.#rows * rowBytes);
    }
    this.#rows += count;
  }

  /** Writes the beginning, which makes the file whole. @returns the sums of the tensors */
  async end(): Promise<Sums> {
    this.#refuseOther(this.#rows !== this.about.rows, this.#rows);
    const sums = Object.fromEntries(this.#tensors.map(({ name, sum }) => [name, sum.digits]));
    await this.write(packedHeader(this.about, sums), 0);
    return sums;
  }

  #refuseOther(isOther: boolean, got: number): void {
    if (!isOther) return;
    throw new DataError(
      `expected ${this.about.rows} rows, as were counted before, got ${got}. The data changed meanwhile: try again.`,
    );
  }
}

const blockBytes = 1 << 20;

/**
 * Packs rows into a file in memory: for a test, or a page that keeps them in its file system.
 *
 * @param source of the rows
 * @param notes what a model that is trained on them should remember (default: the classes and the schema)
 * @returns the file, for `blobFile` and `openPackedRows`
 * @throws {DataError} for rows that cannot be read
 *
 * @example
 * ```js
 * import { blobFile, Dataset, datasetRows, openPackedRows, packRows } from "chainrule";
 *
 * const fruit = Dataset.from([[173], [82]], ["apple", "plum"]);
 * const source = await openPackedRows(blobFile(await packRows(datasetRows(fruit))));
 * console.log(source.classNames); // → [ 'apple', 'plum' ]
 * ```
 */
export async function packRows(
  source: RowSource,
  notes: Readonly<Record<string, unknown>> = notesOf(source),
): Promise<Blob> {
  const pieces: { at: number; bytes: Uint8Array<ArrayBuffer> }[] = [];
  const packer = new RowPacker({ ...aboutRows(source), notes, origin: "" }, (bytes, at) => {
    pieces.push({ at, bytes: Uint8Array.from(bytes) });
    return Promise.resolve();
  });
  const most = Math.max(1, Math.floor(blockBytes / rowBytesOf(source)));
  const memory = newBlock(source, Math.min(most, source.rows));
  for (let from = 0; from < source.rows; from += most) {
    const count = Math.min(most, source.rows - from);
    const block = firstRows(source, memory, count);
    await source.read(from, count, block);
    await packer.add(block);
  }
  await packer.end();
  return new Blob(pieces.sort((a, b) => a.at - b.at).map(({ bytes }) => bytes));
}

function notesOf({ classNames, hasClassNames, schema }: RowSource): Record<string, unknown> {
  return { ...(hasClassNames && { classes: classNames }), ...(schema && { schema }) };
}
