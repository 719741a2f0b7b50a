/**
 * CSV with a header line: turns text into a table of text cells, with the line of each row. `schema.ts` decides what cells
 * mean (numbers, categories, classes).
 *
 * It follows RFC 4180. Cells are between separators, optionally in double quotes. Quoted cells may contain separators, line
 * ends, and "" for one quote. Lines end in LF, CRLF or CR. Blanks around an unquoted cell are ignored. Anything else is an
 * error with its line: nothing is padded, cut or skipped, except blank lines at the end. (Why not a package: uDSV 0.7.3
 * silently joins a short row with the next line, and drops the text after an unclosed quote.)
 */
import { ConfigError, DataError } from "../errors.js";
import { oneOf, show } from "../wording.js";
import { parseNumber } from "../data/classNames.js";

/** A CSV file in memory: cells as text. */
export interface Table {
  /** Of the file, for messages. */
  readonly name: string;
  /** Names of the columns, all different. */
  readonly header: readonly string[];
  /** Every row has as many cells as the header. */
  readonly rows: readonly (readonly string[])[];
  /** The line of the file, counted from 1, on which each row begins. */
  readonly lines: readonly number[];
}

/** All separators, the most common first. */
export const separators = [",", ";", "\t", "|"] as const satisfies readonly Separator[];
/** A separator of cells: a comma, a semicolon, a tab or a bar. */
export type Separator = "," | ";" | "\t" | "|";

/** How a CSV file is written. */
export interface CsvOptions {
  /** Separator of cells (default: ","). */
  separator?: Separator;
}

/** One row as it is read. */
interface Row {
  readonly cells: string[];
  readonly line: number;
  /** Whether any cell was quoted. */
  quoted: boolean;
}

/**
 * Reads CSV with a header, as in RFC 4180. Quoted cells may hold separators, line ends and "" for a quote. Blanks around an
 * unquoted cell are ignored. `inferSchema` works out what cells mean.
 *
 * @param text    of the file; a byte order mark is skipped
 * @param name    of the file, for messages
 * @param options the separator (default: ",")
 * @returns the table, and the line of each row for messages
 * @throws {DataError} for an empty file, a header without rows, an empty or repeated name or a number such as
 *   5.1 in the header, rows of other lengths than the header, and quotes out of place
 * @throws {ConfigError} for another separator
 *
 * @example
 * ```js
 * import { readCsv } from "chainrule";
 *
 * const text = 'mass_g,fruit\n173,apple\n82,"plum, red"\n';
 * const { header, rows, lines } = readCsv(text, "fruit.csv");
 * console.log(header, rows[1], lines);
 * // → [ 'mass_g', 'fruit' ] [ '82', 'plum, red' ] [ 2, 3 ]
 * ```
 */
export function readCsv(text: string, name: string, options: CsvOptions = {}): Table {
  const { separator = "," } = options;
  if (!separators.includes(separator)) {
    throw new ConfigError(`separator: expected ${oneOf(separators)}, got ${show(separator)}.`);
  }
  const all = readRows(text.startsWith("\uFEFF") ? text.slice(1) : text, separator, name);
  while (all.length > 0 && isBlankLine(all.at(-1)!)) all.pop();
  const [first, ...rest] = all;
  if (!first) throw new DataError(`expected a header and rows, got an empty file.`, { file: name });
  checkHeader(first, separator, name);
  if (rest.length === 0) {
    throw new DataError(`expected rows after the header, got none. The first line must be a header.`, {
      file: name,
    });
  }
  const header = first.cells;
  for (const row of rest) {
    const { cells, line } = row;
    if (cells.length === header.length) continue;
    const expected = `${header.length} ${header.length === 1 ? "cell" : "cells"} as in the header`;
    const got = isBlankLine(row) ? "an empty line. Remove it." : `${cells.length}.`;
    throw new DataError(`expected ${expected}, got ${got}`, { file: name, line });
  }
  return { name, header, rows: rest.map(({ cells }) => cells), lines: rest.map(({ line }) => line) };
}

/** Whether a line has only blanks. One empty quoted cell is not a blank line. */
function isBlankLine({ cells, quoted }: Row): boolean {
  return cells.length === 1 && cells[0] === "" && !quoted;
}

function checkHeader(row: Row, separator: string, name: string): void {
  const { cells, line, quoted } = row;
  if (isBlankLine(row))
    throw new DataError(`expected a header, got an empty line. Remove it.`, { file: name, line });
  cells.forEach((cell, column) => {
    const place = { file: name, line, column: column + 1 };
    if (cell === "") throw new DataError(`expected a name in the header, got an empty cell.`, place);
    const repeated = cells.indexOf(cell) < column;
    const value = parseNumber(cell);
    // whole numbers may be names: spreadsheets and data frames count their columns
    if (value !== null && (repeated || !Number.isInteger(value))) {
      throw new DataError(`expected a name in the header, got the number ${cell}. Add a header line.`, place);
    }
    if (repeated) {
      throw new DataError(
        `expected a different name for each column, got ${show(cell)}, which is column ${cells.indexOf(cell) + 1} too. ` +
          `Rename one.`,
        place,
      );
    }
  });
  const other = separators.find((mark) => mark !== separator && cells[0]!.includes(mark));
  if (cells.length === 1 && !quoted && other) {
    throw new DataError(
      `expected cells between ${show(separator)}, got one cell with ${show(other)} in it: ` +
        `${show(cells[0])}. Give ${show(other)} as the separator (--separator ${other === "\t" ? "tab" : show(other)}).`,
      { file: name, line },
    );
  }
}

const tab = 9;
const lineFeed = 10;
const carriageReturn = 13;
const space = 32;
const quote = 34;

/** Splits text into rows of cells. Lengths are not compared here. */
function readRows(text: string, separator: string, name: string): Row[] {
  const rows: Row[] = [];
  const mark = separator.charCodeAt(0);
  let at = 0;
  let line = 1;
  while (at < text.length) {
    const row: Row = { cells: [], line, quoted: false };
    rows.push(row);
    for (;;) {
      const start = skipBlanks(text, at, mark);
      if (text.charCodeAt(start) === quote) {
        const cell = readQuoted(text, start, name, line);
        row.cells.push(cell.value);
        row.quoted = true;
        line += countLines(cell.value);
        at = skipBlanks(text, cell.end, mark);
        if (at < text.length && text.charCodeAt(at) !== mark && lineEnd(text, at) === 0) {
          throw new DataError(
            `expected ${show(separator)} or the end of the line after a closing quote, ` +
              `got ${show(text[at])}. Write a quote inside a quoted cell as "".`,
            { file: name, line },
          );
        }
      } else {
        at = findCellEnd(text, start, mark);
        let end = at;
        while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
        row.cells.push(text.slice(start, end));
      }
      if (text.charCodeAt(at) !== mark) break;
      at++;
    }
    at += lineEnd(text, at);
    line++;
  }
  return rows;
}

/** The value of the quoted cell that opens at `start`, and the index after its closing quote. */
function readQuoted(text: string, start: number, name: string, line: number): { value: string; end: number } {
  let close = text.indexOf('"', start + 1);
  while (close >= 0 && text.charCodeAt(close + 1) === quote) close = text.indexOf('"', close + 2);
  if (close < 0) {
    throw new DataError(
      `expected a closing quote, got the end of the file. Close the quote that opens here.`,
      { file: name, line },
    );
  }
  return { value: text.slice(start + 1, close).replaceAll('""', '"'), end: close + 1 };
}

/** The index of the separator or line end after an unquoted cell, or the length of the text. */
function findCellEnd(text: string, at: number, mark: number): number {
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === mark || code === lineFeed || code === carriageReturn) break;
  }
  return at;
}

/** Length of the line end at `at`: 2 for CRLF, 1 for LF or CR, 0 for anything else. */
function lineEnd(text: string, at: number): 0 | 1 | 2 {
  const code = text.charCodeAt(at);
  if (code === carriageReturn) return text.charCodeAt(at + 1) === lineFeed ? 2 : 1;
  return code === lineFeed ? 1 : 0;
}

function countLines(value: string): number {
  return value.match(/\r\n|\n|\r/g)?.length ?? 0;
}

function isBlank(code: number): boolean {
  return code === space || code === tab;
}

/** The index of the next character that is not blank. A tab that separates cells is not blank. */
function skipBlanks(text: string, at: number, mark: number): number {
  while (isBlank(text.charCodeAt(at)) && text.charCodeAt(at) !== mark) at++;
  return at;
}
