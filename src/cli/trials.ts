/**
 * Threads that train the trials of a search, one trial at a time each. A thread runs this same program. All threads use the
 * same copy of the data, in shared memory. `trialThread.ts` has the code of a thread.
 */
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import * as errors from "../errors.js";
import { Dataset } from "../data/dataset.js";
import type { DivisionOption } from "../data/division.js";
import { runTrial, type TrialResult, type TrialTask } from "../train/search/trial.js";

/** A data set as it is sent to a thread. */
export type SharedData = Pick<
  Dataset,
  | "inputs"
  | "columns"
  | "targets"
  | "labels"
  | "classNames"
  | "image"
  | "inputNames"
  | "sampleWeights"
  | "flags"
  | "hasMissing"
  | "division"
  | "isAutoencoder"
>;

/** The data that a thread starts with. */
export interface TrialInit {
  purpose: "trials";
  data: SharedData;
}

/** A message to a thread; null: stop the current trial. */
export type TrialOrder = TrialTask | null;
/** A message from a thread about its task. */
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
  constructor(private readonly dataset: Dataset) {
    this.#init = { purpose: "trials", data: shareData(dataset) };
  }

  /**
   * Trains a trial on a thread that is idle, or on a new one; where the system has no thread left, on this one.
   *
   * @throws what training throws there; ThreadError where the thread dies
   */
  async run(task: TrialTask, signal: AbortSignal): Promise<TrialResult> {
    const thread = this.#idle.pop() ?? this.#start();
    if (!thread) return runTrial(task, this.dataset, { signal, spawn: null });
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

  /** @returns null if the system refuses it, for example by EAGAIN under a limit of processes */
  #start(): Thread | null {
    let worker: Worker;
    try {
      worker = new Worker(fileURLToPath(import.meta.url), { workerData: this.#init, argv: [] });
    } catch {
      return null;
    }
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

/** Makes an error of the same class as in the thread. */
function revived({ name, message }: { name: string; message: string }): Error {
  const kinds = errors as unknown as Record<string, new (message: string) => Error>;
  const kind = /^[A-Z]\w+Error$/.test(name) && Object.hasOwn(kinds, name) ? kinds[name]! : Error;
  return new kind(message);
}

function shareData(dataset: Dataset): SharedData {
  const { inputs, columns, targets, labels, classNames, image, inputNames, sampleWeights } = dataset;
  const { flags, hasMissing, division, isAutoencoder } = dataset;
  return {
    inputs: shared(inputs),
    columns,
    targets: targets && !isAutoencoder ? shared(targets) : null,
    labels: labels && shared(labels),
    classNames,
    image,
    inputNames,
    sampleWeights: sampleWeights && shared(sampleWeights),
    flags,
    hasMissing,
    division,
    isAutoencoder,
  };
}

/** Copies numbers into shared memory. */
function shared<Numbers extends Float32Array | Float64Array | Uint8Array | Uint32Array>(
  values: Numbers,
): Numbers {
  const kind = values.constructor as new (buffer: SharedArrayBuffer) => Numbers;
  const copy = new kind(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return copy;
}

/** Rebuilds the data set that `shareData` has taken apart. */
export function dataOf(data: SharedData): Dataset {
  const { inputs, targets, labels, columns, classNames, image, inputNames, sampleWeights } = data;
  const dataset = Dataset.from(inputs, labels ?? targets, {
    columns,
    classes: labels ? classNames! : undefined,
    image: image ?? undefined,
    inputNames: inputNames ?? undefined,
    sampleWeights: sampleWeights ?? undefined,
    flags: data.flags ?? undefined,
    allowMissing: data.hasMissing,
    division: data.division
      ? ({ [data.division.kind]: data.division.of } as unknown as DivisionOption)
      : undefined,
  });
  return data.isAutoencoder ? dataset.asAutoencoder() : dataset;
}
