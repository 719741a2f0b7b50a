/**
 * Where the numbers of one unit or weight come from, for one sample: net input, activation, delta, gradient, update,
 * as formulas with their numbers. Small networks are traced; of larger ones the numbers come from the kernels as
 * they are, and long sums stand without their formula.
 */
import type { Expression } from "../../src/explain/expression.js";
import { makeNames } from "../../src/explain/names.js";
import type { Reason, TraceStep } from "../../src/explain/step.js";
import type { MathSymbol } from "../../src/explain/symbol.js";
import { type Sample, trace } from "../../src/explain/trace.js";
import type { Network } from "../../src/train/network.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Place } from "../sessionTypes.js";
import { sizesOf } from "./activity.js";
import { explainPlainly } from "./plainExplanation.js";

/** With more parameters a trace takes longer than a person notices: 784-32-10 takes 170 ms. */
export const mostTraced = 2000;
/** A delta that gathers more paths is not written out. */
const mostPaths = 6;

/** One number and where it comes from. */
export interface ExplainedStep {
  readonly symbol: MathSymbol;
  /** The right-hand side; null where it would be too long. */
  readonly expression: Expression | null;
  readonly value: number;
  readonly reason: Reason | null;
}

export interface Explanation {
  readonly place: Place;
  /** Of the symbols in the formulas. */
  readonly values: ReadonlyMap<string, number>;
  readonly steps: readonly ExplainedStep[];
  /** What was taken otherwise than the network trains. */
  readonly notes: readonly Reason[];
}

/**
 * @param one          a data set of one row
 * @param learningRate of the update that is shown: plain gradient descent
 * @throws ShapeError for a network whose weights are no longer finite
 */
export function explain(network: Network, one: Dataset, place: Place, learningRate: number): Explanation {
  if (place.layer === 0) return { place, values: new Map(), steps: [], notes: [] };
  const parameters = network.config.layers.reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0);
  return parameters <= mostTraced
    ? traced(network, one, place, learningRate)
    : explainPlainly(network, one, place, learningRate);
}

/** The row of a data set as numbers: classes as 0 and 1. */
export function sampleOf({ inputs, targets, labels, outputs }: Dataset): Sample {
  const hot = (label: number) => Array.from({ length: outputs }, (_, k) => (k === label ? 1 : 0));
  return { inputs, targets: targets ?? (labels ? hot(labels[0]!) : []) };
}

const deltaReasons = ["outputDelta", "hiddenDelta", "fusedDelta", "softmaxDelta"];

function traced(network: Network, one: Dataset, place: Place, learningRate: number): Explanation {
  const { layer, unit, from } = place;
  const names = makeNames("neurons", sizesOf(network));
  const found = trace(still(network), sampleOf(one), { learningRate, unit: names.unit(layer, unit) });
  const source = from === undefined ? null : names.unit(layer - 1, from);
  const step = (matches: (step: TraceStep) => boolean): TraceStep[] => {
    const hit = found.steps.find(matches);
    return hit ? [hit] : [];
  };
  const byReason = (...ids: string[]) => step(({ reason }) => ids.includes(reason.id));
  const delta = found.steps.filter(({ reason }) => deltaReasons.includes(reason.id)).map(writtenOut);
  const update = step((its) => its.phase === "update" && its.from === source);
  const steps =
    source === null
      ? [...byReason("netInput"), ...byReason("activation"), ...delta, ...byReason("biasGradient"), ...update]
      : [
          ...delta,
          ...step((its) => its.reason.id === "gradient" && its.from === source).map(byDelta),
          ...update,
        ];
  const notes = found.notes.filter(({ id }) => id !== "onlyUnit");
  return { place, values: found.values, steps, notes };
}

/** A delta in outputs and targets alone, where that is short. */
function writtenOut(step: TraceStep): ExplainedStep {
  const whole = step.equivalents.find(({ reason }) => reason.id === "writtenOut")?.expression;
  const first = whole?.kind === "product" ? whole.factors[0] : undefined;
  const isLong = first?.kind === "sum" && first.terms.length > mostPaths;
  // its sentence speaks of two steps that are not shown here
  const reason = step.reason.id === "outputDelta" ? null : step.reason;
  return { ...step, reason, expression: isLong ? null : (whole ?? step.expression) };
}

/** A gradient as delta times signal. */
function byDelta(step: TraceStep): ExplainedStep {
  const rule = step.equivalents.find(({ reason }) => reason.id === "deltaRule");
  const reason = step.reason.id === "gradient" ? { ...step.reason, fused: true } : step.reason;
  return { ...step, reason, expression: rule?.expression ?? step.expression };
}

/** The network as it stands at this moment: threads may go on to change the parameters while it is traced. */
function still(network: Network): Network {
  const { config, inputs, outputs, scalers } = network;
  const parameters = network
    .parameters()
    .map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() }));
  // what a trace reads of a network; its private parts would not do
  return { config, inputs, outputs, scalers, parameters: () => parameters } as unknown as Network;
}
