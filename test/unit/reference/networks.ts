/** Networks and numbers for the tests of the reference: the same at every run. */
import { type ReferenceConfig, ReferenceNetwork } from "../../../src/reference/referenceNetwork.js";
import type { LossName, LossSettings } from "../../../src/reference/lossTable.js";
import type { Storage } from "../../../src/reference/storage.js";

export const squaredErrors = ["halfSquaredError", "squaredError", "meanSquaredError"] as const;
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

/** A network with these units per layer, inputs first; its parameters are reproducible and in −1 … 1. */
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

/** Central differences of `loss` by every parameter, as the parameters are; these end as they began. */
export function differencesOf(
  network: ReferenceNetwork,
  loss: () => number,
): { weights: Storage; biases: Storage }[] {
  const step = 1e-5;
  const by = (parameters: Storage): Storage =>
    parameters.map((value, i) => {
      parameters[i] = value + step;
      const above = loss();
      parameters[i] = value - step;
      const below = loss();
      parameters[i] = value;
      return (above - below) / (2 * step);
    });
  return network.layers.map(({ weights, biases }) => ({ weights: by(weights), biases: by(biases) }));
}

/** A network without weights of which the biases are the net input of the last layer, of one row. */
function ofNetInput(loss: LossName, netInput: readonly number[], settings: LossSettings): ReferenceNetwork {
  const own = { crossEntropy: "softmax", poisson: "exponential" } as const;
  const activation = own[loss as keyof typeof own] ?? "sigmoid";
  const layers = [{ units: netInput.length, activation } as const];
  const network = new ReferenceNetwork({ inputs: 1, layers, loss, ...settings });
  network.setParameters([{ weights: netInput.map(() => 0), biases: netInput }]);
  return network;
}

/** The loss of one row, sigmoid or softmax by what the loss needs. */
export function lossOfNetInput(
  loss: LossName,
  netInput: readonly number[],
  targets: readonly number[],
  settings: LossSettings = {},
): number {
  return ofNetInput(loss, netInput, settings).loss(Float64Array.of(1), Float64Array.from(targets), 1);
}

/** ∂loss/∂netInput of one row. */
export function slopeOfNetInput(
  loss: LossName,
  netInput: readonly number[],
  targets: readonly number[],
  settings: LossSettings = {},
): Storage {
  const network = ofNetInput(loss, netInput, settings);
  return network.gradients(Float64Array.of(1), Float64Array.from(targets), 1)[0]!.biases;
}
