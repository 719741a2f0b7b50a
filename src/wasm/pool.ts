/**
 * The threads that run one plan together. Each call goes to every thread and ends when all have finished;
 * during the call they wait for each other at barriers in wasm. When one fails or ends, the others would wait
 * for it for ever, so the pool ends all of them. Threads come from a hook of the caller (`Spawn`), which may do anything:
 * whatever it does becomes a ThreadError, in bounded time.
 */
import { ThreadError } from "../errors.js";
import { show } from "../wording.js";
import { afterSilence } from "./silence.js";
import { workerSource } from "./spawn.js";
import type { Spawn, Thread, ThreadInit, ThreadReply, ThreadTask } from "./threadMessages.js";

/** Milliseconds in which threads must start, or answer to a task that takes no time itself. */
const patienceMs = 60_000;
/** Milliseconds after which threads that were told to end are no longer waited for. */
const endingMs = 5_000;

export class ThreadPool {
  readonly #threads: Thread[] = [];
  /** The threads whose answers are missing. */
  #waiting = new Set<number>();
  #settle: { resolve: (last: ThreadReply) => void; reject: (reason: Error) => void } | null = null;
  #failure: Error | null = null;
  /** Resolves when every thread has started; see `whenReady`. */
  readonly #ready: Promise<void>;
  #isReady = false;
  /** Whether its one thread has a memory of its own, so that tasks need copies. */
  readonly isReplica: boolean;

  /** Starts the threads. A failure is reported by `whenReady` and `failure`. */
  constructor(
    spawn: Spawn,
    readonly size: number,
    init: ThreadInit,
  ) {
    this.isReplica = init.memory === null;
    this.#ready = this.#all(size).then(() => void (this.#isReady = true));
    this.#ready.catch(() => {}); // `whenReady` reports it
    for (let thread = 0; thread < size && !this.#failure; thread++) {
      try {
        const started = checkedThread(spawn(workerSource, init, ...this.#listeners(thread)));
        this.#threads.push(started);
        if (this.#failure) void endOf(started); // it failed before it was known
      } catch (error) {
        this.#fail(thread, `it could not start: ${String(error)}`, error);
      }
    }
  }

  /** Whether every thread has started. */
  get isReady(): boolean {
    return this.#isReady;
  }

  /** Why the pool can no longer be used: a thread has failed, or all were ended. Null while it can. */
  get failure(): Error | null {
    return this.#failure;
  }

  /** Whether the pool can no longer be used. */
  get isOver(): boolean {
    return this.#failure !== null;
  }

  /** Waits until every thread has started. @throws ThreadError where one does not */
  whenReady(): Promise<void> {
    return this.#holding(this.#ready, patienceMs);
  }

  /**
   * Runs a kernel on threads 0 … `threads` − 1. One call at a time.
   *
   * @param workMs milliseconds that the work may take on a slow machine (default: 0)
   * @returns the reply of the thread that finished last
   * @throws ThreadError with the cause where a thread fails, has failed, or does not answer
   */
  async run(task: Omit<ThreadTask, "thread">, threads: number, workMs = 0): Promise<ThreadReply> {
    if (this.#failure) throw this.#failure;
    const done = this.#all(threads);
    const transfer = task.copies?.writes.map(({ values }) => values.buffer) ?? [];
    this.#threads
      .slice(0, threads)
      .forEach((one, thread) => this.#call(thread, () => one.send({ ...task, thread }, transfer)));
    return await this.#holding(done, patienceMs + workMs);
  }

  /**
   * Ends all threads. A call that waits for them is rejected once they have ended; until then they may still
   * write. Threads that do not end are given up after some seconds.
   */
  async close(): Promise<void> {
    this.#failure ??= new ThreadError("the network was disposed of while its threads were at work.");
    let stop = () => {};
    const givenUp = new Promise<void>((resolve) => (stop = afterSilence(endingMs, resolve)));
    await Promise.race([Promise.all(this.#threads.map(endOf)), givenUp]);
    stop();
    this.#end()?.reject(this.#failure);
  }

  /**
   * A method, so that the listeners keep no reference to the constructor's arguments, which include a memory.
   */
  #listeners(thread: number): [(reply: ThreadReply) => void, (reason: string) => void] {
    return [
      (reply) => {
        if (!reply?.done) this.#fail(thread, reply?.reason ?? "unknown");
        else if (this.#waiting.delete(thread) && this.#waiting.size === 0) this.#end()?.resolve(reply);
      },
      (reason) => this.#fail(thread, reason),
    ];
  }

  /** Keeps the process alive until `work` is settled, at most for some time. Idle threads do not keep it alive. */
  async #holding<Result>(work: Promise<Result>, mostMs: number): Promise<Result> {
    this.#hold(true);
    const stop = afterSilence(mostMs, () => {
      const thread = Math.min(...this.#waiting);
      this.#fail(thread, `it did not answer for ${Math.round(mostMs / 1000)} seconds`);
    });
    try {
      return await work;
    } finally {
      stop();
      this.#hold(false);
    }
  }

  #hold(held: boolean): void {
    this.#threads.forEach((one, thread) => this.#call(thread, () => one.hold(held)));
  }

  /** Calls a method of a thread, which may throw. */
  #call(thread: number, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.#fail(thread, String(error), error);
    }
  }

  #all(count: number): Promise<ThreadReply> {
    this.#waiting = new Set(Array.from({ length: count }, (_, thread) => thread));
    return new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
  }

  #end() {
    const settle = this.#settle;
    this.#settle = null;
    return settle;
  }

  #fail(thread: number, reason: string, cause?: unknown): void {
    if (this.#failure) return;
    this.#failure = new ThreadError(`training thread ${thread} failed: ${reason}.`);
    if (cause !== undefined) this.#failure.cause = cause;
    void this.close();
  }
}

/** What the caller's hook has returned, if it is a thread. */
function checkedThread(thread: Thread): Thread {
  const methods = ["send", "hold", "end"] as const;
  if (methods.every((name) => typeof thread?.[name] === "function")) return thread;
  throw new Error(`spawn returned ${show(thread)} in place of a thread with send, hold and end`);
}

/** Ends a thread. What goes wrong then can no longer be helped. */
async function endOf(thread: Thread): Promise<void> {
  try {
    await thread.end();
  } catch {
    // it is given up
  }
}
