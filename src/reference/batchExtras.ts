/** What a batch has besides inputs and targets. */
import type { Loss } from "./loss.js";
import type { Storage } from "./storage.js";

/** The caller draws the random numbers in it. */
export interface BatchExtras {
  /**
   * Dropout: factors of a layer's outputs [rows × units], each 0 or 1/(1 − p), or null for no dropout. Layer 0 is the
   * inputs, layer 1 the first hidden layer. It is not called for the output layer. Hidden layers have a row for each member,
   * those of the first member first; inputs have one for all.
   */
  masks?: (layerIndex: number, rows: number, units: number) => Storage | null;
  /** [rows × inputs] added to the inputs, before their mask */
  inputNoise?: Storage;
  /** [rows] Each row's loss and gradient are multiplied by its weight. A mean still divides by the number of rows. */
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

/** Σ sampleWeights[row] · loss of that row. The other parameters are those of `loss.sum`. */
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
