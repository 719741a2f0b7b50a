/**
 * Collects the cells of one column, whose number is not known in advance: chunks of numbers, and of codes where there are texts.
 * `finish` joins the chunks, one column at a time, so that a table takes hardly more memory than its numbers.
 */
import type { Column } from "./table.js";

/** The code of a cell that is a number. */
export const isNumber = -1;

/** The cells of a column that is being read. */
export class ColumnBuilder {
  readonly #chunkRows: number;
  readonly #numbers: Float64Array[] = [];
  readonly #codes: (Int32Array | undefined)[] = [];

  /** @param chunkRows rows of a chunk */
  constructor(chunkRows: number) {
    this.#chunkRows = chunkRows;
  }

  /** The chunk of numbers that has a row, to be written at `row % chunkRows`. */
  chunkOf(row: number): Float64Array {
    return (this.#numbers[Math.floor(row / this.#chunkRows)] ??= new Float64Array(this.#chunkRows));
  }

  /** Says that a cell is a text. Its number is set to NaN by the caller. */
  setCode(row: number, code: number): void {
    const index = Math.floor(row / this.#chunkRows);
    const codes = (this.#codes[index] ??= new Int32Array(this.#chunkRows).fill(isNumber));
    codes[row - index * this.#chunkRows] = code;
  }

  /** Says that a cell is no text, whatever was said of it before. */
  clearCode(row: number): void {
    const index = Math.floor(row / this.#chunkRows);
    const codes = this.#codes[index];
    if (codes) codes[row - index * this.#chunkRows] = isNumber;
  }

  /**
   * Makes the column, and lets go of the chunks.
   *
   * @param rows number of rows; what lies behind them is dropped
   * @returns numbers and codes, for `compact`
   */
  finish(rows: number): Pick<Column, "numbers" | "codes"> {
    const chunks = Math.ceil(rows / this.#chunkRows);
    const hasTexts = this.#codes.some((chunk) => chunk !== undefined);
    const isWhole = chunks === 1 && 1.1 * rows + 64 >= this.#chunkRows;
    if (isWhole) {
      const codes = hasTexts ? this.#codes[0]!.subarray(0, rows) : null;
      return { numbers: this.#numbers[0]!.subarray(0, rows), codes };
    }
    const numbers = new Float64Array(rows);
    const codes = hasTexts ? new Int32Array(rows).fill(isNumber) : null;
    for (let chunk = 0; chunk < chunks; chunk++) {
      const from = chunk * this.#chunkRows;
      const part = Math.min(this.#chunkRows, rows - from);
      numbers.set(this.#numbers[chunk]!.subarray(0, part), from);
      const own = this.#codes[chunk];
      if (own) codes!.set(own.subarray(0, part), from);
    }
    this.#numbers.length = 0;
    this.#codes.length = 0;
    return { numbers, codes };
  }
}

/**
 * The column of numbers and codes, without the texts that no row has: rows that were read and dropped leave such.
 *
 * @param codes overwritten
 * @param texts by code
 */
export function compact(
  { numbers, codes }: Pick<Column, "numbers" | "codes">,
  texts: readonly string[],
): Column {
  if (codes === null) return { numbers, codes, texts: [] };
  const places = new Int32Array(texts.length).fill(isNumber);
  const used: string[] = [];
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row]!;
    if (code < 0) continue;
    if (places[code]! < 0) places[code] = used.push(texts[code]!) - 1;
    codes[row] = places[code]!;
  }
  return { numbers, codes: used.length === 0 ? null : codes, texts: used };
}
