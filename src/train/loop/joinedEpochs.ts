/**
 * Trains many epochs in one call of a kernel, if an epoch takes less time than the call: wasm shuffles the samples and
 * sums the losses. The result has the same bits as with `epochs.ts`.
 */
import { withTrait } from "../../settings/records.js";
import { nextCount } from "./breath.js";
import type { EpochEnd } from "./epochEnd.js";
import { advance, beforeCall, callKernel, type FitRun, progressOf, recover, shuffleOrder } from "./fitRun.js";
import type { Stopped } from "./history.js";

/** Largest number of losses of one call: 128 KiB. */
const mostEpochs = 16_384;

/** Whether nothing has to happen between two epochs, and they are short enough to be worth joining. */
export function mayJoinEpochs(
  { settings, hooks, held, runner, rates, gate, samples }: FitRun,
  epochMs: number,
) {
  const { onBatch, onEpoch, checkpoint } = hooks;
  const isOn = (value: unknown) => value !== undefined && value !== false;
  const isWatched =
    held ||
    onBatch ||
    onEpoch ||
    checkpoint?.every.batches ||
    withTrait("looksAtEpochs").some((name) => isOn(settings[name]));
  return (
    !isWatched &&
    !samples.windows &&
    gate.wholeEpochs(samples.batches) > 0 &&
    rates.isBlind &&
    samples.batches <= rates.most &&
    runner.isSettled &&
    epochMs < runner.sliceMs / 2
  );
}

/**
 * Runs the epochs that are left, until less than an epoch may be trained before the next pause.
 *
 * @param epochMs about how long an epoch takes
 * @returns why training has ended; null if it is to continue epoch by epoch
 */
export async function runJoinedEpochs(run: FitRun, end: EpochEnd, epochMs: number): Promise<Stopped | null> {
  const { plan, runner, rates, guard, gate, hooks, history, state, lastEpoch, checkpoints } = run;
  const { placed, order, count, batches } = run.samples;
  const most = Math.min(mostEpochs, Math.floor(rates.most / batches));
  const losses = (run.epochLosses ??= plan.placeEpochs(count, Math.min(most, lastEpoch - state.epochs)));
  let perCall = nextCount(1, epochMs, runner.sliceMs);
  while (state.epochs < lastEpoch) {
    const stopped = await beforeCall(run);
    if (stopped) return stopped;
    const open = gate.wholeEpochs(batches);
    if (open < 1) return null;
    const joined = Math.min(perCall, most, open, lastEpoch - state.epochs, checkpoints?.epochs ?? Infinity);
    plan.use(placed, order);
    rates.prepare(state, joined * batches);
    guard.watch();
    let ms = 0;
    try {
      ms = await callKernel(run, "epochs", state.epochs + 1, joined, joined * count);
    } catch (error) {
      recover(run, error);
      return null;
    }
    const sums = plan.epochLosses(losses, joined);
    const wrong = sums.findIndex((sum) => !Number.isFinite(sum));
    if (wrong >= 0) throw await divergedIn(run, end, sums.slice(0, wrong));
    if (!guard.hasFiniteWeights) throw await divergedIn(run, end, sums.slice(0, joined - 1));
    end.enterJoined(sums);
    gate.trained(joined * batches, joined);
    // a call that the gate shortened says little about the time of a longer one
    if (joined === perCall) perCall = Math.min(most, nextCount(joined, ms, runner.sliceMs));
    hooks.onProgress?.(progressOf(run, state.epochs, count, history.loss.at(-1)!));
  }
  return "epochs";
}

/**
 * Repeats a call up to the epoch that diverged, and lets the guard examine that epoch.
 *
 * @param good Σ of the losses of the epochs before it
 */
async function divergedIn(run: FitRun, end: EpochEnd, good: Float64Array): Promise<Error> {
  const { plan, runner, rates, guard, settings, state } = run;
  const { count, batches } = run.samples;
  guard.rewind();
  if (good.length > 0) {
    rates.prepare(state, good.length * batches);
    await runner.run("epochs", state.epochs + 1, good.length);
    if (!guard.hasFiniteWeights) return divergedIn(run, end, good.slice(0, -1));
    end.enterJoined(good);
  }
  const epoch = state.epochs + 1;
  const natural = Uint32Array.from({ length: count }, (_, row) => row);
  if (settings.shuffle) shuffleOrder(run, natural, epoch);
  plan.beginEpoch(epoch, run.seed);
  guard.watch();
  const error = await guard.diverged(count);
  advance(run, {});
  return error;
}
