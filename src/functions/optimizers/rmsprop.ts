/** RMSprop: steps are divided by the root of a running mean of squared gradients. */
import { adamDetails } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const rmsprop = {
  code: 4,
  words: { en: "RMSProp", zh: "RMSProp" },
  moments: 1,
  formula: "s ← ρ s + (1 − ρ) g², w ← w − η g / (√s + ε)",
  source: "Tieleman & Hinton 2012",
  learningRate: 0.001,
  details: {
    rho: {
      type: "number",
      least: 0,
      below: 1,
      default: 0.9,
      meaning: "ρ: decay of the running mean of squared gradients",
      field: "beta2",
    },
    epsilon: adamDetails.epsilon,
  },
} as const satisfies OptimizerRecord;
