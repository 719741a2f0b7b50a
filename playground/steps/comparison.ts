/** Compares the weights after an update by the kernels with those of the trace. */
import type { LayerParameters } from "../../src/network/parameters.js";
import type { Trace, TracedParameter } from "../../src/explain/trace.js";

export interface ComparedParameter {
  parameter: TracedParameter;
  /** The network's value after the update. */
  now: number;
  difference: number;
  agrees: boolean;
}

export interface Comparison {
  parameters: ComparedParameter[];
  largest: number;
  /** Whether all values are equal to the last bit. */
  isExact: boolean;
  agrees: boolean;
}

/** Relative rounding error of a number, and greatest error of an update relative to the largest change. */
const roundings = {
  float32: { ofNumber: 2 ** -24, ofStep: 1e-3 },
  float64: { ofNumber: 2 ** -53, ofStep: 1e-9 },
};

/**
 * Compares the parameters of a network with those after the traced update.
 *
 * They agree if they differ by at most four rounding errors of the value plus a small fraction of the largest change. An
 * update of another direction or length does not agree.
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
      // the trace orders weights by target unit, the network stores [inputs × units]
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
