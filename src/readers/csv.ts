/**
 * CSV in bytes → a `Table`. `csvForm.ts` finds out how the file is written, `csvRows.ts` reads the rows, `decodeTexts.ts` makes
 * strings of the different texts; here they are put together. What cells mean is decided in `schema.ts`.
 *
 * It follows RFC 4180, and takes what programs make of it: other separators, line ends in CR, CRLF or CRCRLF, blank lines, blanks
 * around cells, empty cells at the end of all rows. Nothing else is padded, cut or skipped: it is an error with its line. (Why not a
 * package: uDSV 0.7.3 silently joins a short row with the next line, and drops the text after an unclosed quote.)
 */
import { DataError } from "../errors.js";
import type { GivenBytes } from "../network/givenArrays.js";
import { plural } from "../wording.js";
import { compact } from "./columnBuilder.js";
import { type CsvForm, type CsvOptions, findForm } from "./csvForm.js";
import { CsvRows } from "./csvRows.js";
import { decodeTexts } from "./decodeTexts.js";
import { decodeWindows1252, encodingName, markedEncoding, type Transcoder, transcoder } from "./encoding.js";
import { withPlainNumbers } from "./numberFormats.js";
import type { Table, TableReading } from "./table.js";
import { requireBytes } from "./unpack.js";

/** Bytes that are looked at before the form of a file is decided; more where they have too few lines. */
const sampleBytes = 1 << 20;
const mostSampleBytes = 1 << 26;
const fewestLines = 10;
/** Bytes that show the encoding. */
const headBytes = 4096;

/**
 * Reads CSV: as in RFC 4180, and as spreadsheets, data frames and archives of data sets write it. Separator, quote, decimal sign,
 * encoding and header are found from the file where `options` do not tell them; `table.reading` says what was found.
 *
 * @param data    the text, or the bytes of the file as an ArrayBuffer or a view of one
 * @param name    of the file, for messages
 * @param options what is known of the file
 * @returns the table; numbers are exactly those of `Number()`
 * @throws {DataError} for an empty file, a header without rows, rows of other lengths than the header, quotes out of
 *   place, NUL bytes, and bytes that are in no encoding
 * @throws {ConfigError} for options out of range
 *
 * @example
 * ```js
 * import { cellText, readCsv } from "chainrule";
 *
 * const table = readCsv('mass_g;fruit\n173,5;apple\n82;"plum; red"\n', "fruit.csv");
 * console.log(table.header, table.rows, table.columns[0].numbers);
 * // → [ 'mass_g', 'fruit' ] 2 Float64Array(2) [ 173.5, 82 ]
 * console.log(cellText(table, 1, 1), table.lineOf(1), table.reading.separator, table.reading.decimal);
 * // → plum; red 3 ; ,
 * ```
 */
export function readCsv(data: string | GivenBytes, name: string, options: CsvOptions = {}): Table {
  const bytes = typeof data === "string" ? new TextEncoder().encode(data) : requireBytes(data, name);
  const told = typeof data === "string" ? { ...options, encoding: "utf-8" } : options;
  const reader = new CsvReader(name, told, lineEnds(bytes) + 1);
  reader.push(bytes);
  return reader.finish();
}

/** Reads CSV that comes in pieces: `push` them in their order, then `finish`. */
export class CsvReader {
  readonly #name: string;
  readonly #options: CsvOptions;
  readonly #mostRows: number | undefined;
  /** Pieces that wait: for the encoding to be known, then for the form. */
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #encoding: string | undefined;
  #transcode: Transcoder | null = null;
  #isMarkRead = false;
  #form: CsvForm | null = null;
  #header: Uint8Array = new Uint8Array(0);
  #rows: CsvRows | null = null;
  /** Whether rows were taken already. */
  #isContinued = false;

  /** @param mostRows an upper bound of the number of rows, where it is known: saves memory */
  constructor(name: string, options: CsvOptions = {}, mostRows?: number) {
    this.#name = name;
    this.#options = options;
    this.#mostRows = mostRows;
  }

  /** Number of rows so far. */
  get rows(): number {
    return this.#rows?.rows ?? 0;
  }

  /** Reads a piece of the file. @throws DataError, ConfigError */
  push(piece: Uint8Array): void {
    if (this.#isMarkRead) return this.#pushText(this.#transcoded(piece, false));
    this.#wait(piece);
    if (this.#waitingBytes >= headBytes) this.#readMark();
  }

  /** Numbers that the rows so far are kept in. */
  get numbers(): number {
    return this.rows * (this.#form?.header.length ?? 0);
  }

  /** The rows so far, as a table; the reader goes on behind them. Null where they cannot be cut off yet. */
  take(): Table | null {
    const rows = this.#rows;
    if (!rows?.mayEnd) return null;
    this.#rows = rows.next();
    const table = this.#table(this.#form!, rows);
    this.#isContinued = true;
    return table;
  }

  /** @returns the table; after `take` the rows that are left, maybe none */
  finish(): Table {
    if (!this.#isMarkRead) this.#readMark();
    if (this.#transcode) this.#pushText(this.#transcoded(new Uint8Array(0), true));
    if (!this.#rows) this.#start(this.#takeWaiting(), true);
    return this.#table(this.#form!, this.#rows!);
  }

  /** A piece as bytes that are read as they are. @throws DataError for bytes that are not in the encoding */
  #transcoded(piece: Uint8Array, isLast: boolean): Uint8Array {
    if (!this.#transcode) return piece;
    try {
      return this.#transcode(piece, isLast);
    } catch (cause) {
      const where = this.rows > 0 ? ` after ${plural(this.rows, "row")}` : "";
      throw new DataError(
        `expected text in ${this.#encoding}, got bytes that are not${where}. The file is damaged or cut short, ` +
          `or in another encoding: copy it again, or tell its encoding (--encoding).`,
        { file: this.#name, cause },
      );
    }
  }

  #wait(piece: Uint8Array): void {
    this.#waiting.push(piece);
    this.#waitingBytes += piece.length;
  }

  #takeWaiting(): Uint8Array {
    const [only] = this.#waiting;
    if (this.#waiting.length === 1) {
      this.#waiting = [];
      return only!;
    }
    const all = new Uint8Array(this.#waitingBytes);
    let at = 0;
    for (const piece of this.#waiting) {
      all.set(piece, at);
      at += piece.length;
    }
    this.#waiting = [];
    this.#waitingBytes = 0;
    return all;
  }

  /** Finds the encoding, and sends what waited for it on. */
  #readMark(): void {
    const bytes = this.#takeWaiting();
    this.#waitingBytes = 0;
    const marked = markedEncoding(bytes.subarray(0, headBytes));
    const { encoding } = this.#options;
    this.#encoding = encoding === undefined ? marked?.encoding : encodingName(encoding);
    this.#transcode = this.#encoding === undefined ? null : transcoder(this.#encoding);
    this.#isMarkRead = true;
    const isOwnMark = marked !== null && marked.encoding === (this.#encoding ?? "utf-8");
    this.push(isOwnMark ? bytes.subarray(marked.markBytes) : bytes);
  }

  #pushText(piece: Uint8Array): void {
    if (this.#rows) return this.#rows.push(piece);
    this.#wait(piece);
    if (this.#waitingBytes < sampleBytes) return;
    const bytes = this.#takeWaiting();
    if (bytes.length < mostSampleBytes && lineEnds(bytes.subarray(0, mostSampleBytes)) < fewestLines) {
      return this.#wait(bytes);
    }
    this.#start(bytes, false);
  }

  /** Finds the form of the file from its beginning, and reads the rows in it. */
  #start(bytes: Uint8Array, isAll: boolean): void {
    let end = Math.min(bytes.length, sampleBytes);
    while (end < Math.min(bytes.length, mostSampleBytes) && lineEnds(bytes.subarray(0, end)) < fewestLines)
      end *= 2;
    const isWhole = isAll && end >= bytes.length;
    let part = bytes.subarray(0, end);
    if (!isWhole) part = part.subarray(0, Math.max(part.lastIndexOf(10), part.lastIndexOf(13)) + 1);
    const sample = new TextDecoder("windows-1252").decode(part); // one character a byte
    const decode = (from: number, to: number) => decodeHeader(part.subarray(from, to), this.#encoding);
    const form = findForm(sample, isWhole, this.#name, this.#options, decode);
    this.#form = form;
    if (form.headerRow) this.#header = part.slice(form.headerRow.start, form.headerRow.end);
    const { textColumns = [], onError = "stop" } = this.#options;
    this.#rows = new CsvRows(
      {
        ...form,
        name: this.#name,
        columns: form.header.length,
        widthFrom: form.hasHeader ? "the header" : "the first rows",
        asText: form.header.map((column) => textColumns.includes(column)),
        skipFaults: onError === "skip",
        mostRows: this.#mostRows,
      },
      form.line,
    );
    this.#rows.push(bytes.subarray(form.start));
  }

  #table(form: CsvForm, rows: CsvRows): Table {
    rows.finish();
    const { lines, rows: count, skipped, emptyRows } = rows;
    if (count === 0 && !this.#isContinued)
      throw skipped.first ?? new DataError(`expected rows, got none.`, { file: this.#name });
    const found = rows.columns.map((column) => column.finish(count));
    // what was transcoded is UTF-8
    const told = this.#transcode ? "utf-8" : (this.#encoding as "utf-8" | "windows-1252" | undefined);
    const place = (column: number, row: number) =>
      column < 0
        ? { file: this.#name, line: form.headerRow!.line }
        : { file: this.#name, line: lines.lineOf(row), column: form.header[column]! };
    const rowOf = (column: number, text: number) => found[column]!.codes?.indexOf(text) ?? -1;
    const { texts, encoding } = decodeTexts(rows.texts, this.#header, told, rowOf, place);
    const notes = this.#isContinued ? [] : [...form.notes];
    if (emptyRows > 0) notes.push(`Left out ${plural(emptyRows, "row")} without any value.`);
    if (skipped.first) {
      notes.push(`Skipped ${plural(skipped.rows, "faulty row")}. The first: ${skipped.first.message}`);
    }
    const reading: TableReading = {
      format: "CSV",
      separator: form.separator,
      decimal: form.decimal,
      encoding: this.#encoding ?? encoding,
      header: form.hasHeader,
      ...(form.classes && { classes: form.classes }),
      notes,
    };
    const table: Table = {
      name: this.#name,
      header: form.header,
      rows: count,
      columns: found.map((column, index) => compact(column, texts[index] ?? [])),
      lineOf: (row) => lines.lineOf(row),
      reading,
    };
    const { textColumns = [], commaColumns } = this.#options;
    return withPlainNumbers(
      table,
      form.header.map((name) => textColumns.includes(name)),
      commaColumns,
    );
  }
}

/** The header in its encoding. `decodeTexts` looks at it again, together with all texts. */
function decodeHeader(bytes: Uint8Array, encoding: string | undefined): string {
  if (encoding === "windows-1252") return decodeWindows1252(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return decodeWindows1252(bytes);
  }
}

/** Number of line ends, also in quoted cells. */
function lineEnds(bytes: Uint8Array): number {
  const count = (end: number) => {
    let found = 0;
    for (let at = bytes.indexOf(end); at >= 0; at = bytes.indexOf(end, at + 1)) found++;
    return found;
  };
  return count(10) || count(13);
}
