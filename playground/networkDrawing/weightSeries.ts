/**
 * The lines of the chart of weights over time: all weights of a small network, or the mean and the largest |w| of each layer.
 */
import type { LayerParameters } from "../../src/network/parameters.js";
import type { Network } from "../../src/train/network.js";
import type { Place } from "../sessionTypes.js";

/** With more weights, lines could not be told apart. */
export const mostWeights = 64;

export type Series =
  | { readonly kind: "weight" | "bias"; readonly place: Place; readonly index: number }
  | { readonly kind: "mean" | "largest"; readonly layer: number };

/** The lines of a network, layer by layer: weights by target unit, then biases. */
export function seriesOf({ config }: Pick<Network, "config">): Series[] {
  const { layers, biases } = config;
  const weights = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0);
  if (weights > mostWeights) {
    return layers.flatMap((_, index): Series[] => {
      const layer = index + 1;
      return [
        { kind: "mean", layer },
        { kind: "largest", layer },
      ];
    });
  }
  return layers.flatMap(({ inputs, units }, index): Series[] => {
    const layer = index + 1;
    const all = Array.from({ length: inputs * units }, (_, at): Series => {
      const [unit, from] = [Math.floor(at / inputs), at % inputs];
      return { kind: "weight", place: { layer, unit, from }, index: from * units + unit };
    });
    const own = Array.from({ length: biases === "perNeuron" ? units : 0 }, (_, unit): Series => {
      return { kind: "bias", place: { layer, unit }, index: unit };
    });
    return [...all, ...own];
  });
}

/** The value of a line with these parameters. */
export function valueOf(series: Series, parameters: readonly LayerParameters[]): number {
  if ("place" in series) {
    const { weights, biases } = parameters[series.place.layer - 1]!;
    return (series.kind === "weight" ? weights : biases)[series.index]!;
  }
  const { weights } = parameters[series.layer - 1]!;
  let [sum, most] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const size = Math.abs(weights[i]!);
    sum += size;
    if (size > most) most = size;
  }
  return series.kind === "mean" ? sum / weights.length : most;
}
