/** What a training tells: while it goes on, after each epoch, and at the end. */
import type { TrainingControl } from "./control.js";
import type { Evaluation } from "../evaluation/evaluation.js";

/** The state of training that callbacks see. */
export interface Progress {
  /** The epoch at hand; 1 for the first. */
  epoch: number;
  /** Epochs that were asked for. */
  epochs: number;
  /** Samples trained on in this epoch so far. */
  samples: number;
  /** Samples trained on in a whole epoch: all but those held out. */
  samplesPerEpoch: number;
  /** Loss so far in this epoch, taken before each update; mean or sum over samples by `reduction`. */
  loss: number;
  /** Seconds since training began, without evaluations. */
  seconds: number;
  /** Since training began, without evaluations. */
  samplesPerSecond: number;
  /** Threads that train at present; 1 too where the caller's thread does. */
  threads: number;
}

/** One finished epoch. */
export interface EpochReport extends Progress {
  /** Loss and metrics on the held-out part, the metrics in brief: accuracy, or rmse, mae and r2; null without one. */
  validation: Evaluation | null;
  /** η of the epoch's last update. */
  learningRate: number;
}

/**
 * Why a training ended: all `epochs` were done; the signal was `aborted`; a setting of that name ended it
 * (`earlyStopping`, `targetLoss`, `timeLimit`, `stepLimit`); lbfgs found no point that is better (`converged`).
 */
export type Stopped =
  "epochs" | "aborted" | "earlyStopping" | "targetLoss" | "timeLimit" | "stepLimit" | "converged";

/** What training did. Lists have an entry for each finished epoch, or for the last ones with `keepEpochs`. */
export interface History {
  /** Epochs that were finished. */
  epochs: number;
  /**
   * Loss of each epoch, without penalties, taken before each update (of lbfgs after each step); mean or sum over samples
   * by `reduction`.
   */
  loss: number[];
  /** Loss and metrics on the held-out part after each epoch; empty where nothing is held out. */
  validation: Evaluation[];
  /** η of each epoch's last update. */
  learningRate: number[];
  /** Updates of the weights, those of an unfinished epoch too. */
  updates: number;
  /** The epoch whose weights the network has now, where early stopping brought them back; else null. */
  bestEpoch: number | null;
  /** Why it ended. An epoch that was cut short is not in `loss`; its updates are in the weights. */
  stopped: Stopped;
  /** Of training alone, without evaluations and callbacks. */
  seconds: number;
  /** Samples trained on by `seconds`. */
  samplesPerSecond: number;
  /** Threads that trained last; "auto" may have tried others before. */
  threads: number;
  /** Why "auto" trained alone where it would have tried threads, such as that none could start; else null. */
  whyAlone: string | null;
}

export function newHistory(): History {
  return {
    epochs: 0,
    loss: [],
    validation: [],
    learningRate: [],
    updates: 0,
    bestEpoch: null,
    stopped: "epochs",
    seconds: 0,
    samplesPerSecond: 0,
    threads: 1,
    whyAlone: null,
  };
}

/** Forgets the oldest epochs where a history has grown to twice what is to be kept. */
export function trimHistory(history: History, keep = Infinity): void {
  const surplus = history.loss.length - keep;
  if (surplus < keep) return;
  for (const list of [history.loss, history.validation, history.learningRate]) list.splice(0, surplus);
}

/** What callers may hook into. Errors thrown by a callback end training and reach the caller of `fit`. */
export interface FitHooks {
  /** Aborted: training ends after the batch at hand, and what was learnt stays. */
  signal?: AbortSignal;
  /** Pauses, resumes and steps the training: see `TrainingControl`. */
  control?: TrainingControl;
  /** How many of the last epochs the history keeps, at least; all of them unless told. */
  keepEpochs?: number;
  /** After every epoch, awaited. */
  onEpoch?: (report: EpochReport) => void | Promise<void>;
  /** After every batch, awaited. Costs a call per batch: leave it out where speed matters. */
  onBatch?: (progress: Progress) => void | Promise<void>;
  /** Now and then, at most about every 10 ms: for progress bars. */
  onProgress?: (progress: Progress) => void;
}
