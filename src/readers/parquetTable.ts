/**
 * Parquet → a `Table`, by a decoder that the caller brings: `hyparquet` with `hyparquet-compressors`. The command line has it
 * inside. A file is read by row groups, one column after the other, so that it need not be in memory. Columns of lists, maps and
 * structures are refused.
 */
import { DataError } from "../errors.js";
import { listNames } from "../nearest.js";
import type { ByteSource } from "./byteSource.js";
import { withPlainNumbers } from "./numberFormats.js";
import {
  checkChunk,
  checkRows,
  type ColumnChunk,
  type Decompressor,
  placeOf,
  type RowGroup,
} from "./parquetPages.js";
import type { Table } from "./table.js";
import { ValueColumn } from "./valueColumn.js";

/** What a decoder of Parquet does: the functions of `hyparquet` with these names. */
export interface ParquetDecoder {
  /** Reads the metadata of a file. */
  parquetMetadataAsync(file: never): Promise<object>;
  /** Reads columns. */
  parquetRead(options: never): Promise<void>;
  /** Unpacks snappy, where `compressors` has none. */
  snappyUncompress?(input: Uint8Array, output: Uint8Array): void;
  /** Those of `hyparquet-compressors`. */
  readonly compressors?: object;
}

/** What is used of the metadata. */
interface Metadata {
  readonly num_rows: bigint | number;
  readonly row_groups: readonly RowGroup[];
  readonly schema: readonly {
    readonly name: string;
    readonly num_children?: number;
    readonly repetition_type?: string;
  }[];
}

/** Values of a column, from a row on. */
interface Chunk {
  readonly columnData: ArrayLike<unknown>;
  readonly rowStart: number;
}

/** How columns are read. */
export interface ParquetOptions {
  /** Called after each row group with the bytes and rows that are read. */
  readonly onProgress?: ((read: { readonly bytes: number; readonly rows: number }) => void) | undefined;
  /** Columns that are texts, whatever their cells are. */
  readonly textColumns?: readonly string[] | undefined;
  /** Columns whose texts have a decimal comma, where that is known. */
  readonly commaColumns?: readonly string[] | undefined;
}

/** Whether bytes begin as Parquet does. */
export function isParquet(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x52 && head[3] === 0x31;
}

/**
 * Reads Parquet in blocks of whole row groups.
 *
 * @param source      the file
 * @param decoder     the functions of `hyparquet`, and `compressors` of `hyparquet-compressors`
 * @param mostNumbers a block ends with the row group in which it has this many values (default: one block)
 * @throws DataError for a damaged file, and for columns of lists, maps or structures
 */
export async function* parquetBlocks(
  source: ByteSource,
  name: string,
  decoder: ParquetDecoder,
  { textColumns = [], commaColumns = [], onProgress }: ParquetOptions,
  mostNumbers = Infinity,
): AsyncGenerator<Table, void, void> {
  try {
    const metadata = await metadataOf(source, decoder);
    const columns = flatColumns(metadata, name);
    const rows = Number(metadata.num_rows);
    if (rows === 0) throw new DataError(`expected rows, got none.`, { file: name });
    checkRows(metadata.row_groups, rows);
    const isText = columns.map((column) => textColumns.includes(column.name));
    let [bytes, before] = [0, 0];
    for (let group = 0; group < metadata.row_groups.length;) {
      const own: RowGroup[] = [];
      let sum = 0;
      do {
        const next = metadata.row_groups[group++]!;
        own.push(next);
        sum += Number(next.num_rows);
      } while (group < metadata.row_groups.length && sum * columns.length < mostNumbers);
      if (sum === 0) continue;
      const values = columns.map((column, index) => new ValueColumn(column.name, sum, isText[index]!));
      for (const [index, column] of columns.entries()) {
        let start = 0;
        for (const one of own) {
          const set = (row: number, value: unknown) =>
            values[index]!.set(start + row, value, { file: name, row: start + row });
          bytes += await readChunk(source, decoder, metadata, one, column, set);
          onProgress?.({ bytes, rows: before });
          start += Number(one.num_rows);
        }
      }
      before += sum;
      const table = {
        name,
        header: columns.map((column) => column.name),
        rows: sum,
        columns: values.map((column) => column.finish(sum)),
        lineOf: () => null,
        reading: { format: "Parquet", notes: [] },
      };
      yield withPlainNumbers(table, isText, commaColumns);
    }
  } catch (cause) {
    if (cause instanceof DataError) throw cause;
    throw new DataError(
      `expected a whole Parquet file, got one that cannot be read (${(cause as Error)?.message ?? cause}). ` +
        `Write or copy it again.`,
      { file: name, cause },
    );
  }
}

/** Reads all of a file. @throws DataError as `parquetBlocks` */
export async function readParquet(
  source: ByteSource,
  name: string,
  decoder: ParquetDecoder,
  options: ParquetOptions = {},
): Promise<Table> {
  for await (const table of parquetBlocks(source, name, decoder, options)) return table;
  throw new DataError(`expected rows, got none.`, { file: name });
}

async function metadataOf(source: ByteSource, decoder: ParquetDecoder): Promise<Metadata> {
  const file = {
    byteLength: source.length,
    slice: async (start: number, end = source.length) => bufferOf(await source.read(start, end)),
  };
  return (await decoder.parquetMetadataAsync(file as never)) as Metadata;
}

/** Bytes in a buffer of their own. */
function bufferOf(bytes: Uint8Array): ArrayBufferLike {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes.buffer : bytes.slice().buffer;
}

/** A column without parts. */
interface FlatColumn {
  readonly name: string;
  readonly isOptional: boolean;
}

/**
 * Reads a column of a row group. The decoder gets the bytes of this column alone, after they were checked.
 *
 * @param set takes each value
 * @returns bytes that were read
 * @throws Error for a damaged column
 */
async function readChunk(
  source: ByteSource,
  decoder: ParquetDecoder,
  metadata: Metadata,
  group: RowGroup,
  { name, isOptional }: FlatColumn,
  set: (row: number, value: unknown) => void,
): Promise<number> {
  const rows = Number(group.num_rows);
  if (rows === 0) return 0;
  const own = group.columns.filter(({ meta_data: about }) => about?.path_in_schema?.[0] === name);
  if (own.length !== 1 || own[0]!.meta_data!.path_in_schema!.length !== 1)
    throw new Error(`a row group has ${own.length} columns ${name}`);
  const [chunk] = own as [ColumnChunk];
  const [start, end] = placeOf(chunk, source.length);
  const checked = checkChunk(await source.read(start, end), chunk, rows, isOptional);
  let read = 0;
  let failure: unknown = null;
  const options = {
    // whatever part the decoder asks for, there is no other
    file: { byteLength: source.length, slice: () => bufferOf(checked.bytes) },
    metadata: { ...metadata, num_rows: group.num_rows, row_groups: [{ ...group, columns: own }] },
    columns: [name],
    compressors: checkedCompressors(decoder, checked.check),
    onChunk({ columnData, rowStart }: Chunk) {
      // the decoder waits for nobody here, so an error would end the process
      try {
        for (let index = 0; index < columnData.length; index++) set(rowStart + index, columnData[index]);
        read += columnData.length;
      } catch (error) {
        failure ??= error;
      }
    },
  };
  await decoder.parquetRead(options as never);
  if (failure !== null) throw failure;
  if (read !== rows) throw new Error(`column ${name} has ${read} values for ${rows} rows`);
  return end - start;
}

/** The decompressors of a decoder, with a look at each page that they unpack. */
function checkedCompressors(decoder: ParquetDecoder, check: (unpacked: Uint8Array) => void): object {
  const { compressors = {}, snappyUncompress } = decoder;
  const snappy: Decompressor | undefined =
    snappyUncompress &&
    ((bytes, length) => {
      const output = new Uint8Array(length);
      snappyUncompress(bytes, output);
      return output;
    });
  const all = { ...(snappy && { SNAPPY: snappy }), ...compressors } as Record<string, Decompressor>;
  return Object.fromEntries(
    Object.entries(all).map(([codec, unpack]) => [
      codec,
      (bytes: Uint8Array, length: number) => {
        const unpacked = unpack(bytes, length);
        check(unpacked);
        return unpacked;
      },
    ]),
  );
}

/** The columns. @throws DataError if one is not a plain value */
function flatColumns({ schema }: Metadata, name: string): FlatColumn[] {
  const nested: string[] = [];
  const columns: FlatColumn[] = [];
  let at = 1;
  for (let child = 0; child < (schema[0]?.num_children ?? 0); child++) {
    const element = schema[at++]!;
    if (element.num_children || element.repetition_type === "REPEATED") nested.push(element.name);
    else columns.push({ name: element.name, isOptional: element.repetition_type !== "REQUIRED" });
    for (let inside = element.num_children ?? 0; inside > 0; inside--)
      inside += schema[at++]!.num_children ?? 0;
  }
  if (nested.length > 0) {
    throw new DataError(
      `expected columns of plain values, got lists or structures in ${listNames(nested)}. ` +
        `Write them as columns of their own, or leave them out of the file.`,
      { file: name, column: nested[0]! },
    );
  }
  return columns;
}
