import { describe, expect, test } from "vitest";
import { lossNames, makeLoss } from "../../../src/reference/lossTable.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { lossOfNetInput, slopeOfNetInput } from "./networks.js";

const o = Float64Array.of(3, -4, 0.25, 2);
const t = Float64Array.of(1, 0, 0, 2);

test.each([
  // Row 0: o − t = 2, −4; row 1: ¼, 0.
  ["halfSquaredError", 10.03125, [2, -4, 0.25, 0]],
  ["squaredError", 20.0625, [4, -8, 0.5, 0]],
  ["meanSquaredError", 10.03125, [2, -4, 0.25, 0]],
  ["meanAbsoluteError", 3.125, [0.5, -0.5, 0.5, 0]],
  // 1.5 · (2 − ¾), 1.5 · (4 − ¾), ½ · 1/16
  ["huber", 6.78125, [1.5, -1.5, 0.25, 0]],
] as const)("%s of two rows of two by hand, and its slope, same bits", (name, sum, slopes) => {
  const loss = makeLoss(name, { huberDelta: 1.5 });
  expectSameBits(loss.sum(o, t, 2, 2, o), sum, "sum");
  const delta = new Float64Array(5).fill(NaN);
  loss.derivative(delta, o, t, 2, 2, 0.5);
  expectSameBits(
    delta.subarray(0, 4),
    Float64Array.from(slopes, (slope) => slope / 2),
    "delta",
  );
  expect(delta[4]).toBeNaN();
});

test("hinge by hand: inside the margin, on it, beyond it and on the wrong side", () => {
  const outputs = Float64Array.of(0.25, 1, 3, -2, -0.25, -1);
  const targets = Float64Array.of(1, 1, 1, 1, -1, -1);
  const loss = makeLoss("hinge", {});
  expectSameBits(loss.sum(outputs, targets, 2, 3, outputs), 0.75 + 3 + 0.75, "sum");
  const delta = new Float64Array(6);
  loss.derivative(delta, outputs, targets, 2, 3, 0.5);
  expectSameBits(delta, [-0.5, 0, 0, -0.5, 0.5, 0], "delta");
});

test("pinball by hand: below the target, above it and on it", () => {
  const outputs = Float64Array.of(1, 5, 2);
  const targets = Float64Array.of(3, 3, 2);
  const loss = makeLoss("pinball", { quantile: 0.75 });
  expectSameBits(loss.sum(outputs, targets, 1, 3, outputs), 0.75 * 2 + 0.25 * 2, "sum");
  const delta = new Float64Array(3);
  loss.derivative(delta, outputs, targets, 1, 3, 0.5);
  expectSameBits(delta, [-0.375, 0.125, 0], "delta");
  expectSameBits(
    makeLoss("pinball", {}).sum(outputs, targets, 1, 3, outputs),
    2,
    "the default is the median's",
  );
});

test("poisson is e^z − t z, as PyTorch's PoissonNLLLoss(log_input=True); its slope o − t", () => {
  expectClose(
    lossOfNetInput("poisson", [0, 1, -2], [0, 3, 1]),
    1 + (Math.E - 3) + (Math.exp(-2) + 2),
    { relative: 1e-15 },
    "loss",
  );
  expectClose(
    slopeOfNetInput("poisson", [0, 1, -2], [0, 3, 1]),
    [1, Math.E - 3, Math.exp(-2) - 1],
    { relative: 1e-15 },
    "slope",
  );
});

test("huber is 1 wide by default, ½e² at its threshold and just beyond it a line of slope δ", () => {
  const huber = makeLoss("huber", {});
  const at = (e: number): number => huber.sum(Float64Array.of(e), Float64Array.of(0), 1, 1, o);
  expectSameBits([at(1), at(-1), at(2), at(-3)], [0.5, 0.5, 1.5, 2.5], "huber");
});

test("the slope is 0 where an output hits its target", () => {
  for (const name of lossNames) {
    const delta = Float64Array.of(NaN);
    makeLoss(name, {}).derivative(delta, Float64Array.of(1), Float64Array.of(1), 1, 1, 1);
    expect(delta[0], name).toBeCloseTo(0, 15);
  }
});

describe("binaryCrossEntropy", () => {
  const cases = [
    [0, 1, 0.6931471805599453],
    [0, 0.5, 0.6931471805599453],
    [3, 1, 0.04858735157374206],
    [3, 0, 3.048587351573742],
    [-3, 0, 0.04858735157374206],
    [-3, 1, 3.048587351573742],
    [40, 1, 4.248354255291589e-18],
    [40, 0, 40],
    [1e4, 1, 0],
    [1e4, 0, 1e4],
    [-1e4, 1, 1e4],
    [-1e4, 0, 0],
    [1e4, 0.75, 2500],
  ] as const;
  test.each(cases)(
    "netInput %d, target %d: loss %d, relative 1e-15, and slope o − t",
    (z, target, expected) => {
      expectClose(lossOfNetInput("binaryCrossEntropy", [z], [target]), expected, { relative: 1e-15 }, "loss");
      const output = 1 / (1 + Math.exp(-z));
      const slope = slopeOfNetInput("binaryCrossEntropy", [z], [target]);
      expectClose(slope, [output - target], { absolute: 2e-16 }, "slope");
    },
  );
});

describe("crossEntropy", () => {
  const cases = [
    [[1, 2, 3], [0, 0, 1], 0.4076059644443803],
    [[1, 2, 3], [1, 0, 0], 2.40760596444438],
    [[0, 40], [0, 1], 4.248354255291589e-18],
    [[5, 5], [0.5, 0.5], 0.6931471805599453],
    [[1e4, -1e4], [1, 0], 0],
    [[1e4, -1e4], [0, 1], 2e4],
    [[1e4, 1e4, -1e4], [0, 1, 0], 0.6931471805599453],
  ] as const;
  test.each(cases)("netInput %j, target %j: loss %d, relative 1e-15", (z, target, expected) => {
    expectClose(lossOfNetInput("crossEntropy", z, target), expected, { relative: 1e-15 }, "loss");
  });

  test("slope o − t, finite at ±1e4, same bits", () => {
    expectSameBits(slopeOfNetInput("crossEntropy", [1e4, -1e4], [0, 1]), [1, -1], "slope");
    expectSameBits(slopeOfNetInput("crossEntropy", [5, 5], [1, 0]), [-0.5, 0.5], "slope");
  });

  test("labelSmoothing 0.2 of four classes: targets 0.85 and 0.05, relative 1e-15", () => {
    const smoothed = { labelSmoothing: 0.2 };
    const z = [1, 2, 3, 0];
    const plain = lossOfNetInput("crossEntropy", z, [0.05, 0.85, 0.05, 0.05]);
    expectClose(
      lossOfNetInput("crossEntropy", z, [0, 1, 0, 0], smoothed),
      plain,
      { relative: 1e-15 },
      "loss",
    );
    expectClose(
      slopeOfNetInput("crossEntropy", [7, 7, 7, 7], [0, 1, 0, 0], smoothed),
      [0.2, -0.6, 0.2, 0.2],
      { absolute: 2e-16 },
      "slope",
    );
  });
});
