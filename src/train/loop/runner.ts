/**
 * Runs a plan on this thread, on one thread of a pool, or on all of them. The bits are the same, so "auto" measures both
 * during the training itself and stays with the faster.
 */
import type { Plan } from "../../network/plan.js";
import type { ThreadPool } from "../../wasm/pool.js";
import { runOnReplica } from "../../wasm/replica.js";

/** Exports of the kernels that work through samples or epochs. */
export type Kernel = "train" | "epochs" | "evaluate" | "gradients";

/** Milliseconds of a call: on this thread, where the host waits for it, and on the pool, where it does not. */
const ownSliceMs = 8;
const poolSliceMs = 25;
/** Calls of each kind that "auto" measures; the first of each only warms up. */
const trials = 4;

export interface RunnerOptions {
  /** null: everything runs on this thread. */
  pool: ThreadPool | null;
  threads: number;
  /** Whether to measure if all threads of the pool are faster than one, and to use them only then. */
  measure: boolean;
  /** Where a single thread runs. */
  alone: "here" | "pool";
  /** Whether this thread may train if the pool cannot start. */
  mayRunHere: boolean;
  processors: number;
  /** Milliseconds of a sample on the slowest machines. */
  sampleMs: number;
  /** The network's plan. */
  memory: WebAssembly.Memory;
}

export class Runner {
  readonly #pool: ThreadPool | null;
  #usesAll: boolean;
  #measuring: boolean;
  #alone: "here" | "pool";
  /** Best rates, in samples per millisecond: of one thread, and of the whole pool. */
  readonly #rates = { alone: 0, all: 0 };
  readonly #runs = { alone: 0, all: 0 };
  #whyAlone: string | null = null;
  #isRunning = false;

  constructor(
    private readonly plan: Plan,
    private readonly options: RunnerOptions,
  ) {
    this.#pool = options.pool;
    this.#measuring = options.pool !== null && options.measure;
    this.#usesAll = options.pool !== null && !options.measure;
    this.#alone = options.alone;
  }

  get threads(): number {
    return this.#usesAll ? this.options.threads : 1;
  }

  /** Whether the next run leaves this thread free. */
  get isElsewhere(): boolean {
    return this.#usesAll || this.#alone === "pool";
  }

  /** Whether measuring is over: all later runs take place on the same threads. */
  get isSettled(): boolean {
    return !this.#measuring;
  }

  /** Why threads could not be tried; null if they could, or were not wanted. */
  get whyAlone(): string | null {
    return this.#whyAlone;
  }

  /** Whether a run is under way on other threads: the parameters may change at any moment. */
  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** After a thread has failed: trains on this thread from now on, if it may. @returns whether it may */
  goOnAlone(): boolean {
    if (!this.options.mayRunHere) return false;
    this.#runHere();
    return true;
  }

  /** How long a run should take. */
  get sliceMs(): number {
    return this.isElsewhere ? poolSliceMs : ownSliceMs;
  }

  /**
   * Runs a kernel over samples, or over epochs: see `Plan.run`.
   *
   * @returns milliseconds it took
   * @throws ThreadError where a thread of the pool fails
   */
  async run(kernel: Kernel, from: number, count: number): Promise<number> {
    if (this.isElsewhere && !this.#pool!.isReady) await this.#whenReady();
    const { threads } = this;
    this.plan.setThreads(threads, this.options.processors);
    const start = performance.now();
    this.#isRunning = true;
    try {
      if (this.isElsewhere) await this.#runOnPool(kernel, from, count);
      else this.plan.run(kernel, from, count);
    } finally {
      this.#isRunning = false;
    }
    const ms = performance.now() - start;
    if (this.#measuring && kernel !== "evaluate") this.#compare(this.#usesAll ? "all" : "alone", count / ms);
    return ms;
  }

  /** Waits for the pool. If it cannot start, this thread takes over if it may. */
  async #whenReady(): Promise<void> {
    try {
      await this.#pool!.whenReady();
    } catch (error) {
      if (!this.options.mayRunHere) throw error;
      this.#runHere();
    }
  }

  async #runOnPool(kernel: Kernel, from: number, count: number): Promise<void> {
    const task = { kernel, plan: this.plan.address, from, count };
    const workMs = count * this.options.sampleMs;
    if (!this.#pool!.isReplica) await this.#pool!.run(task, this.threads, workMs);
    else await runOnReplica(this.#pool!, this.options.memory, task, this.plan.exchange(kernel), workMs);
  }

  #runHere(): void {
    this.#measuring = false;
    this.#usesAll = false;
    this.#alone = "here";
    const what = this.#pool!.isReady ? "a thread ended" : "no threads could start";
    this.#whyAlone = `${what}: ${this.#pool!.failure!.message}`;
  }

  /** Notes a rate. Once both are known, or the pool has failed, chooses the faster. */
  #compare(who: "alone" | "all", rate: number): void {
    if (this.#pool!.failure && who === "alone") {
      this.#runHere();
      return;
    }
    const runs = ++this.#runs[who];
    if (runs > 1) this.#rates[who] = Math.max(this.#rates[who], rate);
    if (who === "alone" && runs >= trials && this.#pool!.isReady) this.#usesAll = true;
    if (who === "all" && runs >= trials) {
      this.#measuring = false;
      this.#usesAll = this.#rates.all > this.#rates.alone;
    }
  }
}
