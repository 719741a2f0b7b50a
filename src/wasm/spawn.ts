/**
 * How a thread is started. The one kind that a host needs is taken by default (Node's `worker_threads`, which
 * Bun and Deno have too); a caller may give another.
 */
import { workerSource } from "./generated/worker.js";

/** What a thread begins with. */
export interface ThreadInit {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  /** Of the exports: "f32" or "f64". */
  prefix: string;
}

/** One call of a kernel. */
export interface ThreadTask {
  kernel: "train" | "epochs" | "evaluate" | "gradients";
  plan: number;
  from: number;
  count: number;
  thread: number;
}

/** A thread says once that it is there, and once for each task that it is done or why not. */
export interface ThreadReply {
  done: boolean;
  reason?: string;
}

/** A started thread. */
export interface Thread {
  send(task: ThreadTask): void;
  /** Whether the thread keeps the process alive. */
  hold(held: boolean): void;
  /** Ends the thread; what it returns resolves when it writes no more. */
  end(): Promise<unknown> | void;
}

/** Starts a thread that runs `source`; `onEnd` is called when it ends unasked, with the reason. */
export type Spawn = (
  source: string,
  init: ThreadInit,
  onReply: (reply: ThreadReply) => void,
  onEnd: (reason: string) => void,
) => Thread;

/** Starts a thread by `node:worker_threads`. */
export const spawnNode: Spawn = (source, init, onReply, onEnd) => {
  const { Worker } = nodeThreads()!;
  const worker = new Worker(source, { eval: true, workerData: init });
  worker.on("message", onReply);
  worker.on("error", (error) => onEnd(String(error)));
  worker.on("exit", (code) => onEnd(`it exited with code ${code}`));
  worker.unref();
  return {
    send: (task) => worker.postMessage(task),
    hold: (held) => (held ? worker.ref() : worker.unref()),
    end: () => worker.terminate(),
  };
};

/** The host's own way to start threads, or null. */
export function defaultSpawn(): Spawn | null {
  return nodeThreads() ? spawnNode : null;
}

export { workerSource };

/** By a way that bundlers do not follow. */
function nodeThreads(): typeof import("node:worker_threads") | undefined {
  return globalThis.process?.getBuiltinModule?.("node:worker_threads");
}
