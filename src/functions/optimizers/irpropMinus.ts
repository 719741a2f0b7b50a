/** iRprop−: a step size for each weight, changed by the sign of the gradient alone. */
import type { OptimizerRecord } from "../optimizerRecord.js";

export const irpropMinus = {
  code: 7,
  words: { en: "iRprop−", zh: "iRprop−" },
  moments: 2,
  formula:
    "a step size for each weight: longer while the sign of g stays, shorter when it changes; after a change that weight skips one step",
  source: "Igel & Hüsken 2003",
  learningRate: 0.1,
  fullBatch: true,
  details: {
    increase: {
      type: "number",
      above: 1,
      default: 1.2,
      meaning: "factor of a step size while the gradient's sign stays the same",
    },
    decrease: {
      type: "number",
      above: 0,
      below: 1,
      default: 0.5,
      meaning: "factor of a step size when the gradient's sign changes",
    },
    minStep: { type: "number", above: 0, default: 1e-6, meaning: "smallest step size", field: "leastStep" },
    maxStep: { type: "number", above: 0, default: 50, meaning: "largest step size", field: "mostStep" },
  },
} as const satisfies OptimizerRecord;
