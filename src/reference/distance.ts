/** Losses whose outputs are numbers: by their distance from the targets, or by their side of a margin. */
import type { Loss } from "./loss.js";

/**
 * The three squared errors differ by a constant factor only:
 *
 *     loss = factor · Σⱼ (tⱼ − oⱼ)²          ∂loss/∂oⱼ = 2 · factor · (oⱼ − tⱼ)
 *
 * In loops of its own: the benchmark's baseline runs through them.
 *
 * @param factorOf the factor, from the number of outputs
 */
export function squared(factorOf: (columns: number) => number): Loss {
  return {
    fusedWith: null,
    sum(outputs, targets, rows, columns) {
      const factor = factorOf(columns);
      let sum = 0;
      for (let i = 0; i < rows * columns; i++) {
        const error = targets[i]! - outputs[i]!;
        sum += factor * error * error;
      }
      return sum;
    },
    derivative(delta, outputs, targets, rows, columns, scale) {
      const slope = 2 * factorOf(columns) * scale;
      for (let i = 0; i < rows * columns; i++) delta[i] = slope * (outputs[i]! - targets[i]!);
    },
  };
}

/** loss = Σⱼ |tⱼ − oⱼ| / outputs, and its slope sign(oⱼ − tⱼ) / outputs, 0 where the two are equal. */
export const meanAbsoluteError = summed(
  (o, t, columns) => Math.abs(t - o) / columns,
  (o, t, columns) => Math.sign(o - t) / columns,
);

/**
 * With e = oⱼ − tⱼ, loss = Σⱼ ½e² for |e| ≤ δ, else δ(|e| − ½δ); its slope e, else δ · sign(e).
 * [Huber 1964]
 *
 * @param threshold δ > 0
 */
export function huber(threshold: number): Loss {
  return summed(
    (o, t) => {
      const distance = Math.abs(t - o);
      return distance <= threshold ? 0.5 * distance * distance : threshold * (distance - 0.5 * threshold);
    },
    (o, t) => (Math.abs(o - t) <= threshold ? o - t : threshold * Math.sign(o - t)),
  );
}

/**
 * loss = Σⱼ τ(tⱼ − oⱼ) where tⱼ > oⱼ, else (1 − τ)(oⱼ − tⱼ); its slope −τ, else 1 − τ, and 0 where the two are equal.
 * [Koenker & Bassett 1978]
 *
 * @param part τ, 0 < τ < 1
 */
export function pinball(part: number): Loss {
  return summed(
    (o, t) => (t > o ? part * (t - o) : (1 - part) * (o - t)),
    (o, t) => (t > o ? -part : o > t ? 1 - part : 0),
  );
}

/** loss = Σⱼ max(0, 1 − tⱼ · oⱼ) for targets ±1, and its slope −tⱼ inside the margin, 0 on it and beyond. */
export const hinge = summed(
  (o, t) => Math.max(0, 1 - t * o),
  (o, t) => (1 - t * o > 0 ? -t : 0),
);

/**
 * A loss that is the sum of one term per output.
 *
 * @param term  of output o, target t and the number of outputs
 * @param slope ∂term/∂o
 */
/* @__NO_SIDE_EFFECTS__ */
export function summed(
  term: (o: number, t: number, columns: number) => number,
  slope: (o: number, t: number, columns: number) => number,
): Loss {
  return {
    fusedWith: null,
    sum(outputs, targets, rows, columns) {
      let sum = 0;
      for (let i = 0; i < rows * columns; i++) sum += term(outputs[i]!, targets[i]!, columns);
      return sum;
    },
    derivative(delta, outputs, targets, rows, columns, scale) {
      for (let i = 0; i < rows * columns; i++) delta[i] = scale * slope(outputs[i]!, targets[i]!, columns);
    },
  };
}
