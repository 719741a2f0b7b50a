/**
 * L-BFGS: minimises a smooth function of many numbers. It uses value and gradient, and the last few changes of point and
 * gradient. Only IEEE + − × ÷ √ in a fixed order, so every engine gets the same bits from the same values. Not here: the
 * function (`secondOrder.ts`), and the search along a line (`lineSearch.ts`).
 *
 * Source: Nocedal & Wright, "Numerical Optimization", 2nd ed. 2006, algorithms 7.4 and 7.5.
 */
import { isFinitePoint, searchLine, type LinePoint } from "./lineSearch.js";

/**
 * Value and gradient at x. Do not write to x, and do not keep it. The minimiser copies the gradient before the next call,
 * so it may be the same array every time. Values that are not finite are allowed: the search avoids such points.
 */
export type Objective = (x: Float64Array) => Promise<{ value: number; gradient: Float64Array }>;

export interface LbfgsSettings {
  iterations: number;
  /** Number of changes to remember; they take 2 · history · length numbers (default: 10). */
  history?: number;
  /** Constants of the strong Wolfe conditions: sufficient decrease and curvature (defaults: 1e-4 and 0.9). */
  c1?: number;
  c2?: number;
  /** Converged when no element of the gradient is larger (default: 1e-10). */
  tolerance?: number;
  /** Largest number of calls of the objective (default: no limit). */
  maxEvaluations?: number;
  /** Changes to remember from the beginning: those of a minimisation that ended at `start` (default: none). */
  remembered?: RememberedChanges | null;
}

/** Changes of the point and of the gradient, oldest first, and their products. */
export interface RememberedChanges {
  changes: Float64Array[];
  gradientChanges: Float64Array[];
  products: number[];
}

export interface LbfgsState {
  /** 1 for the first. */
  iteration: number;
  value: number;
  /** Largest element of the gradient, by absolute value. */
  gradientNorm: number;
  /** Calls of the objective so far. */
  evaluations: number;
  /** The present point. Do not write to it, and do not keep it. */
  x: Float64Array;
  /** A copy of the changes that are remembered. */
  remembered: () => RememberedChanges;
}

export interface LbfgsResult {
  x: Float64Array;
  value: number;
  /** Largest element of the gradient at x, by absolute value. */
  gradientNorm: number;
  iterations: number;
  evaluations: number;
  /**
   * `iterations` also when `maxEvaluations` are used up; `lineSearch` when no step lowers the value any more,
   * because rounding hides the slope; `stopped` by `onIteration`.
   */
  reason: "converged" | "iterations" | "lineSearch" | "stopped";
}

/**
 * Minimises `objective` from `start`, which is not written.
 *
 * Every step satisfies the strong Wolfe conditions, with one exception: a search may not meet the curvature condition, for
 * example at a kink. Then the step goes to the best point of sufficient decrease, and the remembered changes are dropped.
 *
 * @param onIteration called after every iteration; true ends it
 */
export async function minimise(
  objective: Objective,
  start: Float64Array,
  settings: LbfgsSettings,
  onIteration?: (state: LbfgsState) => boolean | Promise<boolean>,
): Promise<LbfgsResult> {
  const { history = 10, c1 = 1e-4, c2 = 0.9, tolerance = 1e-10, maxEvaluations = Infinity } = settings;
  const size = start.length;
  const x = start.slice();
  const gradient = new Float64Array(size);
  const direction = new Float64Array(size);
  const trial = new Float64Array(size);
  const slopes = new Float64Array(size);
  const curvature = new Curvature(size, history, settings.remembered);
  let evaluations = 0;
  let iterations = 0;
  const evaluate = async (point: Float64Array, into: Float64Array) => {
    evaluations++;
    const found = await objective(point);
    into.set(found.gradient);
    return found.value;
  };
  const along = async (step: number): Promise<LinePoint> => {
    for (let i = 0; i < size; i++) trial[i] = x[i]! + step * direction[i]!;
    const value = await evaluate(trial, slopes);
    return { step, value, slope: dot(slopes, direction) };
  };

  let value = await evaluate(x, gradient);
  const end = (reason: LbfgsResult["reason"]) => ({
    x,
    value,
    gradientNorm: largest(gradient),
    iterations,
    evaluations,
    reason,
  });
  if (!isFinitePoint(value, dot(gradient, gradient))) return end("lineSearch");
  for (;;) {
    if (largest(gradient) <= tolerance) return end("converged");
    if (iterations >= settings.iterations || evaluations >= maxEvaluations) return end("iterations");
    const slope = curvature.descend(gradient, direction);
    // without remembered changes the direction has no scale: take a step of at most 1
    const first = curvature.count > 0 ? 1 : Math.min(1, 1 / Math.sqrt(-slope));
    const origin = { step: 0, value, slope };
    const budget = Math.min(25, maxEvaluations - evaluations);
    const { best, last, isWolfe } = await searchLine(along, origin, first, { c1, c2 }, budget);
    const isSpent = evaluations >= maxEvaluations;
    if (best.step === 0 || (best !== last && isSpent)) {
      if (isSpent) return end("iterations");
      if (curvature.count === 0) return end("lineSearch");
      curvature.forget();
      continue;
    }
    // the slopes are those of the last point
    if (best !== last) await along(best.step);
    if (isWolfe) curvature.learn(x, trial, gradient, slopes);
    else curvature.forget();
    x.set(trial);
    gradient.set(slopes);
    value = best.value;
    iterations++;
    const gradientNorm = largest(gradient);
    const remembered = () => curvature.remembered();
    const state = { iteration: iterations, value, gradientNorm, evaluations, x, remembered };
    if (await onIteration?.(state)) return end(gradientNorm <= tolerance ? "converged" : "stopped");
  }
}

/** The last changes s of x and y of the gradient, oldest overwritten first. */
export class Curvature {
  readonly #s: Float64Array[];
  readonly #y: Float64Array[];
  readonly #products: Float64Array;
  readonly #weights: Float64Array;
  #next = 0;
  /** Changes that are remembered. */
  count = 0;

  /** @param before changes to remember; only those of the right size, and the newest where they are too many */
  constructor(size: number, history: number, before: RememberedChanges | null = null) {
    this.#s = Array.from({ length: history }, () => new Float64Array(size));
    this.#y = Array.from({ length: history }, () => new Float64Array(size));
    this.#products = new Float64Array(history);
    this.#weights = new Float64Array(history);
    if (!before || history === 0 || before.changes.some((change) => change.length !== size)) return;
    const first = Math.max(0, before.products.length - history);
    for (let at = first; at < before.products.length; at++) {
      this.#s[this.count]!.set(before.changes[at]!);
      this.#y[this.count]!.set(before.gradientChanges[at]!);
      this.#products[this.count] = before.products[at]!;
      this.count++;
    }
    this.#next = this.count % history;
  }

  /** A copy of the changes, oldest first. */
  remembered(): RememberedChanges {
    const history = this.#s.length;
    const slots = Array.from(
      { length: this.count },
      (_, at) => (this.#next - this.count + at + history) % history,
    );
    return {
      changes: slots.map((slot) => this.#s[slot]!.slice()),
      gradientChanges: slots.map((slot) => this.#y[slot]!.slice()),
      products: slots.map((slot) => this.#products[slot]!),
    };
  }

  forget(): void {
    this.count = 0;
  }

  /** Remembers the change from one point to another, unless its curvature is lost in rounding. */
  learn(x: Float64Array, nextX: Float64Array, gradient: Float64Array, nextGradient: Float64Array): void {
    const history = this.#s.length;
    if (history === 0) return;
    const s = this.#s[this.#next]!;
    const y = this.#y[this.#next]!;
    for (let i = 0; i < x.length; i++) {
      s[i] = nextX[i]! - x[i]!;
      y[i] = nextGradient[i]! - gradient[i]!;
    }
    // the slot was the oldest one's
    this.count = Math.min(this.count, history - 1);
    const product = dot(s, y);
    if (!(product > Number.EPSILON * Math.sqrt(dot(s, s)) * Math.sqrt(dot(y, y)))) return;
    this.#products[this.#next] = product;
    this.#next = (this.#next + 1) % history;
    this.count++;
  }

  /**
   * Writes −H·gradient to `direction`, H the inverse Hessian as remembered (two loops, algorithm 7.4, with
   * γ = sᵀy / yᵀy of the last change). If that does not point down, drops all changes and writes −gradient.
   *
   * @returns the slope gradientᵀ·direction
   */
  descend(gradient: Float64Array, direction: Float64Array): number {
    for (let i = 0; i < gradient.length; i++) direction[i] = -gradient[i]!;
    if (this.count === 0) return -dot(gradient, gradient);
    const history = this.#s.length;
    const slot = (age: number) => (this.#next - 1 - age + history) % history;
    for (let age = 0; age < this.count; age++) {
      const k = slot(age);
      this.#weights[k] = dot(this.#s[k]!, direction) / this.#products[k]!;
      add(direction, -this.#weights[k]!, this.#y[k]!);
    }
    const newest = this.#y[slot(0)]!;
    const scale = this.#products[slot(0)]! / dot(newest, newest);
    for (let i = 0; i < direction.length; i++) direction[i]! *= scale;
    for (let age = this.count - 1; age >= 0; age--) {
      const k = slot(age);
      const weight = dot(this.#y[k]!, direction) / this.#products[k]!;
      add(direction, this.#weights[k]! - weight, this.#s[k]!);
    }
    const slope = dot(gradient, direction);
    if (slope < 0 && slope > -Infinity) return slope;
    this.forget();
    return this.descend(gradient, direction);
  }
}

/** a ← a + factor · b */
function add(a: Float64Array, factor: number, b: Float64Array): void {
  for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function largest(a: Float64Array): number {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]!));
  return most;
}
