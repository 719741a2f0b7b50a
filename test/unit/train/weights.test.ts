import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, DataError, ShapeError } from "../../../src/errors.js";
import { Dataset } from "../../../src/data/dataset.js";
import { rowWeights } from "../../../src/data/rowWeights.js";
import type { ClassWeights } from "../../../src/settings/generated/types.js";
import { expectClose } from "../../compare.js";

const names = ["oak", "pine", "yew", "ash"];
const labels = [0, 0, 0, 0, 0, 1, 1, 3];
const make = (of: readonly number[], sampleWeights?: readonly number[]) =>
  Dataset.from(
    of.map((label) => [label]),
    of,
    { classes: names, sampleWeights },
  );
const trees = make(labels);
const numbers = Dataset.from([[1], [2]], [[3], [4]]);

describe("rowWeights", () => {
  it("is null where nothing is weighted", () => {
    expect(rowWeights(trees, undefined)).toBeNull();
    expect(rowWeights(numbers, undefined)).toBeNull();
  });

  it("balances as scikit-learn, over the classes that occur, to 1e-15", () => {
    // compute_class_weight("balanced", classes=np.unique(labels), y=labels)
    const [oak, pine, ash] = [0.5333333333333333, 1.3333333333333333, 2.6666666666666665];
    const expected = [oak, oak, oak, oak, oak, pine, pine, ash];
    expectClose(rowWeights(trees, "balanced")!, expected, { relative: 1e-15 }, "weights");
  });

  it("balanced: all classes weigh alike, and rows 1 in the mean, to 1e-12", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { minLength: 1, maxLength: 60 }), (of) => {
        const weights = rowWeights(make(of), "balanced")!;
        const classes = [...new Set(of)];
        for (const label of classes) {
          const total = weights.filter((_, row) => of[row] === label).reduce((a, b) => a + b, 0);
          expectClose(total, of.length / classes.length, { relative: 1e-12 }, "weight of a class");
        }
      }),
    );
  });

  it("takes a list in the order of the classes, or weights by name, in any order", () => {
    const expected = [1, 1, 1, 1, 1, 0.5, 0.5, 4];
    expect([...rowWeights(trees, [1, 0.5, 0, 4])!]).toEqual(expected);
    expect([...rowWeights(trees, { ash: 4, yew: 0, pine: 0.5, oak: 1 })!]).toEqual(expected);
  });

  it("multiplies them with the data set's own", () => {
    const own = [1, 2, 3, 0, 1, 1, 5, 1];
    expect([...rowWeights(make(labels, own), undefined)!]).toEqual(own);
    expect([...rowWeights(make(labels, own), [1, 0.5, 0, 4])!]).toEqual([1, 2, 3, 0, 1, 0.5, 2.5, 4]);
    const two = Dataset.from([[1], [2]], [[3], [4]], { sampleWeights: [1, 3] });
    expect([...rowWeights(two, undefined)!]).toEqual([1, 3]);
  });

  it.each<[string, unknown, string]>([
    ["a mistyped class", { pin: 1 }, 'classWeights: there is no class "pin". Did you mean "pine"?'],
    [
      "another class",
      { elm: 1 },
      'classWeights: there is no class "elm". There are: "oak", "pine", "yew" and "ash".',
    ],
    [
      "a class left out",
      { oak: 1, pine: 1, ash: 1 },
      'classWeights: expected a weight for each class, got none for "yew". ' +
        "Give 1 for a class that should keep its weight.",
    ],
    ["a short list", [1, 2], "classWeights: expected 4 weights, one for each class, got 2."],
    ["a negative weight", [1, 2, -1, 1], "classWeights[2]: expected a finite number ≥ 0, got -1."],
    [
      "an infinite weight",
      { oak: 1, pine: Infinity, yew: 1, ash: 1 },
      'classWeights["pine"]: expected a finite number ≥ 0, got Infinity.',
    ],
    ["text", ["1", 1, 1, 1], 'classWeights[0]: expected a finite number ≥ 0, got "1".'],
    ["another word", "even", 'classWeights: expected "balanced", or a weight for each class, got "even".'],
    ["null", null, 'classWeights: expected "balanced", or a weight for each class, got null.'],
  ])("refuses %s", (_, given, message) => {
    expect(() => rowWeights(trees, given as ClassWeights)).toThrow(new ConfigError(message));
  });

  it("refuses class weights for numbers, and weights that leave nothing", () => {
    expect(() => rowWeights(numbers, "balanced")).toThrow(
      new ConfigError("classWeights: expected targets that are classes, got numbers. Drop it."),
    );
    const nothing = "expected a weight that is not 0 for at least 1 training sample, got 0 for all.";
    expect(() => rowWeights(trees, [0, 0, 1, 0])).toThrow(new DataError(`classWeights: ${nothing}`));
    const half = make([0, 1, 1], [1, 0, 0]).select([1, 2]);
    expect(() => rowWeights(half, undefined)).toThrow(new DataError(`sampleWeights: ${nothing}`));
  });
});

describe("Dataset sampleWeights", () => {
  it("are kept by select, and null where there are none", () => {
    const weighted = make([0, 1, 2], [0.5, 0, 2]);
    expect([...weighted.sampleWeights!]).toEqual([0.5, 0, 2]);
    expect([...weighted.select([2, 2, 0]).sampleWeights!]).toEqual([2, 2, 0.5]);
    expect([trees.sampleWeights, trees.select([1]).sampleWeights]).toEqual([null, null]);
    const unknown = Dataset.from([[1], [2]], null, { sampleWeights: [1, 2] });
    expect([...unknown.sampleWeights!]).toEqual([1, 2]);
  });

  it("are copied", () => {
    const own = new Float64Array([1, 2, 3]);
    const weighted = Dataset.from([[1], [2], [3]], [1, 2, 3], { sampleWeights: own });
    own[0] = 9;
    expect(weighted.sampleWeights![0]).toBe(1);
  });

  it.each<[string, readonly unknown[], Error]>([
    ["too few", [1], new ShapeError("sampleWeights: expected 2 weights, one for each input row, got 1.")],
    [
      "NaN",
      [Number.NaN, 1],
      new DataError("expected a finite number, got NaN.", { matrix: "sampleWeights", row: 0 }),
    ],
    [
      "text",
      ["a", 1],
      new DataError('expected a finite number, got "a".', { matrix: "sampleWeights", row: 0 }),
    ],
    [
      "nothing but 0",
      [0, 0],
      new DataError("sampleWeights: expected a weight that is not 0 for at least 1 row, got 0 for all."),
    ],
  ])("refuses %s", (_, given, error) => {
    const sampleWeights = given as readonly number[];
    expect(() => Dataset.from([[1], [2]], [[1], [2]], { sampleWeights })).toThrow(error);
  });
});
