/** Activations that treat each element by itself, from their formulas. */
import type { Activation } from "./activation.js";

/**
 * @param value σ(x)
 * @param slope σ′, from the activation a = σ(x), or from x if a does not determine it
 */
/* @__NO_SIDE_EFFECTS__ */
export function elementwise(
  value: (x: number) => number,
  slope: (a: number, x: number) => number,
): Activation {
  return {
    apply(activation, netInput, length) {
      for (let i = 0; i < length; i++) activation[i] = value(netInput[i]!);
    },
    multiplyBySlope(delta, activation, netInput, length) {
      for (let i = 0; i < length; i++) delta[i] = delta[i]! * slope(activation[i]!, netInput[i]!);
    },
  };
}
