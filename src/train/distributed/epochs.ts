/**
 * Trains epoch after epoch in a group of processes: the loop of `loop/epochs.ts`, with one message round for each batch.
 *
 *     each process: gradients of its rows of the batch  →  all: sums, in the order of the ranks  →  each: the same update
 *
 * All processes have the same weights at all times. What they decide from weights and losses (early stopping, schedules, divergence)
 * is the same everywhere, and needs no message. What depends on a clock or a signal goes along with the gradients: a
 * process that is to stop says so, and all stop after that batch.
 */
import { EpochEnd } from "../loop/epochEnd.js";
import {
  advance,
  beforeCall,
  callKernel,
  type FitRun,
  lossOf,
  progressOf,
  shuffleOrder,
} from "../loop/fitRun.js";
import type { History, Stopped } from "../loop/history.js";
import { hostProcessors } from "../../wasm/info.js";
import { requireSameStart } from "./agreement.js";
import { Combiner } from "./combiner.js";
import { type GroupOperations, gatherNumbers } from "./distributed.js";

/** Reasons that only some processes know, as they are sent; 0 means no reason. */
const wishes: readonly (Stopped | null)[] = [null, "aborted", "timeLimit"];

/** @throws ConfigError where the processes do not begin alike; DivergenceError, on all processes */
export async function runDistributed(run: FitRun, group: GroupOperations): Promise<History> {
  await requireSameStart(run, group);
  const { history } = run;
  const end = new EpochEnd(run);
  history.stopped = await untilStopped(run, group, end);
  end.show();
  return history;
}

async function untilStopped(run: FitRun, group: GroupOperations, end: EpochEnd): Promise<Stopped> {
  const { plan, samples, settings, state, lastEpoch } = run;
  const endedBefore = end.endedBefore();
  if (endedBefore) return endedBefore;
  const natural = settings.shuffle ? plan.order(samples.order, samples.count).slice() : null;
  const length = gradientsOf(run).reduce((sum, tensor) => sum + tensor.length, 0);
  const { precision } = run.parameters.config;
  const combiner = new Combiner(group, length, precision === "float32" ? 4 : 8, 2);
  while (state.epochs < lastEpoch) {
    const epoch = state.epochs + 1;
    if (natural) shuffleOrder(run, natural, epoch);
    plan.beginEpoch(epoch, run.seed);
    const stopped = await runEpoch(run, group, combiner);
    if (stopped) return stopped;
    const ended = await end.note(
      progressOf(run, epoch, samples.count, lossOf(run, state.lossSum, samples.count)),
    );
    // a time limit may end it: the clock of process 0 counts
    const [[isOver]] = (await gatherNumbers(group, [ended === null ? 0 : 1])) as [[number]];
    if (isOver) return ended ?? "timeLimit";
  }
  return "epochs";
}

/** Trains the rest of an epoch. @returns why it was cut short, or null */
async function runEpoch(run: FitRun, group: GroupOperations, combiner: Combiner): Promise<Stopped | null> {
  const { guard, hooks, gate, history, settings, state, samples } = run;
  const { count, batch } = samples;
  const { stepLimit = Infinity } = settings;
  const epoch = state.epochs + 1;
  while (state.samples < count) {
    if (history.updates >= stepLimit) return "stepLimit";
    const own = await beforeCall(run);
    if (guard.isDue && guard.hasFiniteWeights) guard.watch();
    const rows = Math.min(batch, count - state.samples);
    const { loss, stopped } = await trainBatch(run, group, combiner, rows, Math.max(0, wishes.indexOf(own)));
    const to = state.samples + rows;
    const lossSum = state.lossSum + loss;
    if (!Number.isFinite(lossSum)) {
      const error = await guard.diverged(to);
      advance(run, {});
      throw error;
    }
    gate.trained(1, 0);
    advance(run, { samples: to, lossSum, updates: state.updates + 1 });
    const progress = progressOf(run, epoch, to, lossOf(run, lossSum, to));
    if (hooks.onBatch) await hooks.onBatch(progress);
    hooks.onProgress?.(progress);
    // at the end of an epoch, all processes first note it
    if (stopped && to < count) return stopped;
  }
  if (!guard.hasFiniteWeights) {
    const error = await guard.diverged(count);
    advance(run, {});
    throw error;
  }
  return null;
}

/**
 * One update by the gradients of all processes.
 *
 * @param rows of the batch
 * @param wish of this process, see `wishes`
 * @returns Σ of the losses of the batch, and why training is to end after it, if any process wishes that
 */
async function trainBatch(
  run: FitRun,
  { rank, size }: GroupOperations,
  combiner: Combiner,
  rows: number,
  wish: number,
): Promise<{ loss: number; stopped: Stopped | null }> {
  const { plan, rates, state, history, pace, samples } = run;
  const start = performance.now();
  const begin = Math.floor((rows * rank) / size);
  const end = Math.floor((rows * (rank + 1)) / size);
  plan.lossSum = 0;
  plan.use(samples.placed, samples.order);
  plan.masksGradients();
  let ms = 0;
  if (end > begin) {
    ms = await callKernel(run, "gradients", state.samples + begin, end - begin, rows);
  } else {
    for (const tensor of gradientsOf(run)) tensor.fill(0);
    pace.trained += rows;
    state.trained += rows;
  }
  const heads = await combiner.combine(gradientsOf(run), run.isMean ? 1 / rows : 1, [plan.lossSum, wish]);
  const loss = heads.reduce((sum, [one]) => sum + one!, 0);
  if (Number.isFinite(loss)) {
    rates.prepare(state, 1);
    plan.setThreads(1, hostProcessors());
    plan.apply();
  }
  const seconds = (performance.now() - start - ms) / 1000;
  history.seconds += seconds;
  state.seconds += seconds;
  return { loss, stopped: wishes[Math.max(...heads.map(([, one]) => one!))]! };
}

/** The gradients of all parameters that train; views, valid until the memory next grows. */
function gradientsOf({ plan }: FitRun) {
  return plan
    .gradientSums()
    .flatMap(({ weights, biases, inputFactors }) => [weights, biases, inputFactors])
    .filter((tensor) => tensor !== null);
}
