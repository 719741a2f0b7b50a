import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { fromRecords } from "../../../src/readers/records.js";
import { partialDependence } from "../../../src/train/evaluation/dependence.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const network = Network.create({ layers: [2, { units: 2, activation: "identity" }], precision: "float64" });
network.setParameters([{ weights: [2, 0, 1, -1], biases: [0.5, 0] }]); // 2a + b + ½, and −b
const rows = 60;
const values = numbers(2 * rows, 4);
const data = Dataset.from(values, null, { columns: 2, inputNames: ["a", "b"] });
const mean = (column: number) =>
  Array.from({ length: rows }, (_, row) => values[2 * row + column]!).reduce((sum, x) => sum + x, 0) / rows;

describe("partialDependence", () => {
  it("of a linear function is that function with the mean of the other column, to 1e-14", async () => {
    const before = [values.slice(), await network.weightsSha256()];
    const found = partialDependence(network, data, "a", 7);
    expect(found.length).toBe(7);
    for (const { value, answers } of found) {
      expectClose(
        answers,
        [2 * value + mean(1) + 0.5, -mean(1)],
        { relative: 1e-13, absolute: 1e-14 },
        "answers",
      );
    }
    expect(found.map(({ value }) => value)).toEqual(found.map(({ value }) => value).sort((a, b) => a - b));
    const own = Array.from({ length: rows }, (_, row) => values[2 * row]!);
    expect([found[0]!.value, found[6]!.value]).toEqual([Math.min(...own), Math.max(...own)]);
    expect([values, await network.weightsSha256()]).toEqual(before);
    expect(partialDependence(network, data, 0, 7)).toEqual(found);
  });

  it("has a point for each value of a column of few", () => {
    const few = Dataset.from(
      [
        [0, 1],
        [1, 1],
        [1, 3],
      ],
      null,
    );
    expect(partialDependence(network, few, 0).map(({ value }) => value)).toEqual([0, 1]);
    expect(partialDependence(network, few, 1).map(({ answers }) => answers[1])).toEqual([-1, -3]);
  });

  it("takes a column of the table: all inputs of a category change together, and a number is not missing", () => {
    const people = [
      { job: "clerk", member: "no", age: 20 },
      { job: "nurse", member: "yes", age: null },
      { job: "clerk", member: "yes", age: 40 },
      { job: "nurse", member: "no", age: 30 },
    ];
    const columns = { categorical: "job", numeric: "age" };
    const table = fromRecords([...people, ...people, { ...people[0]!, job: "smith" }], columns).dataset;
    const names = ["job=clerk", "job=nurse", "job=smith", "member=yes", "age", "age is missing"];
    expect(table.inputNames).toEqual(names);
    const judge = Network.create({ layers: [6, { units: 1, activation: "identity" }], precision: "float64" });
    judge.setParameters([{ weights: [1, 2, 4, 10, 0, 100], biases: [0] }]);
    judge.scalers = {
      inputs: { kind: "none", shift: Array(6).fill(0), scale: Array(6).fill(1), missing: Array(6).fill(0) },
      targets: null,
    };
    const found = (column: string) =>
      partialDependence(judge, table, column).map(({ value, category, answers: [answer] }) => [
        category ?? value,
        Number(answer!.toFixed(9)),
      ]);
    const [withMember, withMissing] = [(10 * (4 - 5)) / 9, 200 / 9];
    expect(found("job")).toEqual(
      [1, 2, 4].map((weight, at) => [
        ["clerk", "nurse", "smith"][at],
        Number((weight + withMember + withMissing).toFixed(9)),
      ]),
    );
    const others = (5 * 1 + 4 * 2 - 1 + 4) / 9;
    expect(found("member").map(([category]) => category)).toEqual(["no", "yes"]);
    const [without, having] = found("member").map(([, answer]) => Number(answer));
    expect(having! - without!).toBeCloseTo(20, 8);
    expect(found("age").map(([value]) => value)).toEqual([20, 30, 40]);
    expect(found("age")[0]![1]).toBeCloseTo(others + withMember, 8);
  });

  it("refuses a column that is not there, and fewer than 2 points", () => {
    expect(() => partialDependence(network, data, "c")).toThrow(
      'column: expected the name or the number of an input column, got "c".',
    );
    expect(() => partialDependence(network, data, 2)).toThrow("of an input column, got 2.");
    expect(() => partialDependence(network, data, "a", 1)).toThrow("points: expected an integer ≥ 2, got 1.");
  });
});

it("numbers that are labels, several or none in a row, have the part of right answers as their accuracy", () => {
  const labels = Dataset.from(
    [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    [
      [1, 1],
      [0, 0],
      [1, 0],
    ],
  );
  const judge = Network.create({ layers: [2, 2], precision: "float64" });
  judge.setParameters([{ weights: [-9, -9, 4, 9], biases: [5, -5] }]);
  // answers: 1 0 | 0 0 | 0.5 0 (at 0.5 a label is not given)
  expect(judge.predict(labels).map((row) => Array.from(row, Math.round))).toEqual([
    [1, 0],
    [0, 0],
    [1, 0],
  ]);
  expect(judge.evaluate(labels).metrics.accuracy).toBeCloseTo(4 / 6, 15);
});
