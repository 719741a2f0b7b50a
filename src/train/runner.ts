/**
 * Who runs a plan: this thread, or a pool. The bits are the same either way, so "auto" tries both on the very
 * training it was asked for and stays with the faster.
 */
import type { Plan } from "../network/plan.js";
import type { ThreadPool } from "../wasm/pool.js";

type Kernel = "train" | "epochs" | "evaluate" | "gradients";

/** Milliseconds of a call: here, where the host waits for it, and on the pool, where it does not. */
const ownSliceMs = 8;
const poolSliceMs = 25;
/** Calls of either kind that "auto" times; the first of each only warms up. */
const trials = 4;

export interface RunnerOptions {
  /** null: everything runs here. */
  pool: ThreadPool | null;
  /** Threads of the pool to use. */
  threads: number;
  /** Try whether the pool is faster than this thread alone, and use it only then. */
  measure: boolean;
  processors: number;
}

export class Runner {
  readonly #pool: ThreadPool | null;
  #usesPool: boolean;
  #measuring: boolean;
  /** Best samples per millisecond: alone, and on the pool. */
  readonly #rates = { own: 0, pool: 0 };
  readonly #runs = { own: 0, pool: 0 };
  #whyAlone: string | null = null;

  constructor(
    private readonly plan: Plan,
    private readonly options: RunnerOptions,
  ) {
    this.#pool = options.pool;
    this.#measuring = options.pool !== null && options.measure;
    this.#usesPool = options.pool !== null && !options.measure;
  }

  /** Threads that the next run uses. */
  get threads(): number {
    return this.#usesPool ? this.options.threads : 1;
  }

  /** Whether the next run leaves this thread free. */
  get isElsewhere(): boolean {
    return this.#usesPool;
  }

  /** Whether it is settled where all runs to come take place. */
  get isSettled(): boolean {
    return !this.#measuring;
  }

  /** Why threads were to be tried and could not be; null where that did not happen. */
  get whyAlone(): string | null {
    return this.#whyAlone;
  }

  /** How long a run should take. */
  get sliceMs(): number {
    return this.#usesPool ? poolSliceMs : ownSliceMs;
  }

  /**
   * Runs a kernel over samples, or over epochs: see `Plan.run`.
   *
   * @returns milliseconds it took
   * @throws ThreadError where a thread of the pool fails
   */
  async run(kernel: Kernel, from: number, count: number): Promise<number> {
    const elsewhere = this.#usesPool;
    if (elsewhere && !this.#pool!.isReady) await this.#pool!.whenReady();
    this.plan.setThreads(this.threads, this.options.processors);
    const start = performance.now();
    if (elsewhere) await this.#pool!.run({ kernel, plan: this.plan.address, from, count }, this.threads);
    else this.plan.run(kernel, from, count);
    const ms = performance.now() - start;
    if (this.#measuring && kernel !== "evaluate") this.#compare(elsewhere ? "pool" : "own", count / ms);
    return ms;
  }

  /** Notes a rate; once both are known, or a pool cannot be had, settles on the better. */
  #compare(who: "own" | "pool", rate: number): void {
    const { failure } = this.#pool!;
    if (failure && who === "own") {
      this.#measuring = false;
      this.#whyAlone = `no threads could start: ${failure.message}`;
      return;
    }
    const runs = ++this.#runs[who];
    if (runs > 1) this.#rates[who] = Math.max(this.#rates[who], rate);
    if (who === "own" && runs >= trials && this.#pool!.isReady) this.#usesPool = true;
    if (who === "pool" && runs >= trials) {
      this.#measuring = false;
      this.#usesPool = this.#rates.pool > this.#rates.own;
    }
  }
}
