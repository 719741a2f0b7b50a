/** What comes with a batch besides inputs and targets, and the checks of its sizes. */
import { ShapeError } from "../errors.js";
import type { Loss } from "./loss.js";
import type { Storage } from "./storage.js";

/** What a training step may be given besides its batch, all of it drawn by the caller. */
export interface BatchExtras {
  /**
   * Dropout: the factors of a layer's outputs, each 0 or 1/(1 − p), [rows × units], or null for none. Layer 0
   * is the inputs, 1 the first hidden layer; the output layer is not asked for.
   */
  masks?: (layerIndex: number, rows: number, units: number) => Storage | null;
  /** [rows × inputs] added to the inputs, before their mask */
  inputNoise?: Storage;
  /** [rows]: each row's loss, and so its gradient, is multiplied by its weight. The mean stays over rows. */
  sampleWeights?: Storage;
}

/**
 * delta[row, ·] ← delta[row, ·] · sampleWeights[row]
 *
 * @param delta         [rows × columns] read and overwritten
 * @param sampleWeights [rows] read
 */
export function weighRows(delta: Storage, sampleWeights: Storage, rows: number, columns: number): void {
  for (let row = 0, i = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++, i++) delta[i] = delta[i]! * sampleWeights[row]!;
  }
}

/** Σ sampleWeights[row] · loss of that row; the other parameters are those of `loss.sum`. */
export function weightedSum(
  loss: Loss,
  outputs: Storage,
  targets: Storage,
  rows: number,
  columns: number,
  netInput: Storage,
  sampleWeights: Storage,
): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) {
    const rowOf = (values: Storage): Storage => values.subarray(row * columns, (row + 1) * columns);
    sum += sampleWeights[row]! * loss.sum(rowOf(outputs), rowOf(targets), 1, columns, rowOf(netInput));
  }
  return sum;
}

/** @throws ShapeError where `values` are fewer than rows × columns */
export function requireMatrix(where: string, values: Storage, rows: number, columns: number): void {
  if (values.length < rows * columns) {
    throw new ShapeError(
      `${where}: expected ${rows} rows × ${columns} columns, got ${values.length} numbers.`,
    );
  }
}

/** @throws ShapeError unless `length` is the expected number `of` something */
export function requireLength(where: string, expected: number, length: number, of: string): void {
  if (length !== expected) throw new ShapeError(`${where}: expected ${expected} ${of}, got ${length}.`);
}
