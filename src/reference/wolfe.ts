/**
 * The line search of L-BFGS. Along x + α · direction, with the value φ(α) and the slope φ′(α), it finds an α that satisfies
 * the strong Wolfe conditions.
 *
 *     φ(α) ≤ φ(0) + c₁ · α · φ′(0)          enough of a decrease
 *     |φ′(α)| ≤ c₂ · |φ′(0)|                 and a slope that is nearer to 0
 *
 * [Nocedal & Wright 2006, algorithms 3.5 and 3.6]
 */

/** The value to minimise at x, and its gradient in an array that later calls do not change. */
export type Objective = (x: Float64Array) => { value: number; gradient: Float64Array };

export interface Point {
  x: Float64Array;
  value: number;
  gradient: Float64Array;
}

export interface WolfeSettings {
  /** (defaults: 1e-4 and 0.9) */
  c1?: number;
  c2?: number;
  /** Largest number of evaluations of the objective in one search (default: 25). */
  maxEvaluations?: number;
}

interface Trial {
  length: number;
  value: number;
  slope: number;
  point: Point;
}

/**
 * @param direction along which the value falls at `from`
 * @param first     the first α to try
 * @returns null if no such α was found
 */
export function searchStep(
  objective: Objective,
  from: Point,
  direction: Float64Array,
  first: number,
  { c1 = 1e-4, c2 = 0.9, maxEvaluations = 25 }: WolfeSettings,
): { length: number; point: Point } | null {
  const slopeOf = (gradient: Float64Array): number =>
    gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);
  const start: Trial = { length: 0, value: from.value, slope: slopeOf(from.gradient), point: from };
  if (!(start.slope < 0)) return null;
  let evaluations = 0;
  const evaluate = (length: number): Trial => {
    evaluations++;
    const x = from.x.map((value, i) => value + length * direction[i]!);
    const { value, gradient } = objective(x);
    return { length, value, slope: slopeOf(gradient), point: { x, value, gradient } };
  };
  // Written so that NaN does not count as a decrease.
  const decreases = (trial: Trial): boolean => trial.value <= start.value + c1 * trial.length * start.slope;
  const isFlat = (trial: Trial): boolean => Math.abs(trial.slope) <= -c2 * start.slope;

  // Algorithm 3.5: take longer steps until two of them enclose a good one.
  let before = start;
  let length = first;
  while (evaluations < maxEvaluations) {
    const trial = evaluate(length);
    if (!decreases(trial) || (before !== start && trial.value >= before.value)) return zoom(before, trial);
    if (isFlat(trial)) return trial;
    if (trial.slope >= 0) return zoom(trial, before);
    before = trial;
    length *= 2;
  }
  return null;

  /**
   * Algorithm 3.6: shrinks, by half or more, the interval between `low`, which has the least value so far of those
   * that decrease enough, and `high`, towards which it descends.
   */
  function zoom(low: Trial, high: Trial): Trial | null {
    while (evaluations < maxEvaluations && low.length !== high.length) {
      const trial = evaluate(between(low, high));
      if (!decreases(trial) || trial.value >= low.value) {
        high = trial;
      } else {
        if (isFlat(trial)) return trial;
        if (trial.slope * (high.length - low.length) >= 0) high = low;
        low = trial;
      }
    }
    return null;
  }
}

/**
 * The minimum of the cubic through values and slopes at both ends, eq. 3.59. If there is no minimum, or if it is closer to an
 * end than a tenth of the interval, the middle.
 */
export function between(a: Omit<Trial, "point">, b: Omit<Trial, "point">): number {
  const width = b.length - a.length;
  const d1 = a.slope + b.slope - (3 * (a.value - b.value)) / (a.length - b.length);
  const d2 = Math.sign(width) * Math.sqrt(d1 * d1 - a.slope * b.slope);
  const part = 1 - (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2);
  return a.length + width * (part >= 0.1 && part <= 0.9 ? part : 0.5);
}
