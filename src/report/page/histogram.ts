/** How numbers are spread: counted into bins of one width. Drawing them is done in `bars.ts`. */

/** Numbers counted into bins. */
export interface Histogram {
  /** Lower edge of the first bin. */
  from: number;
  /** Upper edge of the last bin; all are as wide. */
  to: number;
  /** Numbers in each bin; a number on an edge is in the bin above it, the greatest in the last. */
  counts: number[];
  /** How many numbers were counted. */
  count: number;
  /** The least of them; 0 where there are none. */
  minimum: number;
  /** The greatest of them; 0 where there are none. */
  maximum: number;
  /** All of them added up. */
  sum: number;
  /** Their squares added up. */
  sumOfSquares: number;
  /** Numbers left out: NaN and ±Infinity. */
  notFinite: number;
}

/**
 * Counts numbers into bins of one width. Where there are numbers of both signs, zero is an edge, so that no bin
 * holds both.
 *
 * @param values [any length]
 * @param bins   about how many, 40 unless told: up to one more where an edge had to be moved to zero; 1 where all are equal
 * @returns counts of finite numbers, and how many are not
 *
 * @example
 * ```js
 * import { histogramOf } from "chainrule";
 *
 * const { from, to, counts, notFinite } = histogramOf([-1, -0.5, 0, 0.25, 1, NaN], 4);
 * console.log(from, to, counts, notFinite); // → -1 1 [ 1, 1, 2, 1 ] 1
 * ```
 */
export function histogramOf(values: ArrayLike<number>, bins = 40): Histogram {
  let [count, minimum, maximum, sum, sumOfSquares] = [0, Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    count++;
    minimum = Math.min(minimum, value);
    maximum = Math.max(maximum, value);
    sum += value;
    sumOfSquares += value * value;
  }
  const notFinite = values.length - count;
  if (count === 0) {
    return { from: 0, to: 0, counts: [], count, minimum: 0, maximum: 0, sum, sumOfSquares, notFinite };
  }
  const { from, width, length } = binsFor(minimum, maximum, Math.max(1, Math.floor(bins)));
  const counts = Array.from({ length }, () => 0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const bin = width > 0 ? Math.floor((value - from) / width) : 0;
    counts[Math.max(0, Math.min(length - 1, bin))]!++;
  }
  const to = from + length * width;
  return { from, to, counts, count, minimum, maximum, sum, sumOfSquares, notFinite };
}

function binsFor(minimum: number, maximum: number, bins: number) {
  const range = maximum - minimum;
  // a range too small or too large for its own bins
  if (!(range / bins > 0) || !Number.isFinite(range)) {
    return { from: minimum, width: Number.isFinite(range) ? range : 0, length: 1 };
  }
  const width = range / bins;
  if (minimum >= 0 || maximum <= 0) return { from: minimum, width, length: bins };
  const below = Math.ceil(-minimum / width - 1e-9);
  const above = Math.ceil(maximum / width - 1e-9);
  return { from: -below * width, width, length: below + above };
}

/** Mean and standard deviation (of the numbers themselves, not of a sample's population); NaN for none. */
export function momentsOf({ count, sum, sumOfSquares }: Histogram): { mean: number; deviation: number } {
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean)) };
}
