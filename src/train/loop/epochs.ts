/**
 * Trains epoch after epoch, from where the state of the training stands. An epoch is split into kernel calls of some
 * milliseconds, so that the host can run its own tasks between them. The split changes no bit. `joinedEpochs.ts` trains epochs
 * that are too short for a call each.
 */
import { nextCount } from "./breath.js";
import { EpochEnd } from "./epochEnd.js";
import {
  advance,
  beforeCall,
  callKernel,
  type FitRun,
  lossOf,
  progressOf,
  recover,
  samplesAt,
  shuffleOrder,
} from "./fitRun.js";
import type { History, Stopped } from "./history.js";
import { mayJoinEpochs, runJoinedEpochs } from "./joinedEpochs.js";

export async function runEpochs(run: FitRun): Promise<History> {
  const { history } = run;
  const end = new EpochEnd(run);
  history.stopped = await untilStopped(run, end);
  end.show();
  return history;
}

async function untilStopped(run: FitRun, end: EpochEnd): Promise<Stopped> {
  const { plan, samples, settings, history, state, lastEpoch } = run;
  const endedBefore = end.endedBefore();
  if (endedBefore) return endedBefore;
  const shuffles = settings.shuffle && !samples.windows; // windows are shuffled on their own
  const natural = shuffles ? plan.order(samples.order, samples.count).slice() : null;
  while (state.epochs < lastEpoch) {
    const epoch = state.epochs + 1;
    if (natural) shuffleOrder(run, natural, epoch);
    plan.beginEpoch(epoch, run.seed);
    const secondsBefore = history.seconds;
    const stopped = await runEpoch(run);
    if (stopped) return stopped;
    const ended = await end.note(
      progressOf(run, epoch, samples.count, lossOf(run, state.lossSum, samples.count)),
    );
    if (ended) return ended;
    const epochMs = 1000 * (history.seconds - secondsBefore);
    if (state.epochs === lastEpoch || !mayJoinEpochs(run, epochMs)) continue;
    const endedJoined = await runJoinedEpochs(run, end, epochMs);
    if (endedJoined) return endedJoined;
  }
  return "epochs";
}

/** Trains the rest of an epoch. @returns why it was cut short, or null */
async function runEpoch(run: FitRun): Promise<Stopped | null> {
  const { plan, runner, rates, guard, gate, hooks, pace, history, settings, state, checkpoints } = run;
  const { count, batch } = run.samples;
  const { stepLimit = Infinity } = settings;
  const epoch = state.epochs + 1;
  while (state.samples < count) {
    const stopped = await beforeCall(run);
    if (stopped) return stopped;
    const from = state.samples;
    const end = await samplesAt(run, epoch, from);
    const most = Math.min(
      rates.most,
      stepLimit - history.updates,
      gate.batches,
      checkpoints?.batches ?? Infinity,
    );
    const rows = Math.min(batch * Math.min(pace.batches, most), end - from);
    const updates = Math.ceil(rows / batch);
    plan.lossSum = state.lossSum;
    plan.use(run.samples.placed, run.samples.order);
    rates.prepare(state, updates);
    // a state that is kept must be a good one
    if (from > 0 && guard.isDue && !guard.hasFiniteWeights) throw await diverged(run, from);
    guard.watch();
    let ms = 0;
    try {
      ms = await callKernel(run, "train", from, rows, rows);
    } catch (error) {
      recover(run, error);
      continue;
    }
    const to = from + rows;
    const { lossSum } = plan;
    if (!Number.isFinite(lossSum)) throw await diverged(run, to);
    // behind its end, the samples of a window are gone
    if (to === end && end < count && !guard.hasFiniteWeights) throw await diverged(run, to);
    gate.trained(updates, 0);
    advance(run, { samples: to, lossSum, updates: state.updates + updates });
    const progress = progressOf(run, epoch, to, lossOf(run, lossSum, to));
    if (hooks.onBatch) await hooks.onBatch(progress);
    else if (updates === pace.batches) pace.batches = nextCount(updates, ms, runner.sliceMs);
    hooks.onProgress?.(progress);
  }
  if (!guard.hasFiniteWeights) throw await diverged(run, count);
  return null;
}

/** The error, and the state from before it. @param to place in the epoch where numbers were not finite any more */
async function diverged(run: FitRun, to: number): Promise<Error> {
  const error = await run.guard.diverged(to);
  advance(run, {});
  return error;
}
