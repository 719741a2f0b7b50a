/** From which step on a number of a trace is known, for the drawing. Steps count from 1; 0 means "given". */
import { keyOf, type MathSymbol, type Name } from "../../explain/symbol.js";
import type { Trace, TracedParameter } from "../../explain/trace.js";

export interface KnownValue {
  value: number;
  step: number;
  /** Base of its symbol: net or X, out or O. */
  base: string;
  symbol: MathSymbol;
}

/** Signals, delta and bias of a unit; null if the trace has no step for them. */
export interface UnitValues {
  net: KnownValue | null;
  out: KnownValue | null;
  delta: KnownValue | null;
  /** Only if the unit has its own bias. */
  bias: TracedParameter | null;
}

export function knownFrom(trace: Trace, layer: number, unit: string): UnitValues {
  const find = (ids: readonly string[]): KnownValue | null => {
    const at = trace.steps.findIndex(
      (step) => step.layer === layer && step.unit === unit && ids.includes(step.reason.id),
    );
    if (at < 0) return null;
    const { value, symbol } = trace.steps[at]!;
    return { value, step: at + 1, base: symbol.kind === "name" ? symbol.base : symbol.of.base, symbol };
  };
  const own = trace.network.parameters.find(
    ({ kind, to, layer: its }) => kind === "bias" && its === layer && to.length === 1 && to[0] === unit,
  );
  const isOwn = trace.network.biases === "perNeuron";
  return {
    net: find(["netInput"]),
    out: find(["activation"]),
    delta: find(["outputDelta", "hiddenDelta", "fusedDelta", "softmaxDelta"]),
    bias: (isOwn && own) || null,
  };
}

/** The step in which a parameter gets its new value; 0 if it never does. */
export function updatedAt(trace: Trace, symbol: Trace["network"]["parameters"][number]["symbol"]): number {
  const key = keyOf({ ...(symbol as Name), mark: "new" });
  return trace.steps.findIndex((step) => step.key === key) + 1;
}
