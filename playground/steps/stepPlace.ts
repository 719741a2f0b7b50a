/** The unit or weight of a step of a trace, for the panels that highlight it. */
import type { TraceStep } from "../../src/explain/step.js";
import type { Trace } from "../../src/explain/trace.js";
import type { Place } from "../sessionTypes.js";

/** The unit or weight that a step belongs to; null for the total error and shared biases. */
export function placeOfStep(trace: Pick<Trace, "network">, step: TraceStep): Place | null {
  const { units } = trace.network;
  if (step.unit === null) return null;
  const unit = units[step.layer]!.indexOf(step.unit);
  if (step.from !== null) return { layer: step.layer, unit, from: units[step.layer - 1]!.indexOf(step.from) };
  const path = pathOf(step);
  // an error flows back to the unit through a weight of the next layer
  if (path) return { layer: step.layer + 1, unit: units[step.layer + 1]!.indexOf(path), from: unit };
  return { layer: step.layer, unit };
}

/** For a step on one path back to a hidden unit: the unit where the path starts. */
function pathOf({ reason }: TraceStep): string | null {
  return reason.id === "netByOutput" || reason.id === "contribution" ? reason.to : null;
}
