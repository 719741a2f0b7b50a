/** The explanation of a unit or weight: its steps, as `explain.ts` and `plainExplanation.ts` make them. */
import type { Expression } from "../../src/explain/expression.js";
import type { Reason } from "../../src/explain/step.js";
import type { MathSymbol } from "../../src/explain/symbol.js";
import type { Place } from "../sessionTypes.js";

/** One number and its calculation. */
export interface ExplainedStep {
  readonly symbol: MathSymbol;
  /** The right-hand side; null where it is too long to show. */
  readonly expression: Expression | null;
  readonly value: number;
  readonly reason: Reason | null;
}

export interface Explanation {
  readonly place: Place;
  readonly values: ReadonlyMap<string, number>;
  readonly steps: readonly ExplainedStep[];
  /** How the explanation differs from the training. */
  readonly notes: readonly Reason[];
}
