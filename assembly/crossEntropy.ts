/** Cross-entropies from net inputs: finite, and exact to the last digits, however sure the network is. */
import { logarithm, logarithmOfOnePlus } from "./elementary";
import { exponential } from "./exponential";

/**
 * −Σ tⱼ ln softmax(z)ⱼ of one row.
 *
 *     −ln softmax(z)ⱼ = max z − zⱼ + ln (1 + others / greatest)
 *
 * of the greatest output and the sum of all others: near a loss of 0 the greatest is rounded to 1, the others
 * are not. Where they are more than it, it is at most ½, and its own logarithm serves as well.
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
  let surest = <f64>load<T>(outputs);
  let others: f64 = 0;
  for (let j = 1; j < columns; ++j) {
    const z = load<T>(netInputs + <usize>j * sizeof<T>());
    const o = <f64>load<T>(outputs + <usize>j * sizeof<T>());
    if (z <= greatest) {
      others += o;
    } else {
      others += surest;
      greatest = z;
      surest = o;
    }
  }
  const rest = others <= surest ? onePlus(others / surest) : -naturalLogarithm(surest);
  let sum: f64 = 0;
  for (let j = 0; j < columns; ++j) {
    const at = <usize>j * sizeof<T>();
    const t = <f64>load<T>(targets + at);
    if (t != 0) sum += t * (<f64>greatest - <f64>load<T>(netInputs + at) + rest);
  }
  return sum;
}

/** ln x; a function of its own, of doubles alone, so that there is one; and so is the next. */
function naturalLogarithm(x: f64): f64 {
  return logarithm<f64, f64>(x);
}

/** ln (1 + x) */
function onePlus(x: f64): f64 {
  return logarithmOfOnePlus<f64, f64>(x);
}

/**
 * −t ln σ(z) − (1 − t) ln (1 − σ(z)) = max(z, 0) − t · z + ln (1 + e^−|z|), of which the first two are one product:
 * the difference of two would lose digits where t is nearly 1.
 */
export function logarithmTerm(z: f64, t: f64): f64 {
  return z * (z > 0 ? 1 - t : -t) + onePlus(exponential<f64, f64>(z < 0 ? z : -z));
}
