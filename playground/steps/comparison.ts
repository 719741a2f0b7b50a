/** The weights that the kernels made of a step, beside those of the trace. */
import type { LayerParameters } from "../../src/network/parameters.js";
import type { Trace, TracedParameter } from "../../src/explain/trace.js";

export interface ComparedParameter {
  parameter: TracedParameter;
  /** What the network has now. */
  now: number;
  difference: number;
  agrees: boolean;
}

export interface Comparison {
  parameters: ComparedParameter[];
  /** Largest difference, as a magnitude. */
  largest: number;
  /** Whether all are the same number. */
  isExact: boolean;
  agrees: boolean;
}

/** Rounding of a number, relative, and what a chain of roundings may make of a step, relative to the largest. */
const roundings = {
  float32: { ofNumber: 2 ** -24, ofStep: 1e-3 },
  float64: { ofNumber: 2 ** -53, ofStep: 1e-9 },
};

/**
 * Holds the weights of a network against those after the traced step.
 *
 * They agree where they differ by no more than two roundings of the weight and a small part of the largest change:
 * a step into another direction, or of another length, does not pass.
 *
 * @param layers of `Network.parameters`
 */
export function compare(
  trace: Pick<Trace, "network">,
  layers: readonly LayerParameters[],
  precision: "float32" | "float64",
): Comparison {
  const { ofNumber, ofStep } = roundings[precision];
  const traced = trace.network.parameters;
  const longest = Math.max(...traced.map(({ before, after }) => Math.abs(after - before)));
  const seen = { weights: layers.map(() => 0), biases: layers.map(() => 0) };
  const parameters = traced.map((parameter): ComparedParameter => {
    const { kind, layer, before, after } = parameter;
    const { weights, biases } = layers[layer - 1]!;
    let now: number;
    if (kind === "bias") now = biases[seen.biases[layer - 1]!++]!;
    else {
      // the trace goes by destination, the network keeps [inputs × units]
      const units = trace.network.sizes[layer]!;
      const inputs = trace.network.sizes[layer - 1]!;
      const at = seen.weights[layer - 1]!++;
      now = weights[(at % inputs) * units + Math.floor(at / inputs)]!;
    }
    const difference = now - after;
    const bound = 4 * ofNumber * Math.max(Math.abs(before), Math.abs(after)) + ofStep * longest;
    return { parameter, now, difference, agrees: Math.abs(difference) <= bound };
  });
  return {
    parameters,
    largest: Math.max(...parameters.map(({ difference }) => Math.abs(difference))),
    isExact: parameters.every(({ difference }) => difference === 0),
    agrees: parameters.every(({ agrees }) => agrees),
  };
}
