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
  /** What the number is called, in parts. */
  readonly symbol: MathSymbol;
  /** The right-hand side as a tree. */
  readonly expression: Expression;
  /** The expression in symbols: w1·i1 + w2·i2 + b1. */
  readonly formula: string;
  /** The expression with numbers put in, each with all its digits. */
  readonly substituted: string;
  /** The result. */
  readonly value: number;
  /** Why it is so; `sentenceOf` puts it in words. */
  readonly reason: Reason;
  /** Part of the round that the step belongs to. */
  readonly phase: Phase;
  /** 0 for the inputs, 1 for the first layer that computes; the layer that the step belongs to. */
  readonly layer: number;
  /** The unit that the step belongs to, as in "h1"; null where it belongs to none. */
  readonly unit: string | null;
  /** From which unit or input its weight comes; null where it is of no weight. */
  readonly from: string | null;
  /** Other ways to the same value. */
  readonly equivalents: readonly Equivalent[];
}

/** Another right-hand side for the value of a step. */
export interface Equivalent {
  /** The right-hand side as a tree. */
  readonly expression: Expression;
  /** The expression in symbols. */
  readonly formula: string;
  /** The expression with numbers put in, each with all its digits. */
  readonly substituted: string;
  /** Why it is the same; `sentenceOf` puts it in words. */
  readonly reason: Reason;
}

/** Of reasons that are the same everywhere. */
export type Nothing = unknown;

/** What each reason tells of. Units, weights and the like as text: "h1", "w5". */
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
  // what a trace leaves out or takes otherwise
  plainDescent: { optimizer: string };
  withoutDropout: Nothing;
  withoutPenalties: { names: string };
  scaledInputs: { kind: string };
  scaledTargets: { kind: string };
  widened: Nothing;
  fixedBiases: Nothing;
  frozenLayer: { layer: number };
  onlyUnit: { unit: string };
}
export type ReasonId = keyof Reasons;
/** Why a step is as it is, or what a trace takes otherwise than the network trains; `sentenceOf` puts it in words. */
export type Reason = {
  [Id in ReasonId]: {
    /** Which sentence it is; beside it stands what that tells of. */
    readonly id: Id;
  } & Readonly<Reasons[Id]>;
}[ReasonId];
