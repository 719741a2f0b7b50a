import { describe, expect, it } from "vitest";
import { formatClassTable } from "../../../src/report/classTable.js";
import { displayWidth } from "../../../src/report/terminal.js";
import { classReport } from "../../../src/train/evaluation/classes.js";

/** A report of rows taken for one class each. */
function report(rows: readonly (readonly [actual: number, predicted: number])[], names: readonly string[]) {
  const outputs = rows.flatMap(([, said]) => names.map((_, index) => (index === said ? 1 : 0)));
  return classReport(
    rows.map(([actual]) => actual),
    outputs,
    names.length,
    names,
  );
}

const times = (count: number, actual: number, predicted: number) =>
  Array.from({ length: count }, () => [actual, predicted] as const);
const iris = [
  ...times(50, 0, 0),
  ...times(47, 1, 1),
  ...times(3, 1, 2),
  ...times(1, 2, 1),
  ...times(49, 2, 2),
];
const names = ["setosa", "versicolor", "virginica"];

describe("formatClassTable", () => {
  it("draws scores and support of each class, then their averages", () => {
    // the figures of classification_report(…, digits=3) of scikit-learn
    expect(formatClassTable(report(iris, names))).toBe(
      [
        "            precision  recall     f1  support",
        "setosa          1.000   1.000  1.000       50",
        "versicolor      0.979   0.940  0.959       50",
        "virginica       0.942   0.980  0.961       50",
        "",
        "macro           0.974   0.973  0.973      150",
        "weighted        0.974   0.973  0.973      150",
      ].join("\n"),
    );
  });

  it("has a dash where there is nothing to divide by, and keeps 0 where there is", () => {
    const odd = report([...times(2, 0, 0), ...times(2, 1, 0), ...times(1, 0, 2)], ["a", "b", "c", "d"]);
    expect(formatClassTable(odd)).toBe(
      [
        "          precision  recall     f1  support",
        "a             0.500   0.667  0.571        3",
        "b                 –   0.000  0.000        2",
        "c             0.000       –  0.000        0",
        "d                 –       –      –        0",
        "",
        "macro         0.167   0.222  0.190        5",
        "weighted      0.300   0.400  0.343        5",
      ].join("\n"),
    );
  });

  it("lists the ten worst of more than 20 classes, ties in their order, without those that never come", () => {
    const rows = Array.from({ length: 21 }, (_, index) => times(4, index, index)).flat();
    const many = [...rows, ...times(4, 20, 3), ...times(1, 7, 8)];
    const names22 = Array.from({ length: 22 }, (_, index) => `class ${index}`);
    const lines = formatClassTable(report(many, names22)).split("\n");
    expect(lines.slice(0, 7)).toEqual([
      "the 10 classes of 22 with the lowest f1",
      "          precision  recall     f1  support",
      "class 3       0.500   1.000  0.667        4",
      "class 20      1.000   0.500  0.667        8",
      "class 7       1.000   0.800  0.889        5",
      "class 8       0.800   1.000  0.889        4",
      "class 0       1.000   1.000  1.000        4",
    ]);
    expect(lines).toHaveLength(2 + 10 + 3);
    const twenty = formatClassTable(report(times(1, 0, 0), names22.slice(0, 20))).split("\n");
    expect(twenty).toHaveLength(1 + 20 + 3);
  });

  it("cuts names to what the terminal leaves, at most 24 columns", () => {
    const long = report(iris, ["a class with a name that is far too long", "狗狗狗狗狗狗", "c"]);
    const widths = (width: number) => formatClassTable(long, { width }).split("\n").map(displayWidth);
    expect(Math.max(...widths(80))).toBe(24 + 35);
    for (const width of [45, 50, 58]) expect(Math.max(...widths(width))).toBeLessThanOrEqual(width);
    expect(formatClassTable(long, { width: 45 })).toContain("\na class…");
  });
});
