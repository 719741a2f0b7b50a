/**
 * Cross-entropies from net inputs. They are finite and accurate to the last digits, also where outputs round
 * to 0 or 1.
 */
import { logarithm, logarithmOfOnePlus } from "./elementary";
import { exponential } from "./exponential";

/**
 * −Σ tⱼ ln softmax(z)ⱼ of one row.
 *
 *     −ln softmax(z)ⱼ = max z − zⱼ + ln (1 + others / greatest)
 *
 * where `greatest` is the largest output and `others` the sum of all others. Near a loss of 0 the largest
 * output rounds to 1, but the others keep their digits. Where the others are larger, the greatest is at most
 * ½, and its own logarithm is accurate.
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

/** ln x in f64. This and the next are functions of their own so that they are compiled once. */
export function naturalLogarithm(x: f64): f64 {
  return logarithm<f64, f64>(x);
}

/** ln (1 + x) */
function onePlus(x: f64): f64 {
  return logarithmOfOnePlus<f64, f64>(x);
}

/**
 * −t ln σ(z) − (1 − t) ln (1 − σ(z)) = max(z, 0) − t · z + ln (1 + e^−|z|). The first two terms are computed as one
 * product, because their difference would lose digits where t is nearly 1.
 */
export function logarithmTerm(z: f64, t: f64): f64 {
  return z * (z > 0 ? 1 - t : -t) + onePlus(exponential<f64, f64>(z < 0 ? z : -z));
}
