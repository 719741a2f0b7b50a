/**
 * Losses by name. To add one: its formulas in `distance.ts` or `entropy.ts`, and its line in this table.
 */
import { hinge, huber, meanAbsoluteError, pinball, squared } from "./distance.js";
import { binaryCrossEntropy, crossEntropy, poisson } from "./entropy.js";
import type { Loss } from "./loss.js";

export interface LossSettings {
  /** Error at which huber changes from the square to the straight line, > 0 (default: 1). */
  huberDelta?: number;
  /** Part of the targets that pinball wants below the outputs, 0 < τ < 1 (default: 0.5). */
  quantile?: number;
  /** Part of each target of crossEntropy that is spread over all classes, 0 ≤ ε < 1 (default: 0). */
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
  /** Σ τ (t − o) below the target, (1 − τ) (o − t) above it */
  pinball: ({ quantile = 0.5 }) => pinball(quantile),
  /** −Σ t ln o + (1 − t) ln(1 − o), of sigmoid outputs */
  binaryCrossEntropy: () => binaryCrossEntropy,
  /** −Σ t ln o, of softmax outputs */
  crossEntropy: ({ labelSmoothing = 0 }) => crossEntropy(labelSmoothing),
  /** Σ max(0, 1 − t · o), for targets ±1 */
  hinge: () => hinge,
  /** Σ o − t ln o, of exponential outputs */
  poisson: () => poisson,
} satisfies Record<string, (settings: LossSettings) => Loss>;

export type LossName = keyof typeof makers;
export const lossNames = /* @__PURE__ */ Object.keys(makers) as readonly LossName[];

export function makeLoss(name: LossName, settings: LossSettings): Loss {
  return makers[name](settings);
}
