/** The steps of a trace, and the reasons for them: types only. Sentences for reasons are in `language/`. */
import type { ActivationName } from "../functions/activations.js";
import type { Branch } from "../functions/expression.js";
import type { LossName } from "../functions/losses.js";
import type { Expression } from "./expression.js";
import type { MathSymbol } from "./symbol.js";

/** Part of a round. */
export type Phase = "forward" | "error" | "backward" | "update";
export const phases: readonly Phase[] = ["forward", "error", "backward", "update"];

/** One number of the calculation and where it comes from. */
export interface TraceStep {
  /** In ASCII, for programs: net_h1, dE_total/dw5, w5_new. */
  readonly key: string;
  /** Name of the number, in parts. */
  readonly symbol: MathSymbol;
  /** The right-hand side as a tree. */
  readonly expression: Expression;
  /** The expression in symbols: w1·i1 + w2·i2 + b1. */
  readonly formula: string;
  /** The expression with numbers instead of symbols, with all digits. */
  readonly substituted: string;
  /** The result. */
  readonly value: number;
  /** The reason; `sentenceOf` puts it in words. */
  readonly reason: Reason;
  /** Part of the round that the step belongs to. */
  readonly phase: Phase;
  /** The layer that the step belongs to: 0 for the inputs, 1 for the first layer that computes. */
  readonly layer: number;
  /** The unit that the step belongs to, as in "h1"; null if it belongs to no unit. */
  readonly unit: string | null;
  /** The unit or input that its weight comes from; null if the step is not about a weight. */
  readonly from: string | null;
  /** Other formulas for the same value. */
  readonly equivalents: readonly Equivalent[];
}

/** Another right-hand side for the value of a step. */
export interface Equivalent extends Pick<TraceStep, "expression" | "formula" | "substituted"> {
  /** Why it is the same; `sentenceOf` puts it in words. */
  readonly reason: Reason;
}

/** Data of reasons that need none. */
export type Nothing = unknown;

/** The data of each reason. Units, weights and so on are text: "h1", "w5". */
export interface Reasons {
  netInput: { unit: string; bias: string | null; isFirst: boolean };
  activation: { unit: string; activation: ActivationName; branch: Branch };
  outputError: { unit: string; loss: LossName; branch: Branch };
  totalError: { outputs: number };
  errorByOutput: { unit: string; loss: LossName; branch: Branch; outputs: number };
  slope: { unit: string; activation: ActivationName; branch: Branch };
  outputDelta: { unit: string };
  hiddenDelta: { unit: string };
  /** Loss and activation together: their factors cancel. */
  fusedDelta: { unit: string; loss: LossName };
  softmaxDelta: { unit: string };
  writtenOut: Nothing;
  minusDelta: { unit: string };
  netByWeight: { unit: string; weight: string; source: string };
  gradient: { weight: string; unit: string; fused: boolean };
  deltaRule: { unit: string };
  minusDeltaRule: { unit: string };
  biasGradient: { bias: string; units: number; isTrained: boolean };
  netByOutput: { weight: string; from: string; to: string };
  contribution: { weight: string; from: string; to: string; isOutput: boolean };
  errorByHidden: { unit: string; paths: number };
  update: { parameter: string };
  minusUpdate: { parameter: string };
  // matrices
  matrixNet: { layer: number };
  matrixOut: { layer: number };
  matrixError: Nothing;
  matrixOutputDelta: { isFused: boolean };
  matrixHiddenDelta: { layer: number };
  matrixGradient: { layer: number };
  matrixUpdate: { layer: number };
  // differences between the trace and the training of the network
  plainDescent: { optimizer: string };
  withoutDropout: Nothing;
  withoutPenalties: { names: string };
  scaledInputs: { kind: string };
  scaledTargets: { kind: string };
  widened: Nothing;
  fixedBiases: Nothing;
  frozenLayer: { layer: number };
  onlyUnit: { unit: string };
  // what the documents of a published example print
  consistentRow: RowNote;
  printedRow: RowNote;
  publishedRounds: { printed: readonly [string, string]; ours: readonly [string, string] };
}

/** The third row of weights of the 3-3-2 example: the one that is used, and the other one. */
export interface RowNote {
  /** The row that the trace calculates with. */
  readonly used: RowFigures;
  /** The row of the other variant. */
  readonly other: RowFigures;
}

/** A row of weights, with its signal and the error of the network, as people write them. */
export interface RowFigures {
  /** The weights, with spaces between them: 0.1 0.5 0.6. */
  readonly row: string;
  /** The net input that they give, to 2 decimals. */
  readonly signal: string;
  /** The error of the network with them, to 3 decimals. */
  readonly error: string;
}
export type ReasonId = keyof Reasons;
/**
 * The reason for a step, or a difference between the trace and the training of the network. `sentenceOf` puts it in
 * words.
 */
export type Reason = {
  [Id in ReasonId]: {
    /** Names the sentence; the other fields are its data. */
    readonly id: Id;
  } & Readonly<Reasons[Id]>;
}[ReasonId];
