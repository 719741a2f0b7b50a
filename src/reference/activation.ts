/** What an activation function does. The functions by name are in `activationTable.ts`. */
import type { Storage } from "./storage.js";

export interface Activation {
  /**
   * activation[i] ← σ(netInput[i])
   *
   * @param activation [length] overwritten; may be `netInput` itself
   * @param netInput   [length] read
   * @param columns    units of the layer; `length` is a multiple of it. Only softmax uses it.
   */
  apply(activation: Storage, netInput: Storage, length: number, columns: number): void;

  /**
   * delta[i] ← delta[i] · σ′. The slope σ′ is computed from the activation; for gelu and silu from the net input,
   * because two net inputs can have the same activation.
   *
   * @param delta      [length] read and overwritten
   * @param activation [length] read
   * @param netInput   [length] read
   * @param columns    as above
   */
  multiplyBySlope(
    delta: Storage,
    activation: Storage,
    netInput: Storage,
    length: number,
    columns: number,
  ): void;
}
