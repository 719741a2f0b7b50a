/**
 * Threads that train trials of a search, one each: this very program, started again as a thread. The data lie in
 * memory that all of them share. What a thread does is in `trialThread.ts`.
 */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import * as errors from "../errors.js";
import { Dataset } from "../data/dataset.js";
import type { TrialResult, TrialTask } from "../train/search/trial.js";

/** A data set as it goes to a thread. */
export type SharedData = Pick<
  Dataset,
  "inputs" | "columns" | "targets" | "labels" | "classNames" | "image" | "inputNames" | "sampleWeights"
> & { isAutoencoder: boolean };

/** What a thread begins with. */
export interface TrialInit {
  purpose: "trials";
  data: SharedData;
}

/** What is told to a thread; null: stop what you do. */
export type TrialOrder = TrialTask | null;
/** What a thread says of its task. */
export type TrialReply = { result: TrialResult } | { error: { name: string; message: string } };

interface Thread {
  worker: Worker;
  settle: { resolve: (result: TrialResult) => void; reject: (error: Error) => void } | null;
}

export class TrialThreads {
  readonly #idle: Thread[] = [];
  readonly #all: Thread[] = [];
  readonly #init: TrialInit;

  /** Threads are started when they are first needed. */
  constructor(dataset: Dataset) {
    this.#init = { purpose: "trials", data: shareData(dataset) };
  }

  /**
   * Trains a trial on a thread that is idle, or on a new one.
   *
   * @throws what training throws there; ThreadError where the thread dies
   */
  async run(task: TrialTask, signal: AbortSignal): Promise<TrialResult> {
    const thread = this.#idle.pop() ?? this.#start();
    const stop = () => thread.worker.postMessage(null satisfies TrialOrder);
    signal.addEventListener("abort", stop);
    try {
      const result = await new Promise<TrialResult>((resolve, reject) => {
        thread.settle = { resolve, reject };
        thread.worker.postMessage(task satisfies TrialOrder);
      });
      this.#idle.push(thread);
      return result;
    } finally {
      thread.settle = null;
      signal.removeEventListener("abort", stop);
    }
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map(({ worker }) => worker.terminate()));
  }

  #start(): Thread {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: this.#init, argv: [] });
    const thread: Thread = { worker, settle: null };
    const fail = (reason: string) =>
      thread.settle?.reject(new errors.ThreadError(`a trial's thread failed: ${reason}.`));
    worker.on("message", (reply: TrialReply) => {
      if ("result" in reply) thread.settle?.resolve(reply.result);
      else thread.settle?.reject(revived(reply.error));
    });
    worker.on("error", (error) => fail(String(error)));
    worker.on("exit", (code) => fail(`it exited with code ${code}`));
    this.#all.push(thread);
    return thread;
  }
}

/** An error of the kind that it was in the thread. */
function revived({ name, message }: { name: string; message: string }): Error {
  const kinds = errors as unknown as Record<string, new (message: string) => Error>;
  const kind = /^[A-Z]\w+Error$/.test(name) && Object.hasOwn(kinds, name) ? kinds[name]! : Error;
  return new kind(message);
}

function shareData(dataset: Dataset): SharedData {
  const { inputs, columns, targets, labels, classNames, image, inputNames, sampleWeights } = dataset;
  const { isAutoencoder } = dataset;
  return {
    inputs: shared(inputs),
    columns,
    targets: targets && !isAutoencoder ? shared(targets) : null,
    labels: labels && shared(labels),
    classNames,
    image,
    inputNames,
    sampleWeights: sampleWeights && shared(sampleWeights),
    isAutoencoder,
  };
}

/** The same numbers in shared memory. */
function shared<Numbers extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
  values: Numbers,
): Numbers {
  const kind = values.constructor as new (buffer: SharedArrayBuffer) => Numbers;
  const copy = new kind(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** The data set that `shareData` took apart. */
export function dataOf(data: SharedData): Dataset {
  const { inputs, targets, labels, columns, classNames, image, inputNames, sampleWeights } = data;
  const dataset = Dataset.from(inputs, labels ?? targets, {
    columns,
    classes: labels ? classNames! : undefined,
    image: image ?? undefined,
    inputNames: inputNames ?? undefined,
    sampleWeights: sampleWeights ?? undefined,
  });
  return data.isAutoencoder ? dataset.asAutoencoder() : dataset;
}
