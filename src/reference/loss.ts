/** What a loss does, for rows of outputs o and their targets t. The losses by name are in `lossTable.ts`. */
import type { Storage } from "./storage.js";

export interface Loss {
  /**
   * The activation of the last layer whose slope is part of `derivative`, which then gives the derivative by the net
   * input. Null where `derivative` gives the derivative by the output; such a loss goes with any activation.
   */
  readonly fusedWith: "sigmoid" | "softmax" | "exponential" | null;

  /**
   * The sum of the losses of `rows` rows. The network averages over rows and applies sample weights.
   *
   * @param outputs  [rows × columns] read
   * @param targets  [rows × columns] read
   * @param netInput [rows × columns] of the last layer, read
   */
  sum(outputs: Storage, targets: Storage, rows: number, columns: number, netInput: Storage): number;

  /**
   * delta ← scale · ∂loss/∂output; for a fused loss, scale · ∂loss/∂netInput. Positive where the output is too high.
   *
   * @param delta   [rows × columns] overwritten
   * @param outputs [rows × columns] read
   * @param targets [rows × columns] read
   * @param scale   1 / rows where the loss of a batch is the mean over its rows, else 1
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
