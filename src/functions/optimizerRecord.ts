/** The record of an optimiser. Each optimiser has one, in a file of its own. */
import type { Detail } from "./detail.js";

export interface OptimizerRecord {
  /** Code in the plan; see `Optimizer` in assembly/codes.ts. Part of the ABI. */
  readonly code: number;
  /** Numbers that it keeps of each parameter. */
  readonly moments: 0 | 1 | 2;
  /** Its name in text. */
  readonly words: { readonly en: string; readonly zh: string };
  /** The update in words and formulas, with gradient g, weight w and learning rate η. */
  readonly formula: string;
  /** Where the formula comes from. */
  readonly source?: string;
  /**
   * Default of the learning rate. Where there are two, `flat` is for sigmoid outputs whose loss does not cancel
   * the sigmoid's slope, and `steep` for all others, where the same step would diverge.
   */
  readonly learningRate: number | { readonly flat: number; readonly steep: number };
  /** Default of the setting `weightDecay` (default: 0). */
  readonly weightDecay?: number;
  /** Whether each update uses all samples: `batchSize` is "full". */
  readonly fullBatch?: true;
  /** Whether the host computes the steps from gradients, instead of the kernels. */
  readonly hostSide?: true;
  /** Whether it finds its steps by itself: no schedule and no learning rate but the default. */
  readonly findsSteps?: true;
  /** What it takes besides its learning rate, by name. */
  readonly details: Readonly<Record<string, Detail>>;
}
