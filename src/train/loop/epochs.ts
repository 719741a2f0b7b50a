/**
 * Trains epoch after epoch. An epoch is split into kernel calls of some milliseconds, so that the host can run its own
 * tasks between them. The split changes no bit. `joinedEpochs.ts` trains epochs that are too short for a call each.
 */
import { nextCount } from "./breath.js";
import { EpochEnd } from "./epochEnd.js";
import { beforeCall, callKernel, type FitRun, lossOf, progressOf, shuffleOrder } from "./fitRun.js";
import type { History, Progress, Stopped } from "./history.js";
import { mayJoinEpochs, runJoinedEpochs } from "./joinedEpochs.js";

export async function runEpochs(run: FitRun): Promise<History> {
  const { history } = run;
  const end = new EpochEnd(run);
  history.stopped = await untilStopped(run, end);
  run.averages?.use();
  end.restoreBest();
  return history;
}

async function untilStopped(run: FitRun, end: EpochEnd): Promise<Stopped> {
  const { plan, samples, settings, history } = run;
  const natural = settings.shuffle ? plan.order(samples.order, samples.count).slice() : null;
  while (history.epochs < settings.epochs) {
    const epoch = history.epochs + 1;
    if (natural) shuffleOrder(run, natural, epoch);
    plan.beginEpoch(epoch, run.seed);
    const secondsBefore = history.seconds;
    const { progress, stopped } = await runEpoch(run, epoch);
    if (stopped) return stopped;
    const ended = await end.note(progress!);
    if (ended) return ended;
    const epochMs = 1000 * (history.seconds - secondsBefore);
    if (history.epochs === settings.epochs || !mayJoinEpochs(run, epochMs)) continue;
    const endedJoined = await runJoinedEpochs(run, end, epochMs);
    if (endedJoined) return endedJoined;
  }
  return "epochs";
}

/** Trains one epoch. @returns where it stands at its end, or why it was cut short */
async function runEpoch(
  run: FitRun,
  epoch: number,
): Promise<{ progress: Progress | null; stopped: Stopped | null }> {
  const { plan, runner, rates, guard, gate, hooks, pace, history, settings } = run;
  const { placed, order, count, batch } = run.samples;
  const { stepLimit = Infinity } = settings;
  let progress: Progress | null = null;
  plan.lossSum = 0;
  for (let from = 0; from < count;) {
    const stopped = await beforeCall(run);
    if (stopped) return { progress: null, stopped };
    const batches = Math.min(pace.batches, rates.most, stepLimit - history.updates, gate.batches);
    const rows = Math.min(batch * batches, count - from);
    const updates = Math.ceil(rows / batch);
    plan.use(placed, order);
    rates.prepare(history.updates, updates);
    // a state that is kept must be a good one
    if (from > 0 && guard.isDue(epoch) && !guard.hasFiniteWeights) throw await guard.diverged(from);
    guard.watch(epoch, from, history.updates);
    const ms = await callKernel(run, "train", from, rows, rows);
    from += rows;
    if (!Number.isFinite(plan.lossSum)) throw await guard.diverged(from);
    gate.trained(updates, 0);
    history.updates += updates;
    progress = progressOf(run, epoch, from, lossOf(run, plan.lossSum, from));
    if (hooks.onBatch) await hooks.onBatch(progress);
    else pace.batches = nextCount(pace.batches, ms, runner.sliceMs);
    hooks.onProgress?.(progress);
  }
  if (!guard.hasFiniteWeights) throw await guard.diverged(count);
  return { progress, stopped: null };
}
