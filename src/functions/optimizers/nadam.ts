/** Nadam: adam with Nesterov's momentum. */
import { adamDetails } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const nadam = {
  code: 6,
  words: { en: "NAdam", zh: "NAdam" },
  moments: 2,
  formula: "as adam, but the step looks ahead along m; momentum decay 0.004",
  source: "Dozat 2016",
  learningRate: 0.002,
  details: adamDetails,
} as const satisfies OptimizerRecord;
