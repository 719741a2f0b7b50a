import { describe, expect, it } from "vitest";
import { readCsv } from "../../../src/readers/csv.js";
import type { Table } from "../../../src/readers/table.js";
import { encode, inputColumnNames } from "../../../src/readers/encode.js";
import type { Schema } from "../../../src/readers/schema.js";
import { failure } from "./failure.js";

const table = (text: string): Table => readCsv(text, "new.csv");

const schema: Schema = {
  inputs: [
    { name: "size", kind: "number" },
    { name: "colour", kind: "category", values: ["blue", "green", "red"] },
    { name: "age", kind: "number" },
  ],
  target: { name: "kind", kind: "class", classes: ["cat", "dog"] },
};

describe("encode", () => {
  it("makes numbers, one-hot columns and class indices", () => {
    const set = encode(table("size,colour,age,kind\n1.5,red,3,dog\n-2,blue,4e1,cat\n"), schema, {
      target: true,
    });
    expect(set.inputNames).toEqual(["size", "colour=blue", "colour=green", "colour=red", "age"]);
    expect(inputColumnNames(schema)).toEqual(set.inputNames);
    expect(set.inputs).toEqual(Float64Array.of(1.5, 0, 0, 1, 3, -2, 1, 0, 0, 40));
    expect([set.rows, set.columns]).toEqual([2, 5]);
    expect(set.labels).toEqual(Uint32Array.of(1, 0));
    expect(set.classNames).toEqual(["cat", "dog"]);
  });

  it("finds columns by name, in any order, among others, without the target", () => {
    const set = encode(table("note,age,colour,size\nhm,3,green,1.5\n"), schema, { target: false });
    expect(set.inputs).toEqual(Float64Array.of(1.5, 0, 1, 0, 3));
    expect(set.labels).toBeNull();
    expect(set.targets).toBeNull();
  });

  it("makes a numeric target one column", () => {
    const numeric: Schema = {
      inputs: [{ name: "x", kind: "number" }],
      target: { name: "y", kind: "number" },
    };
    const set = encode(table("x,y\n1,2.5\n3,4.5\n"), numeric, { target: true });
    expect(set.targets).toEqual(Float64Array.of(2.5, 4.5));
    expect(set.outputs).toBe(1);
  });

  it("knows a numeric class by its value, also beside texts", () => {
    const classes = (names: string[]): Schema => ({
      inputs: [{ name: "x", kind: "number" }],
      target: { name: "y", kind: "class", classes: names },
    });
    const cells = table("x,y\n1,7.0\n1,007\n1,-1\n");
    expect(encode(cells, classes(["-1", "7"]), { target: true }).labels).toEqual(Uint32Array.of(1, 1, 0));
    expect(encode(table("x,y\n1,a\n1,7\n"), classes(["7", "a"]), { target: true }).labels).toEqual(
      Uint32Array.of(1, 0),
    );
    const mixed = table("x,y\n1,07\n1,7\n");
    expect(encode(mixed, classes(["7", "a"]), { target: true }).labels).toEqual(Uint32Array.of(0, 0));
  });

  it.each([
    [
      "an unknown category",
      "size,colour,age,kind\n1,red,1,cat\n1,purple,1,cat\n",
      'new.csv line 3, column "colour": expected "blue", "green" or "red", got "purple". ' +
        "Correct the cell, or train with rows that have this value.",
    ],
    [
      "an empty category",
      "size,colour,age,kind\n1,,1,cat\n",
      'new.csv line 2, column "colour": expected "blue", "green" or "red", got an empty cell. ' +
        "Correct the cell, or train with rows that have this value.",
    ],
    [
      "an unknown class",
      "size,colour,age,kind\n1,red,1,cat\n1,red,1,owl\n",
      'new.csv line 3, column "kind": expected "cat" or "dog", got "owl". ' +
        "Correct the cell, or train with rows that have this value.",
    ],
    [
      "a cell that is no number",
      "size,colour,age,kind\n1,red,old,cat\n",
      'new.csv line 2, column "age": expected a number, got "old". Remove the row, or correct the cell.',
    ],
    [
      "a missing input column",
      "size,color,age,kind\n1,red,1,cat\n",
      'new.csv: expected column "colour", which the model was trained with, got columns "size", "color", "age" ' +
        'and "kind". Rename "color" if that is it.',
    ],
    [
      "a missing input column that no other is like",
      "size,age\n1,1\n",
      'new.csv: expected column "colour", which the model was trained with, got columns "size" and "age". Add it.',
    ],
    [
      "a missing target column",
      "size,colour,age\n1,red,1\n",
      'new.csv: expected column "kind", which the model was trained to predict, got columns "size", "colour" and ' +
        '"age". Add it, with the right answers.',
    ],
  ])("refuses %s", async (_, text, message) => {
    expect(await failure(() => encode(table(text), schema, { target: true }))).toBe(`DataError: ${message}`);
  });

  it("does not list more than 20 known values", async () => {
    const values = Array.from({ length: 21 }, (_, index) => `v${index}`);
    const many: Schema = { inputs: [{ name: "a", kind: "category", values }], target: null };
    expect(await failure(() => encode(table("a\nx\n"), many, { target: false }))).toBe(
      'DataError: new.csv line 2, column "a": expected one of 21 known values such as "v0", got "x". ' +
        "Correct the cell, or train with rows that have this value.",
    );
  });

  it("refuses a target that the schema does not have", async () => {
    const without: Schema = { inputs: [{ name: "a", kind: "number" }], target: null };
    expect(await failure(() => encode(table("a\n1\n"), without, { target: true }))).toBe(
      "ConfigError: target: expected a schema with a target column, got one without.",
    );
  });
});
