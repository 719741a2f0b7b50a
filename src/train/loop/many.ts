/**
 * Many epochs in one wasm call, for epochs too short to come back from: shuffling and bookkeeping happen in
 * wasm too. The results are those of `fit.ts`, epoch by epoch, bit by bit.
 */
import { type History, type Stopped, trimHistory } from "./history.js";
import { type FitJob, type Pace, shuffleOrder } from "./job.js";

/** Losses that are kept for one call: 128 KiB. */
const mostEpochs = 16_384;

/** Whether nothing has to happen between two epochs, and they are short enough to be worth joining. */
export function mayJoinEpochs(job: FitJob, epochMs: number, batches: number): boolean {
  const { held, onBatch, onEpoch, runner, rates, gate, settings } = job;
  const { earlyStopping, targetLoss, stepLimit } = settings;
  const isWatched = held || onBatch || onEpoch || earlyStopping || targetLoss !== undefined || stepLimit;
  return (
    !isWatched &&
    gate.isFree &&
    rates.isBlind &&
    batches <= rates.most &&
    runner.isSettled &&
    epochMs < runner.sliceMs / 2
  );
}

/**
 * Runs the epochs that `history` does not have yet, while nothing holds them back.
 *
 * @param epochMs what an epoch takes, about
 * @returns why training has ended; null where it is to go on with fewer epochs at a time
 */
export async function runManyEpochs(job: FitJob, history: History, epochMs: number): Promise<Stopped | null> {
  const { plan, runner, rates, guard, settings, count, batch } = job;
  const { epochs, timeLimit = Infinity } = settings;
  const { sliceMs } = runner;
  const batches = Math.ceil(count / batch);
  const most = Math.min(mostEpochs, Math.floor(rates.most / batches));
  const losses = (job.epochLosses ??= plan.placeEpochs(count, Math.min(most, epochs - history.epochs)));
  let perCall = nextCount(1, epochMs, sliceMs);
  let lastBreath = performance.now();
  while (history.epochs < epochs) {
    if (performance.now() - lastBreath > sliceMs) {
      await breathe();
      lastBreath = performance.now();
    }
    if (job.signal?.aborted) return "aborted";
    if (performance.now() - job.pace.began >= 1000 * timeLimit) return "timeLimit";
    if (!job.gate.isFree) return null;
    const joined = Math.min(perCall, most, epochs - history.epochs);
    plan.use(job.placed, job.order);
    rates.prepare(history.updates, joined * batches);
    guard.watch(history.epochs + 1, 0, history.updates);
    history.threads = runner.threads;
    const ms = await runner.run("epochs", history.epochs + 1, joined);
    const sums = plan.epochLosses(losses, joined);
    const wrong = sums.findIndex((sum) => !Number.isFinite(sum));
    if (wrong >= 0) throw await divergedIn(job, history, wrong);
    for (const sum of sums) {
      history.epochs++;
      history.updates += batches;
      history.loss.push(sum / (job.meanLoss ? count : 1));
      history.learningRate.push(rates.at(history.updates - 1));
    }
    trimHistory(history, job.keepEpochs);
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
      threads: history.threads,
    });
  }
  return "epochs";
}

/** Repeats a call up to the epoch that went wrong, `good` epochs in, and has that one looked at. */
async function divergedIn(job: FitJob, history: History, good: number): Promise<Error> {
  const { plan, runner, rates, guard, count, batch } = job;
  const batches = Math.ceil(count / batch);
  const prepare = (update: number, several: number) => rates.prepare(update, several);
  guard.rewind();
  if (good > 0) {
    prepare(history.updates, good * batches);
    await runner.run("epochs", history.epochs + 1, good);
  }
  const epoch = history.epochs + 1 + good;
  if (job.settings.shuffle)
    shuffleOrder(
      job,
      Uint32Array.from({ length: count }, (_, row) => row),
      epoch,
    );
  plan.beginEpoch(epoch, job.seed);
  guard.watch(epoch, 0, history.updates + good * batches);
  return guard.diverged(count, job.settings.optimizer.learningRate, prepare);
}

/** So many pieces of work that the next call takes about `sliceMs`; at most doubled at a time. */
export function nextCount(pieces: number, ms: number, sliceMs: number): number {
  const fitting = Math.floor((pieces * sliceMs) / Math.max(ms, 0.01));
  return Math.max(1, Math.min(fitting, pieces * 2));
}

/** Milliseconds without a turn for the host that a person or a timer does not notice. */
const breathMs = 8;

/** Lets the host have a turn if its last one was long ago. */
export async function breatheInTime(pace: Pace): Promise<void> {
  if (performance.now() - pace.lastBreath <= breathMs) return;
  await breathe();
  pace.lastBreath = performance.now();
}

/** Lets timers, input and output of the host have their turn, where it has a way to give them one. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else if (typeof MessageChannel !== "function") resolve();
    else {
      // browsers make nested timers wait 4 ms; a message does not wait
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    }
  });
}
