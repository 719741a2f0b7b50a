/** Adagrad: steps shrink with the sum of squared gradients. */
import { adamDetails } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const adagrad = {
  code: 3,
  words: { en: "AdaGrad", zh: "AdaGrad" },
  moments: 1,
  formula: "s ← s + g², w ← w − η g / (√s + ε)",
  source: "Duchi et al. 2011",
  learningRate: 0.01,
  details: { epsilon: { ...adamDetails.epsilon, default: 1e-10 } },
} as const satisfies OptimizerRecord;
