/**
 * What the record of a loss holds. Each loss has a file in `losses/` with two parts: the facts that training needs, and
 * what is written about it elsewhere (lessons, traces, documents).
 */
import type { ActivationName } from "./activations.js";
import type { Branch, Expression, Formula } from "./expression.js";

/** The facts that training needs. */
export interface Loss {
  /** The case of the kernel (assembly/loss.ts) that computes the loss. */
  readonly kernel: LossKernel;
  /** The factor of the kernel's sum over the outputs of a row (default: 1). */
  readonly lossFactor?: (outputs: number) => number;
  /** The factor of the kernel's derivative by an output (default: 1). */
  readonly errorFactor?: (outputs: number) => number;
  /**
   * The only activation of the last layer that the loss goes with. The two are one formula then: ∂E/∂netInput is
   * output − target.
   */
  readonly partner?: ActivationName;
  /** Whether a network whose last layer has the partner gets this loss by default. */
  readonly isUsualWithPartner?: true;
  /** Whether the kernel computes the loss from the net inputs of the last layer. */
  readonly needsNetInputs?: true;
  /** Target of the classes that a row is not (default: 0); of its own class it is 1. */
  readonly offTarget?: number;
  /** Which numbers the loss takes as targets (default: any that the outputs can reach). */
  readonly targets?: TargetDomain;
  /** The setting that belongs to this loss alone. */
  readonly setting?: "huberDelta" | "quantile" | "labelSmoothing";
}

/** A case of the kernel. Losses that differ by a constant factor share one. */
export interface LossKernel {
  /** The number in a plan. Part of the ABI (docs/ABI.md): never changed. */
  readonly code: number;
  readonly name: string;
}

/**
 * Numbers that a loss takes as targets: `probabilities` from 0 to 1, each for itself; a `distribution`, which sums to 1 over the
 * outputs of a row; `signs`, −1 or 1; `counts` ≥ 0.
 */
export type TargetDomain = "probabilities" | "distribution" | "signs" | "counts";

/** Symbols of one output, from which formulas are built. */
export interface OutputSymbols<S> {
  /** Output. */
  readonly o: Expression<S>;
  /** Target. */
  readonly t: Expression<S>;
  /** Net input. */
  readonly x: Expression<S>;
  /** Number of outputs of a row. */
  readonly n: Expression<S>;
  /** The setting `huberDelta`. */
  readonly delta: Expression<S>;
  /** The setting `quantile`. */
  readonly quantile: Expression<S>;
}

/** What is written about a loss. A row's loss is the sum of `value` over its outputs. */
export interface LossFormula {
  readonly value: <S>(at: OutputSymbols<S>) => Formula<S>;
  /** The same, written so that no digits are lost where an output is nearly 0 or 1. A trace shows it. */
  readonly exact?: <S>(at: OutputSymbols<S>) => Formula<S>;
  /**
   * Its derivative by the output; where that does not exist, it is the kernel's. Null for a loss with a partner:
   * the derivative by the net input is output − target.
   */
  readonly slope: (<S>(at: OutputSymbols<S>) => Formula<S>) | null;
  readonly words: { readonly en: LossWords; readonly zh: LossWords };
}

/** What a loss is called in a language, and what a trace says about it. */
export interface LossWords {
  readonly name: string;
  /** In a list of choices. */
  readonly short: string;
  /** A sentence that a trace adds where it shows the error of an output. */
  readonly note?: string;
  /** A sentence about the derivative; "" if there is nothing to add. */
  readonly slopeNote?: (side: Branch) => string;
}
