import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accuracyOf,
  confusionMatrix,
  logLoss,
  predictedClasses,
  regressionByOutput,
  regressionMetrics,
  topKAccuracy,
} from "../../../src/train/evaluation/metrics.js";
import { splitRows } from "../../../src/data/split.js";
import { expectClose } from "../../compare.js";
import { certain, labels, outputs } from "./answers.js";

const fours = { minLength: 4, maxLength: 4 };

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
    const { mse, rmse, mae, r2 } = regressionMetrics([1, 2, 3, 6], [1, 4, 3, 5]);
    const expected = [5 / 4, Math.sqrt(5 / 4), 3 / 4, 1 - 5 / 14];
    expectClose([mse, rmse, mae, r2], expected, { relative: 1e-15 }, "metrics");
    expect(regressionMetrics([2, 2], [2, 3]).r2).toBe(Number.NaN);
  });

  it("measure each of several outputs, and all in the mean, as scikit-learn to 1e-14", () => {
    const targets = [1, 10, 2, 20, 3, 25, 6, 41];
    const outputs = [1, 12, 4, 18, 3, 30, 5, 40];
    // mean_squared_error, mean_absolute_error, r2_score(T, O, multioutput="raw_values")
    const each = regressionByOutput(targets, outputs, 2);
    const flat = each.flatMap(({ mse, rmse, mae, r2 }) => [mse, rmse, mae, r2]);
    const expected = [1.25, 1.118033988749895, 0.75, 0.6428571428571428];
    expected.push(8.5, 2.9154759474226504, 2.5, 0.9322709163346614);
    expectClose(flat, expected, { relative: 1e-14 }, "by output");
    // the same with multioutput="uniform_average"; rmse is the root of that mse
    const { mse, rmse, mae, r2 } = regressionMetrics(targets, outputs, 2);
    const means = [4.875, Math.sqrt(4.875), 1.625, 0.7875640295959021];
    expectClose([mse, rmse, mae, r2], means, { relative: 1e-14 }, "mean");
  });

  it("leave outputs whose targets do not vary out of r², but not those that are NaN", () => {
    expect(regressionMetrics([1, 5, 3, 5], [1, 4, 3, 4], 2).r2).toBe(1);
    expect(regressionMetrics([1, 5, 3, 6], [1, Number.NaN, 3, 4], 2).r2).toBe(Number.NaN);
  });
});

describe("topKAccuracy", () => {
  // np.random.RandomState(3).permutation(49).reshape(7, 7), labels 0 to 6
  const scores = [
    [12, 39, 9, 46, 31, 28, 13],
    [47, 44, 6, 36, 23, 37, 18],
    [4, 25, 16, 15, 30, 11, 7],
    [40, 27, 34, 45, 5, 48, 1],
    [35, 2, 22, 33, 17, 26, 14],
    [29, 20, 32, 38, 43, 41, 10],
    [19, 21, 0, 8, 3, 24, 42],
  ].flat();

  it("counts as scikit-learn for k = 1 to 7, to 1e-15", () => {
    const rates = [1, 2, 3, 4, 5, 6, 7].map((k) => topKAccuracy([0, 1, 2, 3, 4, 5, 6], scores, 7, k));
    // [top_k_accuracy_score(range(7), scores, k=k) for k in range(1, 7)]
    expectClose(rates, [1 / 7, 4 / 7, 5 / 7, 5 / 7, 6 / 7, 7 / 7, 7 / 7], { relative: 1e-15 }, "rates");
  });

  it("takes the first of equal outputs, so that k = 1 is the accuracy", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(3), fc.array(fc.nat(2), fours)), { minLength: 1 }), (rows) => {
        const labels = rows.map(([label]) => label);
        const outputs = rows.flatMap(([, row]) => row);
        const matrix = confusionMatrix(labels, predictedClasses(outputs, 4), 4);
        expect(topKAccuracy(labels, outputs, 4, 1)).toBe(accuracyOf(matrix));
        const rates = [1, 2, 3, 4].map((k) => topKAccuracy(labels, outputs, 4, k));
        expect(rates).toEqual([...rates].sort((a, b) => a - b));
        expect(rates[3]).toBe(1);
      }),
    );
  });

  it("counts no row whose output is NaN as right", () => {
    expect(topKAccuracy([0, 1], [Number.NaN, 1, 2, 3, 4, 1], 3, 2)).toBe(0.5);
  });
});

describe("logLoss", () => {
  const loss = (of: readonly number[]) => logLoss(labels, of, 4);
  it("agrees with scikit-learn to 1e-14, rows of any sum and certain answers among them", () => {
    // log_loss(labels, outputs, labels=range(4), eps=1e-15); then outputs * [1.2, .9, 1, 1] + [.05, 0, 0, 0]
    const sums = outputs.map((value, i) => value * [1.2, 0.9, 1, 1][i % 4]! + (i % 4 === 0 ? 0.05 : 0));
    expectClose(
      [loss(outputs), loss(sums), loss(certain)],
      [0.71825332398119, 0.7653621350656149, 2.87823136624256],
      { relative: 1e-14 },
      "loss",
    );
  });

  it("of answers that favour no class is the logarithm of their number", () => {
    expectClose(logLoss([0, 1], [5, 5, -1, -1], 2), Math.LN2, { relative: 1e-15 }, "loss");
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
      "validation: 0.01 of 10 samples would hold out 0. Hold out at least 1, and leave at least 1 to train on.",
    ],
    [
      2,
      0.9,
      "validation: 0.9 of 2 samples would hold out 2. Hold out at least 1, and leave at least 1 to train on.",
    ],
  ])("refuses to leave a part of %i rows empty at %f", (rows, fraction, message) => {
    expect(() => splitRows(rows, fraction, 1)).toThrow(message);
  });

  it("0 holds out nothing", () => {
    expect([...splitRows(3, 0, 1).train]).toEqual([0, 1, 2]);
  });
});
