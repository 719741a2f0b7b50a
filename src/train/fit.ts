/**
 * The epoch loop: shuffles, cuts an epoch into calls of some milliseconds, lets the host breathe between
 * them, and reports. The training itself is one wasm call per slice; how an epoch is cut changes no bit.
 */
import { Random, shuffle, streams } from "../network/random.js";
import type { Placed, Plan } from "../network/plan.js";
import {
  breathe,
  mayJoinEpochs,
  nextCount,
  refuseDivergence,
  runManyEpochs,
  shortEpochMs,
  sliceMs,
} from "./many.js";
import type { TrainingConfig } from "./settings.js";

/** The state of training that callbacks see. */
export interface Progress {
  /** 1 for the first. */
  epoch: number;
  epochs: number;
  /** Samples trained on in this epoch, and in all of it. */
  samples: number;
  samplesPerEpoch: number;
  /** Loss so far in this epoch, taken before each update; mean or sum over samples by `reduction`. */
  loss: number;
  /** Seconds since training began, without evaluations. */
  seconds: number;
  samplesPerSecond: number;
}

/** One finished epoch. */
export interface EpochReport extends Progress {
  validation: Evaluation | null;
}

/** What a set of samples shows. */
export interface Evaluation {
  /** Mean or sum over samples, by `reduction`. */
  loss: number;
  /** `accuracy` for classes; `rmse`, `mae`, `r2` for numbers. */
  metrics: Record<string, number>;
}

/** What training did. */
export interface History {
  epochs: number;
  loss: number[];
  validation: Evaluation[];
  /** Why it ended. An aborted epoch is not in `loss`; its updates are in the weights. */
  stopped: "epochs" | "aborted";
  seconds: number;
  samplesPerSecond: number;
}

/** What callers may hook into. Errors thrown by a callback end training and reach the caller of `fit`. */
export interface FitHooks {
  signal?: AbortSignal;
  /** After every epoch. */
  onEpoch?: (report: EpochReport) => void | Promise<void>;
  /** After every batch. Costs a call per batch: leave it out where speed matters. */
  onBatch?: (progress: Progress) => void | Promise<void>;
  /** Now and then, at most about every 10 ms: for progress bars. */
  onProgress?: (progress: Progress) => void;
}

export interface FitJob extends FitHooks {
  plan: Plan;
  placed: Placed;
  /** Address of the order of the training samples; the first `count` places train. */
  order: number;
  count: number;
  settings: TrainingConfig;
  seed: number;
  meanLoss: boolean;
  /** Evaluates the validation part, or null. */
  validate: (() => Evaluation) | null;
}

/** Runs all epochs. */
export async function runEpochs(job: FitJob): Promise<History> {
  const { plan, settings, count } = job;
  const { batchSize, epochs } = settings;
  const history: History = {
    epochs: 0,
    loss: [],
    validation: [],
    stopped: "epochs",
    seconds: 0,
    samplesPerSecond: 0,
  };
  plan.learningRate = settings.optimizer.learningRate;
  const natural = settings.shuffle ? plan.order(job.order, count).slice() : null;
  let trained = 0;
  let seconds = 0;
  let batchesPerSlice = 1;
  let lastBreath = performance.now();

  for (let epoch = 1; epoch <= epochs; epoch++) {
    if (natural) {
      const order = plan.order(job.order, count);
      order.set(natural);
      shuffle(order, new Random(job.seed, streams.shuffle, epoch));
    }
    plan.lossSum = 0;
    const secondsBefore = seconds;
    let progress!: Progress;
    for (let from = 0; from < count;) {
      if (performance.now() - lastBreath > sliceMs) {
        await breathe();
        lastBreath = performance.now();
      }
      if (job.signal?.aborted) return { ...history, stopped: "aborted" };
      const samples = Math.min(batchSize * batchesPerSlice, count - from);
      plan.use(job.placed, job.order);
      const start = performance.now();
      plan.train(from, samples);
      const ms = performance.now() - start;
      from += samples;
      trained += samples;
      seconds += ms / 1000;
      const loss = plan.lossSum / (job.meanLoss ? from : 1);
      progress = {
        epoch,
        epochs,
        samples: from,
        samplesPerEpoch: count,
        loss,
        seconds,
        samplesPerSecond: trained / seconds,
      };
      if (job.onBatch) await job.onBatch(progress);
      else batchesPerSlice = nextCount(batchesPerSlice, ms);
      job.onProgress?.(progress);
    }
    refuseDivergence(epoch, progress.loss, settings.optimizer.learningRate);
    const validation = job.validate?.() ?? null;
    history.epochs = epoch;
    history.loss.push(progress.loss);
    if (validation) history.validation.push(validation);
    history.seconds = seconds;
    history.samplesPerSecond = trained / seconds;
    if (job.onEpoch) await job.onEpoch({ ...progress, validation });
    const epochMs = 1000 * (seconds - secondsBefore);
    if (mayJoinEpochs(job) && epochMs < shortEpochMs) return runManyEpochs(job, history, epochMs);
  }
  return history;
}
