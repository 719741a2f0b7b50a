/** The program of a search thread: trains the trials that it receives, one after the other. */
import { isMainThread, parentPort, workerData } from "node:worker_threads";
import { runTrial } from "../train/search/trial.js";
import { dataOf, type TrialInit, type TrialOrder, type TrialReply } from "./trials.js";

/** Whether this is a search thread, and not the command line. */
export function isTrialThread(): boolean {
  return !isMainThread && (workerData as Partial<TrialInit> | null)?.purpose === "trials";
}

/** Serves until the thread is ended. */
export function serveTrials(): void {
  const dataset = dataOf((workerData as TrialInit).data);
  let controller = new AbortController();
  parentPort!.on("message", async (order: TrialOrder) => {
    if (order === null) {
      controller.abort();
      return;
    }
    controller = new AbortController();
    const { signal } = controller;
    // use several threads only if the user asked for them: otherwise trials already run in parallel
    const { threads = "auto" } = order.config;
    const spawn = threads === "auto" || threads === 1 ? null : undefined;
    const say = (reply: TrialReply) => parentPort!.postMessage(reply);
    try {
      say({ result: await runTrial(order, dataset, { signal, spawn }) });
    } catch (error) {
      const { name, message } = error as Error;
      say({ error: { name, message } });
    }
  });
}
