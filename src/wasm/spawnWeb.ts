/** How browsers start a training thread: a module worker, from the entry's own file or from its text. */
import { startWorker } from "./sources.js";
import type { Spawn } from "./spawn.js";

/** Where the worker (`chainrule/worker.js`) is to be had, or a function that starts one. */
export type WorkerSource = string | URL | (() => Worker);

let given: WorkerSource | null = null;
/** Of the worker's text; one for all. */
let textUrl: string | undefined;

/** Takes the caller's worker for all threads to come. */
export function useWorker(source: WorkerSource): void {
  given = source;
}

/** Starts a thread as a web worker. */
export const spawnWeb: Spawn = (source, init, onReply, onEnd) => {
  const worker = start(source);
  worker.onmessage = ({ data }) => onReply(data);
  worker.onmessageerror = () => onEnd("it could not be sent what it needs");
  worker.onerror = (event) => {
    event.preventDefault();
    // a worker that never started has an event without words
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
