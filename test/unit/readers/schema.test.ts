import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeText } from "../../../src/readers/bytes.js";
import { parseNumber } from "../../../src/data/classNames.js";
import { readCsv } from "../../../src/readers/csv.js";
import type { Table } from "../../../src/readers/table.js";
import { inferSchema } from "../../../src/readers/schema.js";
import { failure } from "./failure.js";

/** A table of one line of header and rows, written with spaces: `table("a b", "1 2", "3 4")`. */
function table(...lines: string[]): Table {
  return readCsv(lines.map((line) => line.replaceAll(" ", ",")).join("\n"), "t.csv");
}

/** A table with input x and the given targets. */
const targets = (cells: readonly (string | number)[]): Table =>
  readCsv(["x,y", ...cells.map((cell, row) => `${row},${cell}`)].join("\n"), "t.csv");

const times = <T>(count: number, of: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, i) => of(i));

describe("parseNumber", () => {
  it.each(["0", "-1.5", "+2", ".5", "5.", "1e3", "1E-3", "007"])("takes %s", (cell) => {
    expect(parseNumber(cell)).toBe(Number(cell));
  });

  it.each([
    "",
    " ",
    "NaN",
    "inf",
    "Infinity",
    "0x10",
    "1e999",
    "1,5",
    "1_000",
    "--1",
    ".",
    "1e",
    "n/a",
    "0b1",
  ])("refuses %j", (cell) => {
    expect(parseNumber(cell)).toBeNull();
  });
});

describe("inferSchema: inputs", () => {
  it("tells numbers from categories, sorted by code point", () => {
    expect(inferSchema(table("a b y", "1 red 0.5", "2 ﬁ 1.5", "3 😀 2.5", "4 Blue 3.5"), "y")).toEqual({
      inputs: [
        { name: "a", kind: "number" },
        { name: "b", kind: "category", values: ["Blue", "red", "ﬁ", "😀"] },
      ],
      target: { name: "y", kind: "number" },
    });
  });

  it("sorts a value before those that begin with it", () => {
    const { inputs } = inferSchema(table("b", "ab", "a", "abc", "b"), null);
    expect(inputs).toEqual([{ name: "b", kind: "category", values: ["a", "ab", "abc", "b"] }]);
  });

  it("is the same after a way through JSON", () => {
    const schema = inferSchema(table("a b y", "1 red u", "2 blue v"), "y");
    expect(JSON.parse(JSON.stringify(schema))).toStrictEqual(schema);
  });

  it("leaves out dropped columns and needs no target", () => {
    expect(inferSchema(table("id a", "x 1"), null, { drop: ["id"] })).toEqual({
      inputs: [{ name: "a", kind: "number" }],
      target: null,
    });
  });

  it("is text where most cells are", () => {
    const { inputs } = inferSchema(table("a", "1", "x", "y"), null);
    expect(inputs).toEqual([{ name: "a", kind: "category", values: ["1", "x", "y"] }]);
  });

  it("refuses a cell that is no number in a column of numbers", async () => {
    const lines = times(149, (index) => `${index} ${index === 49 ? "n/a" : index}`);
    expect(await failure(() => inferSchema(table("a petal_width", ...lines), "a"))).toBe(
      'DataError: t.csv line 51, column "petal_width": expected a number, got "n/a". ' +
        "Remove the row, or correct the cell.",
    );
  });

  it("names the first and counts the rest where there are several", async () => {
    expect(await failure(() => inferSchema(table("a", "1", "2", "?", "3", "1e999", "4"), null))).toBe(
      'DataError: t.csv line 4, column "a": expected a number, got "?". ' +
        "Remove the rows, or correct the cells: there are 2 such in the column.",
    );
  });

  it("refuses an empty cell among numbers", async () => {
    expect(await failure(() => inferSchema(table("a b", "1 2", "3 "), null))).toBe(
      'DataError: t.csv line 3, column "b": expected a number, got an empty cell. ' +
        "Remove the row, or correct the cell.",
    );
  });

  it("refuses an empty cell among texts", async () => {
    expect(await failure(() => inferSchema(table("a b", "1 x", "3 ", "4 y"), null))).toBe(
      'DataError: t.csv line 3, column "b": expected a value, got an empty cell. ' +
        "Remove the row, or fill in the cell.",
    );
  });

  it.each([
    ["name", "name"],
    ["first name", '"first name"'],
  ])("takes 100 different texts for categories and refuses 101: %s", async (name, flag) => {
    const texts = (count: number) => readCsv([name, ...times(count, (row) => `n${row}`)].join("\n"), "t.csv");
    expect(inferSchema(texts(100), null).inputs).toHaveLength(1);
    expect(await failure(() => inferSchema(texts(101), null))).toBe(
      `DataError: t.csv, column "${name}": expected at most 100 different texts in an input column, got 101: ` +
        `it looks like an identifier. Drop it (--drop ${flag}).`,
    );
  });

  it("refuses a table of the target alone", async () => {
    expect(await failure(() => inferSchema(table("y", "1"), "y"))).toBe(
      "DataError: t.csv: expected at least 1 input column beside the target, got none. Add one, or drop fewer.",
    );
  });

  it("refuses to drop the target or a column that is not there", async () => {
    expect(await failure(() => inferSchema(table("a y", "1 2"), "y", { drop: ["y"] }))).toBe(
      'ConfigError: drop: expected input columns, got the target "y". Drop other columns, or do not drop any.',
    );
    expect(await failure(() => inferSchema(table("a y", "1 2"), "y", { drop: ["id"] }))).toBe(
      'DataError: t.csv: expected a column to drop "id", got columns "a" and "y". Name one of them.',
    );
  });
});

describe("inferSchema: the target", () => {
  const kind = (cells: readonly (string | number)[]): string => inferSchema(targets(cells), "y").target!.kind;

  it("takes text and few whole numbers for classes", () => {
    expect(inferSchema(targets(["b", "a", "b"]), "y").target).toEqual({
      name: "y",
      kind: "class",
      classes: ["a", "b"],
    });
    expect(kind(times(100, (index) => index % 10))).toBe("class");
    expect(kind([0, 1, 1, 0])).toBe("class");
    expect(kind(["1.0", "0.0", "1.0", "-1.0", "0.0", "0.0"])).toBe("class");
  });

  it("takes fractions, many values and values seen once for numbers", () => {
    expect(kind([0, 1, 1, 0.5, 0.5, 0])).toBe("number");
    expect(kind(times(40, (index) => index % 20))).toBe("class");
    expect(kind(times(42, (index) => index % 21))).toBe("number");
    expect(kind([120, 99, 250, 310])).toBe("number");
    expect(kind([120, 99, 99, 310, 120])).toBe("number");
  });

  it("sorts numeric classes by number, under one name each", () => {
    expect(inferSchema(targets(["10", "9", "9.0", "010", "-1", "-1"]), "y").target).toEqual({
      name: "y",
      kind: "class",
      classes: ["-1", "9", "10"],
    });
  });

  it("lets the caller say what it is", () => {
    expect(inferSchema(targets([0, 1, 1, 0]), "y", { kind: "number" }).target!.kind).toBe("number");
    expect(inferSchema(targets([2.5, 1.5]), "y", { kind: "class" }).target).toEqual({
      name: "y",
      kind: "class",
      classes: ["1.5", "2.5"],
    });
    expect(inferSchema(targets([1, 2, "n/a"]), "y", { kind: "class" }).target).toEqual({
      name: "y",
      kind: "class",
      classes: ["1", "2", "n/a"],
    });
  });

  it("refuses text where the caller says number", async () => {
    expect(await failure(() => inferSchema(targets(["a", "b"]), "y", { kind: "number" }))).toBe(
      'DataError: t.csv line 2, column "y": expected a number, got "a". ' +
        "Remove the rows, or correct the cells: there are 2 such in the column.",
    );
  });

  it("refuses a bad cell among numeric classes", async () => {
    expect(await failure(() => inferSchema(targets([0, 1, 1, "?", 0]), "y"))).toBe(
      'DataError: t.csv line 5, column "y": expected a number, got "?". Remove the row, or correct the cell.',
    );
  });

  it("refuses one class alone", async () => {
    expect(await failure(() => inferSchema(targets(["a", "a"]), "y"))).toBe(
      'DataError: t.csv, column "y": expected at least 2 different classes, got only "a". ' +
        "Choose another target, or add rows of other classes.",
    );
  });

  it("refuses more than 100 classes of text unless the caller says class", async () => {
    const many = targets(times(101, (index) => `n${index}`));
    expect(await failure(() => inferSchema(many, "y"))).toBe(
      'DataError: t.csv, column "y": expected at most 100 different texts in a class column, got 101: ' +
        'it looks like an identifier. Choose another target, or say that its kind is "class" (--target-kind class).',
    );
    expect(inferSchema(many, "y", { kind: "class" }).target!.kind).toBe("class");
  });

  it("lists the columns where the target is not there, and the nearest name", async () => {
    const iris = table("petal_length petal_width species", "1 2 a", "1 2 b");
    expect(await failure(() => inferSchema(iris, "specie"))).toBe(
      'DataError: t.csv: expected a target column "specie", got columns "petal_length", "petal_width" and ' +
        '"species". Did you mean "species"?',
    );
    expect(await failure(() => inferSchema(iris, "colour"))).toBe(
      'DataError: t.csv: expected a target column "colour", got columns "petal_length", "petal_width" and ' +
        '"species". Name one of them.',
    );
  });

  it("lists ten columns at most", async () => {
    const wide = table(times(12, (index) => `p${index}`).join(" "), times(12, String).join(" "));
    expect(await failure(() => inferSchema(wide, "digit"))).toBe(
      'DataError: t.csv: expected a target column "digit", got columns "p0", "p1", "p2", "p3", "p4", "p5", ' +
        '"p6", "p7", "p8", "p9" and 2 more. Name one of them.',
    );
  });
});

const folder = new URL("../../../../shared/data/", import.meta.url);
if (!existsSync(folder))
  console.warn("schema.test.ts: the sample files are not there; their test is skipped");

it.skipIf(!existsSync(folder))("knows iris and the UCI digits (skipped where the files are missing)", () => {
  const read = (name: string): Table => readCsv(decodeText(readFileSync(new URL(name, folder)), name), name);
  expect(inferSchema(read("iris.csv"), "species")).toEqual({
    inputs: ["sepal_length", "sepal_width", "petal_length", "petal_width"].map((name) => ({
      name,
      kind: "number",
    })),
    target: { name: "species", kind: "class", classes: ["setosa", "versicolor", "virginica"] },
  });
  expect(inferSchema(read("digits.csv"), "digit").target).toEqual({
    name: "digit",
    kind: "class",
    classes: times(10, String),
  });
});
