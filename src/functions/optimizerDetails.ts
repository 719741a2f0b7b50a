/** Details that several optimisers take, with the limits and the default that they share. */
import type { Detail } from "./detail.js";

/** μ, a fraction below 1; the default is each optimiser's own. */
export const momentumDetail = {
  type: "number",
  least: 0,
  below: 1,
  meaning: "μ: fraction of the last step that is added to this one",
} as const satisfies Detail;

/** Of adam and its relatives. */
export const adamDetails = {
  beta1: {
    type: "number",
    least: 0,
    below: 1,
    default: 0.9,
    meaning: "β₁: decay of the running mean of gradients",
  },
  beta2: {
    type: "number",
    least: 0,
    below: 1,
    default: 0.999,
    meaning: "β₂: decay of the running mean of squared gradients",
  },
  epsilon: { type: "number", above: 0, default: 1e-8, meaning: "ε: keeps the divisor above 0" },
} as const satisfies Record<string, Detail>;
