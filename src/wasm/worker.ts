/**
 * What runs in a training thread: an instance of the module on the shared memory, or on one of its own, and a loop
 * that does what it is told. Bundled into a string (`generated/worker.ts`) so that no file need be found at run time.
 */
import type { Copies, ThreadInit, ThreadReply, ThreadTask } from "./spawn.js";

interface Port {
  postMessage(message: ThreadReply, transfer?: ArrayBuffer[]): void;
}

const pageBytes = 65536;

/** Serves one thread. `listen` registers what to do with a task. */
export function serve(
  { module, memory: shared, prefix }: ThreadInit,
  port: Port,
  listen: (onTask: (task: ThreadTask) => void) => void,
): void {
  const memory = shared ?? new WebAssembly.Memory({ initial: 1, maximum: pageBytes });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  listen(({ kernel, plan, from, count, thread, copies }) => {
    try {
      if (copies) write(memory, copies);
      if (kernel) (exports[`${prefix}_${kernel}`] as (...given: number[]) => void)(plan, from, count, thread);
      const reads = copies?.reads.map(({ address, bytes }) =>
        new Uint8Array(memory.buffer, address, bytes).slice(),
      );
      port.postMessage(
        { done: true, reads },
        reads?.map(({ buffer }) => buffer),
      );
    } catch (error) {
      port.postMessage({ done: false, reason: String(error) });
    }
  });
  port.postMessage({ done: true });
}

function write(memory: WebAssembly.Memory, { pages, writes }: Copies): void {
  const missing = pages - memory.buffer.byteLength / pageBytes;
  if (missing > 0) memory.grow(missing);
  for (const { address, values } of writes) new Uint8Array(memory.buffer).set(values, address);
}

// evaluated code may be a script or a module, so nothing is imported
const node = globalThis.process?.getBuiltinModule?.("node:worker_threads");
if (node?.parentPort) {
  // Node's workers have no `self.onmessage`
  const { parentPort, workerData } = node;
  serve(workerData as ThreadInit, parentPort, (onTask) => parentPort.on("message", onTask));
} else if (typeof self === "object") {
  const scope = self as unknown as { onmessage: (event: { data: unknown }) => void } & Port;
  scope.onmessage = ({ data }) => {
    serve(data as ThreadInit, scope, (onTask) => {
      scope.onmessage = (event) => onTask(event.data as ThreadTask);
    });
  };
}
