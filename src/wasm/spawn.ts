/**
 * How a thread is started, and what is said to it. The kind that a host has is taken by default (Node's
 * `worker_threads`, which Bun and Deno have too, or web workers); a caller may give another.
 */
import { isCloudflare } from "./builds.js";
import { workerSource } from "./generated/worker.js";
import { spawnWeb } from "./spawnWeb.js";

/** What a thread begins with: the first message to it. */
export interface ThreadInit {
  /** The compiled kernels. */
  module: WebAssembly.Module;
  /** Null where it cannot be shared: the thread makes one of its own, and is sent what it must hold. */
  memory: WebAssembly.Memory | null;
  /** Of the names of the exports to call: "f32" or "f64". */
  prefix: string;
}

/** A part of linear memory. */
export interface Region {
  /** Of the first byte. */
  address: number;
  /** Its length. */
  bytes: number;
}

/** What goes between the caller's memory and that of a thread that has its own. */
export interface Copies {
  /** Pages of 64 KiB that its memory must have. */
  pages: number;
  /** To be written there before the call. */
  writes: {
    /** Of the first byte. */
    address: number;
    /** What to write there. */
    values: Uint8Array<ArrayBuffer>;
  }[];
  /** To be sent back after it. */
  reads: Region[];
}

/** One call of a kernel; without one, copies alone. */
export interface ThreadTask {
  /** Name of the export without its prefix; null for copies alone. */
  kernel: "train" | "epochs" | "evaluate" | "gradients" | null;
  /** Address of the plan. */
  plan: number;
  /** First sample; of "epochs" the number of the first epoch. */
  from: number;
  /** Samples; of "epochs" the number of epochs. */
  count: number;
  /** Which thread this is; 0 for the first. */
  thread: number;
  /** What to copy around the call; only for a thread that has a memory of its own. */
  copies?: Copies;
}

/** A thread says once that it is there, and once for each task that it is done or why not. */
export interface ThreadReply {
  /** Whether it is there, or done. */
  done: boolean;
  /** Why it is not done. */
  reason?: string;
  /** What `copies.reads` asked for, in that order. */
  reads?: Uint8Array<ArrayBuffer>[];
}

/** A started thread, as `Spawn` returns it. */
export interface Thread {
  /**
   * Sends the next task.
   *
   * @param task     what to do
   * @param transfer buffers that are given away with the task; none unless told
   */
  send(task: ThreadTask, transfer?: ArrayBuffer[]): void;
  /**
   * Lets the thread keep the process alive, or no longer. Threads begin without.
   *
   * @param held whether it should
   */
  hold(held: boolean): void;
  /**
   * Ends the thread.
   *
   * @returns what resolves when it writes no more; nothing where that is at once
   */
  end(): Promise<unknown> | void;
}

/**
 * Starts a thread, for `HostOptions.spawn`: one that runs the JavaScript `source` (a worker that posts messages), begins
 * with `init` as `workerData` or first message, and passes its messages to `onReply`. `onEnd` is called when it ends
 * unasked, with the reason.
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

/**
 * Starts a thread by `node:worker_threads`: what Node, Bun and Deno do unless told. It does not keep the process alive by
 * itself.
 *
 * @param source  JavaScript of the thread
 * @param init    what it begins with
 * @param onReply hears what it says
 * @param onEnd   hears when it ends unasked, and why
 * @returns the thread, to send tasks to and to end
 *
 * @example
 * ```js
 * import { Dataset, Network, spawnNode } from "chainrule";
 *
 * const network = Network.create({ layers: [2, 3, 1], threads: 2 }, { spawn: spawnNode });
 * const samples = Dataset.from([[0, 1], [1, 0]], [[1], [0]]);
 * const { threads } = await network.fit(samples, { epochs: 1 });
 * console.log(threads); // → 2
 * network.dispose(); // ends them
 * ```
 */
export const spawnNode: Spawn = (source, init, onReply, onEnd) => {
  const { Worker } = nodeThreads()!;
  const worker = new Worker(source, { eval: true, workerData: init });
  worker.on("message", onReply);
  worker.on("error", (error) => onEnd(String(error)));
  worker.on("exit", (code) => onEnd(`it exited with code ${code}`));
  worker.unref();
  return {
    send: (task, transfer) => worker.postMessage(task, transfer),
    hold: (held) => (held ? worker.ref() : worker.unref()),
    end: () => worker.terminate(),
  };
};

/** The host's own way to start threads, or null. */
export function defaultSpawn(): Spawn | null {
  if (nodeThreads()) return spawnNode;
  return typeof Worker === "function" ? spawnWeb : null;
}

/** Whether this is a page's own thread, which nothing should keep busy and which may not wait. */
export function isPage(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string }; type?: string } };
  if (process?.versions?.node && process.type !== "renderer") return false;
  return typeof document === "object";
}

export { workerSource };

/** By a way that bundlers do not follow. */
function nodeThreads(): typeof import("node:worker_threads") | undefined {
  return isCloudflare() ? undefined : globalThis.process?.getBuiltinModule?.("node:worker_threads");
}
