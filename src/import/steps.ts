/**
 * What a model of another program does to a row, step by step: the form that every importer makes of its file. `layers.ts`
 * makes layers of the steps, and `network.ts` a network of the layers.
 */
import type { ActivationName } from "../functions/activations.js";
import type { Scalers } from "../network/scaling.js";
import type { ConfigInput } from "../settings/generated/types.js";

export type Floats = Float32Array | Float64Array;

/** x ↦ x · weights + biases */
export interface DenseStep {
  readonly kind: "dense";
  /** What the file calls it, for messages: `layer "dense_1"`. */
  readonly where: string;
  readonly inputs: number;
  readonly units: number;
  /** [inputs × units] row-major. */
  readonly weights: Floats;
  /** [units]; null for none. */
  readonly biases: Floats | null;
}

/** x ↦ σ(x) */
export interface ActivationStep {
  readonly kind: "activation";
  readonly where: string;
  readonly activation: ActivationName;
  /** The activation's parameter (default: that of the activation). */
  readonly alpha?: number | undefined;
}

/** x ↦ x · scale + shift, by column: a batch normalisation, or scaling. */
export interface AffineStep {
  readonly kind: "affine";
  readonly where: string;
  /** What it was: "batch normalisation", "Rescaling". */
  readonly what: string;
  /** [columns], or one number for all. */
  readonly scale: Float64Array;
  readonly shift: Float64Array;
  /** Whether it scales data, so that it becomes a scaler where it is the first or the last step. */
  readonly isScaling: boolean;
}

export interface DropoutStep {
  readonly kind: "dropout";
  readonly where: string;
  readonly rate: number;
}

export type Step = DenseStep | ActivationStep | AffineStep | DropoutStep;

/** A model of another program. */
export interface GivenModel {
  /** The program, as it writes itself. */
  readonly from: string;
  readonly steps: readonly Step[];
  /** Settings that the file has: its loss, its optimiser. */
  readonly settings?: Partial<ConfigInput>;
  readonly inputNames?: readonly string[];
  readonly classes?: readonly string[];
  readonly scalers?: Partial<Scalers>;
  /** What the person should know: what was left out, what was changed. Sentences. */
  readonly remarks: readonly string[];
}
