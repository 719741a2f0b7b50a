/** Adam: running means of the gradient and of its square, both corrected for their start at 0. */
import { adamDetails } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const adam = {
  code: 5,
  words: { en: "Adam", zh: "Adam" },
  moments: 2,
  formula: "m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², w ← w − η / (1 − β₁ᵗ) · m / (√v / √(1 − β₂ᵗ) + ε)",
  source: "Kingma & Ba 2015",
  learningRate: 0.001,
  details: adamDetails,
} as const satisfies OptimizerRecord;
