/** L-BFGS: the host computes directions and steps from full gradients; see src/train/secondOrder/lbfgs.ts. */
import type { OptimizerRecord } from "../optimizerRecord.js";

export const lbfgs = {
  code: 0,
  words: { en: "L-BFGS", zh: "L-BFGS" },
  moments: 0,
  formula: "quasi-Newton direction from the last changes, step by strong Wolfe line search (c₁ 1e-4, c₂ 0.9)",
  source: "Nocedal & Wright 2006",
  learningRate: 1,
  fullBatch: true,
  hostSide: true,
  findsSteps: true,
  details: {
    history: {
      type: "integer",
      least: 1,
      most: 1000,
      default: 10,
      meaning: "number of past changes of weights and gradient that it uses",
    },
  },
} as const satisfies OptimizerRecord;
