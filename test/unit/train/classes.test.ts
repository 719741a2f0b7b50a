import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  averageScores,
  classReport,
  classScores,
  type Scores,
} from "../../../src/train/evaluation/classes.js";
import { confusionMatrix } from "../../../src/train/evaluation/metrics.js";
import { expectClose } from "../../compare.js";
import { certain, labels, outputs } from "./answers.js";

const figures = ({ precision, recall, f1 }: Scores) => [precision, recall, f1];
const names = ["ash", "birch", "cedar", "dogwood"];

describe("classReport", () => {
  const report = classReport(labels, outputs, 4, names);

  it("scores each class as scikit-learn does, 0 where there is nothing to divide by, to 1e-15", () => {
    // precision_recall_fscore_support(labels, outputs.argmax(1), labels=range(4), zero_division=0)
    expectClose(
      report.classes.flatMap(figures),
      [
        [0.5, 0.6666666666666666, 0.5714285714285715],
        [1, 0.8, 0.888888888888889],
        [0.75, 0.75, 0.75],
        [0, 0, 0],
      ].flat(),
      { relative: 1e-15 },
      "scores",
    );
    expect(report.classes.map(({ name, support, predicted }) => [name, support, predicted])).toEqual([
      ["ash", 3, 4],
      ["birch", 5, 4],
      ["cedar", 4, 4],
      ["dogwood", 0, 0],
    ]);
  });

  it.each([
    [
      "leaving out a class that is neither actual nor predicted",
      outputs,
      [
        [0.75, 0.75, 0.75],
        [0.75, 0.7388888888888889, 0.7367724867724869],
        [0.7916666666666666, 0.75, 0.7632275132275131],
      ],
    ],
    [
      "counting a class that is only predicted",
      certain,
      [
        [0.9166666666666666, 0.9166666666666666, 0.9166666666666666],
        [0.75, 0.7, 0.7222222222222222],
        [1.0, 0.9166666666666666, 0.9537037037037037],
      ],
    ],
  ])("averages as scikit-learn does, %s, to 1e-14", (_, answers, expected) => {
    // precision_recall_fscore_support(labels, answers.argmax(1), average=…, zero_division=0)
    const { micro, macro, weighted } = classReport(labels, answers, 4);
    expectClose([micro, macro, weighted].flatMap(figures), expected.flat(), { relative: 1e-14 }, "averages");
  });

  it("has the curve and its area of each class, none for one that never comes", () => {
    // [roc_auc_score(labels == c, outputs[:, c]) for c in range(3)]
    const areas = report.classes.map((one) => one.rocAuc);
    const expected = [0.7777777777777778, 0.9428571428571428, 0.9375];
    expectClose(areas.slice(0, 3), expected, { relative: 1e-15 }, "areas");
    expect(areas[3]).toBe(Number.NaN);
    expect(report.classes[2]!.roc.truePositiveRate.at(-1)).toBe(1);
  });

  it("counts rows, right ones and confusions; names classes by index where not told", () => {
    expect([report.rows, report.accuracy]).toEqual([12, 0.75]);
    expect(report.confusion[0]).toEqual([2, 0, 1, 0]);
    expect(classReport(labels, outputs, 4).classes.map(({ name }) => name)).toEqual(["0", "1", "2", "3"]);
  });
});

describe("averageScores", () => {
  const answers = fc.array(fc.tuple(fc.nat(4), fc.nat(4)), { minLength: 1, maxLength: 60 });

  it("micro is the accuracy, weighted recall too (to 1e-14), and none leaves 0 to 1", () => {
    fc.assert(
      fc.property(answers, (rows) => {
        const confusion = confusionMatrix(
          rows.map(([actual]) => actual),
          rows.map(([, predicted]) => predicted),
          5,
        );
        const scores = classScores(confusion);
        const { micro, macro, weighted } = averageScores(confusion, scores);
        const accuracy = rows.filter(([actual, predicted]) => actual === predicted).length / rows.length;
        expect(figures(micro)).toEqual([accuracy, accuracy, accuracy]);
        expectClose(weighted.recall, accuracy, { absolute: 1e-14 }, "weighted recall");
        for (const one of [...scores, macro, weighted].flatMap(figures)) {
          expect(one >= 0 && one <= 1 + 1e-14).toBe(true);
        }
      }),
    );
  });

  it("F1 is the harmonic mean of precision and recall, to 1e-14", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 9, maxLength: 9 }), (counts) => {
        const confusion = [0, 3, 6].map((from) => counts.slice(from, from + 3));
        for (const { precision, recall, f1 } of classScores(confusion)) {
          const mean = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
          expectClose(f1, mean, { relative: 1e-14 }, "f1");
        }
      }),
    );
  });

  it("is 0 without rows", () => {
    const { micro, macro, weighted } = averageScores([[0]], classScores([[0]]));
    expect([micro, macro, weighted].flatMap(figures)).toEqual(Array(9).fill(0));
  });
});
