/** All losses. To add one: its file in `losses/` and its lines here (and in `ofClasses.ts` if it is of classes); then the kernel and the reference. */
import type { ActivationName } from "./activations.js";
import type { Loss, LossFormula } from "./loss.js";
import { binaryCrossEntropy, binaryCrossEntropyFormula } from "./losses/binaryCrossEntropy.js";
import { crossEntropy, crossEntropyFormula } from "./losses/crossEntropy.js";
import { halfSquaredError, halfSquaredErrorFormula } from "./losses/halfSquaredError.js";
import { hinge, hingeFormula } from "./losses/hinge.js";
import { huber, huberFormula } from "./losses/huber.js";
import { meanAbsoluteError, meanAbsoluteErrorFormula } from "./losses/meanAbsoluteError.js";
import { meanSquaredError, meanSquaredErrorFormula } from "./losses/meanSquaredError.js";
import { pinball, pinballFormula } from "./losses/pinball.js";
import { poisson, poissonFormula } from "./losses/poisson.js";
import { squaredError, squaredErrorFormula } from "./losses/squaredError.js";

/** The facts about each loss, in the order of all lists. */
const records = {
  halfSquaredError,
  squaredError,
  meanSquaredError,
  meanAbsoluteError,
  huber,
  pinball,
  binaryCrossEntropy,
  crossEntropy,
  hinge,
  poisson,
};

/**
 * Name of a loss: what training minimises. `binaryCrossEntropy` goes with sigmoid outputs, `crossEntropy` with softmax.
 * Formulas: docs/settings.md.
 */
export type LossName = keyof typeof records;

export const losses: Readonly<Record<LossName, Loss>> = records;

/** Names of all losses, for lists to choose from. */
export const lossNames = /* @__PURE__ */ Object.keys(records) as LossName[];

/** What is written about each loss. Apart from the facts, so that a program that only trains does not carry it. */
export const lossFormulas: Readonly<Record<LossName, LossFormula>> = {
  halfSquaredError: halfSquaredErrorFormula,
  squaredError: squaredErrorFormula,
  meanSquaredError: meanSquaredErrorFormula,
  meanAbsoluteError: meanAbsoluteErrorFormula,
  huber: huberFormula,
  pinball: pinballFormula,
  binaryCrossEntropy: binaryCrossEntropyFormula,
  crossEntropy: crossEntropyFormula,
  hinge: hingeFormula,
  poisson: poissonFormula,
};

/** Losses that go with an activation of the last layer. */
export function lossesFor(activation: ActivationName): LossName[] {
  return lossNames.filter((name) => (losses[name].partner ?? activation) === activation);
}

/** The loss of a network that names none, by the activation of its last layer. */
export function usualLoss(activation: ActivationName): LossName {
  const own = lossNames.find(
    (name) => losses[name].isUsualWithPartner && losses[name].partner === activation,
  );
  return own ?? "halfSquaredError";
}

/** The activation of a last layer that names none, by the loss. */
export function usualOutput(loss: LossName | undefined): ActivationName {
  return (loss && losses[loss].partner) ?? "sigmoid";
}
