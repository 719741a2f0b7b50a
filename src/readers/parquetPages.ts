/**
 * Checks the pages of Parquet before a decoder reads them. A decoder believes their headers: a damaged one that counts millions of
 * values in a page of some bytes takes all memory, and one with a negative length sends the decoder back to the same page for ever.
 * A plain column has as many values as its row group has rows, so its pages have no more. `parquetRuns.ts` checks what is in a page.
 *
 * Headers are in Thrift's compact protocol. Only the numbers that are needed are read; the rest is skipped.
 * [https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift]
 */
import { checkLevels, checkPage, checkValues, type PageValues } from "./parquetRuns.js";

/** What is used of a column chunk in the metadata. */
export interface ColumnChunk {
  readonly meta_data?: {
    readonly type?: string;
    readonly codec?: string;
    readonly path_in_schema?: readonly string[];
    readonly dictionary_page_offset?: bigint | number;
    readonly data_page_offset?: bigint | number;
    readonly total_compressed_size?: bigint | number;
  };
}

/** What is used of a row group. */
export interface RowGroup {
  readonly num_rows: bigint | number;
  readonly columns: readonly ColumnChunk[];
}

/** Unpacks the bytes of a page. */
export type Decompressor = (bytes: Uint8Array, length: number) => Uint8Array;

/** How many bytes one packed byte may become, by codec. */
const mostRatio: Readonly<Record<string, number>> = { SNAPPY: 64, GZIP: 1100, LZ4: 260, LZ4_RAW: 260 };
/** The same for codecs that can repeat a byte as often as they like. */
const otherRatio = 65_536;
/** Bytes that a page may become however short it is. */
const alwaysBytes = 2 ** 20;

/** @throws Error if the rows of the groups are not those of the file */
export function checkRows(groups: readonly RowGroup[], rows: number): void {
  let sum = 0;
  for (const { num_rows } of groups) {
    const own = Number(num_rows);
    if (!(own >= 0)) throw new Error(`a row group has ${own} rows`);
    sum += own;
  }
  if (sum !== rows) throw new Error(`the row groups have ${sum} rows, the file ${rows}`);
}

/** Where a column chunk lies in the file. @throws Error if that is outside */
export function placeOf(
  { meta_data: about }: ColumnChunk,
  length: number,
): readonly [start: number, end: number] {
  if (!about) throw new Error("a column has no metadata");
  // as decoders find it
  const start = Number(about.dictionary_page_offset || about.data_page_offset);
  const end = start + Number(about.total_compressed_size);
  if (!(start >= 0 && end >= start && end <= length)) throw new Error("a column lies outside of the file");
  return [start, end];
}

/** A column chunk whose headers are checked. */
export interface CheckedChunk {
  /** The pages, without what comes after the last one. */
  readonly bytes: Uint8Array;
  /** Checks the values of the next page that is unpacked; a decoder unpacks them one after the other. */
  readonly check: (unpacked: Uint8Array) => void;
}

/**
 * Checks the headers of the pages of a column chunk, and the values of those that are not packed.
 *
 * @param bytes      of the chunk
 * @param rows       of its row group
 * @param isOptional whether values may be missing
 * @throws Error with what is wrong
 */
export function checkChunk(
  bytes: Uint8Array,
  { meta_data: about = {} }: ColumnChunk,
  rows: number,
  isOptional: boolean,
): CheckedChunk {
  const name = about.path_in_schema?.join(".") ?? "";
  const { codec = "", type = "" } = about;
  const wrong = (what: string) => new Error(`a page of column ${name} ${what}`);
  const saying = (work: () => void) => {
    try {
      work();
    } catch (cause) {
      throw new Error(`a page of column ${name} is damaged: ${(cause as Error).message}`, { cause });
    }
  };
  const reader = new Thrift(bytes, 0, bytes.length);
  const waiting: ((unpacked: Uint8Array) => void)[] = [];
  let values = 0;
  while (values < rows && reader.at < bytes.length - 1) {
    const page = reader.struct();
    const [compressed, unpacked] = [page.get("3"), page.get("2")];
    if (!isWhole(page, compressed!, rows)) throw wrong("has a wrong header");
    const start = reader.at;
    const most =
      codec === "UNCOMPRESSED" ? compressed! : alwaysBytes + compressed! * (mostRatio[codec] ?? otherRatio);
    if (!(compressed! >= 0 && start + compressed! <= bytes.length && unpacked! >= 0 && unpacked! <= most))
      throw wrong("has a wrong length");
    reader.at += compressed!;
    const content = bytes.subarray(start, reader.at);
    // data pages of both versions, and dictionaries
    const count = page.get("5.1") ?? page.get("8.1");
    const entries = count ?? page.get("7.1") ?? 0;
    if (!(entries >= 0 && (count === undefined || values + entries <= rows)))
      throw wrong(`has ${entries} values, its row group ${rows} rows`);
    if (count === undefined && entries > unpacked!)
      throw wrong(`is a dictionary of ${entries} values in ${unpacked} bytes`);
    values += count ?? 0;
    const kind: PageValues = { values: entries, encoding: page.get("5.2") ?? page.get("8.4") ?? 0, type };
    const isPacked = codec !== "UNCOMPRESSED";
    if (page.get("1") === 0) {
      const check = (own: Uint8Array) => saying(() => checkPage(own, kind, isOptional));
      if (isPacked) waiting.push(check);
      else check(content);
    } else if (page.get("1") === 2) {
      if (isPacked) waiting.push(() => undefined);
    } else if (page.get("1") === 3) {
      const depths = page.get("8.6")!;
      const levels = depths + (isOptional ? page.get("8.5")! : 0);
      const present = entries - page.get("8.2")!;
      if (unpacked! < levels) throw wrong("has a wrong length");
      saying(() => {
        if (!isOptional && page.get("8.2") !== 0) throw new Error("values are missing that may not be");
        if (isOptional && checkLevels(content.subarray(depths, levels), entries) !== present)
          throw new Error("its levels do not say how many values are missing");
      });
      const check = (own: Uint8Array) => saying(() => checkValues({ bytes: own, at: 0 }, kind, present));
      // a decoder does not unpack what is said to be unpacked, or nothing
      if (isPacked && page.get("8.7") !== 0 && unpacked! > levels) waiting.push(check);
      else check(content.subarray(levels));
    }
  }
  if (values !== rows) throw new Error(`column ${name} has ${values} values for ${rows} rows`);
  return {
    bytes: bytes.subarray(0, reader.at),
    check(unpacked) {
      const next = waiting.shift();
      if (!next) throw wrong("is not where its header says");
      next(unpacked);
    },
  };
}

/** Whether the header of a page has all that the format demands, and its levels lie in the page. */
function isWhole(page: ReadonlyMap<string, number>, bytes: number, rows: number): boolean {
  const all = (kind: number, fields: readonly number[]) =>
    fields.every((field) => page.get(`${kind}.${field}`)! >= 0);
  switch (page.get("1")) {
    case 0:
      return all(5, [1, 2, 3, 4]);
    case 1: // an index, which decoders refuse
      return true;
    case 2:
      return all(7, [1, 2]);
    case 3: {
      const [nulls, own, levels, depths] = [2, 3, 5, 6].map((field) => page.get(`8.${field}`)!);
      return (
        all(8, [1, 2, 3, 4, 5, 6]) && nulls! <= page.get("8.1")! && own! <= rows && levels! + depths! <= bytes
      );
    }
    default:
      return false;
  }
}

/** Reads whole numbers of structures. */
class Thrift {
  constructor(
    readonly bytes: Uint8Array,
    public at: number,
    readonly end: number,
  ) {}

  /** A structure: its whole numbers by the numbers of the fields that lead to them, "5.1". */
  struct(): Map<string, number> {
    const found = new Map<string, number>();
    this.#fields("", found, 0);
    return found;
  }

  #fields(path: string, found: Map<string, number> | null, depth: number): void {
    if (depth > 8) throw new Error("a page has structures more than 8 deep");
    for (let field = 0; ;) {
      const head = this.#byte();
      if (head === 0) return;
      const type = head & 15;
      field = head >> 4 === 0 ? this.#zigzag() : field + (head >> 4);
      this.#value(type, path === "" ? String(field) : `${path}.${field}`, found, depth);
    }
  }

  #value(type: number, path: string, found: Map<string, number> | null, depth: number): void {
    switch (type) {
      case 1: // true and false are in the type
      case 2:
        found?.set(path, type === 1 ? 1 : 0);
        return;
      case 3:
        this.#byte();
        return;
      case 4:
      case 5:
      case 6: {
        const value = this.#zigzag();
        found?.set(path, value);
        return;
      }
      case 7:
        return this.#skip(8);
      case 8:
        return this.#skip(this.#varint());
      case 9:
      case 10: {
        const head = this.#byte();
        const count = head >> 4 === 15 ? this.#varint() : head >> 4;
        const of = head & 15;
        for (let index = 0; index < count; index++) {
          if (of === 1 || of === 2) this.#byte();
          else this.#value(of, path, null, depth + 1);
        }
        return;
      }
      case 12:
        return this.#fields(path, found, depth + 1);
      default:
        throw new Error(`a page header has the unknown type ${type}`);
    }
  }

  #skip(count: number): void {
    this.at += count;
    if (!(this.at <= this.end)) throw new Error("a page header is cut short");
  }

  #byte(): number {
    if (this.at >= this.end) throw new Error("a page header is cut short");
    return this.bytes[this.at++]!;
  }

  #varint(): number {
    let value = 0;
    for (let factor = 1; factor < 2 ** 64; factor *= 128) {
      const byte = this.#byte();
      value += (byte & 127) * factor;
      if (byte < 128) return value;
    }
    throw new Error("a page header has a number that is too long");
  }

  #zigzag(): number {
    const value = this.#varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
}
