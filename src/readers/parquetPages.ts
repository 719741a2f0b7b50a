/**
 * Checks the headers of Parquet's pages before a decoder reads them. A decoder believes them: a damaged one that counts millions of
 * values in a page of some bytes takes all memory, and one with a negative length sends the decoder back to the same page for ever.
 * A plain column has as many values as its row group has rows, so its pages have no more.
 *
 * Headers are in Thrift's compact protocol. Only the numbers that are needed are read; the rest is skipped.
 * [https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift]
 */

/** What is used of a column chunk in the metadata. */
export interface ColumnChunk {
  readonly meta_data?: {
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

/** A page may unpack to this many bytes: twice the largest that writers make by far. */
const mostPageBytes = 2 ** 31;

/**
 * Refuses row groups whose pages contradict the metadata.
 *
 * @param rows of the file
 * @throws Error with what is wrong
 */
export function checkPages(bytes: Uint8Array, groups: readonly RowGroup[], rows: number): void {
  let sum = 0;
  for (const { num_rows, columns } of groups) {
    const own = Number(num_rows);
    if (!(own >= 0)) throw new Error(`a row group has ${own} rows`);
    sum += own;
    for (const column of columns) checkColumn(bytes, column, own);
  }
  if (sum !== rows) throw new Error(`the row groups have ${sum} rows, the file ${rows}`);
}

function checkColumn(bytes: Uint8Array, { meta_data: about }: ColumnChunk, rows: number): void {
  if (!about) throw new Error("a column has no metadata");
  const first = Number(about.data_page_offset);
  const dictionary = Number(about.dictionary_page_offset ?? 0);
  const start = dictionary > 0 && dictionary < first ? dictionary : first;
  const end = start + Number(about.total_compressed_size);
  if (!(start >= 0 && end >= start && end <= bytes.length))
    throw new Error("a column lies outside of the file");
  const name = about.path_in_schema?.join(".") ?? "";
  const reader = new Thrift(bytes, start, end);
  for (let values = 0; values < rows && reader.at < end - 1;) {
    const page = reader.struct();
    const [compressed, unpacked] = [page.get("3"), page.get("2")];
    if (!isWhole(page, compressed!, rows)) throw new Error(`a page of column ${name} has a wrong header`);
    if (!(compressed! >= 0 && reader.at + compressed! <= end && unpacked! >= 0 && unpacked! <= mostPageBytes))
      throw new Error(`a page of column ${name} has a wrong length`);
    reader.at += compressed!;
    // data pages of both versions, and dictionaries
    const count = page.get("5.1") ?? page.get("8.1");
    const entries = count ?? page.get("7.1") ?? 0;
    if (!(entries >= 0 && (count === undefined ? entries <= mostPageBytes : values + entries <= rows)))
      throw new Error(`a page of column ${name} has ${entries} values, its row group ${rows} rows`);
    if (count === undefined && entries > unpacked!)
      throw new Error(`a dictionary of column ${name} has ${entries} values in ${unpacked} bytes`);
    values += count ?? 0;
  }
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
