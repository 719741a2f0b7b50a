/**
 * The formats of tables: which of them a file is, and how it becomes a `Table`. Text formats are read piece by piece, so a file may be
 * larger than memory; the others need all of it. To add a format, put it into `tableFormats`.
 */
import { DataError } from "../errors.js";
import type { GivenBytes } from "../network/givenArrays.js";
import { isText } from "./bytes.js";
import { type ByteSource, sourceOf } from "./byteSource.js";
import type { JpegDecoder } from "./images/jpeg.js";
import { CsvReader, readCsv } from "./csv.js";
import type { CsvOptions } from "./csvForm.js";
import { isJson, JsonReader } from "./jsonTable.js";
import { isNpy, NpyReader, readNpy, readNpz } from "./npy.js";
import { isParquet, parquetBlocks, type ParquetDecoder, readParquet } from "./parquetTable.js";
import type { Table } from "./table.js";
import { gather, type Headed, type Pieces, unpack, type Unpacker } from "./unpack.js";
import { isZip } from "./zip.js";

/** What the host can do that the library cannot do everywhere. */
export interface TableHost {
  /** Unpacks zstd. */
  readonly unzstd?: Unpacker | undefined;
  /** Loads a decoder of Parquet: `hyparquet` with the `compressors` of `hyparquet-compressors`. */
  readonly parquet?: (() => Promise<ParquetDecoder>) | undefined;
  /** Loads a decoder of JPEG: `decode` of `jpeg-js`. */
  readonly jpeg?: (() => Promise<JpegDecoder>) | undefined;
}

/** How to read a table. Options that a format does not have are ignored. */
export interface TableOptions extends CsvOptions {
  /** Called now and then with the bytes (unpacked) and rows that are read. */
  onProgress?: ((read: { readonly bytes: number; readonly rows: number }) => void) | undefined;
  /** About how many numbers a block has, of a table that is read in blocks (default: 4,194,304). */
  blockNumbers?: number | undefined;
}

/** A format of tables. */
export interface TableFormat {
  /** In messages: "CSV". */
  readonly name: string;
  /** Whether bytes begin as a file of this format does. */
  recognises(head: Uint8Array): boolean;
  read(file: Headed, name: string, options: TableOptions, host: TableHost): Promise<Table> | Table;
  /** Reads blocks of rows, for formats that are read neither piece by piece nor as a whole. */
  blocks?(file: Headed, name: string, options: TableOptions, host: TableHost): AsyncIterable<Table>;
  /** A reader of the pieces of a file, for formats that need not be in memory as a whole. */
  pieces?(name: string, options: TableOptions): PieceReader;
}

/** Rows between two calls of `onProgress` of a file in memory are those of this many bytes. */
const stepBytes = 1 << 24;

const parquet: TableFormat = {
  name: "Parquet",
  recognises: isParquet,
  read: async (file, name, options, host) =>
    readParquet(await sourceIn(file, name), name, await decoderOf(host, name), options),
  async *blocks(file, name, options, host) {
    const decoder = await decoderOf(host, name);
    yield* parquetBlocks(await sourceIn(file, name), name, decoder, options, blockNumbers);
  },
};

function decoderOf({ parquet: load }: TableHost, name: string): Promise<ParquetDecoder> {
  if (load) return load();
  throw new DataError(
    `expected a table that can be read here, got Parquet. Give a decoder of Parquet (hyparquet), or write CSV.`,
    { file: name },
  );
}

/** The file where its parts can be read in any order, otherwise all of it in memory. */
async function sourceIn(file: Headed, name: string): Promise<ByteSource> {
  if (!file.source) return sourceOf(await gather(file, name));
  await file.rest?.[Symbol.asyncIterator]().return?.();
  return file.source;
}

const npy: TableFormat = {
  name: "NPY",
  recognises: isNpy,
  read: async (file, name) => readNpy(await gather(file, name), name),
  pieces: (name) => new NpyReader(name),
};

const npz: TableFormat = {
  name: "NPZ",
  recognises: isZip,
  read: async (file, name) => readNpz(await gather(file, name), name),
};

const json: TableFormat = {
  name: "JSON",
  recognises: isJson,
  read: (file, name, options) => readPieces(new JsonReader(name, options), file, name, options),
  pieces: (name, options) => new JsonReader(name, options),
};

const csv: TableFormat = {
  name: "CSV",
  recognises: isText,
  read(file, name, options) {
    const isShort = file.rest === null && file.head.length <= stepBytes;
    if (isShort || (file.rest === null && !options.onProgress)) return readCsv(file.head, name, options);
    return readPieces(new CsvReader(name, options), file, name, options);
  },
  pieces: (name, options) => new CsvReader(name, options),
};

/** All formats, the surest to recognise first. */
export const tableFormats: readonly TableFormat[] = [parquet, npy, npz, json, csv];

/** A reader of text that comes in pieces. */
interface PieceReader {
  readonly rows: number;
  /** Numbers that the rows so far are kept in. */
  readonly numbers: number;
  push(piece: Uint8Array): void;
  /** The rows so far; null where they cannot be cut off yet. */
  take(): Table | null;
  finish(): Table;
}

/** A table that is read in blocks has about this many numbers in each: 32 MiB. */
export const blockNumbers = 1 << 22;

/**
 * Reads a table in blocks of rows, so that it need not fit into memory. The last block may have no rows. A format that needs
 * all of the file gives one block.
 */
export async function* readBlocks(
  format: TableFormat,
  file: Headed,
  name: string,
  options: TableOptions,
  host: TableHost,
): AsyncGenerator<Table, void, void> {
  if (format.blocks) return void (yield* format.blocks(file, name, options, host));
  if (!format.pieces) return void (yield await format.read(file, name, options, host));
  const reader = format.pieces(name, options);
  const most = options.blockNumbers ?? blockNumbers;
  let [bytes, rows] = [0, 0];
  for await (const piece of piecesOf(file)) {
    reader.push(piece);
    bytes += piece.length;
    options.onProgress?.({ bytes, rows: rows + reader.rows });
    if (reader.numbers < most) continue;
    const block = reader.take();
    if (block === null) continue;
    rows += block.rows;
    yield block;
  }
  yield reader.finish();
}

/** All of a file in pieces that take some milliseconds each. */
async function* piecesOf({ head, rest }: Headed): Pieces {
  for (let at = 0; at < head.length; at += stepBytes) yield head.subarray(at, at + stepBytes);
  if (rest) yield* rest;
}

async function readPieces(
  reader: PieceReader,
  file: Headed,
  name: string,
  { onProgress }: TableOptions,
): Promise<Table> {
  let bytes = 0;
  try {
    for await (const piece of piecesOf(file)) {
      reader.push(piece);
      bytes += piece.length;
      onProgress?.({ bytes, rows: reader.rows });
    }
    return reader.finish();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new DataError(
      `expected a table that fits into memory, got more: ${reader.rows} rows were read before it was full. ` +
        `Train on packed rows (docs/larger-than-memory.md), or take fewer rows or columns.`,
      { file: name, cause },
    );
  }
}

/**
 * Reads a table in any format: CSV, JSON lines, JSON, NPY, NPZ, Parquet, packed with gzip or not.
 *
 * @param data    the bytes of the file, as an ArrayBuffer or a view of one, or an async iterable of its pieces
 * @param name    of the file, for messages
 * @param options how the file is written, where that should not be found from it
 * @param host    ways to unpack zstd and to decode Parquet
 * @returns the table; `reading` says what was found
 * @throws {DataError} for bytes in no format that is known, and files that are damaged
 * @throws {ConfigError} for options out of range
 *
 * @example
 * ```js
 * import { readTable } from "chainrule";
 *
 * const lines = '{"mass": 173, "fruit": "apple"}\n{"mass": 82, "fruit": "plum"}\n';
 * const table = await readTable(new TextEncoder().encode(lines), "fruit.jsonl");
 * console.log(table.header, table.rows, table.reading.format);
 * // → [ 'mass', 'fruit' ] 2 JSON lines
 * ```
 */
export async function readTable(
  data: GivenBytes | Pieces,
  name: string,
  options: TableOptions = {},
  host: TableHost = {},
): Promise<Table> {
  const file = await unpack(data, name, host.unzstd);
  if (file.head.length === 0) throw new DataError("the file is empty.", { file: name });
  const format = tableFormats.find((one) => one.recognises(file.head));
  if (format) return format.read(file, name, options, host);
  throw new DataError(`expected ${tableFormats.map((one) => one.name).join(", ")}, got other binary data.`, {
    file: name,
  });
}
