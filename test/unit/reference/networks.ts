/** Networks and numbers for the tests of the reference: the same at every run. */
import { type ReferenceConfig, ReferenceNetwork } from "../../../src/reference/network.js";
import type { Storage } from "../../../src/reference/storage.js";

export const lossNames = ["halfSquaredError", "squaredError", "meanSquaredError"] as const;
export const biasModes = ["perNeuron", "shared", "none"] as const;
export const reductions = ["mean", "sum"] as const;

/** Reproducible numbers in −1 … 1. */
export function noise(length: number, seed: number): Float64Array {
  let state = seed;
  return Float64Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return state / 2 ** 31;
  });
}

/** A network of so many units per layer, inputs first, its parameters reproducible and in −1 … 1. */
export function networkOf(config: Partial<ReferenceConfig>, units: readonly number[]): ReferenceNetwork {
  const network = new ReferenceNetwork({
    inputs: units[0]!,
    layers: units.slice(1).map((count) => ({ units: count })),
    loss: "halfSquaredError",
    ...config,
  });
  network.layers.forEach((layer, l) => {
    layer.weights.set(noise(layer.weights.length, l + 1));
    layer.biases.set(noise(layer.biases.length, l + 101));
  });
  return network;
}

/** The parameters as they are now. */
export function copy(network: ReferenceNetwork): { weights: Storage; biases: Storage }[] {
  return network.layers.map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() }));
}
