/** Quantiles of a column: edges of bins, and points of the curve that brings a column to the normal distribution. */
import { exp } from "../network/elementary.js";

/** Quantiles are taken from at most this many rows, evenly spaced. */
export const mostQuantileRows = 1 << 17;
/** Probabilities beyond this are at ± 5.2 deviations. */
const leastProbability = 1e-7;
/** Steps of Newton's method; 1e-7 needs 18. */
const mostSteps = 20;

/** The numbers of a column that are not missing, ascending. `rows` are those to look at. */
export function sortedColumn(
  values: ArrayLike<number>,
  columns: number,
  column: number,
  rows: ArrayLike<number>,
): Float64Array {
  const step = Math.ceil(rows.length / mostQuantileRows);
  const sorted = new Float64Array(Math.ceil(rows.length / step));
  let count = 0;
  for (let i = 0; i < rows.length; i += step) {
    const x = values[rows[i]! * columns + column]!;
    if (!Number.isNaN(x)) sorted[count++] = x;
  }
  return sorted.subarray(0, count).sort();
}

/** The quantile at a fraction of sorted numbers, linear between neighbours, as NumPy's. */
export function quantile(sorted: Float64Array, fraction: number): number {
  const place = (sorted.length - 1) * fraction;
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
}

/** The edges of at most `bins` bins: all numbers that differ if they are few, else the quantiles that differ. */
export function edgesOf(sorted: Float64Array, bins: number): number[] {
  const different = (all: Iterable<number>) => {
    const edges: number[] = [];
    for (const x of all) {
      if (edges.length === 0 || x > edges.at(-1)!) edges.push(x);
      if (edges.length > bins + 1) break;
    }
    return edges;
  };
  const few = different(sorted);
  if (few.length <= bins + 1) return few;
  return different(Array.from({ length: bins + 1 }, (_, t) => quantile(sorted, t / bins)));
}

/**
 * Points of the curve to the normal distribution: Φ⁻¹ of the fraction of numbers below, at 10 to 1000 quantiles (a
 * thirtieth of the numbers). A number that several quantiles have in common gets the middle of their fractions. Towards
 * the least and the greatest number more points follow, at half the fraction each, because Φ⁻¹ is steep there.
 */
export function normalCurve(sorted: Float64Array): { edges: number[]; heights: number[] } {
  const last = Math.max(Math.min(Math.floor(sorted.length / 30), 1000), 10) - 1;
  const points: { x: number; from: number; to: number }[] = [];
  for (let j = 0; j <= last; j++) {
    const x = quantile(sorted, j / last);
    const before = points.at(-1);
    if (before && !(x > before.x)) before.to = j / last;
    else points.push({ x, from: j / last, to: j / last });
  }
  const edges: number[] = [];
  const heights: number[] = [];
  const add = (x: number, fraction: number) => {
    if (edges.length > 0 && !(x > edges.at(-1)!)) return;
    edges.push(x);
    heights.push(normalQuantile(fraction));
  };
  points.forEach(({ x, from, to }, index) => {
    const low = (from + to) / 2;
    add(x, low);
    const next = points[index + 1];
    if (!next) return;
    const high = (next.from + next.to) / 2;
    const parts: number[] = [];
    for (let part = 0.5; part * (high - low) > leastProbability; part /= 2) parts.push(part);
    const inside = (part: number) => add(x + (next.x - x) * part, low + (high - low) * part);
    if (low === 0) parts.toReversed().forEach(inside);
    if (high === 1) parts.forEach((part) => inside(1 - part));
  });
  return { edges, heights };
}

/**
 * Φ⁻¹ of a probability p, at most ± 5.2, by Newton's method:
 *
 *     Φ(x) = ½ + φ(x) · (x + x³/3 + x⁵/(3·5) + …),  φ(x) = e^(−x²/2) / √(2π)
 *
 * It starts at 0 and approaches from one side, because Φ is concave above 0 and convex below. Worst error for
 * 10⁻⁷ ≤ p ≤ 1 − 10⁻⁷: 1e-9.
 */
export function normalQuantile(p: number): number {
  const probability = Math.max(leastProbability, Math.min(1 - leastProbability, p));
  let x = 0;
  for (let step = 0; step < mostSteps; step++) {
    const density = exp((x * x) / -2) / Math.sqrt(2 * Math.PI);
    let sum = x;
    for (let term = x, k = 3; sum + term !== sum; k += 2) sum += term *= (x * x) / k;
    x -= (0.5 + density * sum - probability) / density;
  }
  return x;
}
