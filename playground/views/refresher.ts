/**
 * Does costly work in rounds: at most one round per interval, in pieces of one frame each, and always one round after the
 * last request, so that the final state is shown.
 */

export interface RefresherOptions {
  /** Least time between the starts of two rounds. */
  everyMs: number;
  /** Time that a piece of work may take (default: 4). */
  pieceMs?: number;
  /** The clock in ms and its timers (default: those of the window). */
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
   * @param work continues a round until the clock passes `until`, but makes some progress. `isFirst` says that a
   *   round starts. It returns whether the round is complete.
   */
  constructor(
    private readonly work: (until: number, isFirst: boolean) => boolean,
    private readonly options: RefresherOptions,
  ) {
    this.#host = options.host ?? windowHost;
  }

  /** Requests a round, after the current one if there is one. */
  request(): void {
    if (this.#isOver) return;
    this.#isWanted = true;
    if (this.#state === "still") this.#wait();
  }

  /** Stops all work, also during a round. */
  end(): void {
    this.#isOver = true;
  }

  #wait(): void {
    this.#state = "waiting";
    const left = this.#started + this.options.everyMs - this.#host.now();
    const begin = () => this.#host.nextFrame(() => this.#piece(true));
    // a timer may be late and miss the next frame
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
      // a failed round is over, and later rounds still run
      if (!isComplete) this.#host.nextFrame(() => this.#piece(false));
      else if (this.#isWanted) this.#wait();
      else this.#state = "still";
    }
  }
}
