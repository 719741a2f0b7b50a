/**
 * The program of a training thread. It makes an instance of the module on the shared memory, or on a memory
 * of its own, and runs the tasks that it receives. The build bundles it into a string
 * (`generated/worker.ts`), so that no file must be found at run time.
 */
import { mostPages, pageBytes } from "./pages.js";
import type { Copies, ThreadInit, ThreadReply, ThreadTask } from "./threadMessages.js";

interface Port {
  postMessage(message: ThreadReply, transfer?: ArrayBuffer[]): void;
}

/** Runs one thread. `listen` registers the function that receives its tasks. */
export function serve(
  { module, memory: shared, prefix }: ThreadInit,
  port: Port,
  listen: (onTask: (task: ThreadTask) => void) => void,
): void {
  const memory = shared ?? new WebAssembly.Memory({ initial: 1, maximum: mostPages });
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

// this code may be evaluated as a script or as a module, so it imports nothing
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
