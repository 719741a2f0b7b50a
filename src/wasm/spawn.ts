/**
 * How a thread is started, and what is said to it. The kind that a host has is taken by default (Node's
 * `worker_threads`, which Bun and Deno have too, or web workers); a caller may give another.
 */
import { isCloudflare } from "./builds.js";
import { workerSource } from "./generated/worker.js";
import { spawnWeb } from "./spawnWeb.js";

/** What a thread begins with. */
export interface ThreadInit {
  module: WebAssembly.Module;
  /** Null where it cannot be shared: the thread makes one of its own, and is sent what it must hold. */
  memory: WebAssembly.Memory | null;
  /** Of the exports: "f32" or "f64". */
  prefix: string;
}

/** A part of linear memory. */
export interface Region {
  address: number;
  bytes: number;
}

/** What goes between the caller's memory and that of a thread that has its own. */
export interface Copies {
  /** Pages that its memory must have. */
  pages: number;
  /** To be written there before the call. */
  writes: { address: number; values: Uint8Array<ArrayBuffer> }[];
  /** To be sent back after it. */
  reads: Region[];
}

/** One call of a kernel; without one, copies alone. */
export interface ThreadTask {
  kernel: "train" | "epochs" | "evaluate" | "gradients" | null;
  plan: number;
  from: number;
  count: number;
  thread: number;
  copies?: Copies;
}

/** A thread says once that it is there, and once for each task that it is done or why not. */
export interface ThreadReply {
  done: boolean;
  reason?: string;
  /** What `copies.reads` asked for, in that order. */
  reads?: Uint8Array<ArrayBuffer>[];
}

/** A started thread. */
export interface Thread {
  /** @param transfer buffers that are given away with the task */
  send(task: ThreadTask, transfer?: ArrayBuffer[]): void;
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
