/**
 * Trains many epochs in one call of a kernel, if an epoch takes less time than the call: wasm shuffles the samples and
 * sums the losses. The result has the same bits as with `epochs.ts`.
 */
import { withTrait } from "../../settings/records.js";
import { nextCount } from "./breath.js";
import type { EpochEnd } from "./epochEnd.js";
import { beforeCall, callKernel, type FitRun, lossOf, progressOf, shuffleOrder } from "./fitRun.js";
import type { Stopped } from "./history.js";

/** Largest number of losses of one call: 128 KiB. */
const mostEpochs = 16_384;

/** Whether nothing has to happen between two epochs, and they are short enough to be worth joining. */
export function mayJoinEpochs(
  { settings, hooks, held, runner, rates, gate, samples }: FitRun,
  epochMs: number,
) {
  const { onBatch, onEpoch } = hooks;
  const isOn = (value: unknown) => value !== undefined && value !== false;
  const isWatched =
    held || onBatch || onEpoch || withTrait("looksAtEpochs").some((name) => isOn(settings[name]));
  return (
    !isWatched &&
    gate.isFree &&
    rates.isBlind &&
    samples.batches <= rates.most &&
    runner.isSettled &&
    epochMs < runner.sliceMs / 2
  );
}

/**
 * Runs the epochs that the history does not have yet, until training is paused.
 *
 * @param epochMs about how long an epoch takes
 * @returns why training has ended; null if it is to continue epoch by epoch
 */
export async function runJoinedEpochs(run: FitRun, end: EpochEnd, epochMs: number): Promise<Stopped | null> {
  const { plan, runner, rates, guard, gate, hooks, history, settings } = run;
  const { placed, order, count, batches } = run.samples;
  const { epochs } = settings;
  const most = Math.min(mostEpochs, Math.floor(rates.most / batches));
  const losses = (run.epochLosses ??= plan.placeEpochs(count, Math.min(most, epochs - history.epochs)));
  let perCall = nextCount(1, epochMs, runner.sliceMs);
  while (history.epochs < epochs) {
    const stopped = await beforeCall(run);
    if (stopped) return stopped;
    if (!gate.isFree) return null;
    const joined = Math.min(perCall, most, epochs - history.epochs);
    plan.use(placed, order);
    rates.prepare(history.updates, joined * batches);
    guard.watch(history.epochs + 1, 0, history.updates);
    const ms = await callKernel(run, "epochs", history.epochs + 1, joined, joined * count);
    const sums = plan.epochLosses(losses, joined);
    const wrong = sums.findIndex((sum) => !Number.isFinite(sum));
    if (wrong >= 0) throw await divergedIn(run, wrong);
    if (!guard.hasFiniteWeights) throw await divergedIn(run, joined - 1);
    for (const sum of sums) {
      history.updates += batches;
      end.enter(history.epochs + 1, lossOf(run, sum, count), null);
    }
    end.trim();
    perCall = nextCount(joined, ms, runner.sliceMs);
    hooks.onProgress?.(progressOf(run, history.epochs, count, history.loss.at(-1)!));
  }
  return "epochs";
}

/** Repeats a call up to the epoch that diverged, after `good` epochs, and lets the guard examine that epoch. */
async function divergedIn(run: FitRun, good: number): Promise<Error> {
  const { plan, runner, rates, guard, history, settings } = run;
  const { count, batches } = run.samples;
  guard.rewind();
  if (good > 0) {
    rates.prepare(history.updates, good * batches);
    await runner.run("epochs", history.epochs + 1, good);
    if (!guard.hasFiniteWeights) return divergedIn(run, good - 1);
  }
  const epoch = history.epochs + 1 + good;
  const natural = Uint32Array.from({ length: count }, (_, row) => row);
  if (settings.shuffle) shuffleOrder(run, natural, epoch);
  plan.beginEpoch(epoch, run.seed);
  guard.watch(epoch, 0, history.updates + good * batches);
  return guard.diverged(count);
}
