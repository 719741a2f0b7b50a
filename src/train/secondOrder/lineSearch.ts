/**
 * Finds a step along a line that satisfies the strong Wolfe conditions
 *
 *     φ(α) ≤ φ(0) + c₁ α φ'(0),  |φ'(α)| ≤ c₂ |φ'(0)|
 *
 * Source: Nocedal & Wright, "Numerical Optimization", 2nd ed. 2006, algorithms 3.5 and 3.6, cubic
 * interpolation (3.59). Not here: where the direction comes from.
 */

/** A point on the line: the step α, φ(α), φ'(α). */
export interface LinePoint {
  step: number;
  value: number;
  slope: number;
}

export interface LineResult {
  /** The step to take: a Wolfe point, else the lowest point of sufficient decrease, else `origin`. */
  best: LinePoint;
  last: LinePoint;
  isWolfe: boolean;
}

/**
 * Searches from `origin`, whose slope is below 0. If a value or slope is not finite, the search continues with shorter
 * steps.
 *
 * @param along evaluates a step
 * @param first the step to try first, > 0
 * @param budget largest number of evaluations
 */
export async function searchLine(
  along: (step: number) => Promise<LinePoint>,
  origin: LinePoint,
  first: number,
  { c1, c2 }: { c1: number; c2: number },
  budget: number,
): Promise<LineResult> {
  let low = origin;
  let high: LinePoint | null = null;
  let last = origin;
  let step = first;
  // widths of the bracket one and two rounds ago: it must shrink by a third in two
  let width = Infinity;
  let widthBefore = Infinity;
  for (let evaluations = 0; evaluations < budget; evaluations++) {
    const point = await along(step);
    const before = last;
    last = point;
    const isBelow =
      isFinitePoint(point.value, point.slope) && point.value <= origin.value + c1 * step * origin.slope;
    if (!isBelow || (low !== origin && point.value >= low.value)) {
      high = point;
    } else if (Math.abs(point.slope) <= -c2 * origin.slope) {
      return { best: point, last, isWolfe: true };
    } else {
      // the minimum is on the side of `high`, or of the old `low` where the slope turned
      if (high ? point.slope * (high.step - low.step) >= 0 : point.slope >= 0) high = low;
      low = point;
    }
    if (!high) {
      step = farther(before, point);
      if (!(step < Number.MAX_VALUE)) break;
      continue;
    }
    const span = Math.abs(high.step - low.step);
    step = span > 0.66 * widthBefore ? (low.step + high.step) / 2 : inside(low, high);
    widthBefore = width;
    width = span;
    if (step === low.step || step === high.step) break;
  }
  // such a step is so short that rounding hides the decrease
  return { best: low.value < origin.value ? low : origin, last, isWolfe: false };
}

/** Whether both are finite. */
export function isFinitePoint(value: number, slope: number): boolean {
  return Number.isFinite(value) && Number.isFinite(slope);
}

/** A step beyond `b`, 2 to 10 times as far from `a`: at the minimum of the cubic through both, if it lies there. */
function farther(a: LinePoint, b: LinePoint): number {
  const step = cubicMinimum(a, b);
  const span = b.step - a.step;
  const [nearest, farthest] = [a.step + 2 * span, a.step + 10 * span];
  // a cubic without a minimum gives NaN
  return step >= nearest ? Math.min(step, farthest) : step < nearest ? nearest : farthest;
}

/** A step between two points, at least a tenth of the way from either; half-way if the cubic has no minimum. */
function inside(low: LinePoint, high: LinePoint): number {
  const tenth = (high.step - low.step) / 10;
  const step = isFinitePoint(high.value, high.slope) ? cubicMinimum(low, high) : NaN;
  const part = (step - low.step) / (high.step - low.step);
  if (!(part >= 0 && part <= 1)) return (low.step + high.step) / 2;
  return part < 0.1 ? low.step + tenth : part > 0.9 ? high.step - tenth : step;
}

/** Where the cubic with the values and slopes of a and b has its minimum; NaN if it has no minimum. */
function cubicMinimum(a: LinePoint, b: LinePoint): number {
  const span = b.step - a.step;
  const mean = a.slope + b.slope - (3 * (a.value - b.value)) / (a.step - b.step);
  const root = Math.sqrt(mean * mean - a.slope * b.slope) * (span < 0 ? -1 : 1);
  return b.step - span * ((b.slope + root - mean) / (b.slope - a.slope + 2 * root));
}
