/**
 * Activation functions: the value from the net input, the slope from the activation, so that the backward
 * pass needs only what the forward pass gave.
 */
import type { Storage } from "./storage.js";

export interface Activation {
  /**
   * activation[i] ← σ(netInput[i])
   *
   * @param activation [length] overwritten; may be `netInput` itself
   * @param netInput   [length] read
   */
  apply(activation: Storage, netInput: Storage, length: number): void;

  /**
   * delta[i] ← delta[i] · σ′, with σ′ written in the activation
   *
   * @param delta      [length] read and overwritten
   * @param activation [length] read
   */
  multiplyBySlope(delta: Storage, activation: Storage, length: number): void;
}

/**
 * The logistic function.
 *
 *     σ(x) = 1 / (1 + e⁻ˣ)          for x ≥ 0
 *     σ(x) = eˣ / (1 + eˣ)          for x < 0
 *
 * The two are equal; each is used where its exponential cannot overflow. NaN gives NaN.
 */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}

/** σ(x) = 1 / (1 + e⁻ˣ), and its slope σ′ = σ · (1 − σ). [Rumelhart, Hinton & Williams 1986] */
const sigmoid: Activation = {
  apply(activation, netInput, length) {
    for (let i = 0; i < length; i++) activation[i] = logistic(netInput[i]!);
  },
  multiplyBySlope(delta, activation, length) {
    for (let i = 0; i < length; i++) {
      const a = activation[i]!;
      delta[i] = delta[i]! * a * (1 - a);
    }
  },
};

/** σ(x) = x, and its slope 1. */
const identity: Activation = {
  apply(activation, netInput, length) {
    for (let i = 0; i < length; i++) activation[i] = netInput[i]!;
  },
  multiplyBySlope() {},
};

export const activations = { sigmoid, identity } as const;
export type ActivationName = keyof typeof activations;
