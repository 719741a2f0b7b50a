/** The builds and precisions that tests of kernels go through, and numbers for them. */
import { exactBuilds } from "../../../src/wasm/builds.js";
import { load } from "../../../src/wasm/programs.js";
import type { Precision } from "../../../src/wasm/kernels.js";

/** The builds that are compared bit for bit; `fast` has tests of its own. */
export const builds = exactBuilds;
await load("javascript");
export const precisions: readonly Precision[] = ["float32", "float64"];
/** Every build in every precision, as rows of a table for `describe.each`. */
export const variants = builds.flatMap((build) => precisions.map((precision) => ({ build, precision })));

/** Repeatable numbers between −1 and 1, none of them short in binary. */
export function numbers(length: number, seed = 1): Float64Array {
  let state = seed;
  const values = new Float64Array(length);
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0; // Numerical Recipes' generator
    values[i] = (state / 2 ** 31 - 1) * 0.999;
  }
  return values;
}
