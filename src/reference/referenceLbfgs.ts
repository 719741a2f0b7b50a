/**
 * Minimisation by limited-memory BFGS, as Nocedal & Wright, "Numerical Optimization" (2006), have it: the
 * two-loop recursion, algorithm 7.4, in the loop of algorithm 7.5. Not here: the line search, and what is
 * minimised.
 */
import { type Objective, type Point, searchStep, type WolfeSettings } from "./wolfe.js";

export interface LbfgsSettings extends WolfeSettings {
  /** Pairs (s, y) that are remembered. Default 10. */
  history?: number;
  /** First trial of each line search. Default 1. */
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

/** A minimisation under way. */
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

  /** Where it stands, with value and gradient. */
  get point(): Point {
    return this.#point;
  }

  /**
   * One step. Where no length along the direction is good enough, the history is forgotten and the step goes
   * down the gradient instead.
   *
   * @returns null where that leads down no further either: a minimum, as far as doubles can tell
   */
  iterate(): LbfgsStep | null {
    const { history = 10, learningRate = 1 } = this.#settings;
    const from = this.#point;
    if (from.gradient.every((g) => g === 0)) return null;
    const direction = descentDirection(from.gradient, this.#history);
    // Nothing is known of the scale before the first step: it is as long as η, and shorter for a gradient
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
    // Positive wherever the Wolfe conditions hold, but for rounding.
    if (curvature > 0) this.#history.push({ s, y, rho: 1 / curvature });
    if (this.#history.length > history) this.#history.shift();
    this.#point = found.point;
    return { from, direction, length: found.length, to: found.point };
  }
}

/**
 * −H · gradient, where H approximates the inverse Hessian by the pairs, the oldest first, upon γI with
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
