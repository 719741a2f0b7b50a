/**
 * Losses by name, of rows of outputs o against their targets t. Summing or averaging over the rows of a
 * batch, and their weights, are the network's business, not theirs.
 */
import { binaryCrossEntropy, crossEntropy } from "./entropy.js";
import { hinge, huber, meanAbsoluteError, squared } from "./distance.js";
import type { Storage } from "./storage.js";

export interface Loss {
  /**
   * The activation of the last layer that this loss is one formula with, so that `derivative` is by the net
   * input. Null where any activation will do, and `derivative` is by the output.
   */
  readonly fusedWith: "sigmoid" | "softmax" | null;

  /**
   * The losses of `rows` rows, added up.
   *
   * @param outputs  [rows × columns] read
   * @param targets  [rows × columns] read
   * @param netInput [rows × columns] of the last layer, read
   */
  sum(outputs: Storage, targets: Storage, rows: number, columns: number, netInput: Storage): number;

  /**
   * delta ← scale · ∂loss/∂output, or of a fused loss scale · ∂loss/∂netInput; signed: positive where the
   * output is too high.
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

export interface LossSettings {
  /** Where huber turns from the square to the straight line, > 0. Default 1. */
  huberDelta?: number;
  /** Part of each target of crossEntropy that is spread over all classes, 0 ≤ ε < 1. Default 0. */
  labelSmoothing?: number;
}

const makers = {
  /** Σ ½ (t − o)² */
  halfSquaredError: () => squared(() => 0.5),
  /** Σ (t − o)² */
  squaredError: () => squared(() => 1),
  /** Σ (t − o)² / outputs */
  meanSquaredError: () => squared((columns) => 1 / columns),
  /** Σ |t − o| / outputs */
  meanAbsoluteError: () => meanAbsoluteError,
  /** Σ of ½ (t − o)² near 0 and of a straight line beyond `huberDelta` */
  huber: ({ huberDelta = 1 }) => huber(huberDelta),
  /** −Σ t ln o + (1 − t) ln(1 − o), of sigmoid outputs */
  binaryCrossEntropy: () => binaryCrossEntropy,
  /** −Σ t ln o, of softmax outputs */
  crossEntropy: ({ labelSmoothing = 0 }) => crossEntropy(labelSmoothing),
  /** Σ max(0, 1 − t · o), for targets ±1 */
  hinge: () => hinge,
} satisfies Record<string, (settings: LossSettings) => Loss>;

export type LossName = keyof typeof makers;
export const lossNames = /* @__PURE__ */ Object.keys(makers) as readonly LossName[];

export function makeLoss(name: LossName, settings: LossSettings): Loss {
  return makers[name](settings);
}
