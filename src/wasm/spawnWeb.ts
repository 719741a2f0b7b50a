/** How browsers start a training thread: a module worker, from the entry's own file or from its text. */
import { startWorker } from "./sources.js";
import type { Spawn } from "./threadMessages.js";

/** Address of the worker (`chainrule/worker.js`), or a function that starts one. */
export type WorkerSource = string | URL | (() => Worker);

let given: WorkerSource | null = null;
/** Address of the worker's text; one for all workers. */
let textUrl: string | undefined;

/** Uses the caller's worker for all threads that start from now on. */
export function useWorker(source: WorkerSource): void {
  given = source;
}

/** Starts a thread as a web worker. */
export const spawnWeb: Spawn = (source, init, onReply, onEnd) => {
  const worker = start(source);
  worker.onmessage = ({ data }) => onReply(data);
  worker.onmessageerror = () => onEnd("a message to it could not be read");
  worker.onerror = (event) => {
    event.preventDefault();
    // the event of a worker that never started has no message
    onEnd(
      event.message || "the worker could not start; a Content-Security-Policy may refuse it (worker-src)",
    );
  };
  worker.postMessage(init);
  return {
    send: (task, transfer = []) => worker.postMessage(task, transfer),
    hold: () => {},
    end: () => worker.terminate(),
  };
};

function start(source: string): Worker {
  if (typeof given === "function") return given();
  if (given) return new Worker(given, { type: "module", name: "chainrule" });
  if (startWorker) return startWorker();
  textUrl ??= URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  return new Worker(textUrl, { type: "module", name: "chainrule" });
}
