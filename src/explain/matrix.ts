/** The matrix view of a trace: types of its lines. Made in `matrixView.ts`. */
import type { Phase, Reason } from "./step.js";

/** Rows of numbers. Weights are [units × inputs], row = destination; vectors are columns, [n × 1]. */
export type Matrix = readonly (readonly number[])[];

/** A part of a line, from left to right. */
export type MatrixPart =
  | {
      readonly kind: "matrix";
      readonly symbol: string;
      readonly value: Matrix;
      readonly isTransposed: boolean;
    }
  | { readonly kind: "scalar"; readonly symbol: string; readonly value: number }
  /** "·" product of matrices, "⊙" element by element, "+", "−", "(", ")", "σ(" and the like. */
  | { readonly kind: "sign"; readonly text: string };

/** One line: symbol = parts = value. */
export interface MatrixStep {
  readonly key: string;
  readonly symbol: string;
  /** The parts in symbols: "W·out + b". */
  readonly formula: string;
  readonly parts: readonly MatrixPart[];
  readonly value: Matrix;
  readonly reason: Reason;
  readonly phase: Phase;
  readonly layer: number;
}
