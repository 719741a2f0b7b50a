import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCsv, type Separator } from "../../../src/readers/csv.js";
import { failure } from "./failure.js";

describe("readCsv", () => {
  it("gives header, rows and lines", () => {
    expect(readCsv("a,b\n1,x\n2,y\n", "t.csv")).toEqual({
      name: "t.csv",
      header: ["a", "b"],
      rows: [
        ["1", "x"],
        ["2", "y"],
      ],
      lines: [2, 3],
    });
  });

  it.each([
    ["no line end at the end", "a,b\n1,2"],
    ["CRLF", "a,b\r\n1,2\r\n"],
    ["CR alone", "a,b\r1,2\r"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n"],
    ["blank lines at the end", "a,b\n1,2\n\n  \n\r\n"],
    ["quotes", '"a","b"\n"1","2"\n'],
    ["blanks around cells", 'a , b\n 1,\t"2" \n'],
  ])("reads the same with %s", (_, text) => {
    const { header, rows } = readCsv(text, "t.csv");
    expect({ header, rows }).toEqual({ header: ["a", "b"], rows: [["1", "2"]] });
  });

  it("reads separators, line ends, quotes and blanks inside quotes", () => {
    expect(readCsv('a,b\n"1,5"," x\r\n""y"" "\n', "t.csv").rows).toEqual([["1,5", ' x\r\n"y" ']]);
  });

  it("takes a quote inside an unquoted cell as it stands", () => {
    expect(readCsv('a,b\n5" pipe,1\n', "t.csv").rows).toEqual([['5" pipe', "1"]]);
  });

  it("keeps empty cells, also the last", () => {
    expect(readCsv('a,b,c\n,,\n1,"",\n', "t.csv").rows).toEqual([
      ["", "", ""],
      ["1", "", ""],
    ]);
  });

  it("counts the lines inside quoted cells", () => {
    const text = 'a,b\n"1\n2\r\n3",x\n4,"y\n"\n5,z\n';
    expect(readCsv(text, "t.csv").lines).toEqual([2, 5, 7]);
  });

  it("reads one column, with an empty cell in the middle", () => {
    expect(readCsv('a\n1\n\n"2"\n""\n', "t.csv").rows).toEqual([["1"], [""], ["2"], [""]]);
  });

  it.each([";", "\t", "|"] as const)("reads cells between %j", (separator) => {
    const text = `a${separator}b\n1,5${separator}\n${separator} 2\n`;
    expect(readCsv(text, "t.csv", { separator }).rows).toEqual([
      ["1,5", ""],
      ["", "2"],
    ]);
  });

  it("takes whole numbers for names, and other separators inside a quoted name", () => {
    expect(readCsv("0,1,2\n5,6,7\n", "t.csv").header).toEqual(["0", "1", "2"]);
    expect(readCsv('"a;b"\n5\n', "t.csv").header).toEqual(["a;b"]);
  });

  it("gives back any cells that were written (200 random tables)", () => {
    const alphabet = ["a", "1", " ", '"', ",", ";", "\n", "\r", "\r\n", "\t", "é", "准"];
    const cell = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 6 });
    const table = fc.integer({ min: 1, max: 4 }).chain((columns) =>
      fc.record({
        header: fc
          .uniqueArray(cell, { minLength: columns, maxLength: columns })
          .filter((names) => !names.includes("")),
        rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
          minLength: 1,
          maxLength: 5,
        }),
        end: fc.constantFrom("\n", "\r\n"),
        last: fc.boolean(),
      }),
    );
    const plain = /^[^\s",;]+$/;
    const write = (value: string): string => (plain.test(value) ? value : `"${value.replaceAll('"', '""')}"`);
    fc.assert(
      fc.property(table, ({ header, rows, end, last }) => {
        const lines = [header, ...rows].map((cells) => cells.map(write).join(","));
        const read = readCsv(lines.join(end) + (last ? end : ""), "t.csv");
        expect(read.header).toEqual(header);
        expect(read.rows).toEqual(rows);
        read.lines.forEach((line, row) => {
          const before = lines.slice(0, row + 1).join(end) + end;
          expect(line).toBe(before.split(/\r\n|\n|\r/).length);
        });
      }),
      { numRuns: 200, seed: 1 },
    );
  });
});

describe("readCsv refuses", () => {
  const iris = "sepal_length,sepal_width,petal_length,petal_width,species\n";
  const row = "5.1,3.5,1.4,0.2,setosa\n";

  it.each([
    [
      "a short row",
      iris + row.repeat(49) + "5.1,3.5,1.4,setosa\n" + row,
      "iris.csv line 51: expected 5 cells as in the header, got 4.",
    ],
    ["a long row", "a,b\n1,2,3\n", "iris.csv line 2: expected 2 cells as in the header, got 3."],
    ["a row too long for one column", "a\n1,\n", "iris.csv line 2: expected 1 cell as in the header, got 2."],
    [
      "a blank line between rows",
      "a,b\n1,2\n\n3,4\n",
      "iris.csv line 3: expected 2 cells as in the header, got an empty line. Remove it.",
    ],
    [
      "a short row after a quoted line end",
      'a,b\n"1\n",2\n3\n',
      "iris.csv line 4: expected 2 cells as in the header, got 1.",
    ],
    [
      "a quote left open",
      'a,b\n1,2\n3,"4\n5,6\n',
      "iris.csv line 3: expected a closing quote, got the end of the file. Close the quote that opens here.",
    ],
    [
      "text after a closing quote",
      'a,b\n1,"2"3\n',
      'iris.csv line 2: expected "," or the end of the line after a closing quote, got "3". ' +
        'Write a quote inside a quoted cell as "".',
    ],
    ["an empty file", "", "iris.csv: expected a header and rows, got an empty file."],
    ["blank lines alone", "\n \n", "iris.csv: expected a header and rows, got an empty file."],
    [
      "a blank line for a header",
      "\na,b\n1,2\n",
      "iris.csv line 1: expected a header, got an empty line. Remove it.",
    ],
    [
      "a header without rows",
      "a,b\n\n",
      "iris.csv: expected rows after the header, got none. The first line must be a header.",
    ],
    [
      "an empty name in the header",
      "a,,c\n1,2,3\n",
      "iris.csv line 1, column 2: expected a name in the header, got an empty cell.",
    ],
    [
      "a name that is there twice",
      "a,b, a\n1,2,3\n",
      'iris.csv line 1, column 3: expected a different name for each column, got "a", which is column 1 too. Rename one.',
    ],
    [
      "data where the header should be",
      "setosa,5.1,3.5\nsetosa,4.9,3.0\n",
      "iris.csv line 1, column 2: expected a name in the header, got the number 5.1. Add a header line.",
    ],
    [
      "whole numbers, some the same, where the header should be",
      "5,0,0\n7,0,0\n",
      "iris.csv line 1, column 3: expected a name in the header, got the number 0. Add a header line.",
    ],
    [
      "another separator",
      "a;b\n1;2\n",
      'iris.csv line 1: expected cells between ",", got one cell with ";" in it: "a;b". ' +
        'Give ";" as the separator (--separator ";").',
    ],
    [
      "tabs",
      "a\tb\n1\t2\n",
      'iris.csv line 1: expected cells between ",", got one cell with "\\t" in it: "a\\tb". ' +
        'Give "\\t" as the separator (--separator tab).',
    ],
  ])("%s", async (_, text, message) => {
    expect(await failure(() => readCsv(text, "iris.csv"))).toBe(`DataError: ${message}`);
  });

  it("an unknown separator", async () => {
    expect(await failure(() => readCsv("a", "iris.csv", { separator: "x" as Separator }))).toBe(
      'ConfigError: separator: expected ",", ";", "\t" or "|", got "x".',
    );
  });
});
