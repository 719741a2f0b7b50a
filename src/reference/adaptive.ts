/** Optimisers with a step size for each parameter, from the size of its past gradients. */
import type { UpdateRule } from "./updateRule.js";

/** s ← s + g², w ← w − ηg / (√s + ε). [Duchi, Hazan & Singer 2011] */
export function adagrad(epsilon: number): UpdateRule {
  return {
    slots: 1,
    change(w, g, [s], { learningRate }) {
      for (let i = 0; i < w.length; i++) {
        s![i] = s![i]! + g[i]! * g[i]!;
        w[i] = w[i]! - (learningRate * g[i]!) / (Math.sqrt(s![i]!) + epsilon);
      }
    },
  };
}

/** s ← ρs + (1 − ρ)g², w ← w − ηg / (√s + ε). [Tieleman & Hinton 2012] */
export function rmsprop(rho: number, epsilon: number): UpdateRule {
  return {
    slots: 1,
    change(w, g, [s], { learningRate }) {
      for (let i = 0; i < w.length; i++) {
        s![i] = rho * s![i]! + (1 - rho) * g[i]! * g[i]!;
        w[i] = w[i]! - (learningRate * g[i]!) / (Math.sqrt(s![i]!) + epsilon);
      }
    },
  };
}

/**
 * m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − η/(1 − β₁ᵗ) · m / (√v/√(1 − β₂ᵗ) + ε) at update t.
 * [Kingma & Ba 2015]
 */
export function adam(beta1: number, beta2: number, epsilon: number): UpdateRule {
  return {
    slots: 2,
    change(w, g, [m, v], { learningRate, update }) {
      const rate = learningRate / (1 - beta1 ** update);
      const unbias = Math.sqrt(1 - beta2 ** update);
      for (let i = 0; i < w.length; i++) {
        m![i] = beta1 * m![i]! + (1 - beta1) * g[i]!;
        v![i] = beta2 * v![i]! + (1 - beta2) * g[i]! * g[i]!;
        w[i] = w[i]! - (rate * m![i]!) / (Math.sqrt(v![i]!) / unbias + epsilon);
      }
    },
  };
}

/**
 * Adam with a momentum that looks one step ahead, and with a β₁ that grows from half its value to all of it:
 *
 *     μₜ = β₁ · (1 − ½ · 0.96^(t·ψ)),   Πₜ = μ₁ ⋯ μₜ
 *     w ← w − η · ((1 − μₜ)/(1 − Πₜ) · g + μₜ₊₁/(1 − Πₜ₊₁) · m) / (√(v/(1 − β₂ᵗ)) + ε)
 *
 * with m and v as in adam. [Dozat 2016; as in PyTorch, where ψ is momentum_decay]
 */
export function nadam(beta1: number, beta2: number, epsilon: number, momentumDecay: number): UpdateRule {
  const mu = (t: number): number => beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay));
  let product = 1;
  let multiplied = 0;
  return {
    slots: 2,
    change(w, g, [m, v], { learningRate, update }) {
      // Π is one number for all arrays of parameters: only the first array of each update changes it.
      for (; multiplied < update; multiplied++) product *= mu(multiplied + 1);
      const next = mu(update + 1);
      const ofGradient = (learningRate * (1 - mu(update))) / (1 - product);
      const ofMomentum = (learningRate * next) / (1 - product * next);
      const unbias = 1 - beta2 ** update;
      for (let i = 0; i < w.length; i++) {
        m![i] = beta1 * m![i]! + (1 - beta1) * g[i]!;
        v![i] = beta2 * v![i]! + (1 - beta2) * g[i]! * g[i]!;
        const size = Math.sqrt(v![i]! / unbias) + epsilon;
        w[i] = w[i]! - (ofGradient * g[i]! + ofMomentum * m![i]!) / size;
      }
    },
  };
}
