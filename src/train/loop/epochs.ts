/**
 * The epoch loop: shuffles, cuts an epoch into calls of some milliseconds, lets the host breathe between
 * them, and reports. The training itself is one wasm call per slice; how an epoch is cut changes no bit.
 */
import { EpochEnd, limitReached } from "./epochEnd.js";
import { type History, newHistory, type Progress, type Stopped } from "./history.js";
import { type FitJob, passGate, shuffleOrder } from "./job.js";
import { breatheInTime, mayJoinEpochs, nextCount, runManyEpochs } from "./many.js";

/** Runs all epochs. */
export async function runEpochs(job: FitJob): Promise<History> {
  const { plan, rates, settings, count, batch } = job;
  const { epochs } = settings;
  const history = newHistory();
  const natural = settings.shuffle ? plan.order(job.order, count).slice() : null;
  const end = new EpochEnd(job, history);

  for (let epoch = 1; epoch <= epochs; epoch = history.epochs + 1) {
    if (natural) shuffleOrder(job, natural, epoch);
    plan.beginEpoch(epoch, job.seed);
    const secondsBefore = history.seconds;
    const { progress, stopped } = await runEpoch(job, history, epoch);
    if (stopped) {
      history.stopped = stopped;
      break;
    }
    const ended = await end.note(progress, rates.at(history.updates - 1));
    if (ended) {
      history.stopped = ended;
      break;
    }
    const epochMs = 1000 * (history.seconds - secondsBefore);
    if (mayJoinEpochs(job, epochMs, Math.ceil(count / batch))) {
      const ended = await runManyEpochs(job, history, epochMs);
      if (ended) {
        history.stopped = ended;
        break;
      }
    }
  }
  end.restoreBest();
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
    await passGate(job);
    await breatheInTime(job.pace);
    const stopped = job.signal?.aborted ? "aborted" : limitReached(job, history);
    if (stopped) return { progress, stopped };
    const updatesLeft = (job.settings.stepLimit ?? Infinity) - history.updates;
    const batches = Math.min(job.pace.batches, rates.most, updatesLeft, job.gate.batches);
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
      throw await guard.diverged(from, learningRate, (first, several) => rates.prepare(first, several));
    }
    job.gate.trained(updates, 0);
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
      threads: history.threads,
    };
    if (job.onBatch) await job.onBatch(progress);
    else job.pace.batches = nextCount(job.pace.batches, ms, runner.sliceMs);
    job.onProgress?.(progress);
  }
  return { progress, stopped: null };
}
