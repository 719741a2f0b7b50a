import { describe, expect, it } from "vitest";
import { Random } from "../../../src/network/random.js";
import {
  Curvature,
  type LbfgsSettings,
  type LbfgsState,
  minimise,
} from "../../../src/train/secondOrder/lbfgs.js";
import { expectClose, expectSameBits } from "../../compare.js";

type Found = { value: number; gradient: Float64Array };
type Smooth = (x: Float64Array) => Found;

/** Minimises, and keeps the state and the point of every iteration. */
async function run(smooth: Smooth, start: number[], settings: Partial<LbfgsSettings> = {}) {
  const states: (LbfgsState & { x: Float64Array })[] = [];
  const result = await minimise(
    (x) => Promise.resolve(smooth(x)),
    Float64Array.from(start),
    { iterations: 1000, ...settings },
    (state) => {
      states.push({ ...state, x: state.x.slice() });
      return false;
    },
  );
  return { ...result, states };
}

function rosenbrock(x: Float64Array): Found {
  const gradient = new Float64Array(x.length);
  let value = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const bend = x[i + 1]! - x[i]! * x[i]!;
    value += 100 * bend * bend + (1 - x[i]!) ** 2;
    gradient[i]! -= 400 * bend * x[i]! + 2 * (1 - x[i]!);
    gradient[i + 1]! += 200 * bend;
  }
  return { value, gradient };
}
const rosenbrockStart = (size: number) => Array.from({ length: size }, (_, i) => (i % 2 ? 1 : -1.2));

/** ½ (x − m)ᵀ Q D Q (x − m), Q a reflection, D from 1 to `condition`; the gradient is always the same array. */
function quadratic(size: number, condition: number) {
  const random = new Random(11, 1);
  const minimum = Float64Array.from({ length: size }, () => 4 * random.uniform() - 2);
  const normal = Float64Array.from({ length: size }, () => random.uniform() - 0.5);
  const square = normal.reduce((sum, value) => sum + value * value, 0);
  const reflect = (vector: Float64Array) => {
    const along = vector.reduce((sum, value, i) => sum + value * normal[i]!, 0);
    return vector.map((value, i) => value - (2 * along * normal[i]!) / square);
  };
  const gradient = new Float64Array(size);
  const smooth: Smooth = (x) => {
    const inner = reflect(x.map((value, i) => value - minimum[i]!));
    const scaled = inner.map((value, i) => value * condition ** (i / (size - 1)));
    gradient.set(reflect(scaled));
    return { value: 0.5 * inner.reduce((sum, value, i) => sum + value * scaled[i]!, 0), gradient };
  };
  return { minimum, smooth };
}

/** Whether every step of a run satisfies the strong Wolfe conditions along itself. */
function expectWolfe(smooth: Smooth, start: number[], states: LbfgsState[], c1 = 1e-4, c2 = 0.9) {
  let before: Float64Array = Float64Array.from(start);
  for (const { x, iteration } of states) {
    const step = x.map((value, i) => value - before[i]!);
    const along = (gradient: Float64Array) => gradient.reduce((sum, value, i) => sum + value * step[i]!, 0);
    const from = smooth(before);
    const slopeBefore = along(from.gradient);
    const to = smooth(x);
    // the step as stored is rounded: a millionth of leeway in the slopes
    expect(slopeBefore, `slope ${iteration}`).toBeLessThan(0);
    expect(to.value, `decrease ${iteration}`).toBeLessThanOrEqual(from.value + 0.999999 * c1 * slopeBefore);
    expect(Math.abs(along(to.gradient)), `curvature ${iteration}`).toBeLessThanOrEqual(
      -1.000001 * c2 * slopeBefore,
    );
    before = x;
  }
}

describe("minimise", () => {
  // scipy 1.10.1, L-BFGS-B, maxcor 10, gtol 1e-10, ftol 0: 1224 iterations on such a one
  it("finds the minimum of a quadratic of 50 dimensions and condition 10⁴ to 1e-10", async () => {
    const { minimum, smooth } = quadratic(50, 1e4);
    const { x, reason, evaluations, iterations, value, states } = await run(smooth, Array(50).fill(0), {
      iterations: 2000,
    });
    expectClose(x, minimum, { absolute: 1e-10 }, "minimum");
    expect(reason).toBe("converged");
    expect(states.at(-1)).toMatchObject({ iteration: iterations, value, evaluations });
    expect(states.at(-1)!.gradientNorm).toBeLessThanOrEqual(1e-10);
  });

  // scipy 1.10.1, L-BFGS-B, maxcor 10, gtol 1e-10, ftol 0: 39 iterations (47 evaluations) for 2, 80 (98) for 10
  it.each([
    [2, 39],
    [10, 80],
  ])(
    "finds the valley's end of Rosenbrock's function of %i in at most 1.5 · %i iterations",
    async (size, scipy) => {
      const start = rosenbrockStart(size);
      const { x, reason, iterations, evaluations, states } = await run(rosenbrock, start);
      expectClose(x, new Float64Array(size).fill(1), { absolute: 1e-9 }, "minimum");
      expect(reason).toBe("converged");
      expect(iterations).toBeLessThanOrEqual(1.5 * scipy);
      expect(evaluations).toBeLessThanOrEqual(2 * iterations);
      expectWolfe(rosenbrock, start, states);
    },
  );

  it.each([0, 1, 3, 30])("takes strong Wolfe steps with a history of %i", async (history) => {
    const start = rosenbrockStart(4);
    const { states } = await run(rosenbrock, start, { history, iterations: 60 });
    expect(states.length).toBeGreaterThan(20);
    expectWolfe(rosenbrock, start, states);
  });

  it("takes strong Wolfe steps where they are hard to find (c2 0.1)", async () => {
    const { smooth } = quadratic(10, 1e4);
    const exact = await run(smooth, Array(10).fill(3), { c2: 0.1, iterations: 20 });
    expectWolfe(smooth, Array(10).fill(3), exact.states, 1e-4, 0.1);
    const bent = await run(rosenbrock, rosenbrockStart(2), { c2: 0.1, iterations: 15 });
    expect(bent.states).toHaveLength(15);
    expectWolfe(rosenbrock, rosenbrockStart(2), bent.states, 1e-4, 0.1);
  });

  it("goes far where the slope is slight", async () => {
    const far: Smooth = (x) => ({
      value: 1e-6 * (x[0]! - 1e6) ** 2,
      gradient: Float64Array.of(2e-6 * (x[0]! - 1e6)),
    });
    const { x, evaluations } = await run(far, [0]);
    expectClose(x, [1e6], { relative: 1e-9 }, "minimum");
    expect(evaluations).toBeLessThan(25);
  });

  it.each([NaN, Infinity, -Infinity])("keeps away from where the value is %d", async (wall) => {
    // x − ln x, its minimum at 1; nothing below 0.5 or beyond 3
    const walled: Smooth = (x) => {
      const inside = x[0]! > 0.5 && x[0]! < 3;
      return {
        value: inside ? x[0]! - Math.log(x[0]!) : wall,
        gradient: Float64Array.of(inside ? 1 - 1 / x[0]! : NaN),
      };
    };
    for (const start of [0.51, 2.9]) {
      const { x, reason } = await run((point) => scaled(walled(point), 50), [start]);
      expect(reason).toBe("converged");
      expectClose(x, [1], { absolute: 1e-9 }, "minimum");
    }
  });

  it("keeps away from where only the gradient is no number", async () => {
    const holed: Smooth = (x) => ({
      value: x[0]! ** 2,
      gradient: Float64Array.of(x[0]! < -0.1 ? NaN : 2 * x[0]!),
    });
    expectClose((await run(holed, [0.4])).x, [0], { absolute: 1e-9 }, "minimum");
  });

  it("gives up, without having moved, where nothing can be reckoned or nothing goes down", async () => {
    const nowhere = await run(() => ({ value: NaN, gradient: Float64Array.of(1) }), [3]);
    expect(nowhere).toMatchObject({ reason: "lineSearch", iterations: 0, evaluations: 1 });
    const lie = await run((x) => ({ value: x[0]!, gradient: Float64Array.of(-1) }), [3]);
    expect(lie).toMatchObject({ reason: "lineSearch", iterations: 0, value: 3 });
    expectSameBits([nowhere.x[0]!, lie.x[0]!], [3, 3], "x");
    expect(lie.evaluations).toBeLessThanOrEqual(26);
  });

  it("goes down to a kink, and stays there", async () => {
    const kink: Smooth = (x) => ({
      value: Math.abs(x[0]!) + x[1]! ** 2,
      gradient: Float64Array.of(x[0]! > 0 ? 1 : -1, 2 * x[1]!),
    });
    const { x, reason } = await run(kink, [3, 2]);
    expect(reason).toBe("lineSearch");
    expectClose(x, [0, 0], { absolute: 1e-3 }, "kink");
  });

  it("ends by iterations, by evaluations, and when told to", async () => {
    const start = rosenbrockStart(2);
    expect(await run(rosenbrock, start, { iterations: 0 })).toMatchObject({
      reason: "iterations",
      evaluations: 1,
    });
    expect(await run(rosenbrock, start, { iterations: 5 })).toMatchObject({
      reason: "iterations",
      iterations: 5,
    });
    for (let maxEvaluations = 1; maxEvaluations <= 30; maxEvaluations++) {
      const { reason, evaluations, value } = await run(rosenbrock, start, { maxEvaluations });
      expect([reason, evaluations <= maxEvaluations]).toEqual(["iterations", true]);
      expect(value).toBeLessThanOrEqual(24.2);
    }
    const stop = ({ iteration }: LbfgsState) => Promise.resolve(iteration === 3);
    const objective = (x: Float64Array) => Promise.resolve(rosenbrock(x));
    const told = await minimise(objective, Float64Array.from(start), { iterations: 100 }, stop);
    expect(told).toMatchObject({ reason: "stopped", iterations: 3 });
    expect(await run(rosenbrock, [1, 1])).toMatchObject({ reason: "converged", iterations: 0 });
  });

  it("leaves the start as it was, gives the value at x, and repeats itself to the bit", async () => {
    const start = Float64Array.from(rosenbrockStart(6));
    const objective = (x: Float64Array) => Promise.resolve(rosenbrock(x));
    const first = await minimise(objective, start, { iterations: 30 });
    const second = await minimise(objective, start, { iterations: 30 });
    expectSameBits(start, rosenbrockStart(6), "start");
    expectSameBits(first.x, second.x, "x");
    expectSameBits(first.value, rosenbrock(first.x).value, "value");
  });

  it("passes on what the objective throws", async () => {
    const objective = () => Promise.reject(new Error("thread lost"));
    await expect(minimise(objective, Float64Array.of(1), { iterations: 3 })).rejects.toThrow("thread lost");
  });
});

describe("Curvature", () => {
  const of = (...values: number[]) => Float64Array.from(values);

  it("gives Newton's direction along changes that it knows", () => {
    const curvature = new Curvature(2, 3);
    curvature.learn(of(0, 0), of(1, 0), of(0, 0), of(4, 0));
    curvature.learn(of(0, 0), of(0, 1), of(0, 0), of(0, 10));
    const direction = of(NaN, NaN);
    const slope = curvature.descend(of(8, 5), direction);
    expectClose(direction, [-2, -0.5], { relative: 1e-15 }, "direction");
    expectClose(slope, -18.5, { relative: 1e-15 }, "slope");
  });

  it("forgets the oldest change first", () => {
    const [short, fresh] = [new Curvature(2, 2), new Curvature(2, 2)];
    const changes = [of(4, 1), of(3, 5), of(2, -1)];
    for (const y of changes) short.learn(of(0, 0), of(1, 0.5), of(0, 0), y);
    for (const y of changes.slice(1)) fresh.learn(of(0, 0), of(1, 0.5), of(0, 0), y);
    const [a, b] = [of(0, 0), of(0, 0)];
    short.descend(of(1, 2), a);
    fresh.descend(of(1, 2), b);
    expect(short.count).toBe(2);
    expectSameBits(a, b, "direction");
  });

  it("does not learn curvature that is not positive", () => {
    const curvature = new Curvature(2, 3);
    curvature.learn(of(0, 0), of(1, 0), of(0, 0), of(-1, 3));
    curvature.learn(of(0, 0), of(1, 0), of(0, 0), of(0, 3));
    curvature.learn(of(0, 0), of(1, 0), of(0, 0), of(NaN, 3));
    expect(curvature.count).toBe(0);
  });

  it("restarts with steepest descent if its direction does not point down", () => {
    const curvature = new Curvature(1, 3);
    // yᵀy is 0 in doubles, so that the scale is infinite
    curvature.learn(of(0), of(1e100), of(0), of(1e-180));
    expect(curvature.count).toBe(1);
    const direction = of(NaN);
    expect(curvature.descend(of(2), direction)).toBe(-4);
    expectSameBits(direction, [-2], "direction");
    expect(curvature.count).toBe(0);
  });
});

function scaled({ value, gradient }: Found, factor: number): Found {
  return { value: value * factor, gradient: gradient.map((one) => one * factor) };
}
