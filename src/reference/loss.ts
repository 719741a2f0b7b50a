/**
 * Losses of one row of outputs o against its targets t. Summing or averaging over the rows of a batch is the
 * network's business, not theirs.
 */
import type { Storage } from "./storage.js";

export interface Loss {
  /** The losses of `rows` rows, added up. outputs, targets: [rows × columns] read. */
  sum(outputs: Storage, targets: Storage, rows: number, columns: number): number;

  /**
   * delta ← scale · ∂loss/∂output, signed: positive where the output is too high.
   *
   * @param delta   [rows × columns] overwritten
   * @param outputs [rows × columns] read
   * @param targets [rows × columns] read
   * @param scale   1 / rows where the loss of a batch is the mean of its rows, else 1
   */
  derivative(
    delta: Storage,
    outputs: Storage,
    targets: Storage,
    rows: number,
    columns: number,
    scale: number,
  ): void;
}

/**
 * The three squared errors differ by a constant factor only:
 *
 *     loss = factor · Σⱼ (tⱼ − oⱼ)²          ∂loss/∂oⱼ = 2 · factor · (oⱼ − tⱼ)
 *
 * @param factorOf the factor, from the number of outputs
 */
function squared(factorOf: (columns: number) => number): Loss {
  return {
    sum(outputs, targets, rows, columns) {
      const factor = factorOf(columns);
      let sum = 0;
      for (let i = 0; i < rows * columns; i++) {
        const error = targets[i]! - outputs[i]!;
        sum += factor * error * error;
      }
      return sum;
    },
    derivative(delta, outputs, targets, rows, columns, scale) {
      const slope = 2 * factorOf(columns) * scale;
      for (let i = 0; i < rows * columns; i++) delta[i] = slope * (outputs[i]! - targets[i]!);
    },
  };
}

export const losses = {
  /** Σ ½ (t − o)² */
  halfSquaredError: squared(() => 0.5),
  /** Σ (t − o)² */
  squaredError: squared(() => 1),
  /** Σ (t − o)² / outputs */
  meanSquaredError: squared((columns) => 1 / columns),
} as const;
export type LossName = keyof typeof losses;
