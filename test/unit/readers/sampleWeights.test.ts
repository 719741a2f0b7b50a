import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/readers/csv.js";
import { encode } from "../../../src/readers/encode.js";
import { readSampleWeights } from "../../../src/readers/sampleWeights.js";
import { inferSchema } from "../../../src/readers/schema.js";
import { DataError } from "../../../src/errors.js";

const table = (...weights: string[]) =>
  readCsv(
    ["x,w,y", ...weights.map((weight, row) => `${row},${weight},${row % 2 ? "a" : "b"}`)].join("\n"),
    "t.csv",
  );

describe("readSampleWeights", () => {
  it("gives a number ≥ 0 for each row", () => {
    expect(readSampleWeights(table("0", "1.5", "2e3"), "w")).toEqual(Float64Array.of(0, 1.5, 2000));
  });

  it.each([
    ["-0.5", '"-0.5"'],
    ["NaN", '"NaN"'],
    ["inf", '"inf"'],
    ["", "an empty cell"],
  ])("refuses %j with its line", (cell, got) => {
    expect(() => readSampleWeights(table("1", `"${cell}"`), "w")).toThrow(
      new DataError(`expected a weight ≥ 0, got ${got}. Correct the cell, or remove the row.`, {
        file: "t.csv",
        line: 3,
        column: "w",
      }),
    );
  });

  it("refuses a column that is not there, and the target", () => {
    expect(() => readSampleWeights(table("1"), "weight")).toThrow(
      new DataError(
        'expected a column of sample weights "weight", got columns "x", "w" and "y". Name one of them.',
        { file: "t.csv" },
      ),
    );
    expect(() => readSampleWeights(table("1"), "y", "y")).toThrow(
      'sampleWeights: expected a column beside the target, got the target "y". Name another.',
    );
  });

  it("go with the data set, whatever its targets are", () => {
    const weighed = table("1", "0", "2", "4");
    const sampleWeights = readSampleWeights(weighed, "w");
    for (const target of ["y", null]) {
      const schema = inferSchema(weighed, target, { drop: target ? ["w"] : ["w", "y"] });
      const dataset = encode(weighed, schema, { target: target !== null, sampleWeights });
      expect(dataset.inputNames).toEqual(["x"]);
      expect(dataset.sampleWeights).toEqual(Float64Array.of(1, 0, 2, 4));
    }
  });
});
