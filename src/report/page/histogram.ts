/** Histograms: counts numbers into bins of equal width. `bars.ts` draws them. */

/** Numbers counted into bins. */
export interface Histogram {
  /** Lower edge of the first bin. */
  from: number;
  /** Upper edge of the last bin. All bins have the same width. */
  to: number;
  /** Numbers in each bin. A number on an edge counts in the bin above it, the greatest number in the last bin. */
  counts: number[];
  /** How many numbers were counted. */
  count: number;
  /** The smallest number; 0 if there are none. */
  minimum: number;
  /** The greatest number; 0 if there are none. */
  maximum: number;
  /** All of them added up. */
  sum: number;
  /** Their squares added up. */
  sumOfSquares: number;
  /** Numbers left out: NaN and ±Infinity. */
  notFinite: number;
  /** The numbers themselves, where there are at most 8: a report writes them instead of drawing bars. */
  few?: number[];
}

/** Most numbers that a histogram has as they are. */
const mostFew = 8;

/**
 * Counts numbers into bins of equal width. If there are numbers of both signs, zero is an edge, so no bin has both
 * signs.
 *
 * @param values [any length]
 * @param bins   about how many bins (default: 40). There is one more if an edge was moved to zero, and only one if
 *   all numbers are equal
 * @returns counts of finite numbers, and how many numbers are not finite
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
  const few = count <= mostFew ? { few: Array.from(values).filter(Number.isFinite) } : {};
  if (count === 0) {
    return {
      from: 0,
      to: 0,
      counts: [],
      count,
      minimum: 0,
      maximum: 0,
      sum,
      sumOfSquares,
      notFinite,
      ...few,
    };
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
  return { from, to, counts, count, minimum, maximum, sum, sumOfSquares, notFinite, ...few };
}

function binsFor(minimum: number, maximum: number, bins: number) {
  const range = maximum - minimum;
  // the range is too small or too large to be divided into bins
  if (!(range / bins > 0) || !Number.isFinite(range)) {
    return { from: minimum, width: Number.isFinite(range) ? range : 0, length: 1 };
  }
  const width = range / bins;
  if (minimum >= 0 || maximum <= 0) return { from: minimum, width, length: bins };
  const below = Math.ceil(-minimum / width - 1e-9);
  const above = Math.ceil(maximum / width - 1e-9);
  return { from: -below * width, width, length: below + above };
}

/** Mean and standard deviation of the counted numbers (divided by n, not n − 1); NaN if there are none. */
export function momentsOf({ count, sum, sumOfSquares }: Histogram): { mean: number; deviation: number } {
  const mean = sum / count;
  return { mean, deviation: Math.sqrt(Math.max(0, sumOfSquares / count - mean * mean)) };
}
