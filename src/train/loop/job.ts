/** One training, as its parts hand it on to each other: see training.ts. */
import type { Parameters } from "../../network/parameters.js";
import type { Placed } from "../../network/placing.js";
import type { Plan } from "../../network/plan.js";
import { Random, shuffle, streams } from "../../network/random.js";
import type { Gate } from "./control.js";
import type { Evaluation } from "../evaluation/evaluation.js";
import type { Guard } from "./guard.js";
import type { FitHooks } from "./history.js";
import type { Rates } from "./rates.js";
import type { Runner } from "./runner.js";
import type { TrainingConfig } from "../settings.js";

export interface FitJob extends FitHooks {
  plan: Plan;
  parameters: Parameters;
  runner: Runner;
  rates: Rates;
  guard: Guard;
  /** Where training stands still when it is told to. */
  gate: Gate;
  placed: Placed;
  /** Address of the order of the training samples; the first `count` places train. */
  order: number;
  count: number;
  /** Rows of a batch. */
  batch: number;
  settings: TrainingConfig;
  seed: number;
  meanLoss: boolean;
  /** Room for the losses of many epochs; see many.ts. */
  epochLosses?: number;
  /** How fast it goes. */
  pace: Pace;
  /** The held-out part: its order, its rows, and what to make of them once they are evaluated. */
  held: { order: number; rows: number; evaluation: () => Evaluation } | null;
}

/** What sets the size of the next call. */
export interface Pace {
  /** When training began, and when the host last had a turn: by `performance.now()`. */
  began: number;
  lastBreath: number;
  /** Batches of the next call. */
  batches: number;
  /** Samples trained on so far. */
  trained: number;
}

export function newPace(): Pace {
  const now = performance.now();
  return { began: now, lastBreath: now, batches: 1, trained: 0 };
}

/** Stands still while the job's control says so; that time does not count. */
export async function passGate({ gate, signal, pace }: FitJob): Promise<void> {
  if (!gate.isClosed) return;
  const since = performance.now();
  await gate.pass(signal);
  pace.began += performance.now() - since;
}

/** The order of an epoch: a shuffle of the natural one by the epoch's own random numbers. */
export function shuffleOrder(job: FitJob, natural: Uint32Array, epoch: number): void {
  const order = job.plan.order(job.order, job.count);
  order.set(natural);
  shuffle(order, new Random(job.seed, streams.shuffle, epoch));
}
