/**
 * Explains one unit or weight for one sample: net input, activation, delta, gradient and update, as formulas with their
 * numbers. Small networks are traced. For larger ones the kernels give the numbers, and long sums have no formula.
 */
import { makeNames, type NameStyle } from "../../src/explain/names.js";
import { sampleOf } from "../../src/explain/sample.js";
import type { TraceStep } from "../../src/explain/step.js";
import { trace } from "../../src/explain/trace.js";
import type { Network } from "../../src/train/network.js";
import type { Dataset } from "../../src/data/dataset.js";
import type { Place } from "../sessionTypes.js";
import { sizesOf } from "../networkSizes.js";
import type { ExplainedStep, Explanation } from "./explanation.js";
import { explainPlainly } from "./plainExplanation.js";

/** Networks with more parameters are not traced, because that takes too long: 170 ms for 784-32-10. */
export const mostTraced = 2000;
/** A delta with more paths is not written out. */
const mostPaths = 6;

/**
 * @param one          a data set of one row
 * @param learningRate of the update, which is plain gradient descent
 * @param style        how units and weights are called in a network that is small enough to trace
 * @throws ShapeError for weights that are not finite
 */
export function explain(
  network: Network,
  one: Dataset,
  place: Place,
  learningRate: number,
  style: NameStyle = "neurons",
): Explanation {
  if (place.layer === 0) return { place, values: new Map(), steps: [], notes: [] };
  const parameters = network.config.layers.reduce((sum, { inputs, units }) => sum + (inputs + 1) * units, 0);
  return parameters <= mostTraced
    ? traced(network, one, place, learningRate, style)
    : explainPlainly(network, one, place, learningRate);
}

const deltaReasons = ["outputDelta", "hiddenDelta", "fusedDelta", "softmaxDelta"];

function traced(
  network: Network,
  one: Dataset,
  place: Place,
  learningRate: number,
  style: NameStyle,
): Explanation {
  const { layer, unit, from } = place;
  const names = makeNames(style, sizesOf(network));
  const found = trace(frozenCopy(network), sampleOf(one, 0, network.config.loss), {
    learningRate,
    names: style,
    unit: names.unit(layer, unit),
  });
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

/** A delta written with outputs and targets alone, where that is short. */
function writtenOut(step: TraceStep): ExplainedStep {
  const whole = step.equivalents.find(({ reason }) => reason.id === "writtenOut")?.expression;
  const first = whole?.kind === "product" ? whole.factors[0] : undefined;
  const isLong = first?.kind === "sum" && first.terms.length > mostPaths;
  // its sentence mentions two steps that are not shown here
  const reason = step.reason.id === "outputDelta" ? null : step.reason;
  return { ...step, reason, expression: isLong ? null : (whole ?? step.expression) };
}

/** A gradient written as delta times signal. */
function byDelta(step: TraceStep): ExplainedStep {
  const rule = step.equivalents.find(({ reason }) => reason.id === "deltaRule");
  const reason = step.reason.id === "gradient" ? { ...step.reason, fused: true } : step.reason;
  return { ...step, reason, expression: rule?.expression ?? step.expression };
}

/** The network with a copy of its parameters: threads may change them during the trace. */
function frozenCopy(network: Network): Network {
  const { config, inputs, outputs, scalers } = network;
  const parameters = network
    .parameters()
    .map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() }));
  // the parts of a network that a trace reads
  return { config, inputs, outputs, scalers, parameters: () => parameters } as unknown as Network;
}
