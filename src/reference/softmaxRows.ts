/** The activation whose outputs are a distribution over the units of a row. */
import type { Activation } from "./activation.js";
import type { Storage } from "./storage.js";

/**
 * σ(x)ⱼ = e^(xⱼ − m) / Σₖ e^(xₖ − m), where m is the largest of the row: so no exponential overflows.
 *
 * ∂σⱼ/∂xₖ = σⱼ · (1 if j = k, else 0) − σⱼ · σₖ, so that, as the matrix is symmetric,
 *
 *     delta[j] ← σⱼ · (delta[j] − Σₖ delta[k] · σₖ)
 *
 * With the loss crossEntropy the two cancel to o − t, and the network does not call this.
 */
export const softmax: Activation = {
  apply(activation, netInput, length, columns) {
    for (let row = 0; row < length; row += columns) {
      const largest = largestOf(netInput, row, row + columns);
      let sum = 0;
      for (let i = row; i < row + columns; i++) sum += Math.exp(netInput[i]! - largest);
      for (let i = row; i < row + columns; i++) activation[i] = Math.exp(netInput[i]! - largest) / sum;
    }
  },
  multiplyBySlope(delta, activation, _netInput, length, columns) {
    for (let row = 0; row < length; row += columns) {
      let mean = 0;
      for (let i = row; i < row + columns; i++) mean += delta[i]! * activation[i]!;
      for (let i = row; i < row + columns; i++) delta[i] = activation[i]! * (delta[i]! - mean);
    }
  },
};

/** The largest of values[from … to − 1]; NaN if one of them is. */
export function largestOf(values: Storage, from: number, to: number): number {
  let largest = -Infinity;
  for (let i = from; i < to; i++) largest = Math.max(largest, values[i]!);
  return largest;
}
