/** What the cases of a wide build's self-check have in common: numbers that go in, and a sum of the bytes that come out. */
import type { Bound } from "./program.js";

/** Of the exports for a precision. */
export type Prefix = "f32" | "f64";

/** Kernels on fixed numbers. */
export interface WideCase {
  name: string;
  /**
   * Runs them, always on the same numbers. The sum is the same for the same bits of the results.
   *
   * @param tile the `Tile` of products
   */
  sum: (bound: Bound, tile: number) => number;
  /** Runs the kernel once more after `sum`, on any numbers; where training spends most of its time in it. */
  again?: (bound: Bound) => void;
}

/** An address and a number of elements. */
export type Place = readonly [at: number, length: number];

export function numbersAt({ memory }: Bound, prefix: Prefix, [at, length]: Place) {
  return prefix === "f32"
    ? new Float32Array(memory.buffer, at, length)
    : new Float64Array(memory.buffer, at, length);
}

/** Numbers from −1 to 1 in no order. They are copied, because a loop over each place would take milliseconds at the start. */
const noise = /* @__PURE__ */ makeNoise(4096);

function makeNoise(length: number): Float32Array {
  const numbers = new Float32Array(length);
  for (let at = 0, x = 1; at < length; at++) {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    numbers[at] = x / 2 ** 31;
  }
  return numbers;
}

/** Fills places with numbers from −1 to 1. */
export function fill(bound: Bound, prefix: Prefix, ...places: Place[]): void {
  let begin = 0;
  for (const place of places) {
    const [, length] = place;
    numbersAt(bound, prefix, place).set(noise.subarray(begin, begin + length));
    begin += length;
  }
}

/** A sum over the bytes of places, of 32 bits. One bit that differs changes it. [Fowler, Noll & Vo, FNV-1a, by words] */
export function sumOf({ memory }: Bound, prefix: Prefix, places: readonly Place[]): number {
  let sum = 0x811c9dc5;
  for (const [at, length] of places) {
    const words = new Int32Array(memory.buffer, at, prefix === "f32" ? length : 2 * length);
    for (let index = 0; index < words.length; index++) sum = Math.imul(sum ^ words[index]!, 0x01000193);
  }
  return sum >>> 0;
}
