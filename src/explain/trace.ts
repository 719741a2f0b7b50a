/**
 * Every number of one round: forward pass, error, backward pass, update, as an ordered list of steps. The
 * numbers come from the wasm kernels in double precision and are held against the reference and against the
 * formulas themselves.
 */
import type { ActivationName, LossName } from "../network/codes.js";
import type { BiasMode } from "../network/config.js";
import type { Values } from "./expression.js";
import type { MatrixStep } from "./matrix.js";
import type { Reason, TraceStep } from "./step.js";
import type { MathSymbol } from "./symbol.js";

/** One sample: what goes in and what should come out. */
export interface Sample {
  inputs: ArrayLike<number>;
  targets: ArrayLike<number>;
}

/** A weight or bias: between which units it stands, and its value. */
export interface TracedParameter {
  readonly symbol: MathSymbol;
  readonly kind: "weight" | "bias";
  /** The layer it leads into, from 1. */
  readonly layer: number;
  /** The input or unit it comes from; null for a bias. */
  readonly from: string | null;
  /** The units it leads to: one, or with a shared bias all of the layer. */
  readonly to: readonly string[];
  readonly before: number;
  /** After the update; as before where it does not train. */
  readonly after: number;
}

/** The network that was traced. */
export interface TracedNetwork {
  /** Units of each layer, inputs first. */
  readonly sizes: readonly number[];
  /** Names of the units by layer, inputs first: i1 i2 | h1 h2 | o1 o2. */
  readonly units: readonly (readonly string[])[];
  /** By layer, from the first that computes. */
  readonly activations: readonly ActivationName[];
  readonly loss: LossName;
  readonly biases: BiasMode;
  readonly trainBiases: boolean;
  readonly learningRate: number;
  /** Weights layer by layer, row = destination, then that layer's biases. */
  readonly parameters: readonly TracedParameter[];
}

/** Error and outputs after some number of rounds. */
export interface RoundState {
  readonly round: number;
  readonly error: number;
  readonly outputs: readonly number[];
}

export interface Trace {
  readonly network: TracedNetwork;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly steps: readonly TraceStep[];
  readonly matrices: readonly MatrixStep[];
  /** Of every symbol in the steps: given numbers and calculated ones. */
  readonly values: Values;
  /** Before the round and after it. */
  readonly rounds: readonly RoundState[];
  /** What was taken otherwise than the network trains. */
  readonly notes: readonly Reason[];
}
