import { describe, expect, test } from "vitest";
import { Lbfgs, type LbfgsSettings, type LbfgsStep } from "../../../src/reference/referenceLbfgs.js";
import { objectiveOf } from "../../../src/reference/objective.js";
import { between, type Objective, searchStep } from "../../../src/reference/wolfe.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { networkOf, noise } from "./networks.js";

/** ½ Σ i · (xᵢ − i)², from i = 1: its minimum is 0 at (1, 2, …). */
const quadratic: Objective = (x) => ({
  value: x.reduce((sum, value, i) => sum + 0.5 * (i + 1) * (value - i - 1) ** 2, 0),
  gradient: x.map((value, i) => (i + 1) * (value - i - 1)),
});

/** [Rosenbrock 1960]; its minimum is 0 at (1, 1). */
const rosenbrock: Objective = (x) => {
  const [a, b] = [x[0]!, x[1]!];
  return {
    value: 100 * (b - a * a) ** 2 + (1 - a) ** 2,
    gradient: Float64Array.of(-400 * a * (b - a * a) - 2 * (1 - a), 200 * (b - a * a)),
  };
};

const slopeAlong = (gradient: Float64Array, direction: Float64Array): number =>
  gradient.reduce((sum, g, i) => sum + g * direction[i]!, 0);

/** Makes steps until there are no more, or up to a limit. The strong Wolfe conditions must hold on each. */
function minimise(objective: Objective, start: number[], steps: number, settings: LbfgsSettings = {}) {
  const { c1 = 1e-4, c2 = 0.9 } = settings;
  const lbfgs = new Lbfgs(objective, Float64Array.from(start), settings);
  const taken: LbfgsStep[] = [];
  for (let step = lbfgs.iterate(); step && taken.length < steps; step = lbfgs.iterate()) {
    const { from, to, direction, length } = step;
    const slope = slopeAlong(from.gradient, direction);
    expect(slope).toBeLessThan(0);
    expect(length).toBeGreaterThan(0);
    expect(to.value).toBeLessThanOrEqual(from.value + c1 * length * slope);
    expect(Math.abs(slopeAlong(to.gradient, direction))).toBeLessThanOrEqual(c2 * Math.abs(slope));
    expectSameBits(
      to.x,
      from.x.map((value, i) => value + length * direction[i]!),
      "x",
    );
    taken.push(step);
  }
  return { lbfgs, taken };
}

test("a quadratic of 12 variables: its known minimum within 30 steps, absolute 1e-8, Wolfe on every step", () => {
  const start = Array.from({ length: 12 }, () => 0);
  const { lbfgs, taken } = minimise(quadratic, start, 30);
  expect(taken.length).toBeGreaterThan(5);
  const minimum = start.map((_, i) => i + 1);
  expectClose(lbfgs.point.x, minimum, { absolute: 1e-8 }, "x");
});

test.each([
  [-1.2, 1],
  [0, 0],
  [-3, -4],
  [5, -5],
])("Rosenbrock from (%d, %d): its minimum within 80 steps, absolute 1e-7, Wolfe on every step", (a, b) => {
  for (const settings of [{}, { history: 3 }, { c2: 0.1 }, { learningRate: 20 }]) {
    const { lbfgs } = minimise(rosenbrock, [a, b], 80, settings);
    expectClose(lbfgs.point.x, [1, 1], { absolute: 1e-7 }, JSON.stringify(settings));
  }
});

test("a small learning rate is the first trial of each search: slower, to the same minimum, absolute 1e-7", () => {
  const { lbfgs, taken } = minimise(rosenbrock, [-1.2, 1], 400, { learningRate: 0.3 });
  expect(taken.slice(1).filter(({ length }) => length === 0.3).length).toBeGreaterThan(taken.length / 2);
  expectClose(lbfgs.point.x, [1, 1], { absolute: 1e-7 }, "x");
});

test("the first step is down the gradient, at most 1 long by its elements", () => {
  const { taken } = minimise(quadratic, [0, 0, 0], 1);
  const { direction, length, from } = taken[0]!;
  expectSameBits(
    direction,
    from.gradient.map((g) => -g),
    "direction",
  );
  // The trial of 1/14 is too short for c₂ = 0.9 or is accepted: doubled at most.
  expect([1 / 14, 1 / 7, 2 / 7]).toContain(length);
});

test("with the whole history its directions are those of BFGS, relative 1e-9", () => {
  const { taken } = minimise(quadratic, [0, 0, 0, 0], 6);
  // H by its own recursion, eq. 6.17, on matrices: H ← (I − ρsyᵀ) H (I − ρysᵀ) + ρssᵀ, from γI each time.
  for (let k = 1; k < taken.length; k++) {
    const pairs = taken.slice(0, k).map(({ from, to }) => ({
      s: to.x.map((value, i) => value - from.x[i]!),
      y: to.gradient.map((value, i) => value - from.gradient[i]!),
    }));
    const last = pairs.at(-1)!;
    const gamma = slopeAlong(last.s, last.y) / slopeAlong(last.y, last.y);
    let h = [0, 1, 2, 3].map((i) => [0, 1, 2, 3].map((j) => (i === j ? gamma : 0)));
    for (const { s, y } of pairs) {
      const rho = 1 / slopeAlong(y, s);
      const v = h.map((_, i) => h.map((__, j) => (i === j ? 1 : 0) - rho * s[i]! * y[j]!));
      const product = (a: number[][], b: number[][]) =>
        a.map((row) => b[0]!.map((_, j) => row.reduce((sum, value, p) => sum + value * b[p]![j]!, 0)));
      const transposed = v.map((_, i) => v.map((row) => row[i]!));
      h = product(product(v, h), transposed).map((row, i) =>
        row.map((value, j) => value + rho * s[i]! * s[j]!),
      );
    }
    const { from, direction } = taken[k]!;
    const expected = h.map((row) => -slopeAlong(Float64Array.from(row), from.gradient));
    expectClose(direction, expected, { relative: 1e-9, absolute: 1e-12 }, `direction ${k}`);
  }
});

describe("the line search", () => {
  test("between: the minimum of a cubic through two of its points, relative 1e-14", () => {
    // φ = α³ − 3α: minimum at 1.
    const at = (length: number) => ({ length, value: length ** 3 - 3 * length, slope: 3 * length ** 2 - 3 });
    expectClose(between(at(0.5), at(2)), 1, { relative: 1e-14 }, "forwards");
    expectClose(between(at(2), at(0.5)), 1, { relative: 1e-14 }, "backwards");
  });

  test("between: the middle where the cubic says nothing, or is too close to an end", () => {
    const [a, b] = [
      { length: 1, value: 0, slope: -1 },
      { length: 3, value: NaN, slope: NaN },
    ];
    expectSameBits(between(a, b), 2, "NaN");
    expectSameBits(between(a, { length: 3, value: 1e9, slope: 1e9 }), 2, "close to an end");
  });

  test("finds its way back from values that are not finite", () => {
    const wall: Objective = (x) => ({
      value: x[0]! > 1 ? NaN : (x[0]! - 0.5) ** 2,
      gradient: Float64Array.of(x[0]! > 1 ? NaN : 2 * (x[0]! - 0.5)),
    });
    const from = { x: Float64Array.of(0), ...wall(Float64Array.of(0)) };
    const found = searchStep(wall, from, Float64Array.of(1), 8, { c2: 0.1 });
    expectClose(found!.point.x, [0.5], { absolute: 0.05 }, "x");
  });

  test("gives up uphill, without a lower bound, and after the largest number of evaluations", () => {
    let evaluations = 0;
    const endless: Objective = (x) => (evaluations++, { value: -x[0]!, gradient: Float64Array.of(-1) });
    const from = { x: Float64Array.of(0), value: 0, gradient: Float64Array.of(-1) };
    expect(searchStep(endless, from, Float64Array.of(-1), 1, {})).toBe(null);
    expect(searchStep(endless, from, Float64Array.of(1), 1, { maxEvaluations: 7 })).toBe(null);
    expect(evaluations).toBe(7);
  });
});

test("at a minimum there is no step, and nothing is evaluated", () => {
  const lbfgs = new Lbfgs(quadratic, Float64Array.of(1, 2));
  expect(lbfgs.iterate()).toBe(null);
  expectSameBits(lbfgs.point.x, [1, 2], "x");
});

describe("of a network", () => {
  const [inputs, targets] = [noise(24, 1), noise(16, 2)];

  test("the objective has the penalties in value and gradient: central differences, relative 1e-7", () => {
    const layers = [{ units: 3, trainable: false }, { units: 4 }, { units: 2 }];
    const network = networkOf({ layers }, [3]);
    const { start, objective } = objectiveOf(network, inputs, targets, 8, { l1: 0.01, l2: 0.1 });
    expect(start.length).toBe(3 * 4 + 4 + 4 * 2 + 2);
    const { gradient } = objective(start);
    const differences = start.map((value, i) => {
      const [above, below] = [1e-5, -1e-5].map((step) => objective(start.with(i, value + step)).value);
      return (above! - below!) / 2e-5;
    });
    expectClose(gradient, differences, { relative: 1e-7, absolute: 1e-9 }, "gradient");
  });

  test("trains it to a smaller loss, Wolfe on every step, and leaves the last x in it", () => {
    const layers = [{ units: 5, activation: "tanh" } as const, { units: 2, activation: "identity" } as const];
    const network = networkOf({ layers }, [3]);
    const before = network.loss(inputs, targets, 8);
    const { start, objective } = objectiveOf(network, inputs, targets, 8);
    const { lbfgs } = minimise(objective, Array.from(start), 100);
    expect(lbfgs.point.value).toBeLessThan(before * 1e-3);
    objective(lbfgs.point.x);
    expectSameBits(network.loss(inputs, targets, 8), lbfgs.point.value, "loss");
  });
});
