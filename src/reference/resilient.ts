/** Resilient backpropagation: uses only the sign of the gradient over all data. */
import type { UpdateRule } from "./updateRule.js";

/**
 * iRprop−: each parameter has its own step Δ. It grows after two gradients of the same sign and shrinks after two of
 * different signs; then the second gradient is set to 0.
 *
 *     g′g > 0:  Δ ← min(Δ · increase, maxStep)
 *     g′g < 0:  Δ ← max(Δ · decrease, minStep), g ← 0
 *     w ← w − sign(g) · Δ,  g′ ← g
 *
 * All Δ start at the learning rate of the first update; later rates are ignored. The code compares signs instead of testing
 * the product, because the product of two small gradients is rounded to 0. [Igel & Hüsken 2000, 2003]
 */
export function irpropMinus(
  increase: number,
  decrease: number,
  minStep: number,
  maxStep: number,
): UpdateRule {
  return {
    slots: 2,
    change(w, g, [step, before], { learningRate, update }) {
      if (update === 1) step!.fill(learningRate);
      for (let i = 0; i < w.length; i++) {
        let sign = Math.sign(g[i]!);
        const turn = sign * before![i]!;
        if (turn > 0) step![i] = Math.min(step![i]! * increase, maxStep);
        if (turn < 0) {
          step![i] = Math.max(step![i]! * decrease, minStep);
          sign = 0;
        }
        w[i] = w[i]! - sign * step![i]!;
        before![i] = sign;
      }
    },
  };
}
