/**
 * Proposes a point near those that did well, and away from the others: a tree-structured Parzen estimator. Each dimension has
 * two densities, one over the values of the best fifth of the finished trials and one over the others. Of 24 values drawn
 * from the first, the one where the first is largest against the second is taken.
 *
 * The kernels are logistic and cut at the ends of the interval: their distribution function has a closed form, so the same
 * results give the same point in every engine.
 *
 * Source: Bergstra, Bardenet, Bengio & Kégl, "Algorithms for hyper-parameter optimization", NeurIPS 2011.
 */
import { exp, ln } from "../../network/elementary.js";
import { Random, streams } from "../../network/random.js";
import { type Dimension, type Interval, placeOf, type Point, type Space, valueAt } from "./space.js";

/** Finished trials below which points are drawn at random. */
export const fewestResults = 8;
/** Values that are compared in each dimension. */
const candidates = 24;
/** Part of the finished trials that did well. */
const good = 1 / 5;
/** Scale of a logistic distribution whose standard deviation is 1: √3 / π. */
const unitScale = 0.5513288954217921;

/** A finished trial; less is better, and a trial that failed has the score Infinity. */
export interface ScoredPoint {
  trial: number;
  settings: Point;
  score: number;
}

/**
 * The point of a trial, a function of the results, the seed and its number; the order of the results does not matter.
 *
 * @param results at least `fewestResults`
 */
export function proposePoint(
  space: Space,
  seed: number,
  trial: number,
  results: readonly ScoredPoint[],
): Point {
  // not a − b: of two Infinities that is NaN
  const sorted = [...results].sort((a, b) =>
    a.score === b.score ? a.trial - b.trial : a.score < b.score ? -1 : 1,
  );
  const count = Math.ceil(sorted.length * good);
  const random = new Random(seed, streams.proposals, trial);
  return Object.fromEntries(
    Object.entries(space).map(([path, dimension]) => {
      const values = sorted.map(({ settings }) => settings[path]);
      return [path, proposeValue(dimension, values.slice(0, count), values.slice(count), random)];
    }),
  );
}

function proposeValue(
  dimension: Dimension,
  well: readonly unknown[],
  badly: readonly unknown[],
  random: Random,
): unknown {
  if ("choices" in dimension) {
    const { choices } = dimension;
    const [likely, unlikely] = [countsOf(choices, well), countsOf(choices, badly)];
    const total = likely.reduce((sum, count) => sum + count, 0);
    return best(() => {
      let left = random.below(total);
      const at = likely.findIndex((count) => (left -= count) < 0);
      return { value: choices[at], ratio: likely[at]! / unlikely[at]! };
    });
  }
  const [likely, unlikely] = [kernelsOf(dimension, well), kernelsOf(dimension, badly)];
  return best(() => {
    const place = drawPlace(likely, random);
    return { value: valueAt(dimension, place), ratio: densityAt(likely, place) / densityAt(unlikely, place) };
  });
}

/** The first of some candidates whose ratio no other exceeds. */
function best(draw: () => { value: unknown; ratio: number }): unknown {
  let found = draw();
  for (let drawn = 1; drawn < candidates; drawn++) {
    const other = draw();
    if (other.ratio > found.ratio) found = other;
  }
  return found.value;
}

/** How often each choice was taken, and 1 more, so that none becomes impossible. */
function countsOf(choices: readonly unknown[], values: readonly unknown[]): number[] {
  const taken = values.map((value) => JSON.stringify(value));
  return choices.map((choice) => {
    const text = JSON.stringify(choice);
    return 1 + taken.filter((one) => one === text).length;
  });
}

/** A logistic distribution around a place, cut to 0 … 1. */
interface Kernel {
  middle: number;
  scale: number;
  /** Its distribution function, before the cut, at 0 and at 1. */
  below: number;
  upTo: number;
}

/** A kernel around each value, as wide as the gap to the next one; few values make wide kernels. */
function kernelsOf(interval: Interval, values: readonly unknown[]): Kernel[] {
  const places = values.map((value) => placeOf(interval, value as number)).sort((a, b) => a - b);
  const narrowest = 1 / (1 + Math.min(99, places.length));
  return places.map((middle, at) => {
    const gap = Math.max(middle - (places[at - 1] ?? 0), (places[at + 1] ?? 1) - middle);
    const scale = Math.min(1, Math.max(narrowest, gap)) * unitScale;
    return { middle, scale, below: logistic(-middle / scale), upTo: logistic((1 - middle) / scale) };
  });
}

/** Draws from the kernels, or as often as from one of them uniformly from 0 … 1. */
function drawPlace(kernels: readonly Kernel[], random: Random): number {
  const at = random.below(kernels.length + 1);
  const u = random.uniform();
  const kernel = kernels[at];
  if (!kernel) return u;
  const { middle, scale, below, upTo } = kernel;
  const p = below + u * (upTo - below);
  return Math.min(1, Math.max(0, middle + scale * ln(p / (1 - p))));
}

/** The density that `drawPlace` draws from. */
function densityAt(kernels: readonly Kernel[], place: number): number {
  let sum = 1;
  for (const { middle, scale, below, upTo } of kernels) {
    const p = logistic((place - middle) / scale);
    sum += (p * (1 - p)) / (scale * (upTo - below));
  }
  return sum / (kernels.length + 1);
}

function logistic(x: number): number {
  return 1 / (1 + exp(-x));
}
