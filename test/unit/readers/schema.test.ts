import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { boundOf } from "../../../src/data/columns/bounds.js";
import { decodeText } from "../../../src/readers/bytes.js";
import { parseNumber } from "../../../src/data/classNames.js";
import { readCsv } from "../../../src/readers/csv.js";
import { encode } from "../../../src/readers/encode.js";
import { inferSchema } from "../../../src/readers/schema.js";
import type { Table } from "../../../src/readers/table.js";
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

const numbers = (name: string, least: number, most: number) => ({ name, kind: "number", least, most });

describe("inferSchema: inputs", () => {
  it("tells numbers from categories, sorted by code point", () => {
    const schema = inferSchema(table("a b y", "1 red 0.5", "2 ﬁ 1.5", "3 😀 2.5", "4 Blue 3.5"), "y");
    expect(schema.inputs).toEqual([
      numbers("a", 1, 4),
      { name: "b", kind: "category", values: ["Blue", "red", "ﬁ", "😀"] },
    ]);
    expect(schema).toMatchObject({ version: 2, rows: 4, omitted: [] });
    expect(schema.target).toMatchObject({ name: "y", kind: "number", least: 0.5, most: 3.5, mean: 2 });
  });

  it("sorts a value before those that begin with it", () => {
    const { inputs } = inferSchema(table("b", "ab", "a", "abc", "b"), null);
    expect(inputs).toEqual([{ name: "b", kind: "category", values: ["a", "ab", "abc", "b"] }]);
  });

  it("is the same after a way through JSON", () => {
    const schema = inferSchema(table("a b y", "1 red u", "2 blue v"), "y");
    expect(JSON.parse(JSON.stringify(schema))).toStrictEqual(schema);
  });

  it("leaves out dropped columns, also by names with commas, and needs no target", () => {
    expect(inferSchema(table("id a", "x 1"), null, { drop: ["id"] })).toMatchObject({
      inputs: [numbers("a", 1, 1)],
      omitted: [{ name: "id", reason: "dropped" }],
      target: null,
    });
    const named = readCsv('"AGE, years",b,c\n1,2,3\n2,3,5\n', "t.csv");
    const names = (drop: string | string[]) =>
      inferSchema(named, null, { drop }).inputs.map(({ name }) => name);
    expect(names("AGE, years")).toEqual(["b", "c"]);
    expect(names(["AGE, years", "b"])).toEqual(["c"]);
    expect(names("b, c")).toEqual(["AGE, years"]);
  });

  it("takes the columns that are asked for, in the order of the table", () => {
    const { inputs, omitted } = inferSchema(table("a b c", "1 2 3", "2 3 5"), null, { columns: "c,a" });
    expect(inputs.map(({ name }) => name)).toEqual(["a", "c"]);
    expect(omitted).toEqual([{ name: "b", reason: "not chosen" }]);
  });

  it("two texts, or 0 and 1, are one column", () => {
    const { inputs } = inferSchema(table("sex flag pair", "m 0 1", "f 1 2", "m 0 2"), null);
    expect(inputs).toEqual([
      { name: "sex", kind: "yes/no", values: ["f", "m"] },
      { name: "flag", kind: "yes/no", values: ["0", "1"] },
      numbers("pair", 1, 2),
    ]);
  });

  it("is text where more than one cell in twenty is, and not only a few rows are there", () => {
    const mixed = (texts: number) =>
      table("a b", ...times(100, (row) => `${row % 7} ${row < texts ? `A${row % 4}` : row % 5}`));
    expect(inferSchema(mixed(6), null).inputs[1]).toMatchObject({
      kind: "category",
      values: expect.arrayContaining(["A0", "4"]),
    });
    expect(() => inferSchema(mixed(5), null)).toThrow(
      't.csv line 2, column "b": expected a number, got "A0".',
    );
  });

  it("one text without digits in many rows of numbers is a missing value; it is said", () => {
    const [, b] = inferSchema(table("a b", "1 2.5", "2 unknown", "3 unknown", "4 7.5"), null).inputs;
    expect(b).toEqual({ ...numbers("b", 2.5, 7.5), missing: 2, missingTexts: ["unknown"] });
    expect(() => inferSchema(table("a b", "1 2.5", "2 unknown", "3 4.5", "4 7.5"), null)).toThrow(
      't.csv line 3, column "b": expected a number, got "unknown".',
    );
  });

  it("bounds count as their number", () => {
    const cells = table(
      "a b",
      ...times(30, (row) => `${row % 7} ${row % 5 === 4 ? "4+" : row % 5 === 3 ? "<3" : row % 5}`),
    );
    const schema = inferSchema(cells, null);
    expect(schema.inputs[1]).toEqual(numbers("b", 0, 2));
    expect(boundOf("10 or more")).toBe(10);
    expect(boundOf("> 2.5")).toBe(2.5);
    expect([boundOf("2-3"), boundOf("more"), boundOf("10")]).toEqual([null, null, null]);
    expect(encode(cells, schema, { target: false }).inputs.slice(0, 10)).toEqual(
      Float64Array.of(0, 0, 1, 1, 2, 2, 3, 3, 4, 4),
    );
  });

  it("names all columns with cells that are no numbers at once", async () => {
    const rows = times(
      100,
      (row) => `${row} ${row === 48 ? "1O.5" : row * 2} ${row === 9 || row === 20 ? "x1" : row}`,
    );
    expect(await failure(() => inferSchema(table("y a b", ...rows), "y"))).toBe(
      'DataError: t.csv: expected a number in 2 columns: "a" ("1O.5" on line 50), "b" ("x1" on line 11 and 1 more). ' +
        "Correct them, name the texts that mean a missing value (--missing-values), " +
        "or make it text (--categorical a,b).",
    );
    expect(await failure(() => inferSchema(table("y a b", ...rows), "y", { drop: "b" }))).toBe(
      'DataError: t.csv line 50, column "a": expected a number, got "1O.5". ' +
        "Correct them, name the texts that mean a missing value (--missing-values), " +
        "or make it text (--categorical a).",
    );
  });

  it.each(["", "NA", "N/A", "?", "NaN", "null", "None", "-", "."])("counts %j as missing", (cell) => {
    const { inputs } = inferSchema(readCsv(`a,b,c\n1,x,5\n${cell},${cell},6\n3,y,7\n`, "t.csv"), null);
    expect(inputs).toEqual([
      { ...numbers("a", 1, 3), missing: 1 },
      { name: "b", kind: "yes/no", values: ["x", "y"], missing: 1 },
      numbers("c", 5, 7),
    ]);
  });

  it("takes further missing values, texts and numbers; leaves out columns without values", () => {
    const cells = readCsv("a,b,c\n1,x,\n-200,none given,NA\n3,y,?\n", "t.csv");
    const schema = inferSchema(cells, null, { missingValues: ["-200", "none given"] });
    expect(schema.inputs).toEqual([
      { ...numbers("a", 1, 3), missing: 1 },
      { name: "b", kind: "yes/no", values: ["x", "y"], missing: 1 },
    ]);
    expect(schema.omitted).toEqual([{ name: "c", reason: "empty", detail: "no cell has a value" }]);
    expect(schema.missingValues).toEqual(["-200", "none given"]);
  });

  it("drops rows with missing inputs, or refuses them with all columns and counts, on request", async () => {
    const cells = table("a b y", "1 x 1.5", "NA y 2.5", "3 NA 3.5", "4 x 4.5", "NA z 5.5");
    const schema = inferSchema(cells, "y", { missing: "drop" });
    expect(schema.inputs).toEqual([numbers("a", 1, 4)]); // "b" is constant in the rows that stay
    expect([schema.rows, schema.missing]).toEqual([2, "drop"]);
    expect(await failure(() => inferSchema(cells, "y", { missing: "refuse" }))).toBe(
      'DataError: t.csv: expected no missing cells, got some in 2 columns: "a" (2), "b" (1). ' +
        "Fill them in, or set missing (--missing) to fill or drop.",
    );
  });

  it("leaves out constant columns, and says so", () => {
    const { inputs, omitted } = inferSchema(table("a b c", "1 7 x", "2 7 x"), null);
    expect(inputs).toEqual([numbers("a", 1, 2)]);
    expect(omitted).toEqual([
      { name: "b", reason: "constant", detail: "always 7" },
      { name: "c", reason: "constant", detail: 'always "x"' },
    ]);
  });

  it("leaves out whole numbers that count the rows, in any order, or are named as identifiers", () => {
    const rows = times(20, (row) => `${((row * 7) % 20) + 1} ${row * row + 1} ${row * row + 1} ${row / 2}`);
    const { inputs, omitted } = inferSchema(table("n CustomerId area x", ...rows), null);
    expect(inputs.map(({ name }) => name)).toEqual(["area", "x"]);
    expect(omitted).toEqual([
      { name: "n", reason: "identifier", detail: "counts from 1 to 20" },
      {
        name: "CustomerId",
        reason: "identifier",
        detail: "all values differ, and its name is that of an identifier",
      },
    ]);
    expect(inferSchema(table("n CustomerId area x", ...rows), null, { numeric: "n" }).inputs[0]).toEqual(
      numbers("n", 1, 20),
    );
  });

  it("leaves out texts that seldom repeat: identifiers of one word each, and text", () => {
    const rows = times(40, (row) => `K${row},No. ${row} Street,${"abc"[row % 3]},${row % 7}`);
    const cells = readCsv(["key,address,kind,x", ...rows].join("\n"), "t.csv");
    const { inputs, omitted } = inferSchema(cells, null);
    expect(inputs.map(({ name }) => name)).toEqual(["kind", "x"]);
    expect(omitted).toEqual([
      { name: "key", reason: "identifier", detail: "40 different texts in 40 rows" },
      { name: "address", reason: "text", detail: "40 different texts in 40 rows" },
    ]);
  });

  it("of many categories takes the most frequent ones; those seen once or twice share one", () => {
    // 3 frequent values, 2 rare ones among 300 rows
    const cells = times(300, (row) => (row < 2 ? "rare" : row === 2 ? "once" : "abc"[row % 3]));
    const [input] = inferSchema(table("a", ...(cells as string[])), null).inputs;
    expect(input).toEqual({ name: "a", kind: "category", values: ["a", "b", "c"], other: 3 });
    // 150 values, the first ones more often: 20 of 600 rows / 20 = 30 are taken
    const many = times(600, (row) => `v${String(Math.floor((row * row) / 2400)).padStart(3, "0")}`);
    const [chosen] = inferSchema(table("a", ...many), null).inputs as unknown as [
      { values: string[]; other: number },
    ];
    expect(chosen.values).toHaveLength(30);
    expect(chosen.values[0]).toBe("v000");
    expect(inferSchema(table("a", ...many), null, { categorical: "a" }).inputs[0]).toEqual(chosen);
  });

  it("makes categories of numbers on request, and keeps what contradicts itself apart", async () => {
    const cells = table("zip y", "10 1.5", "20 2.5", "10 3.5", "30 4.5");
    const schema = inferSchema(cells, "y", { categorical: ["zip"] });
    expect(schema.inputs).toEqual([{ name: "zip", kind: "category", values: ["10", "20", "30"] }]);
    expect(schema.texts).toEqual(["zip"]);
    expect(await failure(() => inferSchema(cells, "y", { categorical: "zip", numeric: "zip" }))).toBe(
      'ConfigError: numeric: "categorical" names "zip" too. Name it in one of them.',
    );
  });

  it("texts that look like numbers are no categories", async () => {
    const cells = readCsv(["a;y", ...times(60, (row) => `${row} kg;${row}`)].join("\n"), "t.csv", {
      separator: ";",
    });
    expect(await failure(() => inferSchema(cells, "y"))).toBe(
      'DataError: t.csv, column "a": expected numbers or categories, got 60 different texts that look like numbers: ' +
        '"0 kg", "1 kg", "2 kg". Write them as plain numbers, say how they are written (--decimal), ' +
        "or make them categories (--categorical) or leave them out (--drop).",
    );
  });

  it("takes dates apart: the parts that differ", () => {
    const days = times(
      40,
      (row) => `${String((row % 28) + 1).padStart(2, "0")}/${row < 28 ? "03" : "04"}/2004,${row}`,
    );
    const { inputs } = inferSchema(readCsv(["when,x", ...days].join("\n"), "t.csv"), null, { numeric: "x" });
    expect(inputs[0]).toEqual({
      name: "when",
      kind: "date",
      format: "dmy",
      parts: ["days", "month", "day", "weekday"],
      first: Date.UTC(2004, 2, 1) / 86_400_000,
    });
  });

  it("refuses a table of the target alone, and says what was left out", async () => {
    expect(await failure(() => inferSchema(table("y", "1"), "y"))).toBe(
      "DataError: t.csv: expected at least 1 input column beside the target, got none. " +
        "Add a column, or say what one of them is (--numeric or --categorical and its name).",
    );
    expect(await failure(() => inferSchema(table("a y", "1 2", "1 3"), "y"))).toBe(
      'DataError: t.csv: expected at least 1 input column beside the target, got none. Left out: "a" (always 1). ' +
        "Add a column, or say what one of them is (--numeric or --categorical and its name).",
    );
  });

  it("refuses to drop the target or a column that is not there", async () => {
    expect(await failure(() => inferSchema(table("a y", "1 2"), "y", { drop: ["y"] }))).toBe(
      'ConfigError: drop: expected input columns, got the target "y". Name other columns, or none.',
    );
    expect(await failure(() => inferSchema(table("a y", "1 2"), "y", { drop: ["id"] }))).toBe(
      'DataError: t.csv: expected a column to drop "id", got columns "a" and "y". Name one of them.',
    );
  });

  it("columns of identifiers are kept apart, to be repeated", () => {
    const schema = inferSchema(table("who a", "k1 1", "k2 2"), null, { id: "who" });
    expect([schema.ids, schema.texts]).toEqual([["who"], ["who"]]);
    expect(schema.omitted).toEqual([{ name: "who", reason: "id" }]);
  });
});

describe("inferSchema: the target", () => {
  const kind = (cells: readonly (string | number)[]): string => inferSchema(targets(cells), "y").target!.kind;

  it("takes text and few whole numbers for classes", () => {
    expect(inferSchema(targets(["b", "a", "b"]), "y").target).toEqual({
      name: "y",
      kind: "class",
      classes: ["a", "b"],
      counts: [1, 2],
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
      counts: [2, 2, 2],
    });
  });

  it("lets the caller say what it is", () => {
    expect(inferSchema(targets([0, 1, 1, 0]), "y", { kind: "number" }).target!.kind).toBe("number");
    expect(inferSchema(targets([2.5, 1.5]), "y", { kind: "class" }).target).toEqual({
      name: "y",
      kind: "class",
      classes: ["1.5", "2.5"],
      counts: [1, 1],
    });
  });

  it("passes over rows without a target", () => {
    const schema = inferSchema(targets([1, 2, "n/a", 1, 2, ""]), "y");
    expect(schema.target).toEqual({ name: "y", kind: "class", classes: ["1", "2"], counts: [2, 2] });
    expect([schema.rows, schema.inputs[0]]).toEqual([4, numbers("x", 0, 4)]);
  });

  it("is found by name, by place, and as the last one; a name comes first", () => {
    const of = (target: string, ...lines: string[]) => inferSchema(table(...lines), target).target!.name;
    expect(of("last", "a b c", "1 2 3", "2 3 5")).toBe("c");
    expect(of("1", "a b c", "1 2 3", "2 3 5")).toBe("a");
    expect(of("1", "3 2 1", "1 2 3", "2 3 5")).toBe("1");
  });

  it("several are numbers, or labels where all are 0 and 1", async () => {
    const cells = table("x a b c", "1 0 1 5", "2 1 1 6", "3 0 0 8");
    expect(inferSchema(cells, "a,c").target).toEqual({ name: "a, c", kind: "numbers", names: ["a", "c"] });
    expect(inferSchema(cells, ["a", "b"]).target).toEqual({
      name: "a, b",
      kind: "labels",
      names: ["a", "b"],
    });
    expect(inferSchema(cells, "a,b", { kind: "number" }).target!.kind).toBe("numbers");
    expect(inferSchema(cells, "a,b").inputs.map(({ name }) => name)).toEqual(["x", "c"]);
    expect(await failure(() => inferSchema(cells, "a,b", { kind: "class" }))).toBe(
      "ConfigError: targetKind: several targets are numbers, or labels of 0 and 1. Drop it, or name one target.",
    );
  });

  it("refuses text where the caller says number", async () => {
    expect(await failure(() => inferSchema(targets(["a", "b"]), "y", { kind: "number" }))).toBe(
      'DataError: t.csv line 2, column "y": expected a number, got "a". ' +
        "Correct the cells, remove the rows, or name the texts that mean a missing value (--missing-values). " +
        "2 cells of the column are like that.",
    );
  });

  it("refuses a bad cell among numeric classes", async () => {
    expect(await failure(() => inferSchema(targets([0, 1, 1, "x", 0]), "y"))).toBe(
      'DataError: t.csv line 5, column "y": expected a number, got "x". ' +
        "Correct the cells, remove the rows, or name the texts that mean a missing value (--missing-values).",
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
  const iris = inferSchema(read("iris.csv"), "species");
  expect(iris.inputs.map(({ name, kind }) => [name, kind])).toEqual(
    ["sepal_length", "sepal_width", "petal_length", "petal_width"].map((name) => [name, "number"]),
  );
  expect(iris.target).toEqual({
    name: "species",
    kind: "class",
    classes: ["setosa", "versicolor", "virginica"],
    counts: [50, 50, 50],
  });
  expect(inferSchema(read("digits.csv"), "digit").target).toMatchObject({
    kind: "class",
    classes: times(10, String),
  });
});
