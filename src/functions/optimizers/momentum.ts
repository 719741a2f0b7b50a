/** Gradient descent with momentum. */
import { momentumDetail } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const momentum = {
  code: 1,
  words: { en: "momentum", zh: "动量" },
  moments: 1,
  formula: "v ← μ v + g, w ← w − η v",
  source: "Polyak 1964",
  learningRate: { flat: 0.1, steep: 0.01 },
  details: { momentum: { ...momentumDetail, default: 0.9 } },
} as const satisfies OptimizerRecord;
