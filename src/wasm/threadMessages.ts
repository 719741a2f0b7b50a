/** Messages between the host and its threads, and what a host must give to start one. Types only. */

/** The first message to a thread. */
export interface ThreadInit {
  /** The compiled kernels. */
  module: WebAssembly.Module;
  /**
   * The shared memory. Null where memory cannot be shared: the thread makes its own, and receives what it
   * must hold.
   */
  memory: WebAssembly.Memory | null;
  /** Prefix of the exports to call: "f32" or "f64". */
  prefix: string;
}

/** A part of linear memory. */
export interface Region {
  /** Address of the first byte. */
  address: number;
  /** Length in bytes. */
  bytes: number;
}

/** What is copied between the caller's memory and that of a thread that has its own. */
export interface Copies {
  /** Pages of 64 KiB that its memory must have. */
  pages: number;
  /** To be written there before the call. */
  writes: {
    /** Address of the first byte. */
    address: number;
    /** What to write there. */
    values: Uint8Array<ArrayBuffer>;
  }[];
  /** To be sent back after it. */
  reads: Region[];
}

/** One task of a thread: a call of a kernel, or only copies. */
export interface ThreadTask {
  /** Name of the export without its prefix; null: only copy. */
  kernel: "train" | "epochs" | "evaluate" | "gradients" | null;
  /** Address of the plan. */
  plan: number;
  /** First sample; for "epochs" the number of the first epoch. */
  from: number;
  /** Number of samples; for "epochs" of epochs. */
  count: number;
  /** Number of the thread; the first is 0. */
  thread: number;
  /** What to copy around the call; only for a thread that has a memory of its own. */
  copies?: Copies;
}

/** A message from a thread: one when it has started, and one for each task. */
export interface ThreadReply {
  /** Whether it has started, or has done the task. */
  done: boolean;
  /** Why it has not. */
  reason?: string;
  /** The regions that `copies.reads` asked for, in that order. */
  reads?: Uint8Array<ArrayBuffer>[];
}

/** A started thread, as `Spawn` returns it. */
export interface Thread {
  /**
   * Sends the next task.
   *
   * @param task     what to do
   * @param transfer buffers to transfer with the task (default: none)
   */
  send(task: ThreadTask, transfer?: ArrayBuffer[]): void;
  /**
   * Says whether the thread keeps the process alive (default: it does not).
   *
   * @param held whether it does
   */
  hold(held: boolean): void;
  /**
   * Ends the thread.
   *
   * @returns a promise that resolves when the thread no longer writes; nothing where that is immediate
   */
  end(): Promise<unknown> | void;
}

/**
 * Starts a thread, for `HostOptions.spawn`. The thread runs the JavaScript `source` (a worker that posts
 * messages) and receives `init` as `workerData` or as its first message. Its messages go to `onReply`.
 * `onEnd` is called with the reason when the thread ends without having been asked to.
 *
 * Where a hook throws or returns anything else, and where its threads do not answer (60 seconds, and the time of the work),
 * `fit` rejects with a ThreadError; with `threads: "auto"`, training goes on alone if none could start.
 *
 * @example
 * ```js
 * import { Dataset, Network, spawnNode } from "chainrule";
 *
 * const network = Network.create({ layers: [2, 3, 1], threads: 2 }, {
 *   spawn: (...given) => {
 *     console.log("another thread");
 *     return spawnNode(...given);
 *   },
 * });
 * await network.fit(Dataset.from([[0, 1], [1, 0]], [[1], [0]]), { epochs: 1 });
 * // → another thread
 * // → another thread
 * ```
 */
export type Spawn = (
  source: string,
  init: ThreadInit,
  onReply: (reply: ThreadReply) => void,
  onEnd: (reason: string) => void,
) => Thread;
