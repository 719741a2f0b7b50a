import { describe, expect, it } from "vitest";
import { Elementary } from "../../../assembly/codes.js";
import { expectClose, expectSameBits } from "../../compare.js";
// by mpmath: elementary-values.py
import values from "./elementary-values.json" with { type: "json" };
import { GuardedInstance } from "./guarded.js";
import { builds, numbers, precisions, variants } from "./variants.js";

type Name = keyof typeof values;
const names = Object.keys(values) as Name[];

/** Worst errors in units in the last place, not below those of docs/accuracy.md. */
const ulps: Record<Name, { float32: number; float64: number }> = {
  exponential: { float32: 1.03, float64: 0.94 },
  sigmoid: { float32: 2.41, float64: 2.35 },
  exponentialLessOne: { float32: 1.3, float64: 1.3 },
  hyperbolicTangent: { float32: 3, float64: 3 },
  logarithm: { float32: 1, float64: 1 },
  logarithmOfOnePlus: { float32: 1.5, float64: 1.5 },
  normalCumulative: { float32: 5.4, float64: 7.67 },
  normalDensity: { float32: 2.5, float64: 2.5 },
  cosineOfTurns: { float32: 3.3, float64: 3.01 },
};
const kinds = {
  float32: { unit: 2 ** -23, least: 2 ** -149, most: 3.4028234663852886e38, lanes: 4 },
  float64: { unit: 2 ** -52, least: 2 ** -1074, most: Number.MAX_VALUE, lanes: 2 },
};

/** Runs a kernel over numbers, in the network's precision. */
function run(guarded: GuardedInstance, name: Name | "squareRoot" | "gelu", x: ArrayLike<number>) {
  const from = guarded.numbers(x);
  const to = guarded.numbers(x.length);
  guarded.kernels.map!(Elementary[name], to.at, from.at, x.length);
  return { input: from.view(), output: to.view() };
}

/** Numbers of a function's domain: small, middling and large ones. */
function spread(name: Name, length: number, seed = 7): number[] {
  const all = [...numbers(length, seed)].map((x, i) => x * [1, 20, 2 ** -12, 2 ** -30][i % 4]!);
  if (name === "exponential" || name === "exponentialLessOne") return all.map((x) => -Math.abs(x));
  if (name === "logarithm") return all.map((x) => Math.abs(x));
  if (name === "logarithmOfOnePlus" || name === "cosineOfTurns") return all.map((x) => Math.abs(x) % 1);
  return all;
}

const special: Record<Name, [number, number][]> = {
  exponential: [
    [0, 1],
    [-0, 1],
    [-Infinity, 0],
    [-1e30, 0],
  ],
  sigmoid: [
    [0, 0.5],
    [-0, 0.5],
    [Infinity, 1],
    [-Infinity, 0],
    [1000, 1],
    [-1000, 0],
  ],
  exponentialLessOne: [
    [0, 0],
    [-Infinity, -1],
    [-1e30, -1],
    [-40, -1],
  ],
  hyperbolicTangent: [
    [0, 0],
    [-0, -0],
    [Infinity, 1],
    [-Infinity, -1],
    [1e30, 1],
    [-1e30, -1],
    [20, 1],
  ],
  logarithm: [
    [0, -Infinity],
    [-0, -Infinity],
    [-1, Number.NaN],
    [-Infinity, Number.NaN],
    [Infinity, Infinity],
    [1, 0],
  ],
  logarithmOfOnePlus: [[0, 0]],
  normalCumulative: [
    [0, 0.5],
    [-0, 0.5],
    [Infinity, 1],
    [-Infinity, 0],
    [1e30, 1],
    [-1e30, 0],
    [10, 1],
    [-40, 0],
  ],
  normalDensity: [
    [Infinity, 0],
    [-Infinity, 0],
    [1e30, 0],
    [-40, 0],
  ],
  cosineOfTurns: [
    [0, 1],
    [0.25, 0],
    [0.5, -1],
    [0.75, 0],
  ],
};

describe.each(names)("%s", (name) => {
  describe.each(variants)("$build, $precision", ({ build, precision }) => {
    const { unit, least, most, lanes } = kinds[precision];
    const allowed = ulps[name][precision];

    it("keeps exact values, limits and NaN", () => {
      const pairs: [number, number][] = [...special[name], [Number.NaN, Number.NaN]];
      const { output } = run(
        new GuardedInstance(build, precision),
        name,
        pairs.map(([x]) => x),
      );
      expectSameBits(
        output,
        pairs.map(([, y]) => y),
        name,
      );
    });

    it.runIf(precision === "float64")("agrees with mpmath within the stated bound", () => {
      const inputs = values[name].map(([x]) => x!);
      const { output } = run(new GuardedInstance(build, precision), name, inputs);
      values[name].forEach(([x, y], i) => {
        // the table is rounded too
        const bounds = { relative: (allowed + 0.5) * unit, absolute: allowed * least };
        expectClose(output[i]!, y!, bounds, `${name}(${x})`);
      });
    });

    it.runIf(precision === "float32")("agrees with the f64 kernel within the stated bound", () => {
      const { input, output } = run(new GuardedInstance(build, precision), name, spread(name, 3001));
      const wide = run(new GuardedInstance(build, "float64"), name, input).output;
      const bounds = { relative: allowed * unit, absolute: allowed * least };
      input.forEach((x, i) => expectClose(output[i]!, wide[i]!, bounds, `${name}(${x})`));
    });

    it("has finite results for the least and the greatest numbers of its domain", () => {
      const ends = [least, least * 5, 2 ** -126, -least, -(2 ** -126), most, -most];
      const domain = ends.filter((x) => {
        if (name === "logarithm") return x > 0;
        if (name === "logarithmOfOnePlus" || name === "cosineOfTurns") return x > 0 && x < 1;
        return !name.startsWith("exponential") || x < 0;
      });
      const { output } = run(new GuardedInstance(build, precision), name, domain);
      expect([...output].every((y) => Number.isFinite(y))).toBe(true);
    });

    it(`writes exactly 0 … ${8 * lanes + 1} numbers`, () => {
      const x = spread(name, 8 * lanes + 1, 5);
      const whole = run(new GuardedInstance("scalar", precision), name, x).output;
      for (let length = 0; length <= x.length; length++) {
        const guarded = new GuardedInstance(build, precision);
        const { output } = run(guarded, name, x.slice(0, length));
        expectSameBits(output, whole.slice(0, length), `${name}, ${length} numbers`);
        expect(guarded.intact()).toBe(true);
      }
    });
  });

  it.each(precisions)("%s: the same bits in every build and in every lane", (precision) => {
    const x = spread(name, 4003, 9);
    const [first, ...others] = builds.map(
      (build) => run(new GuardedInstance(build, precision), name, x).output,
    );
    for (const other of others) expectSameBits(other, first!, name);
  });
});

describe.each(precisions)("%s", (precision) => {
  const guarded = () => new GuardedInstance("simd", precision);
  const { unit, least } = kinds[precision];

  it.each(["hyperbolicTangent", "normalDensity"] as const)("%s is odd or even to the bit", (name) => {
    const x = spread(name, 2001);
    const sign = name === "hyperbolicTangent" ? -1 : 1;
    const [right, left] = [
      run(guarded(), name, x).output,
      run(
        guarded(),
        name,
        x.map((value) => -value),
      ).output,
    ];
    expectSameBits(
      left,
      right.map((y) => sign * y),
      name,
    );
  });

  it.each(names.filter((name) => name !== "normalDensity" && name !== "cosineOfTurns"))(
    "%s never falls by more than its error",
    (name) => {
      const x = spread(name, 20_001).sort((a, b) => a - b);
      const { input, output } = run(guarded(), name, x);
      const slack = 2 * ulps[name][precision] * unit;
      const falls = [...output].findIndex((y, i) => i > 0 && !(y >= output[i - 1]! - slack * Math.abs(y)));
      expect(falls < 0 ? "never" : `at ${input[falls]}`).toBe("never");
    },
  );

  it.each(["hyperbolicTangent", "logarithmOfOnePlus"] as const)("%s is x for tiny x", (name) => {
    const x = [least, 3 * least, 2 ** -120, 1.2345 * 2 ** -60].map(
      (value) => value * (precision === "float32" ? 1 : 1.1),
    );
    const { input, output } = run(guarded(), name, x);
    expectClose(output, input, { relative: 2 * unit }, name);
  });

  it("logarithm takes subnormal numbers: ln 2 · exponent", () => {
    const lowest = precision === "float32" ? 149 : 1074;
    const x = Array.from({ length: 60 }, (_, i) => 2 ** (i - lowest));
    const { output } = run(guarded(), "logarithm", x);
    const expected = x.map((_, i) => (i - lowest) * Math.LN2);
    expectClose(output, expected, { relative: unit }, "logarithm");
  });

  it("normalCumulative keeps its relative precision in the lower tail: Φ(x) / φ(x) as Laplace's fraction has it", () => {
    const x = [-6, -7.5, -9, -11, -12.5];
    const [cumulative, density] = (["normalCumulative", "normalDensity"] as const).map(
      (name) => run(guarded(), name, x).output,
    );
    const fraction = (t: number) => {
      let value = t;
      for (let k = 200; k > 0; k--) value = t + k / value;
      return 1 / value;
    };
    x.forEach((at, i) =>
      expectClose(cumulative![i]! / density![i]!, fraction(-at), { relative: 10 * unit }, `${at}`),
    );
  });

  it("squareRoot is that of IEEE", () => {
    const x = [...[...numbers(101)].map((value) => Math.abs(value) * 100), 0, -0, Infinity, -1, Number.NaN];
    const { input, output } = run(guarded(), "squareRoot", x);
    const exact = input.map((value) => Math.sqrt(value));
    expectSameBits(output, exact, "squareRoot");
  });
});

describe.each(variants)("gelu, $build, $precision", ({ build, precision }) => {
  const x = [...numbers(3001, 7)].map((one, i) => one * [1, 4, 20, 2 ** -12][i % 4]!);

  it("is x · Φ(x): exactly in f64, within 5 ULP from −2 on and 2e-8 below in f32", () => {
    const { input, output } = run(new GuardedInstance(build, precision), "gelu", x);
    const cumulative = run(new GuardedInstance(build, "float64"), "normalCumulative", input).output;
    input.forEach((one, i) => {
      const bounds =
        precision === "float64"
          ? { relative: 0, absolute: 0 }
          : one >= -2
            ? { relative: 5 * 2 ** -23, absolute: 2 ** -149 }
            : { relative: 0, absolute: 2e-8 };
      expectClose(output[i]!, one * cumulative[i]!, bounds, `gelu(${one})`);
    });
  });

  it("gives the same bits as the scalar build", () => {
    const { input, output } = run(new GuardedInstance(build, precision), "gelu", x);
    expectSameBits(output, run(new GuardedInstance("scalar", precision), "gelu", input).output, "gelu");
  });

  it("keeps NaN and 0, and vanishes far below", () => {
    const { output } = run(new GuardedInstance(build, precision), "gelu", [Number.NaN, 0, 30, -30]);
    expect(output[0]).toBeNaN();
    expect(output[1]).toBe(0);
    expect(output[2]).toBe(30);
    expect(Math.abs(output[3]!)).toBeLessThan(1e-37);
  });
});
