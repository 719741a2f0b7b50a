/** Cross-entropies from net inputs: finite, and exact to the last digits, however sure the network is. */
import { logarithm, logarithmOfOnePlus } from "./elementary";
import { exponential } from "./exponential";

/**
 * −Σ tⱼ ln softmax(z)ⱼ of one row.
 *
 *     ln softmax(z)ⱼ = zⱼ − max z + ln (softmax of the greatest)
 *
 * The last is at least 1 / columns, so its logarithm is harmless.
 *
 * @param outputs   [columns] T, softmax(z)
 * @param netInputs [columns] T, z
 * @param targets   [columns] T
 */
export function activationCrossEntropy<T>(
  outputs: usize,
  netInputs: usize,
  targets: usize,
  columns: i32,
): f64 {
  let greatest = load<T>(netInputs);
  let surest = load<T>(outputs);
  for (let j = 1; j < columns; ++j) {
    const z = load<T>(netInputs + <usize>j * sizeof<T>());
    if (z <= greatest) continue;
    greatest = z;
    surest = load<T>(outputs + <usize>j * sizeof<T>());
  }
  const rest = naturalLogarithm(<f64>surest);
  let sum: f64 = 0;
  for (let j = 0; j < columns; ++j) {
    const at = <usize>j * sizeof<T>();
    const t = <f64>load<T>(targets + at);
    if (t != 0) sum += t * (<f64>greatest - <f64>load<T>(netInputs + at) - rest);
  }
  return sum;
}

/** ln x; a function of its own, of doubles alone, so that there is one. */
function naturalLogarithm(x: f64): f64 {
  return logarithm<f64, f64>(x);
}

/** −t ln σ(z) − (1 − t) ln (1 − σ(z)) = max(z, 0) − t · z + ln (1 + e^−|z|) */
export function logarithmTerm(z: f64, t: f64): f64 {
  const rest = logarithmOfOnePlus<f64, f64>(exponential<f64, f64>(z < 0 ? z : -z));
  return (z > 0 ? z : 0) - t * z + rest;
}
