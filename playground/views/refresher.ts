/**
 * Does costly work now and then: at most once in so many milliseconds, in pieces of a frame each, and once more
 * after the last request, so that what is seen in the end is the latest.
 */

export interface RefresherOptions {
  /** Least time from the start of one round to the start of the next. */
  everyMs: number;
  /** Time that a piece of work may take in a frame. */
  pieceMs?: number;
  /** The clock, in ms, and how to wait for the next frame and for some time; the window's unless told. */
  host?: RefresherHost;
}

export interface RefresherHost {
  now(): number;
  nextFrame(call: () => void): unknown;
  later(call: () => void, ms: number): unknown;
}

const windowHost: RefresherHost = {
  now: () => performance.now(),
  nextFrame: (call) => requestAnimationFrame(call),
  later: (call, ms) => setTimeout(call, ms),
};

export class Refresher {
  readonly #host: RefresherHost;
  #state: "still" | "waiting" | "working" = "still";
  #isOver = false;
  #isWanted = false;
  #started = -Infinity;

  /**
   * @param work   goes on with a round until the clock is past `until`, but does at least something;
   *   `isFirst` says that the round begins
   * @returns of `work`: whether the round is complete
   */
  constructor(
    private readonly work: (until: number, isFirst: boolean) => boolean,
    private readonly options: RefresherOptions,
  ) {
    this.#host = options.host ?? windowHost;
  }

  /** Asks for a round: soon, or after the one under way. */
  request(): void {
    if (this.#isOver) return;
    this.#isWanted = true;
    if (this.#state === "still") this.#wait();
  }

  /** No work from now on, be it in the midst of a round. */
  end(): void {
    this.#isOver = true;
  }

  #wait(): void {
    this.#state = "waiting";
    const left = this.#started + this.options.everyMs - this.#host.now();
    const begin = () => this.#host.nextFrame(() => this.#piece(true));
    // a timer would miss the next frame by its own tardiness
    if (left <= 8) begin();
    else this.#host.later(begin, left - 4);
  }

  #piece(isFirst: boolean): void {
    if (this.#isOver) return;
    this.#state = "working";
    const now = this.#host.now();
    if (isFirst) {
      this.#isWanted = false;
      this.#started = now;
    }
    let isComplete = true;
    try {
      isComplete = this.work(now + (this.options.pieceMs ?? 4), isFirst);
    } finally {
      // a round that failed is over, and must not end the rounds after it
      if (!isComplete) this.#host.nextFrame(() => this.#piece(false));
      else if (this.#isWanted) this.#wait();
      else this.#state = "still";
    }
  }
}
