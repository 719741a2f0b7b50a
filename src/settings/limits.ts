/** Kinds that several settings use. */
import type { NumberKind } from "./kinds.js";

export const anyNumber = { type: "number" } as const satisfies NumberKind;
export const positive = { type: "number", above: 0 } as const satisfies NumberKind;
export const notNegative = { type: "number", least: 0 } as const satisfies NumberKind;
/** A fraction below 1. */
export const fraction = { type: "number", least: 0, below: 1 } as const satisfies NumberKind;
export const count = { type: "integer", least: 1 } as const satisfies NumberKind;
/** A number ≥ 0. */
export const wholeNumber = { type: "integer", least: 0 } as const satisfies NumberKind;
