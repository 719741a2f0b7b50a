/** Arithmetic on steps x · scale + shift: one after the other, into the weights of a layer, and as a scaler. */
import type { Scaler } from "../network/scaling.js";
import type { Refuse } from "./refusal.js";
import type { AffineStep, Floats } from "./steps.js";

interface Parameters {
  inputs: number;
  units: number;
  weights: Floats;
  biases: Floats | null;
}

/** The step with one number for each column. @throws ModelError where it has another number of them */
export function columnsOf(step: AffineStep, columns: number, refuse: Refuse): AffineStep {
  const spread = (list: Float64Array): Float64Array => {
    if (list.length === columns) return list;
    if (list.length !== 1) throw refuse(step.where, `${columns} columns`, String(list.length));
    return new Float64Array(columns).fill(list[0]!);
  };
  return { ...step, scale: spread(step.scale), shift: spread(step.shift) };
}

/** One step after another as one. */
export function inTurn(first: AffineStep, second: AffineStep, refuse: Refuse): AffineStep {
  const columns = Math.max(
    ...[first, second].map(({ scale, shift }) => Math.max(scale.length, shift.length)),
  );
  const [a, b] = [columnsOf(first, columns, refuse), columnsOf(second, columns, refuse)];
  return {
    ...second,
    scale: a.scale.map((one, column) => one * b.scale[column]!),
    shift: a.shift.map((one, column) => one * b.scale[column]! + b.shift[column]!),
    isScaling: first.isScaling && second.isScaling,
  };
}

/** Parameters of a layer with a step behind it: (x · w + b) · scale + shift. */
export function folded(step: AffineStep, layer: Parameters, refuse: Refuse): Omit<Parameters, "inputs"> {
  const { units, weights, biases } = layer;
  const { scale, shift } = columnsOf(step, units, refuse);
  return {
    units,
    weights: weights.map((weight, place) => weight * scale[place % units]!),
    biases: like(
      weights,
      shift.map((one, unit) => (biases?.[unit] ?? 0) * scale[unit]! + one),
    ),
  };
}

/** Parameters of a layer with a step before it: (x · scale + shift) · w + b. */
export function foldedBelow(step: AffineStep, layer: Parameters, refuse: Refuse): Omit<Parameters, "inputs"> {
  const { inputs, units, weights, biases } = layer;
  const { scale, shift } = columnsOf(step, inputs, refuse);
  const sums = Float64Array.from({ length: units }, (_, unit) => biases?.[unit] ?? 0);
  for (let input = 0, place = 0; input < inputs; input++) {
    for (let unit = 0; unit < units; unit++, place++) sums[unit]! += shift[input]! * weights[place]!;
  }
  return {
    units,
    weights: weights.map((weight, place) => weight * scale[Math.floor(place / units)]!),
    biases: like(weights, sums),
  };
}

function like(weights: Floats, numbers: Float64Array): Floats {
  return weights instanceof Float32Array ? Float32Array.from(numbers) : numbers;
}

/** The scaler of inputs that does the step: (x − shift) · scale. */
export function scalerOf({ scale, shift }: AffineStep): Scaler {
  return {
    kind: "standard",
    shift: Array.from(scale, (one, column) => shift[column]! / -one || 0),
    scale: Array.from(scale),
  };
}

/** The scaler of targets that answers are scaled back by, as the step does: y / scale + shift. */
export function undoneBy({ scale, shift }: AffineStep): Scaler {
  return { kind: "standard", shift: Array.from(shift), scale: Array.from(scale, (one) => 1 / one) };
}
