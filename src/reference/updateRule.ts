/** What the formulas of an optimiser do. The optimisers by name are in `optimizerTable.ts`. */
import type { Storage } from "./storage.js";

/** The learning rate η, and the number of this update, counted from 1. */
export interface Moment {
  learningRate: number;
  update: number;
}

export interface UpdateRule {
  /** Arrays of state for each array of parameters. They start at 0. */
  readonly slots: number;
  /**
   * @param w     parameters, read and overwritten
   * @param g     ∂E/∂w, of the same length, read
   * @param state `slots` arrays of the same length, read and overwritten
   */
  change(w: Storage, g: Storage, state: readonly Storage[], moment: Moment): void;
}
