/** Runs the suite in a worker and holds its progress, its results and how it ended. One run at a time. */
import { signal } from "@preact/signals";
import type { Results } from "../../bench/results.js";
import type { Progress } from "../../bench/suite.js";
import type { Order, Reply } from "./benchMessages.js";

export type RunState = "idle" | "running" | "done" | "stopped" | "failed";

/** Starts a worker. Tests replace it. */
export type StartWorker = () => Pick<Worker, "postMessage" | "addEventListener" | "terminate">;

/** The worker's file is beside the page, not beside the chunk of this module. */
const startWorker: StartWorker = () =>
  new Worker(new URL("bench.js", document.baseURI), { type: "module", name: "chainrule bench" });

export class BenchRun {
  readonly state = signal<RunState>("idle");
  readonly progress = signal<Progress | null>(null);
  /** The results so far of this run, or those of the last run; null before the first ones. */
  readonly results = signal<Results | null>(null);
  /** Why the run failed; null otherwise. */
  readonly message = signal<string | null>(null);
  #worker: ReturnType<StartWorker> | null = null;

  constructor(private readonly start: StartWorker = startWorker) {}

  /** Starts a run. A running one is ended first. */
  run(order: Order): void {
    this.#end("running");
    this.progress.value = null;
    this.results.value = null;
    this.message.value = null;
    try {
      const worker = this.start();
      this.#worker = worker;
      worker.addEventListener("message", ({ data }) => worker === this.#worker && this.#hear(data as Reply));
      worker.addEventListener("error", (event) => {
        if (worker === this.#worker)
          this.#fail((event as ErrorEvent).message || "the file of the worker could not be loaded");
      });
      worker.postMessage(order);
    } catch (error) {
      this.#fail(String(error));
    }
  }

  /** Ends the run immediately. The results so far stay. */
  stop(): void {
    if (this.state.peek() === "running") this.#end("stopped");
  }

  #hear(reply: Reply): void {
    if (reply.kind === "progress") this.progress.value = reply.progress;
    else if (reply.kind === "failed") this.#fail(reply.message);
    else {
      this.results.value = reply.results;
      if (reply.complete) this.#end("done");
    }
  }

  #fail(message: string): void {
    this.message.value = message;
    this.#end("failed");
  }

  #end(state: RunState): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.state.value = state;
  }
}

/** The finished fraction of a run: 0 … 1. Checking the losses counts as 0.3 of a case. */
export function partOf({ index, count, phase, turn, turns }: Progress): number {
  const checked = 0.3;
  const ofCase = phase === "checking" ? 0 : checked + (1 - checked) * (turns === 0 ? 0 : turn / turns);
  return (index + ofCase) / count;
}
