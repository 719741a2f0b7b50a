/**
 * What a network knows of its training, so that a later `fit` continues it with the same bits: how far it is, the memory of
 * the optimiser, of the schedule and of early stopping, and the losses of its epochs. `Engine` owns it, the loops of `fit`
 * write it at the end of every call of a kernel, and `stateFile.ts` writes it into model files.
 *
 * Random numbers need no state: they depend on the seed, the number of the epoch and the place in it.
 */
import type { Parameters } from "../../network/parameters.js";
import type { OptimizerMemory } from "../../network/plan.js";
import type { ScalingName } from "../../network/scaling.js";
import type { BestEpoch } from "../loop/history.js";
import type { RememberedChanges } from "../secondOrder/lbfgs.js";
import { EpochLog } from "./epochLog.js";
import type { Plateau } from "../loop/schedule.js";
import type { EarlyStopping } from "../loop/stopping.js";

/** How far a training is. */
export interface Position {
  /** Epochs that are finished. The next one has number `epochs` + 1. */
  epochs: number;
  /** Samples of the next epoch that were trained on already; 0 between two epochs. */
  samples: number;
  /** Σ of the losses of these samples. */
  lossSum: number;
  /** Updates of the weights since the first weights. */
  updates: number;
}

/** What L-BFGS remembers between two iterations. */
export interface MinimiserMemory extends RememberedChanges {
  /** [n] the point, in float64 also where the network rounds it to float32. */
  point: Float64Array;
}

/** What training can be repeated from, with the same bits. */
export interface Snapshot {
  parameters: Uint8Array<ArrayBuffer>;
  optimizer: OptimizerMemory;
  position: Position;
  /** What L-BFGS remembers, where it trains. */
  minimiser?: MinimiserMemory | null;
}

export interface TrainingState extends Position {
  /** Seconds and samples of training, of all calls of `fit`. */
  seconds: number;
  trained: number;
  /** Mark of the data (`dataMark.ts`), and the batch size, of the last training; null before the first. */
  mark: number | null;
  batch: number;
  optimizer: ({ kind: string } & OptimizerMemory) | null;
  minimiser: MinimiserMemory | null;
  plateau: Plateau["memory"] | null;
  stopping: EarlyStopping["memory"] | null;
  best: BestEpoch | null;
  /** Bytes of the parameters of the best epoch, with early stopping that restores them. */
  bestParameters: Uint8Array<ArrayBuffer> | null;
  /**
   * Bytes of the parameters that training continues from, where the network has others: those of the best epoch, or averages;
   * and the bytes of these others, so that a change by the user is noticed.
   */
  current: Uint8Array<ArrayBuffer> | null;
  shown: Uint8Array<ArrayBuffer> | null;
  /** The settings by which the scalers were measured; null before. */
  scaling: { scaling: ScalingName | "auto"; targetScaling: ScalingName } | null;
  log: EpochLog;
}

/** The state before the first update. */
export function newTrainingState(): TrainingState {
  return {
    epochs: 0,
    samples: 0,
    lossSum: 0,
    updates: 0,
    seconds: 0,
    trained: 0,
    mark: null,
    batch: 0,
    optimizer: null,
    minimiser: null,
    plateau: null,
    stopping: null,
    best: null,
    bestParameters: null,
    current: null,
    shown: null,
    scaling: null,
    log: new EpochLog(),
  };
}

/** An independent copy. Arrays of numbers are shared: they are replaced, never written to. */
export function copyOfState(state: TrainingState): TrainingState {
  return {
    ...state,
    plateau: state.plateau && { ...state.plateau },
    stopping: state.stopping && { ...state.stopping },
    log: new EpochLog(state.log.columns),
  };
}

/** Begins a training on other data, or with other batches: forgets what was measured on the old data. */
export function beginData(state: TrainingState, mark: number, batch: number): void {
  const isOther = state.mark !== mark;
  if (state.samples > 0 && (isOther || state.batch !== batch)) {
    // the rest of the epoch is left out, and its number is not used again: nor are its random numbers
    state.epochs++;
    state.samples = 0;
    state.lossSum = 0;
  }
  state.mark = mark;
  state.batch = batch;
  if (!isOther) return;
  state.minimiser = null;
  state.stopping = null;
  state.best = null;
  state.bestParameters = null;
  if (state.plateau) Object.assign(state.plateau, { best: Infinity, waited: 0 });
}

/** The state as it was when its numbers were captured. */
export function stateAt(state: TrainingState, { optimizer, position, minimiser }: Snapshot): TrainingState {
  const kind = state.optimizer?.kind ?? "";
  return {
    ...state,
    ...position,
    optimizer: { kind, ...optimizer },
    ...(minimiser !== undefined && { minimiser }),
  };
}

/** Gives the network the parameters that training continues from, unless the user has changed those that it answers with. */
export function showTrained(state: TrainingState, parameters: Parameters): void {
  const { current, shown } = state;
  if (current && shown && sameBytes(shown, parameters.bytes())) parameters.restore(current);
  state.current = null;
  state.shown = null;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at]);
}
