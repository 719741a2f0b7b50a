/** The line on which each row of a text file begins. Rows mostly follow line by line, so only the exceptions are kept. */

/** Finds the line of a row. */
export class LineIndex {
  /** Rows whose line is not that of the row before plus one, and their lines. */
  readonly #rows: number[] = [];
  readonly #lines: number[] = [];
  #next = 0;

  /** Says on which line the next row begins. */
  add(row: number, line: number): void {
    if (line !== this.#next || row === 0) {
      this.#rows.push(row);
      this.#lines.push(line);
    }
    this.#next = line + 1;
  }

  /** The line, from 1, on which a row begins. */
  lineOf(row: number): number {
    let [low, high] = [0, this.#rows.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.#rows[middle]! <= row) low = middle;
      else high = middle;
    }
    return this.#lines[low]! + row - this.#rows[low]!;
  }
}
