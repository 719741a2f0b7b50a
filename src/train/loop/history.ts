/** What a training reports: during an epoch, after each epoch, and at the end. */
import type { TrainingControl } from "./control.js";
import type { Evaluation, Metrics } from "../evaluation/evaluation.js";

/** The state of training that callbacks see. */
export interface Progress {
  /** The current epoch; 1 for the first. */
  epoch: number;
  /** The setting `epochs`. */
  epochs: number;
  /** Samples trained on in this epoch so far. */
  samples: number;
  /** Samples trained on in a whole epoch: all that are not held out. */
  samplesPerEpoch: number;
  /** Loss so far in this epoch, taken before each update; mean or sum over samples by `reduction`. */
  loss: number;
  /** Seconds since training began, without evaluations. */
  seconds: number;
  /** Since training began, without evaluations. */
  samplesPerSecond: number;
  /** Threads that are training; 1 where the caller's thread trains by itself. */
  threads: number;
}

/** One finished epoch. */
export interface EpochReport extends Progress {
  /**
   * Metrics of the training samples with the weights of the epoch's end, without dropout and noise: accuracy, or rmse,
   * mae and r2; null without the setting `trainingMetrics`.
   */
  metrics: Metrics | null;
  /** Loss and some metrics of validation: accuracy, or rmse, mae and r2; null where nothing is validated on. */
  validation: Evaluation | null;
  /** η of the epoch's last update. */
  learningRate: number;
}

/**
 * Why a training ended: all `epochs` were trained; the signal was `aborted`; the setting of that name ended it
 * (`earlyStopping`, `targetLoss`, `timeLimit`, `stepLimit`); the gradient that lbfgs
 * follows became nearly 0 (`converged`), or its line search found no better point although it is not (`lineSearch`).
 */
export type Stopped =
  | "epochs"
  | "aborted"
  | "earlyStopping"
  | "targetLoss"
  | "timeLimit"
  | "stepLimit"
  | "converged"
  | "lineSearch";

/** The best epoch of a training. */
export interface BestEpoch {
  /** Its number; 1 for the first. */
  epoch: number;
  /** Its loss of validation; that of training where nothing is validated on. */
  loss: number;
  /** Its metrics of validation; {} where nothing is validated on. */
  metrics: Metrics;
}

/** What training did. Lists have an entry for each finished epoch, or for the last ones with `keepEpochs`. */
export interface History {
  /** Epochs that were finished. */
  epochs: number;
  /**
   * Loss of each epoch, without penalties, taken before each update (of lbfgs after each step); mean or sum over samples
   * by `reduction`.
   */
  loss: number[];
  /** Metrics of the training samples after each epoch; empty without the setting `trainingMetrics`. */
  metrics: Metrics[];
  /** Loss and some metrics of validation after each epoch; empty where nothing is validated on. */
  validation: Evaluation[];
  /** η of each epoch's last update. */
  learningRate: number[];
  /** Updates of the weights, including those of an unfinished epoch. */
  updates: number;
  /**
   * The best epoch: the one with the least loss of validation, or of training where nothing is validated on. With early
   * stopping, the last that counted as an improvement of what it monitors. null where no epoch was finished.
   */
  best: BestEpoch | null;
  /** The epoch whose weights early stopping restored, which the network has now; else null. */
  bestEpoch: number | null;
  /** Why it ended. An epoch that was cut short is not in `loss`; its updates are in the weights. */
  stopped: Stopped;
  /**
   * What seems wrong with the data, and what to do: targets that the outputs cannot reach, or probabilities that do not sum
   * to 1. Empty where nothing does.
   */
  warnings: string[];
  /** Seconds of training, without evaluations and callbacks. */
  seconds: number;
  /** Samples trained on, divided by `seconds`. */
  samplesPerSecond: number;
  /** Threads of the last call of a kernel; "auto" may have tried other numbers before. */
  threads: number;
  /** Why "auto" used one thread although several would have been tried: for example, that none could start. Else null. */
  whyAlone: string | null;
  /** Why a build for 128-bit lanes trained although the configuration names a wide one. Else null. */
  whyNarrow: string | null;
}

export function newHistory(): History {
  return {
    epochs: 0,
    loss: [],
    metrics: [],
    validation: [],
    learningRate: [],
    updates: 0,
    best: null,
    bestEpoch: null,
    stopped: "epochs",
    warnings: [],
    seconds: 0,
    samplesPerSecond: 0,
    threads: 1,
    whyAlone: null,
    whyNarrow: null,
  };
}

/** Forgets the oldest epochs once a history has twice as many as it must keep. */
export function trimHistory(history: History, keep = Infinity): void {
  const surplus = history.loss.length - keep;
  if (surplus < keep) return;
  const { loss, metrics, validation, learningRate } = history;
  for (const list of [loss, metrics, validation, learningRate]) list.splice(0, surplus);
}

/** Callbacks and controls of `fit`. An error thrown by a callback ends training and rejects `fit`. */
export interface FitHooks {
  /** Once aborted, training ends after the current batch; the weights stay as trained so far. */
  signal?: AbortSignal;
  /** Pauses, resumes and steps the training: see `TrainingControl`. */
  control?: TrainingControl;
  /** How many of the last epochs the history keeps, at least (default: all). */
  keepEpochs?: number;
  /** After every epoch, awaited. */
  onEpoch?: (report: EpochReport) => void | Promise<void>;
  /** After every batch, awaited. It costs a call per batch; leave it out where speed matters. */
  onBatch?: (progress: Progress) => void | Promise<void>;
  /** Before the first step, for each of the history's `warnings`; not awaited. A promise that is rejected ends training. */
  onWarning?: (warning: string) => void;
  /** At most about every 10 ms, for progress bars; not awaited. A promise that is rejected ends training. */
  onProgress?: (progress: Progress) => void;
}
