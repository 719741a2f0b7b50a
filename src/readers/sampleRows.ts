/**
 * Splits the beginning of a text into rows of cells, as strings: what `csvForm.ts` looks at to find out how a file is written.
 * It is lenient, since it is tried with separators that are wrong. The rows themselves are read by `csvRows.ts`.
 */
import type { Separator } from "./table.js";

/** A row of the sample. */
export interface SampleRow {
  readonly cells: readonly string[];
  /** Index of its first character, and of the first one of the next row. */
  readonly start: number;
  readonly end: number;
  /** Its line, from 1. */
  readonly line: number;
  /** The line of the next row. */
  readonly nextLine: number;
  readonly isQuoted: boolean;
}

/**
 * The rows of a text.
 *
 * @param text    the sample, one character a byte
 * @param isWhole whether the text is all of the file; otherwise a last row whose quote is not closed is left out
 * @param most    number of rows after which it stops
 */
export function sampleRows(
  text: string,
  separator: Separator,
  quote: string,
  isWhole: boolean,
  most: number,
): SampleRow[] {
  const rows: SampleRow[] = [];
  const isMark = (at: number) => (separator === " " ? isBlank(text[at]) : text[at] === separator);
  const isEnd = (at: number) => at >= text.length || text[at] === "\n" || text[at] === "\r";
  let [at, line] = [0, 1];
  const skipBlanks = () => {
    while (isBlank(text[at]) && (separator === " " || !isMark(at))) at++;
  };
  while (at < text.length && rows.length < most) {
    const [start, first] = [at, line];
    const cells: string[] = [];
    let isQuoted = false;
    let isOpen = false;
    for (;;) {
      skipBlanks();
      const from = at;
      if (separator === " " && isEnd(at) && cells.length > 0) break;
      if (text[at] === quote) {
        isQuoted = true;
        let close = text.indexOf(quote, at + 1);
        while (close >= 0 && text[close + 1] === quote) close = text.indexOf(quote, close + 2);
        isOpen = close < 0;
        const to = isOpen ? text.length : close;
        line += text.slice(from, to).match(/\r+\n|\n|\r/g)?.length ?? 0;
        at = to + 1;
        while (!isEnd(at) && !isMark(at)) at++;
        cells.push(text.slice(from + 1, to).replaceAll(quote + quote, quote));
      } else {
        while (!isEnd(at) && !isMark(at)) at++;
        cells.push(text.slice(from, at).trim());
      }
      if (isEnd(at)) break;
      at++;
    }
    at = lineEndAfter(text, at);
    line++;
    if (isOpen && !isWhole) break;
    rows.push({ cells, start, end: at, line: first, nextLine: line, isQuoted });
  }
  return rows;
}

function isBlank(character: string | undefined): boolean {
  return character === " " || character === "\t";
}

/** The index of the next line. CRCRLF is one line end. */
function lineEndAfter(text: string, at: number): number {
  if (text[at] !== "\r") return Math.min(at + 1, text.length);
  let after = at;
  while (text[after] === "\r") after++;
  return text[after] === "\n" ? after + 1 : at + 1;
}
