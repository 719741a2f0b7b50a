/** Gradient descent with Nesterov's momentum. */
import { momentumDetail } from "../optimizerDetails.js";
import type { OptimizerRecord } from "../optimizerRecord.js";

export const nesterov = {
  code: 2,
  words: { en: "Nesterov", zh: "Nesterov" },
  moments: 1,
  formula: "v ← μ v + g, w ← w − η (g + μ v)",
  source: "Nesterov 1983, Sutskever et al. 2013",
  learningRate: { flat: 0.1, steep: 0.01 },
  details: { momentum: { ...momentumDetail, default: 0.9 } },
} as const satisfies OptimizerRecord;
