/**
 * The epoch loop: shuffles, cuts an epoch into calls of some milliseconds, lets the host breathe between
 * them, and reports. The training itself is one wasm call per slice; how an epoch is cut changes no bit.
 */
import type { Evaluation } from "./evaluation.js";
import { type History, newHistory, type Progress, type Stopped } from "./history.js";
import { type FitJob, shuffleOrder } from "./job.js";
import { breathe, mayJoinEpochs, nextCount, runManyEpochs } from "./many.js";
import { EarlyStopping } from "./stopping.js";

/** Milliseconds without a turn for the host that a person or a timer does not notice. */
const breathMs = 8;

/** Runs all epochs. */
export async function runEpochs(job: FitJob): Promise<History> {
  const { plan, rates, settings, count, batch } = job;
  const { epochs } = settings;
  const history = newHistory();
  const natural = settings.shuffle ? plan.order(job.order, count).slice() : null;
  const stopping = settings.earlyStopping ? new EarlyStopping(settings.earlyStopping) : null;
  let best: Uint8Array | null = null;

  for (let epoch = 1; epoch <= epochs; epoch++) {
    if (natural) shuffleOrder(job, natural, epoch);
    plan.beginEpoch(epoch, job.seed);
    const secondsBefore = history.seconds;
    const { progress, stopped } = await runEpoch(job, history, epoch);
    if (stopped) {
      history.stopped = stopped;
      break;
    }
    const validation = job.held && (await evaluateHeld(job, job.held));
    const learningRate = rates.at(history.updates - 1);
    const monitored = validation?.loss ?? progress.loss;
    history.epochs = epoch;
    history.loss.push(progress.loss);
    history.learningRate.push(learningRate);
    if (validation) history.validation.push(validation);
    rates.next(monitored);
    if (job.onEpoch) await job.onEpoch({ ...progress, validation, learningRate });
    if (stopping && settings.earlyStopping) {
      stopping.next(epoch, settings.earlyStopping.monitor === "loss" ? progress.loss : monitored);
      if (stopping.isBest && settings.earlyStopping.restoreBest) best = job.parameters.bytes();
    }
    const ended = stopping?.shouldStop
      ? "earlyStopping"
      : progress.loss <= (settings.targetLoss ?? -1)
        ? "targetLoss"
        : limitReached(job, history);
    if (ended && epoch < epochs) {
      history.stopped = ended;
      break;
    }
    const epochMs = 1000 * (history.seconds - secondsBefore);
    if (mayJoinEpochs(job, epochMs, Math.ceil(count / batch))) return runManyEpochs(job, history, epochMs);
  }
  if (best && stopping) {
    job.parameters.restore(best);
    history.bestEpoch = stopping.bestEpoch;
  }
  return history;
}

/** Trains one epoch, unless something ends the training in its midst. */
async function runEpoch(
  job: FitJob,
  history: History,
  epoch: number,
): Promise<{ progress: Progress; stopped: Stopped | null }> {
  const { plan, runner, rates, guard, count, batch } = job;
  let progress!: Progress;
  plan.lossSum = 0;
  for (let from = 0; from < count;) {
    if (performance.now() - job.pace.lastBreath > breathMs) {
      await breathe();
      job.pace.lastBreath = performance.now();
    }
    const stopped = job.signal?.aborted ? "aborted" : limitReached(job, history);
    if (stopped) return { progress, stopped };
    const updatesLeft = (job.settings.stepLimit ?? Infinity) - history.updates;
    const batches = Math.min(job.pace.batches, rates.most, updatesLeft);
    const samples = Math.min(batch * batches, count - from);
    const updates = Math.ceil(samples / batch);
    plan.use(job.placed, job.order);
    rates.prepare(history.updates, updates);
    guard.watch(epoch, from, history.updates);
    history.threads = runner.threads;
    const ms = await runner.run("train", from, samples);
    history.whyAlone = runner.whyAlone;
    from += samples;
    if (!Number.isFinite(plan.lossSum)) {
      const { learningRate } = job.settings.optimizer;
      throw guard.diverged(from, learningRate, (first, several) => rates.prepare(first, several));
    }
    history.updates += updates;
    history.seconds += ms / 1000;
    job.pace.trained += samples;
    history.samplesPerSecond = job.pace.trained / history.seconds;
    progress = {
      epoch,
      epochs: job.settings.epochs,
      samples: from,
      samplesPerEpoch: count,
      loss: plan.lossSum / (job.meanLoss ? from : 1),
      seconds: history.seconds,
      samplesPerSecond: history.samplesPerSecond,
    };
    if (job.onBatch) await job.onBatch(progress);
    else job.pace.batches = nextCount(job.pace.batches, ms, runner.sliceMs);
    job.onProgress?.(progress);
  }
  return { progress, stopped: null };
}

/** Whether a limit of time or of updates is reached. */
function limitReached({ settings, pace }: FitJob, history: History): Stopped | null {
  const { timeLimit = Infinity, stepLimit = Infinity } = settings;
  if (performance.now() - pace.began >= 1000 * timeLimit) return "timeLimit";
  return history.updates >= stepLimit ? "stepLimit" : null;
}

/** Evaluates the held-out part, in slices as training is. */
async function evaluateHeld(job: FitJob, held: NonNullable<FitJob["held"]>): Promise<Evaluation> {
  const { plan, runner, batch } = job;
  plan.lossSum = 0;
  let slice = batch;
  for (let from = 0; from < held.rows;) {
    plan.use(job.placed, held.order);
    plan.keepsAnswers = true;
    const rows = Math.min(slice, held.rows - from);
    const ms = await runner.run("evaluate", from, rows);
    from += rows;
    slice = batch * nextCount(slice / batch, ms, runner.sliceMs);
    if (from < held.rows && !runner.isElsewhere) await breathe();
  }
  return held.evaluation();
}
