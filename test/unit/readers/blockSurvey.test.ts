import { describe, expect, it } from "vitest";
import { BlockSurvey } from "../../../src/readers/blockSurvey.js";
import { readCsv } from "../../../src/readers/csv.js";
import { inferSchema } from "../../../src/readers/schema.js";
import type { Table } from "../../../src/readers/table.js";
import { selectRows } from "../../../src/readers/tableRows.js";

const lines = (rows: number, line: (row: number) => string) =>
  Array.from({ length: rows }, (_, row) => line(row));
const tables = {
  "numbers, categories, dates, gaps, identifiers, text": [
    "id,x,size,colour,flag,when,note,same,code,y",
    ...lines(
      300,
      (row) =>
        `${row + 1},${row % 40 === 3 ? "" : ((row * 7919) % 1000) / 8},${row % 3 ? row % 9 : "NA"},${["red", "green", "blue"][row % 3]},` +
        `${row % 2},2024-0${1 + (row % 9)}-0${1 + (row % 7)},note number ${row},5,C${row % 120},${row % 5 ? "a" : "b"}`,
    ),
  ],
  "what only the end of a file shows": [
    "late,kind,many,gap,y",
    ...lines(
      200,
      (row) =>
        `${row < 190 ? "a" : `v${row % 4}`},${row < 199 ? 1 : 2.5},${row % 130},${row < 197 ? row : ""},${row % 2}`,
    ),
  ],
  "a number to learn, and gaps in words": [
    "x,y",
    ...lines(120, (row) => `${row % 30 === 4 ? "unknown" : row / 3},${row === 7 ? "" : row * 1.25}`),
  ],
} as const;

/** The same without digits that depend on the order of additions. */
function rounded(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (key, one: unknown) =>
    key === "mean" || key === "deviation" ? Number((one as number).toPrecision(10)) : one,
  );
}

function blocksOf(table: Table, size: number): Table[] {
  return Array.from({ length: Math.ceil(table.rows / size) }, (_, block) =>
    selectRows(
      table,
      Array.from({ length: Math.min(size, table.rows - block * size) }, (_, row) => block * size + row),
    ),
  );
}

describe("a schema that is worked out block by block", () => {
  it.each(Object.entries(tables))("is that of the whole table: %s", (_, text) => {
    const table = readCsv(text.join("\n") + "\n", "t.csv");
    const options = {
      kind: text === tables["a number to learn, and gaps in words"] ? ("number" as const) : undefined,
    };
    // rows without a target are left out before
    const target = table.header.indexOf("y");
    const answered = selectRows(
      table,
      Array.from({ length: table.rows }, (_, row) => row).filter(
        (row) =>
          !(
            table.columns[target]!.codes &&
            table.columns[target]!.texts[table.columns[target]!.codes[row]!] === ""
          ),
      ),
    );
    const whole = rounded(inferSchema(table, "y", options));
    for (const size of [1, 7, 64, 1000]) {
      const survey = new BlockSurvey([]);
      for (const block of blocksOf(answered, size)) survey.add(block);
      expect(rounded(inferSchema(survey.table(), "y", options))).toEqual(whole);
    }
  });

  it("names the line of a cell that does not fit", () => {
    const table = readCsv(
      ["x,y", ...lines(60, (row) => `${row === 41 ? "wide" : row},${row % 2}`)].join("\n"),
      "t.csv",
    );
    const survey = new BlockSurvey([]);
    for (const block of blocksOf(table, 16)) survey.add(block);
    expect(() => inferSchema(survey.table(), "y")).toThrow(
      't.csv line 43, column "x": expected a number, got "wide".',
    );
  });

  it("keeps as many texts and numbers as fit, and says what follows", () => {
    const survey = new BlockSurvey([]);
    const text = (from: number) =>
      readCsv(
        [
          "t,n,y",
          ...lines(30_000, (row) => `w${(from + row) % 55_000} z,${(from + row) / 7},${row % 2}`),
        ].join("\n"),
        "t.csv",
      );
    survey.add(text(0));
    survey.add(text(30_000));
    const schema = inferSchema(survey.table(), "y");
    expect(schema.omitted).toEqual([
      { name: "t", reason: "text", detail: "more than 50,000 different texts" },
    ]);
    expect(schema.inputs.map(({ name, kind }) => [name, kind])).toEqual([["n", "number"]]);
    expect(() => inferSchema(survey.table(), "y", { categorical: "n" })).toThrow(
      "expected at most 4096 different numbers",
    );
  });

  it("refuses blocks of other columns", () => {
    const survey = new BlockSurvey([]);
    survey.add(readCsv("a,b\n1,2\n", "one.csv"));
    expect(() => survey.add(readCsv("a,c\n1,2\n", "two.csv"))).toThrow(
      "two.csv: expected the columns a, b, as one.csv has them, got a, c.",
    );
  });
});
