import { describe, expect, it } from "vitest";
import { formatConfusion } from "../../../src/report/confusion.js";

const iris = [
  [50, 0, 0],
  [0, 47, 3],
  [0, 1, 49],
];
const names = ["setosa", "versicolor", "virginica"];

/** Right answers 10 of each class, and as many wrong ones as told. */
function counts(classes: number, wrong: [actual: number, predicted: number, times: number][]): number[][] {
  const matrix = Array.from({ length: classes }, (_, row) =>
    Array.from({ length: classes }, (_, column): number => (row === column ? 10 : 0)),
  );
  for (const [actual, predicted, times] of wrong) matrix[actual]![predicted] = times;
  return matrix;
}

const numbered = (classes: number): string[] =>
  Array.from({ length: classes }, (_, index) => `class ${index}`);

describe("formatConfusion", () => {
  it("draws names, counts, totals and recall, zeros as dots", () => {
    expect(formatConfusion(iris, names)).toBe(
      [
        "actual ↓  predicted →",
        "            setosa  versicolor  virginica  total  recall",
        "setosa          50           ·          ·     50   100 %",
        "versicolor       ·          47          3     50  94.0 %",
        "virginica        ·           1         49     50  98.0 %",
        "",
        "accuracy 97.3 %: 146 of 150",
      ].join("\n"),
    );
  });

  it("cuts long names and has no recall for a class that never came", () => {
    const matrix = [
      [1, 0],
      [0, 0],
    ];
    expect(formatConfusion(matrix, ["a very long class name", "狗"])).toBe(
      [
        "actual ↓  predicted →",
        "              a very long…  狗  total  recall",
        "a very long…             1   ·      1   100 %",
        "狗                       ·   ·      0       –",
        "",
        "accuracy 100 %: 1 of 1",
      ].join("\n"),
    );
  });

  it("lists the confusions where the matrix is wider than the terminal", () => {
    expect(formatConfusion(iris, names, { width: 55 })).toBe(
      [
        "confusions",
        "actual      predicted   times  of the class",
        "versicolor  virginica       3         6.0 %",
        "virginica   versicolor      1         2.0 %",
        "",
        "accuracy 97.3 %: 146 of 150",
      ].join("\n"),
    );
  });

  it("draws 20 classes and lists 21", () => {
    const draw = (classes: number): string =>
      formatConfusion(counts(classes, []), numbered(classes), { width: 1000 }).split("\n")[0]!;
    expect(draw(20)).toBe("actual ↓  predicted →");
    expect(draw(21)).toBe("no confusions");
  });

  it("lists the ten most frequent of many, ties in the order of the classes", () => {
    const wrong = Array.from({ length: 12 }, (_, index): [number, number, number] => [index, index + 9, 3]);
    wrong.push([20, 0, 5]);
    const lines = formatConfusion(counts(21, wrong), numbered(21)).split("\n");
    expect(lines.slice(0, 4)).toEqual([
      "the 10 most frequent of 13 confusions",
      "actual    predicted  times  of the class",
      "class 20  class 0        5        33.3 %",
      "class 0   class 9        3        23.1 %",
    ]);
    expect(lines[11]).toBe("class 8   class 17       3        23.1 %");
    expect(lines).toHaveLength(14);
  });
});
