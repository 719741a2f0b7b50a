/** One run of the suite after another, each in a worker of its own: what it found so far, and its end. */
import { signal } from "@preact/signals";
import type { Results } from "../../bench/results.js";
import type { Progress } from "../../bench/suite.js";
import type { Order, Reply } from "./benchMessages.js";

export type RunState = "idle" | "running" | "done" | "stopped" | "failed";

/** As much of a worker as is needed: tests have none. */
export type StartWorker = () => Pick<Worker, "postMessage" | "addEventListener" | "terminate">;

/** Beside the page, whatever the chunk that this lies in is called. */
const startWorker: StartWorker = () =>
  new Worker(new URL("bench.js", document.baseURI), { type: "module", name: "chainrule bench" });

export class BenchRun {
  readonly state = signal<RunState>("idle");
  readonly progress = signal<Progress | null>(null);
  /** Those of the last run, or so much as is known of this one; null before there are any. */
  readonly results = signal<Results | null>(null);
  /** Why it failed; null where it did not. */
  readonly message = signal<string | null>(null);
  #worker: ReturnType<StartWorker> | null = null;

  constructor(private readonly start: StartWorker = startWorker) {}

  /** Begins anew; one that is at work is ended. */
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
          this.#fail((event as ErrorEvent).message || "its file could not be loaded");
      });
      worker.postMessage(order);
    } catch (error) {
      this.#fail(String(error));
    }
  }

  /** Ends it at once; what is known stays. */
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

/** How much of a run is over: 0 … 1. Checking that all agree is about a third of a case. */
export function partOf({ index, count, phase, turn, turns }: Progress): number {
  const checked = 0.3;
  const ofCase = phase === "checking" ? 0 : checked + (1 - checked) * (turns === 0 ? 0 : turn / turns);
  return (index + ofCase) / count;
}
