import { describe, expect, it } from "vitest";
import { inputColumnNames, type Schema } from "../../../src/data/columns/columns.js";
import { readCsv } from "../../../src/readers/csv.js";
import { decodeRow } from "../../../src/readers/decode.js";
import { encode, encodeTable } from "../../../src/readers/encode.js";
import { inferSchema } from "../../../src/readers/schema.js";
import type { Table } from "../../../src/readers/table.js";
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

  it("knows a numeric class by its value, a text as written", async () => {
    const classes = (names: string[]): Schema => ({
      inputs: [{ name: "x", kind: "number" }],
      target: { name: "y", kind: "class", classes: names },
    });
    const cells = table("x,y\n1,7.0\n1,007\n1,-1\n");
    expect(encode(cells, classes(["-1", "7"]), { target: true }).labels).toEqual(Uint32Array.of(1, 1, 0));
    expect(encode(table("x,y\n1,a\n1,7\n"), classes(["7", "a"]), { target: true }).labels).toEqual(
      Uint32Array.of(1, 0),
    );
    expect(await failure(() => encode(table("x,y\n1,b\n"), classes(["7", "a"]), { target: true }))).toBe(
      'DataError: new.csv line 2, column "y": expected "7" or "a", got "b". ' +
        "Correct the cell, or train with rows that have this value.",
    );
  });

  it.each([
    [
      "an unknown class",
      "size,colour,age,kind\n1,red,1,cat\n1,red,1,owl\n",
      'new.csv line 3, column "kind": expected "cat" or "dog", got "owl". ' +
        "Correct the cell, or train with rows that have this value.",
    ],
    [
      "a cell that is no number",
      "size,colour,age,kind\n1,red,old,cat\n",
      'new.csv line 2, column "age": expected a number, got "old". Correct the cells, or remove the rows.',
    ],
    [
      "cells that are no numbers, all columns at once",
      "size,colour,age,kind\n1,red,old,cat\nbig,red,old,cat\n",
      'new.csv: expected a number in 2 columns: "size" ("big" on line 3), "age" ("old" on line 2 and 1 more). ' +
        "Correct the cells, or remove the rows.",
    ],
    [
      "a missing input column",
      "size,color,age,kind\n1,red,1,cat\n",
      'new.csv: expected column "colour", which the model was trained with, got columns "size", "color", "age" ' +
        'and "kind". Rename "color" if that is it.',
    ],
    [
      "missing input columns, all at once",
      "size\n1\n",
      'new.csv: expected columns "colour" and "age", which the model was trained with, got columns "size". Add them.',
    ],
    [
      "a missing target column",
      "size,colour,age\n1,red,1\n",
      'new.csv: expected column "kind", which the model was trained to predict, got columns "size", "colour" and ' +
        '"age". Add it, with the right answers.',
    ],
    [
      "rows that all lack the target",
      "size,colour,age,kind\n1,red,1,\n2,red,1,NA\n",
      "new.csv: expected rows to use, got none: 2 have no target.",
    ],
  ])("refuses %s", async (_, text, message) => {
    expect(await failure(() => encode(table(text), schema, { target: true }))).toBe(`DataError: ${message}`);
  });

  it("refuses a target that the schema does not have", async () => {
    const without: Schema = { inputs: [{ name: "a", kind: "number" }], target: null };
    expect(await failure(() => encode(table("a\n1\n"), without, { target: true }))).toBe(
      "ConfigError: target: expected a schema with a target column, got one without.",
    );
  });

  it("leaves out rows without a target, with their weights", () => {
    const set = encode(table("size,colour,age,kind\n1,red,3,dog\n2,red,3,?\n3,red,3,cat\n"), schema, {
      target: true,
      sampleWeights: [1, 2, 3],
    });
    expect([set.rows, Array.from(set.labels!), Array.from(set.sampleWeights!)]).toEqual([2, [1, 0], [1, 3]]);
  });
});

const wide: Schema = {
  version: 2,
  inputs: [
    { name: "age", kind: "number", missing: 2 },
    { name: "sex", kind: "yes/no", values: ["f", "m"], missing: 1 },
    { name: "flag", kind: "yes/no", values: ["0", "1"] },
    { name: "city", kind: "category", values: ["Bonn", "Rome"], other: 3, missing: 1 },
    {
      name: "when",
      kind: "date",
      format: "dmy",
      parts: ["days", "month"],
      first: Date.UTC(2004, 0, 1) / 864e5,
    },
  ],
  target: null,
};
const head = "age,sex,flag,city,when\n";
const names =
  "age,age is missing,sex=m,sex is missing,flag,city=Bonn,city=Rome,city=(other),city is missing,when days,when month".split(
    ",",
  );

describe("encode: missing, unknown and other values", () => {
  it("numbers become NaN with a column that says so, texts a column of their own, pairs 0", () => {
    const set = encode(table(`${head}31,m,1,Rome,02.02.2004\n,?,0,NA,01.01.2004\n`), wide, { target: false });
    expect(set.inputNames).toEqual(names);
    expect(Array.from(set.inputs.subarray(0, 11))).toEqual([31, 0, 1, 0, 1, 0, 1, 0, 0, 32, 2]);
    expect(Array.from(set.inputs.subarray(11))).toEqual([NaN, 1, 0, 1, -1, 0, 0, 0, 1, 0, 1]);
    expect(Array.from(set.flags!)).toEqual([0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0]);
    expect(set.hasMissing).toBe(true);
  });

  it("unknown texts are other where there is such a column, else zeros; they are counted", () => {
    const cells = table(`${head}31,x,1,Oslo,02.02.2004\n32,y,0,Wien,01.01.2004\n`);
    const { dataset, remarks } = encodeTable(cells, wide, { target: false, badRows: "skip" });
    expect(Array.from(dataset.inputs.subarray(0, 11))).toEqual([31, 0, 0, 0, 1, 0, 0, 1, 0, 32, 2]);
    expect(remarks).toEqual([
      'Values that the training data did not have: "sex" 2 cells ("x" and "y"); "city" 2 cells ("Oslo" and "Wien").',
    ]);
  });

  it("refuses unknown texts on request, all columns at once", async () => {
    const cells = table(`${head}31,x,1,Oslo,02.02.2004\n32,y,0,Wien,01.01.2004\n`);
    expect(await failure(() => encode(cells, wide, { target: false, unseen: "refuse" }))).toBe(
      'DataError: new.csv: expected a value that the training data had in 2 columns: "sex" ("x" on line 2 and 1 more), ' +
        '"city" ("Oslo" on line 2 and 1 more). ' +
        "Correct the cells, train with rows that have these values, or let unknown values be (--unseen other).",
    );
    const one = table(`${head}31,x,1,Bonn,02.02.2004\n`);
    expect(await failure(() => encode(one, wide, { target: false, unseen: "refuse" }))).toBe(
      'DataError: new.csv line 2, column "sex": expected a known value ("f" and "m"), got "x". ' +
        "Correct the cells, train with rows that have these values, or let unknown values be (--unseen other).",
    );
  });

  it("one bad row costs no other row", () => {
    const cells = table(
      `${head}31,m,1,Rome,02.02.2004\nold,m,1,Rome,02.02.2004\n33,m,1,Rome,soon\n34,f,0,Bonn,1.1.04\n`,
    );
    const { dataset, rows, bad, remarks } = encodeTable(cells, wide, { target: false, badRows: "skip" });
    expect([dataset.rows, Array.from(rows!), bad]).toEqual([2, [0, 3], 2]);
    expect(dataset.inputs[11]).toBe(34);
    expect(remarks).toEqual([
      'Left out 2 rows with cells that do not fit: "age" 1 cell, the first on line 3; "when" 1 cell, the first on line 4.',
    ]);
  });

  it("missing cells where training had none are said; a 2 among flags stays on their line", () => {
    const { dataset, remarks } = encodeTable(table(`${head}1,m,,Rome,\n1,m,2,Rome,1.1.04\n`), wide, {
      target: false,
      badRows: "skip",
    });
    expect([dataset.inputs[4], dataset.inputs[15]]).toEqual([0, 3]);
    expect(remarks).toEqual([
      'Missing where no training row had a gap: "flag" 1, "when" 1. The mean stands in.',
    ]);
  });

  it("a schema that refuses missing cells leaves such rows out of predictions, and trains on none", async () => {
    const strict: Schema = { ...wide, missing: "refuse" };
    const cells = table(`${head}1,m,,Rome,1.1.04\n1,m,1,Rome,1.1.04\n`);
    expect(await failure(() => encode(cells, strict, { target: false }))).toBe(
      'DataError: new.csv: expected no missing cells, got some in 1 column: "flag" (1). ' +
        "Fill them in, or set missing (--missing) to fill or drop.",
    );
    expect(Array.from(encodeTable(cells, strict, { target: false, badRows: "skip" }).rows!)).toEqual([1]);
  });

  it("several targets are rows of numbers", () => {
    const cells = table("x,a,b\n1,0,5\n2,1,7\n3,,8\n4,0,9\n");
    const set = encode(cells, inferSchema(cells, "a,b"), { target: true });
    expect([set.outputs, Array.from(set.targets!)]).toEqual([2, [0, 5, 1, 7, 0, 9]]);
  });

  it("decodes a row for people", () => {
    const set = encode(table(`${head},m,1,Oslo,02.02.2004\n5,,0,Bonn,1.1.04\n`), wide, { target: false });
    expect(
      [0, 1].map((row) => Object.fromEntries(decodeRow(wide, set.inputs.subarray(row * 11, row * 11 + 11)))),
    ).toEqual([
      { age: "missing", sex: "m", flag: 1, city: "other", when: "days 32, month 2" },
      { age: 5, sex: "missing", flag: 0, city: "Bonn", when: "days 0, month 1" },
    ]);
  });
});
