/** What a training reports: during an epoch, after each epoch, and at the end. */
import type { ProcessGroup } from "../distributed/distributed.js";
import type { TrainingControl } from "./control.js";
import type { Evaluation, Metrics } from "../evaluation/evaluation.js";

/** One finished epoch, as the lists of a history have it. */
export interface EpochEntry {
  /** Its number; 1 for the first since the first weights. */
  epoch: number;
  /** As in `History.loss`. */
  loss: number;
  /** η of its last update. */
  learningRate: number;
  /** Metrics of the training samples; null without the setting `trainingMetrics`. */
  metrics: Metrics | null;
  /** Loss and metrics of validation; null where nothing is validated on. */
  validation: Evaluation | null;
}

/** The state of training that callbacks see. */
export interface Progress {
  /** The current epoch; 1 for the first since the first weights, in whichever call of `fit`. */
  epoch: number;
  /** The number of the last epoch of this call: `epochs` of the settings, after those that were trained before. */
  epochs: number;
  /** Samples trained on in this epoch so far. */
  samples: number;
  /** Samples trained on in a whole epoch: all that are not held out. */
  samplesPerEpoch: number;
  /** Updates of the weights since the first weights. */
  updates: number;
  /** Loss so far in this epoch, taken before each update; mean or sum over samples by `reduction`. */
  loss: number;
  /** η of the last update. */
  learningRate: number;
  /** Seconds since this call of `fit` began, without evaluations. */
  seconds: number;
  /** Since this call of `fit` began, without evaluations. */
  samplesPerSecond: number;
  /** Threads that are training; 1 where the caller's thread trains by itself. */
  threads: number;
  /** Seconds that training has waited for rows of a source, since this call of `fit` began; they are not in `seconds`. */
  waited: number;
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
  /** Its number; 1 for the first since the first weights. */
  epoch: number;
  /** Its loss of validation; that of training where nothing is validated on. */
  loss: number;
  /** Its metrics of validation; {} where nothing is validated on. */
  metrics: Metrics;
}

/**
 * What a call of `fit` did. Lists have an entry for each finished epoch, or for the last ones with `keepEpochs`. After 16,384
 * epochs they keep every second one, after 32,768 every fourth, and so on, and always the last: `epochNumbers` says which.
 */
export interface History {
  /** Epochs that were finished. */
  epochs: number;
  /** The number of each epoch in the lists; 1 for the first since the first weights. */
  epochNumbers: number[];
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
  /** Seconds that training waited for rows of a source; 0 where all samples were in memory. They are not in `seconds`. */
  waited: number;
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
    epochNumbers: [],
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
    waited: 0,
    threads: 1,
    whyAlone: null,
    whyNarrow: null,
  };
}

/** All of the first so many epochs are kept, and later ones at distances that double when their number does. */
const firstEpochs = 16_384;

/** Whether lists keep an epoch. Of 10⁹ epochs they keep 150,000. @param epoch 1 for the first of the list */
export function keepsEpoch(epoch: number): boolean {
  if (epoch <= firstEpochs) return true;
  const doublings = 32 - Math.clz32(Math.floor((epoch - 1) / firstEpochs));
  return epoch % 2 ** doublings === 0;
}

/**
 * Enters an epoch into the lists.
 *
 * @param epochsBefore epochs of earlier calls of `fit`
 * @param keep         see `FitHooks.keepEpochs`
 */
export function enterEpoch(history: History, entry: EpochEntry, epochsBefore: number, keep = Infinity): void {
  const { epochNumbers, loss, metrics, validation, learningRate } = history;
  const lists = [epochNumbers, loss, metrics, validation, learningRate];
  const last = epochNumbers.at(-1);
  if (last !== undefined && !keepsEpoch(last - epochsBefore)) for (const list of lists) list.pop();
  epochNumbers.push(entry.epoch);
  loss.push(entry.loss);
  learningRate.push(entry.learningRate);
  if (entry.metrics) metrics.push(entry.metrics);
  if (entry.validation) validation.push(entry.validation);
  const surplus = loss.length - keep;
  if (surplus >= keep) for (const list of lists) list.splice(0, surplus);
}

/** How often a training is saved, and where to. The last time is at its end. */
export interface Checkpoint {
  /** After so many seconds, batches or epochs since the last time, whichever comes first. */
  every: {
    /** Seconds, > 0 (default: no limit). */
    seconds?: number;
    /** Batches, one update each (default: no limit). */
    batches?: number;
    /** Finished epochs (default: no limit). */
    epochs?: number;
  };
  /**
   * Gets a model file that carries the training state, as `network.save({ training: true })` gives it. Training goes on
   * meanwhile; the next file comes when this one is written. A rejection ends the training.
   */
  write: (bytes: Uint8Array, at: CheckpointPlace) => void | Promise<void>;
}

/** Where a training stands that is saved. */
export interface CheckpointPlace {
  /** Epochs that are finished, since the first weights. */
  epochs: number;
  /** Updates of the weights since then. */
  updates: number;
  /** Why the training ended, where this is its end; null while it goes on, and after an error. */
  stopped: Stopped | null;
}

/** Callbacks and controls of `fit`. An error thrown by a callback ends training and rejects `fit`. */
export interface FitHooks {
  /** Once aborted, training ends after the current batch; the weights stay as trained so far. */
  signal?: AbortSignal;
  /** Pauses, resumes and steps the training: see `TrainingControl`. */
  control?: TrainingControl;
  /** How many of the last epochs the history keeps, at least (default: all, thinned out as `History` says). */
  keepEpochs?: number;
  /** Saves the training now and then: see `Checkpoint`. */
  checkpoint?: Checkpoint;
  /**
   * The processes that train this network together, each a part of every batch (default: this one alone). Each of them calls `fit`
   * with the same network, data and settings. `processGroup` makes a group.
   */
  distributed?: ProcessGroup;
  /** After every epoch, awaited. */
  onEpoch?: (report: EpochReport) => void | Promise<void>;
  /** After every batch, awaited. It costs a call per batch; leave it out where speed matters. */
  onBatch?: (progress: Progress) => void | Promise<void>;
  /** Before the first step, for each of the history's `warnings`; not awaited. A promise that is rejected ends training. */
  onWarning?: (warning: string) => void;
  /** At most about every 10 ms, for progress bars; not awaited. A promise that is rejected ends training. */
  onProgress?: (progress: Progress) => void;
}
