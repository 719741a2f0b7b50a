/** The numbers of a trace if every signal is rounded before it is used, as people calculate who carry few digits. */
import { evaluate } from "./expression.js";
import type { Trace } from "./trace.js";

/** A trace calculated again with every signal of the forward pass rounded to some decimals. */
export function carryingDecimals(trace: Trace, decimals: number): Trace {
  const values = new Map(trace.values);
  const steps = trace.steps.map((step) => {
    const exact = evaluate(step.expression, values);
    const value = step.phase === "forward" ? Number(exact.toFixed(decimals)) : exact;
    values.set(step.key, value);
    return { ...step, value };
  });
  return { ...trace, values, steps };
}
