/** Which losses are of classes. Apart from the facts about losses, so that an export does not carry them. */
import type { LossName } from "./losses.js";

/** Those whose partner is an activation of a whole row. */
const ofClasses: readonly LossName[] = ["crossEntropy"];

/** Whether a loss takes the outputs of a row for one distribution over classes. */
export function isOfClasses(loss: LossName): boolean {
  return ofClasses.includes(loss);
}
