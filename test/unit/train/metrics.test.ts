import { describe, expect, it } from "vitest";
import {
  accuracyOf,
  confusionMatrix,
  predictedClasses,
  regressionMetrics,
} from "../../../src/train/metrics.js";
import { splitRows } from "../../../src/train/split.js";
import { expectClose } from "../../compare.js";

describe("metrics", () => {
  it("count classes, rows actual and columns predicted; the first of equal outputs wins", () => {
    const predicted = predictedClasses([0.1, 0.9, 0.5, 0.5, 0.2, 0.1, 0.3, 0.4], 2);
    expect([...predicted]).toEqual([1, 0, 0, 1]);
    const matrix = confusionMatrix([1, 1, 0, 1], predicted, 2);
    expect(matrix).toEqual([
      [1, 0],
      [1, 2],
    ]);
    expect(accuracyOf(matrix)).toBe(0.75);
  });

  it("measure numbers, to 1e-15", () => {
    const { rmse, mae, r2 } = regressionMetrics([1, 2, 3, 6], [1, 4, 3, 5]);
    expectClose([rmse, mae, r2], [Math.sqrt(5 / 4), 3 / 4, 1 - 5 / 14], { relative: 1e-15 }, "metrics");
    expect(regressionMetrics([2, 2], [2, 3]).r2).toBe(Number.NaN);
  });
});

describe("splitRows", () => {
  it("holds out a seeded part and keeps the order of the data in both", () => {
    const { train, validation } = splitRows(100, 0.2, 1);
    expect([train.length, validation.length]).toEqual([80, 20]);
    expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...Array(100).keys()]);
    expect([...validation]).toEqual([...validation].sort((a, b) => a - b));
    expect([...splitRows(100, 0.2, 1).validation]).toEqual([...validation]);
    expect([...splitRows(100, 0.2, 2).validation]).not.toEqual([...validation]);
  });

  it.each([
    [
      10,
      0.01,
      "validation: 0.01 of 10 samples would hold out 0; expected at least 1, and at least 1 left to train on.",
    ],
    [
      2,
      0.9,
      "validation: 0.9 of 2 samples would hold out 2; expected at least 1, and at least 1 left to train on.",
    ],
  ])("refuses to leave a part of %i rows empty at %f", (rows, fraction, message) => {
    expect(() => splitRows(rows, fraction, 1)).toThrow(message);
  });

  it("0 holds out nothing", () => {
    expect([...splitRows(3, 0, 1).train]).toEqual([0, 1, 2]);
  });
});
