import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Schema } from "../../../../src/data/columns/columns.js";
import { RecordEncoder, type Unseen } from "../../../../src/data/columns/recordRow.js";
import { readCsv } from "../../../../src/readers/csv.js";
import { commaColumnsOf } from "../../../../src/readers/tableReading.js";
import { tableFrom } from "../../../../src/readers/columnsTable.js";
import { encode, encodeTable } from "../../../../src/readers/encode.js";
import { inferSchema } from "../../../../src/readers/schema.js";
import type { Table } from "../../../../src/readers/table.js";
import { readTable } from "../../../../src/readers/tableFormats.js";
import { failure } from "../../readers/failure.js";

const schema: Schema = {
  version: 2,
  inputs: [
    { name: "size", kind: "number" },
    { name: "age", kind: "number", missing: 3, missingTexts: ["unknown"] },
    { name: "colour", kind: "category", values: ["blue", "green", "red"], other: 2 },
    { name: "grade", kind: "category", values: ["1", "2", "10"], missing: 1 },
    { name: "tall", kind: "yes/no", values: ["0", "1"] },
    { name: "skin", kind: "yes/no", values: ["rough", "smooth"] },
    { name: "born", kind: "date", format: "dmy", parts: ["days", "month", "hour"], first: 10957 },
  ],
  target: null,
  missingValues: ["-999"],
};
const whole = {
  size: 1.5,
  age: 30,
  colour: "red",
  grade: 2,
  tall: 1,
  skin: "rough",
  born: "31.12.2000 06:30",
};

function rowOf(record: object, unseen: Unseen = "other", of: Schema = schema): number[] {
  const encoder = new RecordEncoder(of, unseen);
  const to = new Float64Array(encoder.columns).fill(5);
  encoder.write(record, to, 0, { matrix: "record" });
  return Array.from(to);
}

/** The rows of a table as records of the library's user. */
function recordsOf({ header, columns, rows }: Table): Record<string, unknown>[] {
  return Array.from({ length: rows }, (_, row) =>
    Object.fromEntries(
      header.map((name, at) => {
        const { numbers, codes, texts } = columns[at]!;
        const code = codes === null ? -1 : codes[row]!;
        return [name, code < 0 ? numbers[row]! : texts[code]!];
      }),
    ),
  );
}

describe("a record", () => {
  it("becomes one row, every number at the place of its column", () => {
    // days from 2000-01-01, month, hour
    expect(rowOf(whole)).toEqual([1.5, 30, 0, 0, 0, 1, 0, 0, 1, 0, 0, 1, -1, 365, 12, 6.5]);
  });

  it.each([
    ["null", { age: null }],
    ["NaN", { age: Number.NaN }],
    ["an empty text", { age: "" }],
    ["NA", { age: " NA " }],
    ["a number that means it", { age: -999 }],
    ["a text that means it in this column", { age: "unknown" }],
    ["no such key, where training had gaps", { age: undefined }],
  ])("has NaN and an indicator for a missing number: %s", (_, change) => {
    expect(rowOf({ ...whole, ...change }).slice(1, 3)).toEqual([Number.NaN, 1]);
  });

  it.each([
    ["a number as text", { size: "1.5" }],
    ["with blanks", { size: " 1.50 " }],
    ["a decimal comma", { size: "1,5" }],
    ["a bound", { size: "1.5+" }],
    ["a unit", { size: "€ 1.5" }],
    ["a big integer", { size: 1.5, grade: 2n }],
    ["a number of a category as text", { grade: "2.0" }],
    ["true for 1", { tall: true }],
    ["yes for 1", { tall: "yes" }],
    ["a date", { born: new Date("2000-12-31T06:30:00Z") }],
    ["keys that no column has", { other: {} }],
  ])("means the same with %s", (_, change) => {
    expect(rowOf({ ...whole, ...change })).toEqual(rowOf(whole));
  });

  it("gives unknown values their place: 0 everywhere, or the place of the others", () => {
    expect(rowOf({ ...whole, colour: "pink" }).slice(3, 7)).toEqual([0, 0, 0, 1]);
    expect(rowOf({ ...whole, grade: 7 }).slice(7, 11)).toEqual([0, 0, 0, 0]);
    expect(rowOf({ ...whole, skin: "spiny" })[12]).toBe(0);
  });

  it("may be a list of the cells of a table without a header, or have objects inside", () => {
    const plain: Schema = {
      inputs: [
        { name: "2", kind: "number" },
        { name: "1", kind: "number" },
      ],
      target: null,
    };
    expect(rowOf([3, 4], "other", plain)).toEqual([4, 3]);
    const inner: Schema = { inputs: [{ name: "size.w", kind: "number" }], target: null };
    expect(rowOf({ size: { w: 2 } }, "other", inner)).toEqual([2]);
    expect(rowOf({ "size.w": 3 }, "other", inner)).toEqual([3]);
  });

  it.each<[string, object, string]>([
    [
      "a text for a number",
      { ...whole, size: "big" },
      'DataError: record, column "size": expected a number, got "big". Correct it, or give null if it is not known.',
    ],
    [
      "an infinite number",
      { ...whole, size: Number.POSITIVE_INFINITY },
      'DataError: record, column "size": expected a number, got Infinity. Correct it, or give null if it is not known.',
    ],
    [
      "an object for a text",
      { ...whole, colour: {} },
      'DataError: record, column "colour": expected a text, got {}. Correct it, or give null if it is not known.',
    ],
    [
      "a date that is none",
      { ...whole, born: "31.02.2000" },
      'DataError: record, column "born": expected a date, got "31.02.2000". Correct it, or give null if it is not known.',
    ],
    [
      "a column that training always had",
      { ...whole, size: undefined },
      'DataError: record, column "size": expected the value that the model was trained with, got a record with "size", "age", "colour", "grade", "tall", "skin" and "born". Add it; null means that it is not known.',
    ],
    [
      "a name that is written otherwise",
      { ...whole, age: undefined, " Age": 3 },
      'DataError: record, column "age": expected the value that the model was trained with, got a record with "size", "age", "colour", "grade", "tall", "skin", "born" and " Age". Rename " Age" if that is it.',
    ],
    [
      "several values at once",
      { ...whole, size: "big", born: "x" },
      'DataError: record: 2 values do not fit. "size": expected a number, got "big". Correct it, or give null if it is not known. "born": expected a date, got "x". Correct it, or give null if it is not known.',
    ],
  ])("is refused for %s", async (_, record, message) => {
    expect(await failure(() => rowOf(record))).toBe(message);
  });

  it("is refused for unknown and for missing values where that is asked", async () => {
    expect(await failure(() => rowOf({ ...whole, skin: "spiny" }, "refuse"))).toBe(
      'DataError: record, column "skin": expected a known value ("rough" and "smooth"), got "spiny". Correct it, or give null if it is not known.',
    );
    const strict: Schema = { ...schema, missing: "refuse" };
    expect(await failure(() => rowOf({ ...whole, age: null }, "other", strict))).toBe(
      'DataError: record, column "age": expected a value, got null. The model takes no missing ones.',
    );
  });

  it("is refused where it is none, and what objects inherit is no value", async () => {
    expect(await failure(() => rowOf("x" as unknown as object))).toBe(
      'DataError: record: expected an object such as {"age": 39}, got "x".',
    );
    const odd: Schema = { inputs: [{ name: "constructor", kind: "number", missing: 1 }], target: null };
    expect(rowOf({}, "other", odd)).toEqual([Number.NaN, 1]);
    expect(rowOf({ constructor: 4 }, "other", odd)).toEqual([4, 0]);
  });

  it("never changes with anything else in the process: 3,000 arbitrary records are read or refused", () => {
    const value = fc.oneof(fc.anything(), fc.string(), fc.double(), fc.date({ noInvalidDate: false }));
    const record = fc.record(Object.fromEntries(Object.keys(whole).map((name) => [name, value])));
    fc.assert(
      fc.property(record, (one) => {
        const encoder = new RecordEncoder(schema, "other");
        const to = new Float64Array(encoder.columns);
        try {
          encoder.write(one, to, 0, { matrix: "record" });
        } catch (error) {
          return (error as Error).name === "DataError";
        }
        return to.every((number) => !(Math.abs(number) === Infinity));
      }),
      { numRuns: 3000, seed: 1 },
    );
  });
});

it("numbers are read as the model's file had them, with a decimal comma or a point, in files and in records", () => {
  const german = inferSchema(readCsv("preis;art\n9,25;a\n1,5;b\n12,125;a\n", "p.csv"), "art");
  const english = inferSchema(readCsv("preis;art\n9.25;a\n1.5;b\n12.125;a\n", "p.csv"), "art");
  expect(german.inputs).toEqual([{ name: "preis", kind: "number", least: 1.5, most: 12.125, decimal: "," }]);
  expect(english.inputs).toEqual([{ name: "preis", kind: "number", least: 1.5, most: 12.125 }]);
  const cells = ["1,234", "1.234", "1.234,5", "9,25", "9.25", "12", "1e3", "-0,5"];
  expect(cells.map((preis) => rowOf({ preis }, "other", german)[0])).toEqual([
    1.234, 1234, 1234.5, 9.25, 9.25, 12, 1000, -0.5,
  ]);
  expect(cells.slice(0, 2).map((preis) => rowOf({ preis }, "other", english)[0])).toEqual([1234, 1.234]);
  for (const schema of [german, english]) {
    const commaColumns = commaColumnsOf({ notes: { schema }, name: "the model", inputs: 1, outputs: 2 });
    for (const cell of ["1,234", "12"]) {
      const table = readCsv(`preis;x\n${cell};1\n`, "new.csv", { commaColumns });
      expect(Array.from(encode(table, schema, { target: false }).inputs)).toEqual(
        rowOf({ preis: cell }, "other", schema),
      );
    }
  }
});

const folder = fileURLToPath(new URL("../../../../../shared/data/tables/", import.meta.url));
const targets = {
  "titanic-train.csv.gz": "Survived",
  "adult-train.csv.gz": "last",
  "AmesHousing_1.txt.gz": "SalePrice",
  "SeoulBikeData.csv.gz": "2",
  "student-mat.csv.gz": "last",
  "penguins.csv.gz": "species",
  "auto-mpg.data.gz": "1",
  "iris-excel-de.csv.gz": "last",
};

describe.skipIf(!existsSync(folder))("records of real tables (skipped without ../shared/data)", () => {
  it.each(Object.entries(targets))("%s: the same bits as the table", async (name, target) => {
    const table = await readTable(new Uint8Array(readFileSync(folder + name)), name, {});
    const own = inferSchema(table, target);
    const { inputs, columns, rows } = encode(table, own, { target: false });
    const encoder = new RecordEncoder(own, "other");
    expect(encoder.columns).toBe(columns);
    const records = recordsOf(table);
    const to = new Float64Array(rows * columns);
    records.forEach((record, row) => encoder.write(record, to, row * columns, { row }));
    expect(Buffer.from(to.buffer).equals(Buffer.from(inputs.buffer))).toBe(true);
    // and as records of JSON, which have texts for numbers and no key for null
    const some = records.slice(0, 50);
    const asTexts = some.map((record) =>
      Object.fromEntries(
        Object.entries(record).map(([key, value]) => [key, value === null ? value : String(value)]),
      ),
    );
    const read = encodeTable(tableFrom(asTexts), own, { target: false, badRows: "refuse" }).dataset;
    asTexts.forEach((record, row) => encoder.write(record, to, row * columns, { row }));
    expect(to.subarray(0, some.length * columns)).toEqual(read.inputs);
  });
});
