import { expect, test } from "vitest";
import { activations, logistic } from "../../../src/reference/activation.js";
import { expectClose, expectSameBits } from "../../compare.js";

test("logistic: known values, relative 1e-15", () => {
  expectClose(logistic(0), 0.5, {}, "σ(0)");
  expectClose(logistic(1), 0.7310585786300049, { relative: 1e-15 }, "σ(1)");
  expectClose(logistic(-1), 0.2689414213699951, { relative: 1e-15 }, "σ(−1)");
  expectClose(logistic(-30), 9.3576229688392989e-14, { relative: 1e-15 }, "σ(−30)");
  expectClose(logistic(-700), 9.8596765437597708e-305, { relative: 1e-15 }, "σ(−700)");
});

test("logistic: ±800 and ±∞ saturate without overflow, NaN stays NaN", () => {
  expectSameBits([800, Infinity].map(logistic), [1, 1], "σ of large");
  expectSameBits([-800, -Infinity].map(logistic), [0, 0], "σ of small");
  // e⁷²⁰ overflows, e⁻⁷²⁰ is subnormal.
  expectSameBits(logistic(-720), Math.exp(-720), "σ(−720)");
  expectSameBits(logistic(NaN), NaN, "σ(NaN)");
});

test("logistic: σ(−x) = 1 − σ(x), absolute 2e-16", () => {
  for (let x = -40; x <= 40; x += 0.37)
    expectClose(logistic(-x), 1 - logistic(x), { absolute: 2e-16 }, `σ(${-x})`);
});

test("each activation: the slope agrees with central differences, absolute 1e-9", () => {
  const step = 1e-5;
  for (const [name, activation] of Object.entries(activations)) {
    for (let x = -6; x <= 6; x += 0.5) {
      const netInput = Float64Array.of(x - step, x, x + step);
      const values = new Float64Array(3);
      activation.apply(values, netInput, 3);
      const delta = Float64Array.of(7, 3, 7);
      activation.multiplyBySlope(delta.subarray(1, 2), values.subarray(1, 2), 1);
      expectClose(
        delta[1]! / 3,
        (values[2]! - values[0]!) / (2 * step),
        { absolute: 1e-9 },
        `${name} at ${x}`,
      );
      expectSameBits([delta[0]!, delta[2]!], [7, 7], `${name}: neighbours of delta`);
    }
  }
});

test("each activation: length 0 is nothing to do, and elements past the length stay", () => {
  for (const activation of Object.values(activations)) {
    for (const length of [0, 1, 2]) {
      const values = new Float32Array(3).fill(NaN);
      activation.apply(values, Float32Array.of(0.5, 0.5, 0.5), length);
      expect(Array.from(values, Number.isNaN)).toEqual([length < 1, length < 2, true]);
      const delta = Float32Array.of(1, 1, 1);
      activation.multiplyBySlope(delta, Float32Array.of(NaN, NaN, NaN).fill(0.5, 0, length), length);
      expect(delta.some(Number.isNaN)).toBe(false);
    }
  }
});
