import { describe, expect, test } from "vitest";
import {
  type ActivationName,
  activationNames,
  makeActivation,
} from "../../../src/reference/activationTable.js";
import { logistic } from "../../../src/reference/saturating.js";
import { expectClose, expectSameBits } from "../../compare.js";

/** Where the slope jumps, or of softsign the slope's slope: left out of central differences, and looked at by itself. */
const kinks: Partial<Record<ActivationName, number[]>> = {
  relu: [0],
  leakyRelu: [0],
  elu: [0],
  selu: [0],
  softsign: [0],
  hardSigmoid: [-3, 3],
};

/** σ(x) for a layer of one unit per number. */
function valuesOf(name: ActivationName, netInput: number[], alpha?: number): number[] {
  const values = new Float64Array(netInput.length);
  makeActivation(name, alpha).apply(values, Float64Array.from(netInput), values.length, values.length);
  return Array.from(values);
}

/** σ′(x) of an activation of single elements. */
function slopeOf(name: ActivationName, x: number, alpha?: number): number {
  const delta = Float64Array.of(3);
  makeActivation(name, alpha).multiplyBySlope(
    delta,
    Float64Array.from(valuesOf(name, [x], alpha)),
    Float64Array.of(x),
    1,
    1,
  );
  return delta[0]! / 3;
}

test("logistic: known values, relative 1e-15", () => {
  expectClose(logistic(0), 0.5, {}, "σ(0)");
  expectClose(logistic(1), 0.7310585786300049, { relative: 1e-15 }, "σ(1)");
  expectClose(logistic(-1), 0.2689414213699951, { relative: 1e-15 }, "σ(−1)");
  expectClose(logistic(-30), 9.357622968839299e-14, { relative: 1e-15 }, "σ(−30)");
  expectClose(logistic(-700), 9.85967654375977e-305, { relative: 1e-15 }, "σ(−700)");
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

test.each<[ActivationName, number[], number[], number?]>([
  ["tanh", [-1, 0, 1], [-0.7615941559557649, 0, 0.7615941559557649]],
  ["relu", [-2, 0, 2], [0, 0, 2]],
  ["leakyRelu", [-2, 0, 2], [-0.02, 0, 2]],
  ["leakyRelu", [-2, 0, 2], [-0.5, 0, 2], 0.25],
  ["elu", [-1, 0, 2], [-0.6321205588285577, 0, 2]],
  ["elu", [-1, 0, 2], [-0.31606027941427883, 0, 2], 0.5],
  ["selu", [-1, 0, 2], [-1.1113307378125628, 0, 2.101401974710961]],
  ["gelu", [-1, -0.5, 0, 0.5], [-0.15865525393145705, -0.15426876936299344, 0, 0.34573123063700656]],
  ["gelu", [1, 3, 10], [0.8413447460685429, 2.99595030590511, 10]],
  ["silu", [-1, 0, 1], [-0.2689414213699951, 0, 0.7310585786300049]],
  // mpmath, 40 digits
  ["mish", [-30, -3, -1, 0], [-2.807286890651921e-12, -0.14564746127562458, -0.3034014613741089, 0]],
  ["mish", [1, 3, 30], [0.8650983882673103, 2.9865350049679575, 30]],
  ["exponential", [-700, 0, 1], [9.85967654375977e-305, 1, 2.718281828459045]],
  ["softplus", [-40, -1, 1], [4.248354255291589e-18, 0.3132616875182228, 1.3132616875182228]],
  ["softsign", [-3, 0, 1], [-0.75, 0, 0.5]],
  ["hardSigmoid", [-4, -3, 0, 1.5, 3, 4], [0, 0, 0.5, 0.75, 1, 1]],
  ["identity", [-4, 0, 4], [-4, 0, 4]],
  ["softmax", [1, 2, 3], [0.09003057317038046, 0.24472847105479764, 0.6652409557748219]],
])("%s of %j, relative 1e-15", (name, netInput, expected, alpha) => {
  expectClose(valuesOf(name, netInput, alpha), expected, { relative: 1e-15 }, name);
});

test("gelu keeps its digits far to the left, relative 1e-13", () => {
  const expected = [-1.472014178144456e-196, -7.619853024160526e-23, -0.0040496940948902835];
  expectClose(valuesOf("gelu", [-30, -10, -3]), expected, { relative: 1e-13 }, "gelu");
});

describe.each(activationNames.filter((name) => name !== "softmax"))("%s", (name) => {
  test.each([undefined, 0.3])("slope as central differences, absolute 1e-9, alpha %s", (alpha) => {
    const step = 1e-5;
    for (let x = -6; x <= 6; x += 0.25) {
      if (kinks[name]?.some((kink) => Math.abs(x - kink) <= step)) continue;
      const [below, above] = valuesOf(name, [x - step, x + step], alpha);
      const bounds = { absolute: 1e-9, relative: name === "exponential" ? 1e-9 : 0 };
      expectClose(slopeOf(name, x, alpha), (above! - below!) / (2 * step), bounds, `at ${x}`);
    }
  });

  test("finite at ±1e4, level or straight at ±∞ with a slope, NaN for NaN", () => {
    const limits: Record<
      Exclude<ActivationName, "softmax">,
      [left: number, right: number, slopeLeft: number, slopeRight: number]
    > = {
      sigmoid: [0, 1, 0, 0],
      tanh: [-1, 1, 0, 0],
      relu: [0, Infinity, 0, 1],
      leakyRelu: [-Infinity, Infinity, 0.01, 1],
      elu: [-1, Infinity, 0, 1],
      selu: [-1.7580993408473768, Infinity, 0, 1.0507009873554805],
      gelu: [0, Infinity, 0, 1],
      silu: [0, Infinity, 0, 1],
      mish: [0, Infinity, 0, 1],
      softplus: [0, Infinity, 0, 1],
      softsign: [-1, 1, 0, 0],
      hardSigmoid: [0, 1, 0, 0],
      exponential: [0, Infinity, 0, Infinity],
      identity: [-Infinity, Infinity, 1, 1],
    };
    const [left, right, slopeLeft, slopeRight] = limits[name as keyof typeof limits];
    expectClose(valuesOf(name, [-Infinity, Infinity]), [left, right], { relative: 1e-15 }, name);
    expectClose(
      [slopeOf(name, -Infinity), slopeOf(name, Infinity)],
      [slopeLeft, slopeRight],
      { relative: 1e-15, absolute: 1e-15 },
      "slopes",
    );
    for (const x of name === "exponential" ? [-1e4, 700] : [-1e4, 1e4]) {
      expect([...valuesOf(name, [x]), slopeOf(name, x)].every(Number.isFinite)).toBe(true);
    }
    expect(valuesOf(name, [NaN])).toEqual([NaN]);
  });

  test("length 0 is nothing to do, and elements past the length stay", () => {
    const activation = makeActivation(name);
    for (const length of [0, 1, 2]) {
      const values = new Float32Array(3).fill(NaN);
      activation.apply(values, Float32Array.of(0.5, 0.5, 0.5), length, 1);
      expect(Array.from(values, Number.isNaN)).toEqual([length < 1, length < 2, true]);
      const delta = Float32Array.of(1, 1, 1);
      const read = Float32Array.of(NaN, NaN, NaN).fill(0.5, 0, length);
      activation.multiplyBySlope(delta, read, read, length, 1);
      expect(delta.some(Number.isNaN)).toBe(false);
    }
  });
});

test.each<[ActivationName, number, number, number?]>([
  ["relu", 0, 0],
  ["leakyRelu", 0, 0.01],
  ["leakyRelu", 0, 0.3, 0.3],
  ["elu", 0, 0.3, 0.3],
  ["selu", 0, 1.7580993408473768],
  ["hardSigmoid", -3, 0],
  ["hardSigmoid", 3, 0],
])("at its kink the slope of %s at %d is %d, alpha %s", (name, kink, expected, alpha) => {
  expectClose(slopeOf(name, kink, alpha), expected, { relative: 1e-15 }, name);
});

describe("softmax", () => {
  const rows = [1, 2, 3, -1, 0.5, 0.25];

  test("each row adds up to 1, absolute 4e-16, and is as it is alone", () => {
    const values = new Float64Array(6);
    makeActivation("softmax").apply(values, Float64Array.from(rows), 6, 3);
    expectSameBits(values.subarray(0, 3), valuesOf("softmax", rows.slice(0, 3)), "row 0");
    expectSameBits(values.subarray(3), valuesOf("softmax", rows.slice(3)), "row 1");
    expectClose(values[3]! + values[4]! + values[5]!, 1, { absolute: 4e-16 }, "row 1");
  });

  test("±1e4 saturates without overflow", () => {
    expectSameBits(valuesOf("softmax", [1e4, -1e4, 0]), [1, 0, 0], "softmax");
    expectSameBits(valuesOf("softmax", [-1e4, -1e4]), [0.5, 0.5], "softmax");
  });

  test("its whole Jacobian as central differences, row by row, absolute 1e-10", () => {
    const weights = Float64Array.of(0.3, -2, 1.5, 4, 0.1, -1);
    const total = (netInput: number[]): number => {
      const values = new Float64Array(6);
      makeActivation("softmax").apply(values, Float64Array.from(netInput), 6, 3);
      return values.reduce((sum, value, i) => sum + value * weights[i]!, 0);
    };
    const values = new Float64Array(6);
    makeActivation("softmax").apply(values, Float64Array.from(rows), 6, 3);
    const delta = weights.slice();
    makeActivation("softmax").multiplyBySlope(delta, values, Float64Array.from(rows), 6, 3);
    const differences = rows.map((x, i) => {
      const above = total(rows.with(i, x + 1e-5));
      return (above - total(rows.with(i, x - 1e-5))) / 2e-5;
    });
    expectClose(delta, differences, { absolute: 1e-10 }, "delta");
  });
});
