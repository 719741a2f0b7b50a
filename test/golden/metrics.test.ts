/** Metrics of small arrays as scikit-learn has them: edge cases are classes that never come, ties, flat targets. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { expectClose } from "../compare.js";
import { averageScores, classScores, type Scores } from "../../src/train/evaluation/classes.js";
import { rocAuc, rocAucOfOutputs, scoresOf } from "../../src/train/evaluation/curves.js";
import {
  accuracyOf,
  confusionMatrix,
  logLoss,
  regressionByOutput,
  regressionMetrics,
  topKAccuracy,
} from "../../src/train/evaluation/metrics.js";

interface ClassesCase extends Record<"micro" | "macro" | "weighted", Scores> {
  name: string;
  classes: number;
  actual: number[];
  predicted: number[];
  confusion: number[][];
  accuracy: number;
  byClass: Record<keyof Scores, number[]>;
}

/** null: not defined, here NaN; for `topK`: ties decide, and theirs go to the last class. */
interface OutputsCase {
  name: string;
  labels: number[];
  outputs: number[][];
  rocAucByClass: (number | null)[];
  rocAuc: number | null;
  logLoss: number;
  /** [k − 1] */
  topK: number[] | null;
}

interface NumbersCase {
  name: string;
  targets: number[][];
  outputs: number[][];
  mse: number;
  mae: number;
  /** null where that of a column is. */
  r2: number | null;
  byColumn: { mse: number[]; rmse: number[]; mae: number[]; r2: (number | null)[] };
}

const golden = JSON.parse(readFileSync(new URL("curves/metrics.json", import.meta.url), "utf8")) as {
  classes: ClassesCase[];
  outputs: OutputsCase[];
  numbers: NumbersCase[];
};
const figures = ["precision", "recall", "f1"] as const;
const close = { absolute: 1e-14, relative: 1e-14 };

function expectFigure(actual: number, wanted: number | null, what: string): void {
  if (wanted === null) expect(actual, what).toBeNaN();
  else expectClose(actual, wanted, close, what);
}

describe("scikit-learn's metrics, to 1e-14", () => {
  test.each(golden.classes)("of classes: $name", ({ actual, predicted, classes, ...wanted }) => {
    const confusion = confusionMatrix(actual, predicted, classes);
    expect(confusion).toEqual(wanted.confusion);
    expectClose(accuracyOf(confusion), wanted.accuracy, close, "accuracy");
    const scores = classScores(confusion);
    const averages = averageScores(confusion, scores);
    for (const figure of figures) {
      const each = scores.map((one) => one[figure]);
      expectClose(each, wanted.byClass[figure], close, `${figure} by class`);
      for (const average of ["micro", "macro", "weighted"] as const) {
        expectClose(averages[average][figure], wanted[average][figure], close, `${average} ${figure}`);
      }
    }
  });

  test.each(golden.outputs)("of outputs: $name", ({ labels, outputs, ...wanted }) => {
    const [flat, classes] = [outputs.flat(), outputs[0]!.length];
    wanted.rocAucByClass.forEach((area, index) => {
      expectFigure(rocAuc(labels, scoresOf(flat, classes, index), index), area, `area of class ${index}`);
    });
    expectFigure(rocAucOfOutputs(labels, flat, classes), wanted.rocAuc, "area");
    expectClose(logLoss(labels, flat, classes), wanted.logLoss, close, "log loss");
    wanted.topK?.forEach((part, index) => {
      expectClose(topKAccuracy(labels, flat, classes, index + 1), part, close, `top ${index + 1}`);
    });
  });

  test.each(golden.numbers)("of numbers: $name", ({ targets, outputs, byColumn, ...wanted }) => {
    const columns = targets[0]!.length;
    const all = regressionMetrics(targets.flat(), outputs.flat(), columns);
    expectClose(all.mse, wanted.mse, close, "mse");
    expectClose(all.rmse, Math.sqrt(wanted.mse), close, "rmse");
    expectClose(all.mae, wanted.mae, close, "mae");
    if (wanted.r2 !== null) expectClose(all.r2, wanted.r2, close, "r2");
    regressionByOutput(targets.flat(), outputs.flat(), columns).forEach((one, column) => {
      for (const figure of ["mse", "rmse", "mae", "r2"] as const) {
        expectFigure(one[figure], byColumn[figure][column]!, `${figure} of column ${column}`);
      }
    });
  });
});
