import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { DataError, ShapeError } from "../../../src/errors.js";
import { alignClasses } from "../../../src/train/networkData.js";
import { failure } from "../readers/failure.js";

const two = [[1], [2]];

describe("Dataset.from with names of classes", () => {
  it("sorts those that occur: by code point, or as numbers", () => {
    const animals = Dataset.from([[1], [2], [3]], ["dog", "cat", "dog"]);
    expect(animals).toMatchObject({ classNames: ["cat", "dog"], outputs: 2, hasClassNames: true });
    expect([...animals.labels!]).toEqual([1, 0, 1]);
    expect(Dataset.from([[1], [2], [3]], ["10", "9", "-1"]).classNames).toEqual(["-1", "9", "10"]);
  });

  it("keeps the order of those that are given, also where some do not occur", () => {
    const animals = Dataset.from(two, ["dog", "cat"], { classes: ["dog", "owl", "cat"] });
    expect([...animals.labels!]).toEqual([0, 2]);
    expect(animals.select([1])).toMatchObject({ classNames: ["dog", "owl", "cat"], hasClassNames: true });
    expect(Dataset.from(two, [0, 1], { classes: 2 })).toMatchObject({
      classNames: ["0", "1"],
      hasClassNames: false,
    });
    expect(animals.asAutoencoder()).toMatchObject({ classNames: null, hasClassNames: false, labels: null });
  });
});

describe("Dataset.from with flags and missing numbers", () => {
  const rows = [
    [1, 0],
    [NaN, 1],
    [3, 0],
  ];
  const whole = Dataset.from(rows, ["a", "b", "a"], { flags: [false, true], allowMissing: true });

  it("keeps both, also in a selection, which may be without gaps", () => {
    expect(whole).toMatchObject({ flags: Uint8Array.of(0, 1), hasMissing: true });
    expect(whole.select([1])).toMatchObject({ flags: Uint8Array.of(0, 1), hasMissing: true });
    expect(whole.select([0, 2])).toMatchObject({ flags: Uint8Array.of(0, 1), hasMissing: false });
    expect(whole.select([0, 2]).asAutoencoder()).toMatchObject({ flags: Uint8Array.of(0, 1) });
  });

  it("keeps both where classes are brought into the network's order", () => {
    expect(alignClasses(whole, ["b", "a"])).toMatchObject({
      flags: Uint8Array.of(0, 1),
      hasMissing: true,
      labels: Uint32Array.of(1, 0, 1),
    });
  });

  it("has none by default", () => {
    expect(Dataset.from([[1]], null, { flags: [0], allowMissing: true })).toMatchObject({
      flags: null,
      hasMissing: false,
    });
    expect(Dataset.from([[1]], null)).toMatchObject({ flags: null, hasMissing: false });
  });

  it("refuses missing numbers as targets of an autoencoder", async () => {
    expect(await failure(() => whole.asAutoencoder())).toBe(
      "DataError: asAutoencoder: expected numbers without gaps, got missing ones. Fill them first.",
    );
  });
});

describe("Dataset.from refuses", () => {
  const inIndices =
    "ConfigError: classes: expected the names of the classes, or their number (1 to 1000000), got ";
  it.each([
    [two, [0, 1], { classes: 2.7 }, `${inIndices}2.7.`],
    [two, [0, 1], { classes: 1e9 }, `${inIndices}1000000000.`],
    [two, [0, 1], { classes: 0 }, `${inIndices}0.`],
    [two, [0, 1], { classes: true }, `${inIndices}true.`],
    [two, [0, 1], { classes: null }, `${inIndices}null.`],
    [two, [0, 1], { classes: [] }, "ConfigError: classes: expected at least 1 class, got none."],
    [
      two,
      [0, 1],
      { classes: ["a", "a"] },
      'ConfigError: classes[1]: expected names that differ, got "a", as classes[0] is. Rename one.',
    ],
    [two, [0, 1], { classes: ["a", 2] }, "ConfigError: classes[1]: expected the name of a class, got 2."],
    [
      two,
      ["a", "b"],
      { classes: 2 },
      "ConfigError: classes: expected the names of the classes, as the targets are names, got 2. Leave it out, or list them.",
    ],
    [
      two,
      ["a", "c"],
      { classes: ["a", "b"] },
      'DataError: targets: row 1: expected a class, "a" or "b", got "c".',
    ],
    [two, ["a", 1], {}, 'DataError: targets: row 1: expected a class, "a", got 1.'],
    [two, ["a"], {}, "ShapeError: targets: expected 2 classes, one for each input row, got 1."],
    [two, [0, 2], { classes: 2 }, "DataError: targets: row 1: expected a class index 0 to 1, got 2."],
    [
      [[1, 2]],
      [[1]],
      { columns: 3 },
      "ShapeError: inputs: expected rows of 3 columns, as `columns` says, got 2. Leave `columns` out, or correct the rows.",
    ],
    [
      two,
      [0, 1],
      { clases: 2 },
      'ConfigError: clases: Dataset.from has no such option. Did you mean "classes"?',
    ],
    [
      two,
      [0, 1],
      { sampleWeights: 3 },
      "ShapeError: sampleWeights: expected 2 weights, one for each input row, got 3.",
    ],
    [
      two,
      [0, 1],
      { flags: [1, 0] },
      "ShapeError: flags: expected 1 of them, one for each input column, got 2.",
    ],
    [two, [0, 1], { flags: ["1"] }, 'DataError: flags, column 0: expected true or false, got "1".'],
    [two, [0, 1], { allowMissing: 1 }, "ConfigError: allowMissing: expected true or false, got 1."],
    [
      [[NaN], [Infinity]],
      [0, 1],
      { allowMissing: true },
      "DataError: inputs: row 1, column 0: expected a finite number, got Infinity.",
    ],
    [
      [[1], [2]],
      [[1], [NaN]],
      { allowMissing: true },
      "DataError: targets: row 1, column 0: expected a finite number, got NaN.",
    ],
    [{ a: 1 }, [0], {}, 'ShapeError: inputs: expected rows of numbers or a typed array, got {"a":1}.'],
    [[true, false], [0, 1], {}, "DataError: inputs: row 0: expected a list of numbers, got true."],
    [[[1], null], [0, 1], {}, "DataError: inputs: row 1: expected a list of numbers, got null."],
  ])("%j, %j, %j", async (inputs, targets, options, message) => {
    expect(await failure(() => Dataset.from(inputs as never, targets as never, options as never))).toBe(
      message,
    );
  });

  it("with the place and the sizes as fields", () => {
    const errorOf = (make: () => unknown): unknown => {
      try {
        return make();
      } catch (error) {
        return error;
      }
    };
    const wrong = errorOf(() =>
      Dataset.from(
        [
          [1, 2],
          [3, NaN],
        ],
        null,
      ),
    );
    expect(wrong).toBeInstanceOf(DataError);
    expect(wrong).toMatchObject({
      message: "inputs: row 1, column 1: expected a finite number, got NaN.",
      row: 1,
      column: 1,
      file: undefined,
      line: undefined,
    });
    const sizes = errorOf(() => Dataset.from([[1, 2], [3]], null));
    expect(sizes).toBeInstanceOf(ShapeError);
    expect(sizes).toMatchObject({ expected: 2, got: 1 });
  });
});
