/**
 * Losses whose outputs are probabilities. Each belongs to one activation and is computed from the net input z, not from the
 * output, because the logarithm of an output that is rounded to 0 or 1 would be lost. The slope of loss and activation
 * together is o − t.
 */
import type { Loss } from "./loss.js";
import { largestOf } from "./softmaxRows.js";
import type { Storage } from "./storage.js";

/**
 * Every output is the probability of a yes, 0 ≤ t ≤ 1; o = 1 / (1 + e⁻ᶻ).
 *
 *     loss = −Σⱼ tⱼ ln oⱼ + (1 − tⱼ) ln(1 − oⱼ) = Σⱼ max(zⱼ, 0) − zⱼtⱼ + ln(1 + e^−|zⱼ|)
 *     ∂loss/∂zⱼ = oⱼ − tⱼ
 */
export const binaryCrossEntropy: Loss = {
  fusedWith: "sigmoid",
  sum(_outputs, targets, rows, columns, netInput) {
    let sum = 0;
    for (let i = 0; i < rows * columns; i++) {
      const z = netInput[i]!;
      const t = targets[i]!;
      // z − z·t for z > 0 as one product: at z = 1e4 a difference would lose four digits.
      const distance = z > 0 ? z * (1 - t) : -z * t;
      sum += distance + Math.log1p(Math.exp(-Math.abs(z)));
    }
    return sum;
  },
  derivative(delta, outputs, targets, rows, columns, scale) {
    for (let i = 0; i < rows * columns; i++) delta[i] = scale * (outputs[i]! - targets[i]!);
  },
};

/**
 * Every output is an expected count, o = eᶻ; t ≥ 0.
 *
 *     loss = Σⱼ oⱼ − tⱼ ln oⱼ = Σⱼ oⱼ − tⱼzⱼ          ∂loss/∂zⱼ = oⱼ − tⱼ
 */
export const poisson: Loss = {
  fusedWith: "exponential",
  sum(outputs, targets, rows, columns, netInput) {
    let sum = 0;
    for (let i = 0; i < rows * columns; i++) sum += outputs[i]! - targets[i]! * netInput[i]!;
    return sum;
  },
  derivative: binaryCrossEntropy.derivative,
};

/**
 * The outputs of a row are one distribution, and so are the targets: they must add up to 1 for the slope to
 * be that of the loss. With S = ln Σₖ eᶻᵏ, o = e^(z − S) and, smoothed, t′ = (1 − ε)t + ε/n:
 *
 *     loss = −Σⱼ t′ⱼ ln oⱼ = Σⱼ t′ⱼ (S − zⱼ)
 *     ∂loss/∂zⱼ = oⱼ − t′ⱼ
 *
 * [label smoothing: Szegedy et al. 2016]
 *
 * @param smoothing ε, 0 ≤ ε < 1
 */
export function crossEntropy(smoothing: number): Loss {
  const smoothed = (t: number, columns: number): number => (1 - smoothing) * t + smoothing / columns;
  return {
    fusedWith: "softmax",
    sum(_outputs, targets, rows, columns, netInput) {
      let sum = 0;
      for (let row = 0; row < rows * columns; row += columns) {
        const largest = largestOf(netInput, row, row + columns);
        const rest = logSumAbove(netInput, row, row + columns, largest);
        for (let i = row; i < row + columns; i++) {
          sum += smoothed(targets[i]!, columns) * (largest - netInput[i]! + rest);
        }
      }
      return sum;
    },
    derivative(delta, outputs, targets, rows, columns, scale) {
      for (let i = 0; i < rows * columns; i++) {
        delta[i] = scale * (outputs[i]! - smoothed(targets[i]!, columns));
      }
    },
  };
}

/**
 * S − largest = ln Σₖ e^(zₖ − largest) over values[from … to − 1]. The largest itself is the 1 of ln(1 + …):
 * so a loss far below 1 keeps its digits.
 */
function logSumAbove(values: Storage, from: number, to: number, largest: number): number {
  let others = 0;
  let seen = false;
  for (let i = from; i < to; i++) {
    if (values[i] === largest && !seen) seen = true;
    else others += Math.exp(values[i]! - largest);
  }
  return Math.log1p(others);
}
