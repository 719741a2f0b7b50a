/**
 * What the record of an activation holds. Each activation has a file in `activations/` with two parts: the facts that
 * training needs, and what is written about it elsewhere (exports, lessons, traces, documents).
 */
import type { Expression, Formula } from "./expression.js";

/** The facts that training needs. */
export interface Activation {
  /** The number of the activation in a plan. Part of the ABI (docs/ABI.md): never changed. */
  readonly code: number;
  /** Bounds of the outputs; infinite where alpha decides. */
  readonly range: readonly [low: number, high: number];
  /** The parameter of the activation, where it has one, and its default. */
  readonly alpha?: { readonly usual: number; readonly meaning: string };
  /** Whether the kernel computes the slope from the net input, because the activation does not determine it. */
  readonly slopeNeedsNetInput?: true;
  /**
   * Whether each output depends on all net inputs of the row. Such an activation `isLastOnly`, and its net inputs are always kept. There is one, softmax; a second one would need its own place in the kernels, and in
   * every program that is exported.
   */
  readonly isOfRow?: true;
  /** Whether it is allowed in the last layer only. */
  readonly isLastOnly?: true;
  /** Whether an output can be read as the probability of a class. */
  readonly isProbability?: true;
}

/** What is written about an activation. */
export interface ActivationFormula {
  /**
   * The activation of a net input x.
   *
   * @param alpha the activation's parameter
   * @param row   all net inputs of the row, for an activation that `isOfRow`
   */
  readonly value: <S>(x: Expression<S>, alpha: Expression<S>, row: readonly Expression<S>[]) => Formula<S>;
  /**
   * Its derivative, in the net input x or the activation a, whichever reads better. Where the derivative does not
   * exist, it is the kernel's. Null for an activation that `isOfRow`: its derivative is a matrix.
   */
  readonly slope: (<S>(x: Expression<S>, a: Expression<S>, alpha: Expression<S>) => Formula<S>) | null;
  /** Who described it first; empty where nobody needs to be named. */
  readonly source?: string;
  /** The PyTorch module, after `nn.`. Null where PyTorch has none: then the export is refused. */
  readonly torch: ((alpha: number) => string) | null;
  /** The ONNX operator (set 17), where there is one. Without it, the graph is composed from the formula. */
  readonly onnx?: OnnxOperator;
  readonly words: { readonly en: ActivationWords; readonly zh: ActivationWords };
}

export interface OnnxOperator {
  readonly operator: string;
  readonly attributes?: (alpha: number) => Record<string, number>;
  /** Whether onnxruntime has the operator in float64 too; else float64 graphs are composed from the formula. */
  readonly isInFloat64?: true;
}

/** What an activation is called in a language, and what a trace says about it. */
export interface ActivationWords {
  readonly name: string;
  /** In a list of choices (default: the name in a configuration). */
  readonly short?: string;
  /** A sentence about the output of a unit, instead of the usual one. */
  readonly output?: (unit: string) => string;
  /** A sentence about the slope at a unit, instead of the usual one. */
  readonly slope?: (unit: string) => string;
}
