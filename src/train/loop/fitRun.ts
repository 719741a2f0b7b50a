/**
 * One training while it runs: what all loops share (`epochs.ts`, `joinedEpochs.ts` and `secondOrder/`). They ask
 * `beforeCall` whether to go on, and let `callKernel` do the work.
 */
import type { Dataset } from "../../data/dataset.js";
import { ThreadError } from "../../errors.js";
import type { Parameters } from "../../network/parameters.js";
import type { Placed } from "../../network/placing.js";
import type { Plan } from "../../network/plan.js";
import { Random, shuffle, streams } from "../../network/random.js";
import type { Evaluation } from "../evaluation/evaluation.js";
import type { TrainingConfig } from "../../settings/generated/types.js";
import type { Averages } from "./averages.js";
import { breatheInTime, type Pace } from "./breath.js";
import type { Gate } from "./control.js";
import type { Guard } from "./guard.js";
import type { FitHooks, History, Progress, Stopped } from "./history.js";
import type { Checkpoints } from "./checkpoints.js";
import type { Rates } from "./rates.js";
import type { Kernel, Runner } from "./runner.js";
import type { Position, Snapshot, TrainingState } from "../state/trainingState.js";
import type { Windows } from "../rows/windows.js";

/** The samples that train, in linear memory. */
export interface TrainingSamples {
  /** All of them, or the first ones where they come in windows. */
  dataset: Dataset;
  /** All of them, or those of the window in use. */
  placed: Placed;
  /** Address of their order; 0: as they lie. The first `count` places train. */
  order: number;
  /** The windows that they come in; null where all are in memory. */
  windows: Windows | null;
  count: number;
  batch: number;
  /** Batches of an epoch, one update each. */
  batches: number;
}

/** Samples that are evaluated after every epoch: in linear memory, or rows that come in windows. */
export type EvaluatedPart = PlacedSamples | EvaluatedRowPart;

/** Rows of a source, which evaluate themselves. */
export interface EvaluatedRowPart {
  rows: number;
  measure: () => Promise<Evaluation>;
}

export interface PlacedSamples {
  placed: Placed;
  /** Address of their order; 0: as they lie. */
  order: number;
  rows: number;
  /** Loss and metrics, once the plan has evaluated all of them. */
  evaluation: () => Evaluation;
}

export interface FitRun {
  settings: TrainingConfig;
  seed: number;
  /** Whether losses are means over samples, or sums. */
  isMean: boolean;
  hooks: FitHooks;
  /** Where training waits while it is paused. */
  gate: Gate;
  plan: Plan;
  parameters: Parameters;
  runner: Runner;
  rates: Rates;
  guard: Guard;
  /** Where the training stands: what the loops write. */
  state: TrainingState;
  /** Where it stood when this call of `fit` began. */
  begun: Position;
  /** The number of the last epoch of this call. */
  lastEpoch: number;
  checkpoints: Checkpoints | null;
  /** Whether the parameters are not those that train: averages, while they are evaluated. */
  isMeasuring: boolean;
  /** The newest parameters and memory of the optimiser that belong together. */
  capture: () => Snapshot;
  samples: TrainingSamples;
  /** The samples to validate on. */
  held: EvaluatedPart | null;
  /** The samples that train, where their metrics are asked for. */
  trained: EvaluatedPart | null;
  /** The averages of the parameters; null where none are kept. */
  averages: Averages | null;
  pace: Pace;
  history: History;
  /** Address of the losses of many epochs; see `joinedEpochs.ts`. */
  epochLosses?: number;
}

/** Waits while training is paused, and lets the host run its own tasks. @returns why training ends now, or null */
export async function beforeCall(run: FitRun): Promise<Stopped | null> {
  await passGate(run);
  await breatheInTime();
  await run.checkpoints?.saveIfDue();
  return run.hooks.signal?.aborted ? "aborted" : limitReached(run);
}

/** Waits while training is paused. That time does not count for a time limit. */
export async function passGate({ gate, hooks, pace }: FitRun): Promise<void> {
  if (!gate.isClosed) return;
  const since = performance.now();
  await gate.pass(hooks.signal);
  pace.began += performance.now() - since;
}

/** Whether the limit of time or of updates is reached. */
export function limitReached({ settings, pace, history }: FitRun): Stopped | null {
  const { timeLimit = Infinity, stepLimit = Infinity } = settings;
  if (performance.now() - pace.began >= 1000 * timeLimit) return "timeLimit";
  return history.updates >= stepLimit ? "stepLimit" : null;
}

/**
 * Runs a kernel over training samples, and keeps the figures of speed.
 *
 * @param from    see `Plan.run`
 * @param samples that the call trains on
 * @returns milliseconds
 * @throws ThreadError where a thread fails
 */
export async function callKernel(
  run: FitRun,
  kernel: Kernel,
  from: number,
  count: number,
  samples: number,
): Promise<number> {
  const { runner, history, pace, state } = run;
  history.threads = runner.threads;
  const ms = await runner.run(kernel, from, count);
  history.whyAlone = runner.whyAlone;
  history.seconds += ms / 1000;
  state.seconds += ms / 1000;
  pace.trained += samples;
  state.trained += samples;
  history.samplesPerSecond = pace.trained / history.seconds;
  return ms;
}

/** The state that callbacks receive. @param samples of the epoch, so far */
export function progressOf(run: FitRun, epoch: number, samples: number, loss: number): Progress {
  const { history, rates } = run;
  const { seconds, samplesPerSecond, threads, waited } = history;
  const { count, batch } = run.samples;
  return {
    epoch,
    epochs: run.lastEpoch,
    samples,
    samplesPerEpoch: count,
    updates: run.state.updates,
    loss,
    learningRate: rates.at({ epochs: epoch - 1, samples: Math.max(0, samples - batch) }),
    seconds,
    samplesPerSecond,
    threads,
    waited,
  };
}

/**
 * Brings the samples at a place of an epoch into memory, where they come in windows, and uses them.
 *
 * @returns the place behind the last sample that is in memory
 * @throws DataError where rows cannot be read
 */
export async function samplesAt(run: FitRun, epoch: number, place: number): Promise<number> {
  const { samples, plan, guard, history } = run;
  const { windows } = samples;
  if (!windows) return samples.count;
  const isOther = !windows.has(epoch, place);
  const { placed, order, weights, end } = await windows.at(epoch, place);
  Object.assign(samples, { placed, order });
  if (weights !== 0) plan.weighAt(weights);
  history.waited = windows.waitedMs / 1000;
  // what may have to be repeated must be in memory
  if (isOther) guard.forget();
  return end;
}

/** Notes that a call has trained up to a position. */
export function advance({ state, history, begun }: FitRun, position: Partial<Position>): void {
  Object.assign(state, position);
  history.updates = state.updates - begun.updates;
}

/** After a thread has failed: goes back to the last copy of the state, and on without threads if that is allowed. */
export function recover(run: FitRun, error: unknown): void {
  if (!(error instanceof ThreadError)) throw error;
  run.guard.rewind();
  advance(run, {});
  if (!run.runner.goOnAlone()) throw error;
  run.plan.reset();
}

/** The loss of samples whose losses sum to `sum`. */
export function lossOf({ isMean }: FitRun, sum: number, samples: number): number {
  return isMean ? sum / samples : sum;
}

/** Shuffles the order of the samples for an epoch: the `natural` order by the random numbers of that epoch. */
export function shuffleOrder({ plan, samples, seed }: FitRun, natural: Uint32Array, epoch: number): void {
  const order = plan.order(samples.order, samples.count);
  order.set(natural);
  shuffle(order, new Random(seed, streams.shuffle, epoch));
}
