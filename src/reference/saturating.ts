/** Activations that level off on both sides, and the identity, which does not level off at all. */
import type { Activation } from "./activation.js";
import { elementwise } from "./elementwise.js";

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

/**
 * σ(x) = 1 / (1 + e⁻ˣ), and its slope σ′ = σ · (1 − σ). [Rumelhart, Hinton & Williams 1986]
 *
 * In loops of its own: the benchmark's baseline runs through them.
 */
export const sigmoid: Activation = {
  apply(activation, netInput, length) {
    for (let i = 0; i < length; i++) activation[i] = logistic(netInput[i]!);
  },
  multiplyBySlope(delta, activation, _netInput, length) {
    for (let i = 0; i < length; i++) {
      const a = activation[i]!;
      delta[i] = delta[i]! * a * (1 - a);
    }
  },
};

/** σ(x) = x, and its slope 1. */
export const identity: Activation = {
  apply(activation, netInput, length) {
    for (let i = 0; i < length; i++) activation[i] = netInput[i]!;
  },
  multiplyBySlope() {},
};

/** σ(x) = tanh x, and its slope 1 − σ² = (1 − σ)(1 + σ). */
export const tanh = elementwise(Math.tanh, (a) => (1 - a) * (1 + a));

/** σ(x) = x / (1 + |x|), and its slope 1 / (1 + |x|)² = (1 − |σ|)². */
export const softsign = elementwise(
  (x) => (Math.abs(x) === Infinity ? Math.sign(x) : x / (1 + Math.abs(x))),
  (a) => (1 - Math.abs(a)) ** 2,
);

/** σ(x) = min(max(x + 3, 0), 6) / 6, and its slope ⅙ between −3 and 3, 0 elsewhere and at both. */
export const hardSigmoid = elementwise(
  (x) => Math.min(Math.max(x + 3, 0), 6) / 6,
  (a) => (a > 0 && a < 1 ? 1 / 6 : 0),
);
