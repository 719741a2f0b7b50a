import { describe, expect, it } from "vitest";
import { averageScores, classReport, classScores } from "../../../src/train/evaluation/classes.js";
import { rocAuc, rocAucOfOutputs, rocCurve } from "../../../src/train/evaluation/curves.js";
import {
  accuracyOf,
  confusionMatrix,
  logLoss,
  predictedClasses,
  regressionByOutput,
  regressionMetrics,
  topKAccuracy,
} from "../../../src/train/evaluation/metrics.js";

const any = (value: unknown) => value as never;

describe("metrics refuse", () => {
  it.each<[string, () => unknown]>([
    ["ShapeError: scores: expected 3 numbers, got 1.", () => rocAuc([1, 0, 1], [0.5])],
    ["ShapeError: scores: expected 3 numbers, got 1.", () => rocCurve([1, 0, 1], [0.5])],
    [
      "DataError: scores: row 1: expected a number, got undefined.",
      () => rocAuc([1, 0], any([0.5, undefined])),
    ],
    ['DataError: scores: row 0: expected a number, got "a".', () => rocCurve([1], any(["a"]))],
    ["DataError: scores: expected a list of numbers, got null.", () => rocAuc([1], any(null))],
    [
      "DataError: labels: expected a list of numbers, got BigInt64Array of 8 bytes.",
      () => rocAuc(any(BigInt64Array.of(1n)), [1]),
    ],
    ["ShapeError: labels: expected 1 numbers, got 2.", () => rocAucOfOutputs([1, 0], [0.5, 0.5], 2)],
    [
      "DataError: labels: row 0: expected a class index 0 to 1, got 2.",
      () => rocAucOfOutputs([2], [0.5, 0.5], 2),
    ],
    ["ConfigError: classes: expected an integer ≥ 1, got 0.", () => predictedClasses([1], 0)],
    ["ShapeError: outputs: expected rows of 2 numbers, got 3 numbers.", () => predictedClasses([1, 2, 3], 2)],
    ["ShapeError: predicted: expected 2 numbers, got 1.", () => confusionMatrix([0, 1], [0], 2)],
    [
      "DataError: predicted: row 0: expected a class index 0 to 1, got -1.",
      () => confusionMatrix([0], [-1], 2),
    ],
    ["DataError: matrix: expected rows of numbers, got null.", () => accuracyOf(any(null))],
    ["ShapeError: matrix[1]: expected 2 numbers, got 1.", () => accuracyOf([[1, 2], [3]])],
    ["ShapeError: confusion[0]: expected 1 numbers, got 2.", () => classScores([[1, 2]])],
    ["ShapeError: scores: expected those of 1 classes, got 0.", () => averageScores([[1]], [])],
    ["ShapeError: labels: expected 1 numbers, got 2.", () => classReport([0, 1], [1, 0], 2)],
    [
      "DataError: labels: row 1: expected a class index 0 to 1, got 0.5.",
      () => classReport([0, 0.5], [1, 0, 1, 0], 2),
    ],
    ["ShapeError: labels: expected 1 numbers, got 3.", () => logLoss([0, 1, 1], [0.5, 0.5], 2)],
    ["ShapeError: labels: expected 1 numbers, got 2.", () => topKAccuracy([0, 1], [0.5, 0.5], 2, 1)],
    ["ConfigError: k: expected an integer ≥ 1, got 0.", () => topKAccuracy([0], [0.5, 0.5], 2, 0)],
    ["ShapeError: outputs: expected 2 numbers, got 1.", () => regressionMetrics([1, 2], [1])],
    [
      "ShapeError: targets: expected rows of 2 numbers, got 3 numbers.",
      () => regressionByOutput([1, 2, 3], [1, 2, 3], 2),
    ],
    ["ConfigError: columns: expected an integer ≥ 1, got -1.", () => regressionMetrics([1], [1], -1)],
  ])("%s", (message, work) => {
    let got = "accepted";
    try {
      work();
    } catch (error) {
      got = String(error);
    }
    expect(got).toBe(message);
  });
});

describe("metrics accept", () => {
  it("NaN and typed arrays as before", () => {
    expect(rocAuc(Uint32Array.of(1, 0), [0.9, Number.NaN])).toBeNaN();
    expect(rocCurve([1, 0], [0.9, Number.NaN]).thresholds).toEqual(Float64Array.of(Infinity, 0.9, -Infinity));
    expect(regressionMetrics([], []).mse).toBeNaN();
    expect(confusionMatrix([], [], 2)).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });
});
