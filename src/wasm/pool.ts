/**
 * The threads that run one plan together. Each call goes to every thread and ends when all have finished;
 * during the call they wait for each other at barriers in wasm. When one fails or ends, the others would wait
 * for it for ever, so the pool ends all of them.
 */
import { ThreadError } from "../errors.js";
import { workerSource } from "./spawn.js";
import type { Spawn, Thread, ThreadInit, ThreadReply, ThreadTask } from "./threadMessages.js";

export class ThreadPool {
  readonly #threads: Thread[];
  #waiting = 0;
  #settle: { resolve: (last: ThreadReply) => void; reject: (reason: Error) => void } | null = null;
  #failure: Error | null = null;
  /** Resolves when every thread has started; see `whenReady`. */
  readonly #ready: Promise<void>;
  #isReady = false;
  /** Whether its one thread has a memory of its own, so that tasks need copies. */
  readonly isReplica: boolean;

  constructor(
    spawn: Spawn,
    readonly size: number,
    init: ThreadInit,
  ) {
    this.isReplica = init.memory === null;
    this.#ready = this.#all(size).then(() => void (this.#isReady = true));
    this.#ready.catch(() => {}); // `whenReady` reports it
    this.#threads = Array.from({ length: size }, (_, thread) =>
      spawn(workerSource, init, ...this.#listeners(thread)),
    );
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
    return this.#holding(this.#ready);
  }

  /**
   * Runs a kernel on threads 0 … `threads` − 1. One call at a time.
   *
   * @returns the reply of the thread that finished last
   * @throws ThreadError with the cause where a thread fails or has failed
   */
  async run(task: Omit<ThreadTask, "thread">, threads: number): Promise<ThreadReply> {
    if (this.#failure) throw this.#failure;
    const done = this.#all(threads);
    const transfer = task.copies?.writes.map(({ values }) => values.buffer) ?? [];
    this.#threads.slice(0, threads).forEach((one, thread) => one.send({ ...task, thread }, transfer));
    return await this.#holding(done);
  }

  /**
   * Ends all threads. A call that waits for them is rejected once they have ended; until then they may still
   * write.
   */
  async close(): Promise<void> {
    this.#failure ??= new ThreadError("the network was disposed of while its threads were at work.");
    await Promise.all(this.#threads.map((thread) => thread.end()));
    this.#end()?.reject(this.#failure);
  }

  /**
   * A method, so that the listeners keep no reference to the constructor's arguments, which include a memory.
   */
  #listeners(thread: number): [(reply: ThreadReply) => void, (reason: string) => void] {
    return [
      (reply) => {
        if (!reply.done) this.#fail(thread, reply.reason ?? "unknown");
        else if (--this.#waiting === 0) this.#end()?.resolve(reply);
      },
      (reason) => this.#fail(thread, reason),
    ];
  }

  /** Keeps the process alive until `work` is settled. Idle threads do not keep it alive. */
  async #holding<Result>(work: Promise<Result>): Promise<Result> {
    for (const thread of this.#threads) thread.hold(true);
    try {
      return await work;
    } finally {
      for (const thread of this.#threads) thread.hold(false);
    }
  }

  #all(count: number): Promise<ThreadReply> {
    this.#waiting = count;
    return new Promise((resolve, reject) => (this.#settle = { resolve, reject }));
  }

  #end() {
    const settle = this.#settle;
    this.#settle = null;
    return settle;
  }

  #fail(thread: number, reason: string): void {
    if (this.#failure) return;
    this.#failure = new ThreadError(`training thread ${thread} failed: ${reason}.`);
    void this.close();
  }
}
