/**
 * In which order the rows of a source train. An epoch is cut into windows of as many rows; each window is in memory while it
 * trains. Without shuffling, windows follow the source. With it, the source is cut into blocks of consecutive rows, which begin
 * at another row in each epoch; blocks come in random order, and the rows of a window come in random order.
 *
 * Everything follows from the seed, the number of the epoch and that of the window, so a training can go on anywhere.
 */
import { Random, shuffle, streams } from "../../network/random.js";

/** Consecutive rows of a source. */
export interface RowRange {
  readonly from: number;
  readonly count: number;
}

/** Which rows there are, and how they are divided. */
export interface RowOrderOptions {
  readonly rows: number;
  /** Rows of a window; the last one may have fewer. */
  readonly windowRows: number;
  /** Rows of a block. */
  readonly blockRows: number;
  readonly shuffles: boolean;
  readonly seed: number;
}

export class RowOrder {
  /** Windows of an epoch. */
  readonly windows: number;
  /** Whether the windows of different epochs hold different rows. */
  readonly changes: boolean;
  /** Blocks of the last epochs that were asked for: reading ahead may ask for the next one. */
  readonly #blocks = new Map<number, Blocks>();

  constructor(readonly options: RowOrderOptions) {
    const { rows, windowRows, shuffles } = options;
    this.windows = Math.ceil(rows / windowRows);
    // one window has all rows: the order within it is enough
    this.changes = shuffles && this.windows > 1;
  }

  /** Rows of a window. @param window from 0 */
  count(window: number): number {
    const { rows, windowRows } = this.options;
    return Math.min(windowRows, rows - window * windowRows);
  }

  /** What a window holds, in the order in which it lies in memory. @param epoch from 1 */
  ranges(epoch: number, window: number): RowRange[] {
    const from = window * this.options.windowRows;
    const count = this.count(window);
    if (!this.changes) return [{ from, count }];
    return this.#blocksOf(epoch).ranges(from, count);
  }

  /** Fills in the order of a window's rows: [rows of the window]. Does nothing but count where rows are not shuffled. */
  fill(order: Uint32Array, epoch: number, window: number): void {
    for (let row = 0; row < order.length; row++) order[row] = row;
    const { shuffles, seed } = this.options;
    // the first window draws what a training from memory draws: one window gives the same bits
    if (shuffles) shuffle(order, new Random(seed, streams.shuffle + window * 256, epoch));
  }

  #blocksOf(epoch: number): Blocks {
    const known = this.#blocks.get(epoch);
    if (known) return known;
    const { rows, blockRows, seed } = this.options;
    const made = new Blocks(rows, blockRows, new Random(seed, streams.blocks, epoch));
    if (this.#blocks.size > 1) this.#blocks.delete(Math.min(...this.#blocks.keys()));
    this.#blocks.set(epoch, made);
    return made;
  }
}

/**
 * The blocks of one epoch in random order. They cover a circle: the first begins at a random row, and one goes on at row 0 behind
 * the last row. One block is shorter where the rows are no multiple of a block.
 */
class Blocks {
  readonly #order: Uint32Array;
  readonly #offset: number;
  /** Rows of the short block, and its place in the order; it has number `full`. */
  readonly #rest: number;
  readonly #shortAt: number;

  constructor(
    private readonly rows: number,
    private readonly blockRows: number,
    random: Random,
  ) {
    const full = Math.floor(rows / blockRows);
    this.#rest = rows % blockRows;
    this.#offset = random.below(blockRows);
    this.#order = Uint32Array.from({ length: full + (this.#rest > 0 ? 1 : 0) }, (_, block) => block);
    shuffle(this.#order, random);
    this.#shortAt = this.#rest > 0 ? this.#order.indexOf(full) : this.#order.length;
  }

  /** Ranges that make places `from` … `from + count − 1` of the epoch. */
  ranges(from: number, count: number): RowRange[] {
    const ranges: RowRange[] = [];
    const end = from + count;
    for (let at = this.#indexAt(from); at < this.#order.length && this.#start(at) < end; at++) {
      const start = this.#start(at);
      const stop = this.#start(at + 1);
      const skipped = Math.max(0, from - start);
      const length = Math.min(end, stop) - start - skipped;
      const first = (this.#offset + this.#order[at]! * this.blockRows + skipped) % this.rows;
      const beforeEnd = Math.min(length, this.rows - first);
      ranges.push({ from: first, count: beforeEnd });
      if (beforeEnd < length) ranges.push({ from: 0, count: length - beforeEnd });
    }
    return ranges;
  }

  /** The place of the epoch at which a block of the order begins. */
  #start(at: number): number {
    const missing = at > this.#shortAt ? this.blockRows - this.#rest : 0;
    return at * this.blockRows - missing;
  }

  /** The block of the order that a place is in. */
  #indexAt(place: number): number {
    const shortStart = this.#shortAt * this.blockRows;
    if (place < shortStart) return Math.floor(place / this.blockRows);
    if (place < shortStart + this.#rest) return this.#shortAt;
    return Math.floor((place + this.blockRows - this.#rest) / this.blockRows);
  }
}
