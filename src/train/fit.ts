/**
 * The epoch loop: shuffles, cuts an epoch into calls of some milliseconds, lets the host breathe between
 * them, and reports. The training itself is one wasm call per slice; how an epoch is cut changes no bit.
 */
import { Random, shuffle, streams } from "../network/random.js";
import type { Placed, Plan } from "../network/plan.js";
import type { Evaluation } from "./evaluation.js";
import type { Runner } from "./runner.js";
import { breathe, mayJoinEpochs, nextCount, refuseDivergence, runManyEpochs } from "./many.js";
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

/** What training did. */
export interface History {
  epochs: number;
  loss: number[];
  validation: Evaluation[];
  /** Why it ended. An aborted epoch is not in `loss`; its updates are in the weights. */
  stopped: "epochs" | "aborted";
  seconds: number;
  samplesPerSecond: number;
  /** Threads that trained last; "auto" may have tried others before. */
  threads: number;
  /** Why "auto" trained alone where it would have tried threads, such as that none could start; else null. */
  whyAlone: string | null;
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
  runner: Runner;
  placed: Placed;
  /** Address of the order of the training samples; the first `count` places train. */
  order: number;
  count: number;
  settings: TrainingConfig;
  seed: number;
  meanLoss: boolean;
  /** The held-out part: its order, its rows, and what to make of them once they are evaluated. */
  held: { order: number; rows: number; evaluation: () => Evaluation } | null;
}

/** Milliseconds without a turn for the host that a person or a timer does not notice. */
const breathMs = 8;

/** Runs all epochs. */
export async function runEpochs(job: FitJob): Promise<History> {
  const { plan, runner, settings, count } = job;
  const { batchSize, epochs } = settings;
  const history: History = {
    epochs: 0,
    loss: [],
    validation: [],
    stopped: "epochs",
    seconds: 0,
    samplesPerSecond: 0,
    threads: 1,
    whyAlone: null,
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
      if (performance.now() - lastBreath > breathMs) {
        await breathe();
        lastBreath = performance.now();
      }
      if (job.signal?.aborted) return { ...history, stopped: "aborted" };
      const samples = Math.min(batchSize * batchesPerSlice, count - from);
      plan.use(job.placed, job.order);
      history.threads = runner.threads;
      const ms = await runner.run("train", from, samples);
      history.whyAlone = runner.whyAlone;
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
      else batchesPerSlice = nextCount(batchesPerSlice, ms, runner.sliceMs);
      job.onProgress?.(progress);
    }
    refuseDivergence(epoch, progress.loss, settings.optimizer.learningRate);
    const validation = job.held && (await evaluateHeld(job, job.held));
    history.epochs = epoch;
    history.loss.push(progress.loss);
    if (validation) history.validation.push(validation);
    history.seconds = seconds;
    history.samplesPerSecond = trained / seconds;
    if (job.onEpoch) await job.onEpoch({ ...progress, validation });
    const epochMs = 1000 * (seconds - secondsBefore);
    if (mayJoinEpochs(job, epochMs)) return runManyEpochs(job, history, epochMs);
  }
  return history;
}

/** Evaluates the held-out part, in slices as training is. */
async function evaluateHeld(job: FitJob, held: NonNullable<FitJob["held"]>): Promise<Evaluation> {
  const { plan, runner } = job;
  plan.lossSum = 0;
  let slice = job.settings.batchSize;
  for (let from = 0; from < held.rows;) {
    plan.use(job.placed, held.order);
    plan.keepsAnswers = true;
    const rows = Math.min(slice, held.rows - from);
    const ms = await runner.run("evaluate", from, rows);
    from += rows;
    slice = job.settings.batchSize * nextCount(slice / job.settings.batchSize, ms, runner.sliceMs);
    if (from < held.rows && !runner.isElsewhere) await breathe();
  }
  return held.evaluation();
}
