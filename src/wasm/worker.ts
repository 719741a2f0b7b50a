/**
 * What runs in a training thread: an instance of the module on the shared memory, and a loop that does what
 * it is told. Bundled into a string (`generated/worker.ts`) so that no file need be found at run time.
 */
import type { ThreadInit, ThreadReply, ThreadTask } from "./spawn.js";

interface Port {
  postMessage(message: ThreadReply): void;
}

/** Serves one thread. `listen` registers what to do with a task. */
export function serve(
  { module, memory, prefix }: ThreadInit,
  port: Port,
  listen: (onTask: (task: ThreadTask) => void) => void,
): void {
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  listen(({ kernel, plan, from, count, thread }) => {
    try {
      (exports[`${prefix}_${kernel}`] as (...args: number[]) => void)(plan, from, count, thread);
      port.postMessage({ done: true });
    } catch (error) {
      port.postMessage({ done: false, reason: String(error) });
    }
  });
  port.postMessage({ done: true });
}

// Node's workers have no `self.onmessage`; evaluated code may be a script or a module, so nothing is imported
const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (node?.parentPort) {
  const { parentPort, workerData } = node;
  serve(workerData as ThreadInit, parentPort, (onTask) => parentPort.on("message", onTask));
}
