/** Plain gradient descent, and the two that keep a velocity v. */
import type { UpdateRule } from "./updateRule.js";

/** w ← w − ηg */
export const sgd: UpdateRule = {
  slots: 0,
  change(w, g, _state, { learningRate }) {
    for (let i = 0; i < w.length; i++) w[i] = w[i]! - learningRate * g[i]!;
  },
};

/**
 * The heavy ball: v ← μv + g, w ← w − ηv. [Polyak 1964; as PyTorch, where η is outside v]
 *
 * @param mu μ, 0 ≤ μ < 1
 */
export function momentum(mu: number): UpdateRule {
  return {
    slots: 1,
    change(w, g, [v], { learningRate }) {
      for (let i = 0; i < w.length; i++) {
        v![i] = mu * v![i]! + g[i]!;
        w[i] = w[i]! - learningRate * v![i]!;
      }
    },
  };
}

/**
 * The velocity looks one step ahead: v ← μv + g, w ← w − η(g + μv). [Nesterov 1983, in the form of
 * Sutskever et al. 2013; as PyTorch]
 *
 * @param mu μ, 0 ≤ μ < 1
 */
export function nesterov(mu: number): UpdateRule {
  return {
    slots: 1,
    change(w, g, [v], { learningRate }) {
      for (let i = 0; i < w.length; i++) {
        v![i] = mu * v![i]! + g[i]!;
        w[i] = w[i]! - learningRate * (g[i]! + mu * v![i]!);
      }
    },
  };
}
