/** Weights and biases that a person sets by hand. */
import type { LayerParameters } from "../src/network/parameters.js";
import type { Network } from "../src/train/network.js";
import type { Place } from "./sessionTypes.js";

/** A number set by hand: a weight, or the bias of a unit. */
export interface Edit {
  place: Place;
  value: number;
}

/** The list and the index of the number at a place; null where the network has no such number. */
function spotIn(
  { config }: Pick<Network, "config">,
  parameters: readonly LayerParameters[],
  { layer, unit, from }: Place,
): { of: "weights" | "biases"; index: number } | null {
  const own = parameters[layer - 1];
  if (!own) return null;
  const { units, inputs } = config.layers[layer - 1]!;
  if (unit < 0 || unit >= units) return null;
  if (from !== undefined) {
    return from >= 0 && from < inputs ? { of: "weights", index: from * units + unit } : null;
  }
  if (own.biases.length === 0) return null;
  return { of: "biases", index: own.biases.length === 1 ? 0 : unit }; // one bias may be shared by the layer
}

type Read = Pick<Network, "config" | "parameters">;

export function hasNumber(network: Read, place: Place): boolean {
  return spotIn(network, network.parameters(), place) !== null;
}

/** The weight at a place, or the bias of a unit; null if the network has no such number. */
export function numberAt(network: Read, place: Place): number | null {
  const parameters = network.parameters();
  const spot = spotIn(network, parameters, place);
  return spot && parameters[place.layer - 1]![spot.of][spot.index]!;
}

/** Copies of the parameters with the edits in them, for `setParameters`. The last edit of a number counts. */
export function withEdits(
  network: Read,
  edits: readonly Edit[],
): { weights: Float64Array; biases: Float64Array }[] {
  const copies = network.parameters().map(({ weights, biases }) => ({
    weights: Float64Array.from(weights),
    biases: Float64Array.from(biases),
  }));
  for (const { place, value } of edits) {
    const spot = spotIn(network, network.parameters(), place);
    if (spot) copies[place.layer - 1]![spot.of][spot.index] = value;
  }
  return copies;
}
