/**
 * Two windows of rows of a source. While the kernels train one, the rows of the next are read into the other; what the loop waits
 * for is counted. Which rows a window holds says `rowOrder.ts`, how they come into memory `windowMemory.ts`.
 *
 *     epoch   │ window 0      │ window 1      │ window 2      │ …
 *     memory  │ A             │ B             │ A             │
 *     kernels │ train A       │ train B       │ train A       │
 *     host    │ reads 1 → B   │ reads 2 → A   │ reads 3 → B   │
 */
import type { Plan } from "../../network/plan.js";
import type { Placed } from "../../network/placing.js";
import type { RowOrder } from "./rowOrder.js";
import { WindowMemory, type WindowForm } from "./windowMemory.js";

/** The samples at a place of an epoch. */
export interface WindowUse {
  readonly placed: Placed;
  readonly order: number;
  /** 0 without weights. */
  readonly weights: number;
  /** The place of the epoch behind the last row that is in memory. */
  readonly end: number;
}

/** One of the two windows in memory. */
interface Half {
  readonly memory: WindowMemory;
  /** Which window it holds, or is to hold; null for none. */
  key: string | null;
  loading: Promise<void>;
  isReady: boolean;
}

export class Windows {
  /** Milliseconds that were waited for rows. */
  waitedMs = 0;
  readonly #halves: readonly Half[];
  #now: { epoch: number; window: number; half: Half; use: WindowUse } | null = null;

  /** @param lastEpoch nothing of later epochs is read ahead */
  constructor(
    plan: Plan,
    form: WindowForm,
    private readonly order: RowOrder,
    private readonly lastEpoch: number,
  ) {
    const { rows, windowRows } = order.options;
    const most = Math.min(rows, windowRows);
    this.#halves = Array.from({ length: Math.min(2, order.windows) }, () => ({
      memory: new WindowMemory(plan, form, most, order.windows),
      key: null,
      loading: Promise.resolve(),
      isReady: false,
    }));
  }

  /** Whether a place is in the window that is in use. */
  has(epoch: number, place: number): boolean {
    return this.#now?.epoch === epoch && this.#now.window === this.#windowOf(place);
  }

  /**
   * The samples at a place of an epoch, and begins to read those behind them. What another window held is lost.
   *
   * @throws {DataError} where rows cannot be read, or do not fit
   */
  async at(epoch: number, place: number): Promise<WindowUse> {
    if (this.has(epoch, place)) return this.#now!.use;
    const window = this.#windowOf(place);
    const half = await this.#whenLoaded(epoch, window);
    const { memory } = half;
    const { windowRows, shuffles } = this.order.options;
    const count = this.order.count(window);
    if (shuffles) this.order.fill(memory.orderOf(count), epoch, window);
    const { order, weights, ...placed } = memory.at(window * windowRows, shuffles);
    const use = { placed, order, weights, end: window * windowRows + count };
    this.#now = { epoch, window, half, use };
    this.#readAhead(epoch, window, half);
    return use;
  }

  /** The memory of the window in use, and its rows. */
  get now(): { memory: WindowMemory; rows: number } {
    const { half, window } = this.#now!;
    return { memory: half.memory, rows: this.order.count(window) };
  }

  /** Waits until no read is under way: only then may the memory be given back. */
  async end(): Promise<void> {
    await Promise.allSettled(this.#halves.map(({ loading }) => loading));
  }

  #windowOf(place: number): number {
    return Math.floor(place / this.order.options.windowRows);
  }

  async #whenLoaded(epoch: number, window: number): Promise<Half> {
    const half = this.#load(epoch, window, null);
    if (half.isReady) return half;
    const since = performance.now();
    await half.loading;
    this.waitedMs += performance.now() - since;
    return half;
  }

  /** The window behind one, which may be the first of the next epoch. */
  #readAhead(epoch: number, window: number, inUse: Half): void {
    const isLast = window + 1 === this.order.windows;
    if (this.#halves.length < 2 || (isLast && epoch >= this.lastEpoch)) return;
    this.#load(isLast ? epoch + 1 : epoch, isLast ? 0 : window + 1, inUse);
  }

  /** Begins to read a window, unless it is there or under way. A failure reaches the caller who waits for it. */
  #load(epoch: number, window: number, inUse: Half | null): Half {
    const key = this.order.changes ? `${epoch} ${window}` : `${window}`;
    const known = this.#halves.find((half) => half.key === key);
    if (known) return known;
    const half =
      this.#halves.find((one) => one !== inUse && one !== this.#now?.half) ??
      this.#halves.find((one) => one !== inUse)!;
    half.key = key;
    half.isReady = false;
    const before = half.loading.catch(() => {}); // of a window that is not wanted any more
    half.loading = before.then(async () => {
      try {
        await half.memory.load(this.order.ranges(epoch, window));
        half.isReady = half.key === key;
      } catch (error) {
        if (half.key === key) half.key = null; // it may be tried again
        throw error;
      }
    });
    half.loading.catch(() => {});
    return half;
  }
}
