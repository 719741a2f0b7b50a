/**
 * The rows of CSV → columns, from bytes that come in pieces. `csvForm.ts` has found out how the file is written; here is only the
 * loop over the bytes. A number costs no string, and a text costs none but the first time that it occurs.
 *
 *     piece ─▶ buffer ─▶ one row after the other ─▶ block [rows × columns] ─▶ chunks of each column
 *
 * Cells are written row by row into a block that fits into the second-level cache, and from there column by column: a table of 785
 * columns would otherwise touch 785 pages of memory for each row.
 */
import { DataError } from "../errors.js";
import { plural, show } from "../wording.js";
import { ByteTexts } from "./byteTexts.js";
import { ColumnBuilder } from "./columnBuilder.js";
import { decimalNumber, mostExact, powersOfTen } from "./decimalNumber.js";
import { LineIndex } from "./lineIndex.js";
import type { Separator } from "./table.js";

/** What the rows of a file look like. */
export interface RowForm {
  readonly name: string;
  readonly separator: Separator;
  readonly decimal: "." | ",";
  /** The quote, one ASCII character. */
  readonly quote: string;
  /** Lines that begin with this are skipped. */
  readonly comment: string | null;
  readonly columns: number;
  /** Where the number of columns is from, in messages: "the header". */
  readonly widthFrom: string;
  /** Empty cells that a row may have behind the last column. */
  readonly surplus: number;
  /** [columns] which columns are texts, whatever their cells are. */
  readonly asText: readonly boolean[];
  /** Rows of other lengths are counted and left out, instead of an error. */
  readonly skipFaults: boolean;
  /** An upper bound of the number of rows, where it is known. */
  readonly mostRows?: number | undefined;
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const plus = 43;
const minus = 45;
const zero = 48;

/** What a byte is, where a cell begins or ends. */
const mark = 1;
const lineEnd = 2;
const blank = 3;

/** Numbers of a block: 256 KiB. */
const blockNumbers = 32_768;
/** Rows of a chunk, where the number of rows is not known; fewer for many columns, so that all chunks have these numbers at most. */
const chunkRows = 16_384;
const chunkNumbers = 8_388_608;
/** First length of the buffer. It grows for longer rows, up to `longestRow`. */
const bufferBytes = 1 << 20;
const longestRow = 1 << 28;

/** The faulty rows that were left out. */
export interface Skipped {
  readonly rows: number;
  /** The error about the first. */
  readonly first: DataError | null;
}

/** Reads rows. `push` the pieces of the file in their order, then `finish`. */
export class CsvRows {
  readonly columns: readonly ColumnBuilder[];
  /** The texts of each column that has any. */
  readonly texts: (ByteTexts | undefined)[] = [];
  readonly lines = new LineIndex();
  readonly #form: RowForm;
  readonly #kinds = new Uint8Array(256);
  readonly #block: Float64Array;
  readonly #blockRows: number;
  readonly #chunkRows: number;
  readonly #asText: Uint8Array;
  #buffer = new Uint8Array(bufferBytes);
  /** Number of bytes of the buffer that wait for their row to end. */
  #waiting = 0;
  #rows = 0;
  #line: number;
  /** Where the row began that is being read, and its line. */
  #rowStart = 0;
  #rowLine = 0;
  /** Blank lines that ended last, where a blank line is a row: in tables of one column. */
  #blankRows = 0;
  #emptyRows = 0;
  #skipped = 0;
  #firstSkipped: DataError | null = null;
  /** Where a quoted cell ended, and its text where it had quotes inside. */
  #quotedEnd = 0;
  #quotedStart = 0;
  #unquoted = new Uint8Array(64);
  #unquotedLength = -1;

  /** @param line the line of the file with which the first piece begins */
  constructor(form: RowForm, line: number) {
    this.#form = form;
    this.#line = line;
    const { columns, separator, mostRows } = form;
    this.#kinds[lineFeed] = this.#kinds[carriageReturn] = lineEnd;
    this.#kinds[space] = this.#kinds[tab] = separator === " " ? mark : blank;
    if (separator !== " ") this.#kinds[separator.charCodeAt(0)] = mark;
    this.#blockRows = Math.max(8, Math.floor(blockNumbers / columns));
    const rows = mostRows ?? Math.min(chunkRows, chunkNumbers / columns);
    this.#chunkRows = Math.max(1, Math.ceil(rows / this.#blockRows)) * this.#blockRows;
    this.#block = new Float64Array(this.#blockRows * columns);
    this.columns = Array.from({ length: columns }, () => new ColumnBuilder(this.#chunkRows));
    this.#asText = Uint8Array.from({ length: columns }, (_, column) => (form.asText[column] ? 1 : 0));
  }

  /** Number of rows so far, without blank lines at the end. */
  get rows(): number {
    return this.#rows - this.#blankRows;
  }

  /** Number of rows without any text, which are left out. */
  get emptyRows(): number {
    return this.#emptyRows;
  }

  get skipped(): Skipped {
    return { rows: this.#skipped, first: this.#firstSkipped };
  }

  /** Reads a piece of the file. @throws DataError with the line of a row that does not fit */
  push(piece: Uint8Array): void {
    for (let from = 0; from < piece.length;) {
      const free = this.#buffer.length - 1 - this.#waiting;
      const part = piece.subarray(from, from + free);
      this.#buffer.set(part, this.#waiting);
      from += part.length;
      this.#waiting += part.length;
      if (part.length < free) return; // rows are read when the buffer is full
      this.#readTo(endOfLastLine(this.#buffer, this.#waiting), this.#waiting, false);
      if (this.#waiting + 1 >= this.#buffer.length) this.#growBuffer();
    }
  }

  /** Reads what is left. */
  finish(): void {
    this.#readTo(this.#waiting, this.#waiting, true);
    this.#flush(this.#rows % this.#blockRows);
    this.#buffer = new Uint8Array(0);
  }

  /** Whether the rows so far can be cut off: a blank line may turn out to be a row only with what comes after it. */
  get mayEnd(): boolean {
    return this.#rows > 0 && this.#blankRows === 0;
  }

  /** A reader of the rows after those so far, which are complete. It takes the bytes that wait. */
  next(): CsvRows {
    const next = new CsvRows(this.#form, this.#line);
    next.push(this.#buffer.subarray(0, this.#waiting));
    this.#waiting = 0;
    return next;
  }

  #growBuffer(): void {
    if (this.#buffer.length >= longestRow) {
      throw new DataError(
        `expected a row of at most ${longestRow / 2 ** 20} MiB, got a longer one. ` +
          `Check that the file is text with a row on each line, and that every quote is closed.`,
        { file: this.#form.name, line: this.#line },
      );
    }
    const larger = new Uint8Array(2 * this.#buffer.length);
    larger.set(this.#buffer);
    this.#buffer = larger;
  }

  /**
   * Reads the rows before `limit`, which is the end of a line, and moves the rest to the front.
   *
   * @param end    of the bytes in the buffer
   * @param isLast whether nothing comes after them
   */
  #readTo(limit: number, end: number, isLast: boolean): void {
    this.#buffer[end] = lineFeed; // so that every cell ends
    let read = 0;
    for (let from = 0; ;) {
      try {
        read = this.#readRows(from, limit, end, isLast);
        break;
      } catch (error) {
        if (!(error instanceof DataError) || !this.#form.skipFaults) throw error;
        this.#skip(error);
        from = this.#lineEndAfter(this.#rowStart);
        this.#line = this.#rowLine + 1;
      }
    }
    this.#buffer.copyWithin(0, read, end);
    this.#waiting = end - read;
  }

  /** @returns where the first row begins that is not complete */
  #readRows(from: number, limit: number, end: number, isLast: boolean): number {
    const bytes = this.#buffer;
    const kinds = this.#kinds;
    const block = this.#block;
    const asText = this.#asText;
    const { columns } = this.#form;
    const isBlankSeparated = this.#form.separator === " ";
    const quote = this.#form.quote.charCodeAt(0);
    const point = this.#form.decimal.charCodeAt(0);
    const comment = this.#form.comment === null ? -1 : this.#form.comment.charCodeAt(0);
    let at = from;
    while (at < limit) {
      const rowStart = (this.#rowStart = at);
      const line = (this.#rowLine = this.#line);
      if (bytes[at] === comment && this.#isComment(at)) {
        at = this.#lineEndAfter(at);
        this.#line++;
        continue;
      }
      const base = (this.#rows % this.#blockRows) * columns;
      let column = 0;
      let filled = 0; // cells that are not empty
      let lastFilled = 0; // the number of cells up to the last of them
      let isQuoted = false;
      if (isBlankSeparated) while (kinds[bytes[at]!] === mark) at++;
      for (;;) {
        while (kinds[bytes[at]!] === blank) at++;
        const start = at;
        let byte = bytes[at]!;
        let value = NaN;
        let isDone = false;
        if (byte <= 57 && byte >= plus && asText[column] !== 1) {
          // a number, where every byte is one of a plain decimal number
          let isNegative = false;
          if (byte === minus || byte === plus) {
            isNegative = byte === minus;
            byte = bytes[++at]!;
          }
          const first = at;
          let mantissa = 0;
          while (byte >= zero && byte <= 57) {
            mantissa = mantissa * 10 + (byte - zero);
            byte = bytes[++at]!;
          }
          let digits = at - first;
          let places = 0;
          if (byte === point) {
            byte = bytes[++at]!;
            const from = at;
            while (byte >= zero && byte <= 57) {
              mantissa = mantissa * 10 + (byte - zero);
              byte = bytes[++at]!;
            }
            places = at - from;
            digits += places;
          }
          if (digits > 0 && mantissa <= mostExact && places <= 22) {
            let kind = kinds[byte]!;
            while (kind === blank) kind = kinds[bytes[++at]!]!;
            if (kind !== 0) {
              if (places > 0) mantissa /= powersOfTen[places]!;
              value = isNegative ? -mantissa : mantissa;
              isDone = true;
            }
          }
          if (!isDone) byte = bytes[(at = start)]!;
        }
        if (isDone) {
          filled++;
          lastFilled = column + 1;
          if (column < columns) block[base + column] = value;
        } else if (bytes[at] === quote) {
          isQuoted = true;
          if (!this.#readQuoted(at, end, isLast)) {
            this.#line = line;
            this.#clearRow();
            return rowStart; // the closing quote is in the next piece
          }
          at = this.#quotedEnd;
          while (kinds[bytes[at]!] === blank) at++;
          if (kinds[bytes[at]!] === 0) this.#failAfterQuote(at);
          const cells = this.#unquotedLength < 0 ? bytes : this.#unquoted;
          const from = this.#unquotedLength < 0 ? this.#quotedStart : 0;
          const to = this.#unquotedLength < 0 ? this.#quotedEnd - 1 : this.#unquotedLength;
          if (to > from) {
            filled++;
            lastFilled = column + 1;
          }
          if (column < columns) this.#setCell(base, column, cells, from, to, point);
        } else {
          while (kinds[byte] === 0 || kinds[byte] === blank) byte = bytes[++at]!;
          let to = at;
          while (to > start && kinds[bytes[to - 1]!] === blank) to--;
          if (to > start) {
            filled++;
            lastFilled = column + 1;
          }
          if (column < columns) this.#setCell(base, column, bytes, start, to, point);
        }
        column++;
        if (kinds[bytes[at]!] === lineEnd) break;
        at++;
        if (isBlankSeparated) {
          while (kinds[bytes[at]!] === mark) at++;
          if (kinds[bytes[at]!] === lineEnd) break;
        }
      }
      at = this.#lineEndAfter(at);
      this.#line++;
      if (at > end && !isLast) {
        // the row goes on in the next piece
        this.#line = line;
        this.#clearRow();
        return rowStart;
      }
      if (column === columns && (filled > 0 || isQuoted || columns === 1)) {
        this.#blankRows = filled > 0 || isQuoted ? 0 : this.#blankRows + 1;
        this.#endRow(line);
      } else this.#endOddRow(column, filled, lastFilled, isQuoted, line);
    }
    return at > end ? end : at;
  }

  /** Whether a line that begins with the first byte of the comment mark begins with all of it. */
  #isComment(at: number): boolean {
    const comment = this.#form.comment!;
    for (let index = 1; index < comment.length; index++) {
      if (this.#buffer[at + index] !== comment.charCodeAt(index)) return false;
    }
    return true;
  }

  /** The beginning of the next line. CR, LF, CRLF and CRCRLF end a line; CRs without LF end a line each. */
  #lineEndAfter(from: number): number {
    const bytes = this.#buffer;
    let at = from;
    while (bytes[at] !== lineFeed && bytes[at] !== carriageReturn) at++;
    if (bytes[at] === lineFeed) return at + 1;
    let after = at;
    while (bytes[after] === carriageReturn) after++;
    return bytes[after] === lineFeed ? after + 1 : at + 1;
  }

  /** Finds the end of a quoted cell and counts its lines. @returns false where more bytes are needed */
  #readQuoted(open: number, end: number, isLast: boolean): boolean {
    const bytes = this.#buffer;
    const quote = bytes[open]!;
    let doubled = 0;
    let at = open + 1;
    for (; ; at++) {
      while (at < end && bytes[at] !== quote) at++;
      if (at >= end - 1 && !isLast) return false; // the quote may be the first of two
      if (at >= end) {
        throw new DataError(
          `expected a closing quote, got the end of the file. Close the quote that opens here.`,
          { file: this.#form.name, line: this.#line },
        );
      }
      if (bytes[at + 1] !== quote || at + 1 >= end) break;
      doubled++;
      at++;
    }
    this.#line += linesIn(bytes, open + 1, at);
    this.#quotedStart = open + 1;
    this.#quotedEnd = at + 1;
    this.#unquotedLength = -1;
    if (doubled > 0) this.#unquote(open + 1, at, quote);
    return true;
  }

  /** Copies a quoted text with one quote for two. */
  #unquote(start: number, end: number, quote: number): void {
    if (this.#unquoted.length < end - start) this.#unquoted = new Uint8Array(2 * (end - start));
    let length = 0;
    for (let at = start; at < end; at++) {
      this.#unquoted[length++] = this.#buffer[at]!;
      if (this.#buffer[at] === quote) at++;
    }
    this.#unquotedLength = length;
  }

  #failAfterQuote(at: number): never {
    const { separator, quote, name } = this.#form;
    const got = String.fromCharCode(this.#buffer[at]!);
    throw new DataError(
      `expected ${show(separator)} or the end of the line after a closing quote, got ${show(got)}. ` +
        `Write a quote inside a quoted cell as ${quote}${quote}.`,
      { file: name, line: this.#line },
    );
  }

  /** Stores a cell that is not plainly a number. */
  #setCell(base: number, column: number, bytes: Uint8Array, start: number, end: number, point: number): void {
    if (end > start && this.#asText[column] !== 1) {
      const first = bytes[start]!;
      if ((first <= 57 && first >= plus) || first === point) {
        const value = decimalNumber(bytes, start, end, point);
        if (!Number.isNaN(value)) {
          this.#block[base + column] = value;
          return;
        }
      }
    }
    const texts = (this.texts[column] ??= new ByteTexts());
    const known = texts.count;
    const code = texts.add(bytes, start, end);
    if (code === known && bytes.subarray(start, end).includes(0)) {
      throw new DataError(
        `expected text, got a NUL byte in column ${column + 1}. ` +
          `The file is damaged, or no text: remove the bytes, or tell its encoding (--encoding).`,
        { file: this.#form.name, line: this.#line },
      );
    }
    this.#block[base + column] = NaN;
    this.columns[column]!.setCode(this.#rows, code);
  }

  #endRow(line: number): void {
    this.lines.add(this.#rows, line);
    this.#rows++;
    if (this.#rows % this.#blockRows === 0) this.#flush(this.#blockRows);
  }

  /** Ends a row that has other cells than the header, or none. */
  #endOddRow(count: number, filled: number, lastFilled: number, isQuoted: boolean, line: number): void {
    const { columns, surplus, skipFaults, name, widthFrom } = this.#form;
    if (filled === 0 && !isQuoted) {
      if (count > 1) this.#emptyRows++;
      return this.#clearRow();
    }
    if (count > columns && count <= columns + surplus && lastFilled <= columns) return this.#endRow(line);
    const expected = `${plural(columns, "cell")} as in ${widthFrom}`;
    const error = new DataError(
      `expected ${expected}, got ${count}. Correct the line, or skip such rows (--on-error skip).`,
      { file: name, line },
    );
    if (!skipFaults) throw error;
    this.#skip(error);
  }

  #skip(error: DataError): void {
    this.#skipped++;
    this.#firstSkipped ??= error;
    this.#clearRow();
  }

  /** Forgets the cells of the row that is left out. */
  #clearRow(): void {
    for (const column of this.columns) column.clearCode(this.#rows);
  }

  /** Moves the last rows, those of the block, into the columns. */
  #flush(rows: number): void {
    const { columns } = this.#form;
    const block = this.#block;
    const first = this.#rows - rows;
    const to = first % this.#chunkRows;
    if (rows === 0) return;
    for (let column = 0; column < columns; column++) {
      const numbers = this.columns[column]!.chunkOf(first);
      for (let row = 0, from = column; row < rows; row++, from += columns) numbers[to + row] = block[from]!;
    }
  }
}

/** The end of the last complete line; 0 without a complete line. */
function endOfLastLine(bytes: Uint8Array, end: number): number {
  const filled = bytes.subarray(0, end);
  const last = filled.lastIndexOf(lineFeed);
  // lines may end in CR alone; a CR at the end may be half of a CRLF
  return (last >= 0 ? last : filled.subarray(0, -1).lastIndexOf(carriageReturn)) + 1;
}

/** Number of line ends between `start` and `end`. */
function linesIn(bytes: Uint8Array, start: number, end: number): number {
  let lines = 0;
  for (let at = start; at < end; at++) {
    if (bytes[at] === lineFeed) lines++;
    if (bytes[at] !== carriageReturn) continue;
    let after = at;
    while (after < end && bytes[after] === carriageReturn) after++;
    if (after === end || bytes[after] !== lineFeed) lines += after - at;
    at = after - 1;
  }
  return lines;
}
