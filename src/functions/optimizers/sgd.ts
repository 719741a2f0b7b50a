/** Plain gradient descent; with a momentum above 0 it is the optimiser `momentum`. */
import { momentumDetail } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const sgd = {
  code: 0,
  words: { en: "SGD", zh: "SGD" },
  moments: 0,
  formula: "w ← w − η g; with μ > 0 as momentum",
  learningRate: { flat: 1, steep: 0.05 },
  details: { momentum: { ...momentumDetail, usual: "`0`" } },
} as const satisfies OptimizerRecord;
