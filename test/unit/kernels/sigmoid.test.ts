import { describe, expect, it } from "vitest";
import { Elementary } from "../../../assembly/codes.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { GuardedInstance } from "./guarded.js";
import { builds, numbers, precisions, variants } from "./variants.js";

/** Worst errors as the docstrings state them, in units in the last place. */
const ulps = {
  float32: { unit: 2 ** -23, least: 2 ** -149, exponential: 1.03, sigmoid: 2.41 },
  float64: { unit: 2 ** -52, least: 2 ** -1074, exponential: 0.94, sigmoid: 2.21 },
};

/** Runs a kernel over numbers, in the network's precision. */
function run(guarded: GuardedInstance, kernel: "sigmoid" | "exponential", x: ArrayLike<number>) {
  const from = guarded.numbers(x);
  const to = guarded.numbers(x.length);
  guarded.kernels.map!(Elementary[kernel], to.at, from.at, x.length);
  return { input: from.view(), output: to.view() };
}

const logistic = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

describe.each(variants)("$build, $precision", ({ build, precision }) => {
  const { unit, least, exponential, sigmoid } = ulps[precision];
  const end = precision === "float32" ? 104 : 746;
  const spread = [...numbers(3000, 7)].map((x, i) => x * (i % 3 === 0 ? 1 : i % 3 === 1 ? 20 : end));

  it(`exponential of −${end} … 0 is within the stated bound (Math.exp may add 1 ULP in f64)`, () => {
    const { input, output } = run(
      new GuardedInstance(build, precision),
      "exponential",
      spread.map((x) => -Math.abs(x)),
    );
    const allowed = exponential + (precision === "float64" ? 1 : 0);
    input.forEach((x, i) => {
      const bounds = { relative: allowed * unit, absolute: allowed * least };
      expectClose(output[i]!, Math.exp(x), bounds, `exp(${x})`);
    });
  });

  it("sigmoid is within the stated bound (Math.exp may add 2 ULP in f64)", () => {
    const { input, output } = run(new GuardedInstance(build, precision), "sigmoid", spread);
    const allowed = sigmoid + (precision === "float64" ? 2 : 0);
    input.forEach((x, i) => {
      const bounds = { relative: allowed * unit, absolute: allowed * least };
      expectClose(output[i]!, logistic(x), bounds, `σ(${x})`);
    });
  });

  it("sigmoid keeps exact limits, the half at zero, and NaN; no finite input overflows", () => {
    const most = precision === "float32" ? 3.4028234663852886e38 : Number.MAX_VALUE;
    const x = [0, -0, Infinity, -Infinity, Number.NaN, most, -most, 1000, -1000, least, -least];
    const { output } = run(new GuardedInstance(build, precision), "sigmoid", x);
    expect([...output]).toEqual([0.5, 0.5, 1, 0, Number.NaN, 1, 0, 1, 0, 0.5, 0.5]);
  });

  it("exponential keeps e⁰ = 1, e^−∞ = 0 and NaN", () => {
    const { output } = run(new GuardedInstance(build, precision), "exponential", [
      0,
      -0,
      -Infinity,
      Number.NaN,
      -1e30,
    ]);
    expect([...output]).toEqual([1, 1, 0, Number.NaN, 0]);
  });

  it.each([0, 1, 2, 3, 4, 5, 7, 8, 9])("writes exactly %i numbers", (length) => {
    const guarded = new GuardedInstance(build, precision);
    const { input, output } = run(guarded, "sigmoid", numbers(length));
    expect([...output].every((y, i) => Math.abs(y - logistic(input[i]!)) < 1e-6)).toBe(true);
    expect(guarded.intact()).toBe(true);
  });

  it("sigmoid never decreases", () => {
    const x = Float64Array.from({ length: 20_001 }, (_, i) => (i - 10_000) / 500);
    const { output } = run(new GuardedInstance(build, precision), "sigmoid", x);
    const falls = [...output].findIndex((y, i) => i > 0 && y < output[i - 1]! * (1 - 4 * unit));
    expect(falls).toBe(-1);
  });
});

it.each(precisions)("%s: the same bits in every build and in every lane", (precision) => {
  const x = [...numbers(1001, 9)].map((value) => value * 30);
  const [first, second] = builds.map(
    (build) => run(new GuardedInstance(build, precision), "sigmoid", x).output,
  );
  expectSameBits(second!, first!, "simd against scalar");
});
