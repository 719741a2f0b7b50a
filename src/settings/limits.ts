/** Kinds that many settings have. */
import type { NumberKind } from "./kinds.js";

export const anyNumber = { type: "number" } as const satisfies NumberKind;
export const positive = { type: "number", above: 0 } as const satisfies NumberKind;
export const notNegative = { type: "number", least: 0 } as const satisfies NumberKind;
/** A part of something that is never all of it. */
export const fraction = { type: "number", least: 0, below: 1 } as const satisfies NumberKind;
export const count = { type: "integer", least: 1 } as const satisfies NumberKind;
/** 0 or more of something. */
export const wholeNumber = { type: "integer", least: 0 } as const satisfies NumberKind;
