/** The matrix view of a trace: types of its lines. Made in `matrixView.ts`. */
import type { TraceStep } from "./step.js";

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

/** One line: symbol = parts = value. Its layer is 1 for the first that computes. */
export interface MatrixStep extends Pick<TraceStep, "reason" | "phase" | "layer"> {
  /** In ASCII, for programs. */
  readonly key: string;
  /** For reading: net_h. */
  readonly symbol: string;
  /** The parts in symbols: "W·out + b". */
  readonly formula: string;
  /** The right-hand side from left to right, with its numbers. */
  readonly parts: readonly MatrixPart[];
  /** The result. */
  readonly value: Matrix;
}
