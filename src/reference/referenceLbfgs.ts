/**
 * Minimisation by limited-memory BFGS, as in Nocedal & Wright, "Numerical Optimization" (2006): the two-loop recursion,
 * algorithm 7.4, in the loop of algorithm 7.5. The line search is in `wolfe.ts`, the function to minimise in `objective.ts`.
 */
import { type Objective, type Point, searchStep, type WolfeSettings } from "./wolfe.js";

export interface LbfgsSettings extends WolfeSettings {
  /** Number of pairs (s, y) to remember (default: 10). */
  history?: number;
  /** First trial of each line search (default: 1). */
  learningRate?: number;
}

export interface LbfgsStep {
  /** x before the step. */
  from: Point;
  direction: Float64Array;
  /** α: x is now from.x + α · direction. */
  length: number;
  to: Point;
}

/** One pair of the history: s the change of x, y that of the gradient, 1 / yᵀs. */
interface Pair {
  s: Float64Array;
  y: Float64Array;
  rho: number;
}

/** The state of a minimisation. */
export class Lbfgs {
  readonly #objective: Objective;
  readonly #settings: LbfgsSettings;
  #point: Point;
  #history: Pair[] = [];

  /** @param start copied */
  constructor(objective: Objective, start: Float64Array, settings: LbfgsSettings = {}) {
    this.#objective = objective;
    this.#settings = settings;
    const x = start.slice();
    this.#point = { x, ...objective(x) };
  }

  /** The present point, with value and gradient. */
  get point(): Point {
    return this.#point;
  }

  /**
   * One step. If the line search finds no good step along the direction, the history is dropped, and the step follows the
   * negative gradient instead.
   *
   * @returns null if that does not lower the value either: a minimum, within the precision of doubles
   */
  iterate(): LbfgsStep | null {
    const { history = 10, learningRate = 1 } = this.#settings;
    const from = this.#point;
    if (from.gradient.every((g) => g === 0)) return null;
    const direction = descentDirection(from.gradient, this.#history);
    // Before the first step the scale is unknown: take a step of length η, and a shorter one for a gradient
    // whose elements add up to more than 1.
    const sum = from.gradient.reduce((total, g) => total + Math.abs(g), 0);
    const trial = this.#history.length > 0 ? learningRate : learningRate * Math.min(1, 1 / sum);
    const found = searchStep(this.#objective, from, direction, trial, this.#settings);
    if (found === null) {
      if (this.#history.length === 0) return null;
      this.#history = [];
      return this.iterate();
    }
    const s = found.point.x.map((value, i) => value - from.x[i]!);
    const y = found.point.gradient.map((value, i) => value - from.gradient[i]!);
    const curvature = dot(y, s);
    // Positive if the Wolfe conditions hold, except for rounding.
    if (curvature > 0) this.#history.push({ s, y, rho: 1 / curvature });
    if (this.#history.length > history) this.#history.shift();
    this.#point = found.point;
    return { from, direction, length: found.length, to: found.point };
  }
}

/**
 * −H · gradient, where H approximates the inverse Hessian. It starts from γI and applies the pairs, the oldest first, with
 * γ = sᵀy / yᵀy of the last. [algorithm 7.4, with eq. 7.20]
 */
export function descentDirection(gradient: Float64Array, history: readonly Pair[]): Float64Array {
  const q = gradient.slice();
  const alphas: number[] = [];
  for (let i = history.length - 1; i >= 0; i--) {
    const { s, y, rho } = history[i]!;
    alphas[i] = rho * dot(s, q);
    addScaled(q, -alphas[i]!, y);
  }
  const last = history.at(-1);
  const gamma = last ? 1 / (last.rho * dot(last.y, last.y)) : 1;
  const r = q.map((value) => gamma * value);
  history.forEach(({ s, y, rho }, i) => {
    const beta = rho * dot(y, r);
    addScaled(r, alphas[i]! - beta, s);
  });
  return r.map((value) => -value);
}

/** aᵀb */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

/** to ← to + factor · values */
function addScaled(to: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = to[i]! + factor * values[i]!;
}
