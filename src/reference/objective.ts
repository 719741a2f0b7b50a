/** The loss of a network as a function of one vector, for L-BFGS. */
import type { ReferenceNetwork } from "./referenceNetwork.js";
import { addPenalties, penaltyOf } from "./regularise.js";
import type { Storage } from "./storage.js";
import type { Objective } from "./wolfe.js";

/**
 * Unlike the reported loss, the value includes the penalties, because value and gradient must belong to the same function.
 * The vector holds the trained layers, the first layer first: weights, then biases; then the factors of the inputs.
 *
 * @param inputs  [rows × inputs] read at each evaluation
 * @param targets [rows × outputs] likewise
 * @returns the vector of the present parameters, and the function, which leaves its x in the network
 */
export function objectiveOf(
  network: ReferenceNetwork,
  inputs: Storage,
  targets: Storage,
  rows: number,
  { l1 = 0, l2 = 0 }: { l1?: number; l2?: number } = {},
): { start: Float64Array; objective: Objective } {
  const trained = network.layers.filter((layer) => layer.trainable);
  const factors = network.layers[0]!.trainable ? network.factors : null;
  const own = factors ? [factors.values] : [];
  const arrays = [...trained.flatMap(({ weights, biases }) => [weights, biases]), ...own];
  const objective: Objective = (x) => {
    let at = 0;
    for (const values of arrays) {
      values.set(x.subarray(at, at + values.length));
      at += values.length;
    }
    const value = network.loss(inputs, targets, rows) + penaltyOf(trained, l1, l2);
    network.gradients(inputs, targets, rows);
    const gradients = trained.flatMap((layer) => {
      addPenalties(layer.weightGradient, layer.weights, l1, l2);
      return [layer.weightGradient, layer.biasGradient];
    });
    return { value, gradient: joined([...gradients, ...(factors ? [factors.gradient] : [])]) };
  };
  return { start: joined(arrays), objective };
}

function joined(arrays: readonly Storage[]): Float64Array {
  const all = new Float64Array(arrays.reduce((length, values) => length + values.length, 0));
  let at = 0;
  for (const values of arrays) {
    all.set(values, at);
    at += values.length;
  }
  return all;
}
