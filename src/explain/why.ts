/**
 * What the explanations of a round need beyond its steps: the error as a function of one weight, the chain from a weight to
 * the error, the round that uses weights which are updated too early, and the error over many rounds. Everything is
 * calculated from the trace.
 */
import { slippedRound } from "../reference/slips.js";
import { evaluate } from "./expression.js";
import { slipNetworkOf } from "./fingerprints.js";
import type { TraceStep } from "./step.js";
import { keyOf, type MathSymbol, type Name } from "./symbol.js";
import type { Trace, TracedParameter } from "./trace.js";

/** A weight, how fast the error changes with it, and the symbols between it and the error. */
export interface WeightChain {
  weight: TracedParameter;
  /** The step of ∂E/∂w. */
  gradient: TraceStep;
  /** The unit that the weight leads to, and its net input and output. */
  unit: string;
  net: MathSymbol;
  out: MathSymbol;
}

export interface WhyFacts {
  trace: Trace;
  /** The first weight of the last layer. */
  last: WeightChain;
  /** The first weight of the first layer; null with a single layer. */
  first: WeightChain | null;
  /** The step of the total error, and the error. */
  total: TraceStep;
  /** The error of the sample where only the weight `last` has another value. */
  errorAt: (value: number) => number;
  /** The round where the output weights are updated before the hidden deltas are calculated; null if it makes no difference. */
  early: { firstWeight: number; error: number } | null;
}

/** Rounds of the curve of the error. */
export const courseRounds = 10_000;

/** The facts; null for a trace whose functions have corners, or that holds only one unit. */
export function whyFacts(trace: Trace): WhyFacts | null {
  const { network, steps } = trace;
  const count = network.sizes.length - 1;
  const total = steps.findLast(({ phase }) => phase === "error");
  const last = chainOf(trace, count);
  if (!total || !last || trace.matrices.length === 0) return null;
  const smooth = steps.every(({ reason }) => !("branch" in reason) || reason.branch === null);
  if (!smooth) return null;
  const key = keyOf(last.weight.symbol);
  const first = count > 1 ? chainOf(trace, 1) : null;
  return {
    trace,
    last,
    first,
    total,
    errorAt: (value) => errorWith(trace, key, value),
    early: earlyUpdate(trace, first),
  };
}

/** The error of a trace where one given number has another value: forward pass and error are calculated again. */
export function errorWith(trace: Trace, key: string, value: number): number {
  const values = new Map(trace.values).set(key, value);
  let error = NaN;
  for (const step of trace.steps) {
    if (step.phase !== "forward" && step.phase !== "error") continue;
    error = evaluate(step.expression, values);
    values.set(step.key, error);
  }
  return error;
}

/** The chain of the first weight into the first unit of a layer; null if it does not train. */
function chainOf({ network, steps }: Trace, layer: number): WeightChain | null {
  const weight = network.parameters.find((one) => one.layer === layer && one.kind === "weight");
  if (!weight) return null;
  const unit = weight.to[0]!;
  const gradient = steps.find(
    ({ reason, symbol }) =>
      reason.id === "gradient" && symbol.kind === "derivative" && isSame(symbol.by, weight),
  );
  const of = (id: string) => steps.find((step) => step.unit === unit && step.reason.id === id)?.symbol;
  const [net, out] = [of("netInput"), of("activation")];
  return gradient && net && out ? { weight, gradient, unit, net, out } : null;
}

function isSame(name: Name, { symbol }: TracedParameter): boolean {
  return keyOf(name) === keyOf(symbol);
}

/** Null also where the gradient of the first weight is 0, as for an input of 0, so that no weight would show the difference. */
function earlyUpdate(trace: Trace, first: WeightChain | null): WhyFacts["early"] {
  const plain = slipNetworkOf(trace);
  if (!plain || !first || first.gradient.value === 0) return null;
  const { newWeights, errorAfter } = slippedRound(plain, "updated-weights");
  return { firstWeight: newWeights[0]![0]![0]!, error: errorAfter };
}

/**
 * The error after each of many rounds with the sample, for a curve.
 *
 * @returns [courseRounds + 1]; null unless all units are logistic and the loss is a squared error
 */
export function errorCourse(trace: Trace): number[] | null {
  let plain = slipNetworkOf(trace);
  if (!plain) return null;
  const errors = [trace.rounds[0]!.error];
  for (let round = 0; round < courseRounds; round++) {
    const { newWeights, newBiases, errorAfter } = slippedRound(plain, "correct");
    errors.push(errorAfter);
    plain = { ...plain, weights: newWeights, biases: newBiases };
  }
  return errors;
}
