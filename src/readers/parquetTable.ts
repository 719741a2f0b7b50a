/**
 * Parquet → a `Table`, by a decoder that the caller brings: `hyparquet` with `hyparquet-compressors`. The command line has it
 * inside. Columns of lists, maps and structures are refused.
 */
import { DataError } from "../errors.js";
import { listNames } from "../nearest.js";
import { withPlainNumbers } from "./numberFormats.js";
import { checkPages, type RowGroup } from "./parquetPages.js";
import type { Column, Table } from "./table.js";
import { ValueColumn } from "./valueColumn.js";

/** What a decoder of Parquet does: the functions of `hyparquet` with these names. */
export interface ParquetDecoder {
  /** Reads the metadata of a file. */
  parquetMetadataAsync(file: never): Promise<object>;
  /** Reads columns. */
  parquetRead(options: never): Promise<void>;
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

/** Whether bytes begin as Parquet does. */
export function isParquet(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x41 && head[2] === 0x52 && head[3] === 0x31;
}

/**
 * Reads Parquet, one column after the other.
 *
 * @param bytes       of the file
 * @param decoder     the functions of `hyparquet`, and `compressors` of `hyparquet-compressors`
 * @param textColumns columns that are texts, whatever their cells are
 * @throws DataError for a damaged file, and for columns of lists, maps or structures
 */
export async function readParquet(
  bytes: Uint8Array,
  name: string,
  decoder: ParquetDecoder,
  textColumns: readonly string[] = [],
): Promise<Table> {
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => bytes.slice(start, end).buffer,
  };
  const damaged = (cause: unknown) =>
    cause instanceof DataError
      ? cause
      : new DataError(
          `expected a whole Parquet file, got one that cannot be read (${(cause as Error)?.message ?? cause}). ` +
            `Write or copy it again.`,
          { file: name, cause },
        );
  try {
    const metadata = (await decoder.parquetMetadataAsync(file as never)) as Metadata;
    const header = flatColumns(metadata, name);
    const rows = Number(metadata.num_rows);
    if (rows === 0) throw new DataError(`expected rows, got none.`, { file: name });
    checkPages(bytes, metadata.row_groups, rows);
    const columns: Column[] = [];
    for (const column of header) {
      const values = new ValueColumn(column, rows, textColumns.includes(column));
      let read = 0;
      const { compressors } = decoder;
      const options = {
        ...(compressors && { compressors }),
        file,
        metadata,
        columns: [column],
        onChunk({ columnData, rowStart }: Chunk) {
          for (let index = 0; index < columnData.length; index++) {
            values.set(rowStart + index, columnData[index], { file: name, row: rowStart + index });
          }
          read += columnData.length;
        },
      };
      await decoder.parquetRead(options as never);
      if (read !== rows) throw new Error(`column ${column} has ${read} values for ${rows} rows`);
      columns.push(values.finish(rows));
    }
    const table = {
      name,
      header,
      rows,
      columns,
      lineOf: () => null,
      reading: { format: "Parquet", notes: [] },
    };
    return withPlainNumbers(
      table,
      header.map((column) => textColumns.includes(column)),
    );
  } catch (cause) {
    throw damaged(cause);
  }
}

/** The names of the columns. @throws DataError if one is not a plain value */
function flatColumns({ schema }: Metadata, name: string): string[] {
  const nested: string[] = [];
  const header: string[] = [];
  let at = 1;
  for (let child = 0; child < (schema[0]?.num_children ?? 0); child++) {
    const element = schema[at++]!;
    if (element.num_children || element.repetition_type === "REPEATED") nested.push(element.name);
    else header.push(element.name);
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
  return header;
}
