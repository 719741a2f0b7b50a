/** AdamW: adam with decoupled weight decay by default. */
import { adamDetails } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const adamw = {
  code: 5,
  words: { en: "AdamW", zh: "AdamW" },
  moments: 2,
  formula: "as adam, but `weightDecay` has the default 0.01",
  source: "Loshchilov & Hutter 2019",
  learningRate: 0.001,
  weightDecay: 0.01,
  details: adamDetails,
} as const satisfies OptimizerRecord;
