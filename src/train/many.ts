/**
 * Many epochs in one wasm call, for epochs too short to come back from: shuffling and bookkeeping happen in
 * wasm too. The results are those of `fit.ts`, epoch by epoch, bit by bit.
 */
import { DivergenceError } from "../errors.js";
import type { FitJob, History } from "./fit.js";

/** Losses that are kept for one call: 128 KiB. */
const mostEpochs = 16_384;

/** Whether nothing has to happen between two epochs, and they are short enough to be worth joining. */
export function mayJoinEpochs(job: FitJob, epochMs: number): boolean {
  const { held, onBatch, onEpoch, runner } = job;
  return !held && !onBatch && !onEpoch && runner.isSettled && epochMs < runner.sliceMs / 2;
}

/**
 * Runs the epochs that `history` does not have yet.
 *
 * @param epochMs what an epoch takes, about
 */
export async function runManyEpochs(job: FitJob, history: History, epochMs: number): Promise<History> {
  const { plan, runner, settings, count } = job;
  const { epochs } = settings;
  const { sliceMs } = runner;
  const losses = plan.placeEpochs(count, job.seed, Math.min(mostEpochs, epochs - history.epochs));
  let perCall = nextCount(1, epochMs, sliceMs);
  let lastBreath = performance.now();
  while (history.epochs < epochs) {
    if (performance.now() - lastBreath > sliceMs) {
      await breathe();
      lastBreath = performance.now();
    }
    if (job.signal?.aborted) return { ...history, stopped: "aborted" };
    const joined = Math.min(perCall, mostEpochs, epochs - history.epochs);
    plan.use(job.placed, job.order);
    history.threads = runner.threads;
    const ms = await runner.run("epochs", history.epochs + 1, joined);
    const sums = plan.epochLosses(losses, joined);
    for (let index = 0; index < joined; index++) {
      const loss = sums[index]! / (job.meanLoss ? count : 1);
      refuseDivergence(history.epochs + 1, loss, settings.optimizer.learningRate);
      history.epochs++;
      history.loss.push(loss);
    }
    history.seconds += ms / 1000;
    history.samplesPerSecond = (history.epochs * count) / history.seconds;
    perCall = nextCount(joined, ms, sliceMs);
    job.onProgress?.({
      epoch: history.epochs,
      epochs,
      samples: count,
      samplesPerEpoch: count,
      loss: history.loss.at(-1)!,
      seconds: history.seconds,
      samplesPerSecond: history.samplesPerSecond,
    });
  }
  return history;
}

/** So many pieces of work that the next call takes about `sliceMs`; at most doubled at a time. */
export function nextCount(pieces: number, ms: number, sliceMs: number): number {
  const fitting = Math.floor((pieces * sliceMs) / Math.max(ms, 0.01));
  return Math.max(1, Math.min(fitting, pieces * 2));
}

/** @throws DivergenceError where the loss of an epoch is not finite */
export function refuseDivergence(epoch: number, loss: number, learningRate: number): void {
  if (Number.isFinite(loss)) return;
  throw new DivergenceError(
    `epoch ${epoch}: the loss is ${loss}. Take a smaller learning rate than ` +
      `${learningRate}, or scale the inputs. The weights are those of before training.`,
  );
}

/** Lets timers, input and output of the host have their turn. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else setTimeout(resolve, 0);
  });
}
