/**
 * How a thread is started: by Node's `worker_threads`, which Bun and Deno have too, or as a web worker. A
 * caller may give another way. The messages between the host and a thread are in `threadMessages.ts`.
 */
import { isCloudflare } from "./builds.js";
import { workerSource } from "./generated/worker.js";
import { spawnWeb } from "./spawnWeb.js";
import type { Spawn } from "./threadMessages.js";

/**
 * Starts a thread by `node:worker_threads`: the default in Node, Bun and Deno. The thread does not keep the
 * process alive by itself.
 *
 * @param source  JavaScript of the thread
 * @param init    the first message to it
 * @param onReply receives its messages
 * @param onEnd   is called when the thread ends without having been asked to, with the reason
 * @returns the thread
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

/** The host's way to start threads; null if the host cannot start any. */
export function defaultSpawn(): Spawn | null {
  if (nodeThreads()) return spawnNode;
  return typeof Worker === "function" ? spawnWeb : null;
}

/** Whether this is the main thread of a page, which must stay responsive and may not wait. */
export function isPage(): boolean {
  const { process } = globalThis as { process?: { versions?: { node?: string }; type?: string } };
  if (process?.versions?.node && process.type !== "renderer") return false;
  return typeof document === "object";
}

export { workerSource };

/** Node's module, loaded in a way that bundlers do not follow. */
function nodeThreads(): typeof import("node:worker_threads") | undefined {
  return isCloudflare() ? undefined : globalThis.process?.getBuiltinModule?.("node:worker_threads");
}
