/** Where a step of a trace happens in the network, for the panels that light it up. */
import type { TraceStep } from "../../src/explain/step.js";
import type { Trace } from "../../src/explain/trace.js";
import type { Place } from "../sessionTypes.js";

/** The unit that a step belongs to, or the weight that leads to it; null for the total error and shared biases. */
export function placeOfStep(trace: Pick<Trace, "network">, step: TraceStep): Place | null {
  const { units } = trace.network;
  if (step.unit === null) return null;
  const unit = units[step.layer]!.indexOf(step.unit);
  if (step.from !== null) return { layer: step.layer, unit, from: units[step.layer - 1]!.indexOf(step.from) };
  const path = pathOf(step);
  // the weight that an error flows back through stands above the unit that it flows to
  if (path) return { layer: step.layer + 1, unit: units[step.layer + 1]!.indexOf(path), from: unit };
  return { layer: step.layer, unit };
}

/** Of a step on one way back to a hidden unit: the unit that the way comes from. */
function pathOf({ reason }: TraceStep): string | null {
  return reason.id === "netByOutput" || reason.id === "contribution" ? reason.to : null;
}
