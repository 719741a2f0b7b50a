import { describe, expect, it } from "vitest";
import { isJson, JsonReader } from "../../../src/readers/jsonTable.js";
import { failure } from "./failure.js";
import { bytesOf, cellsOf } from "./tables.js";

function read(text: string, options = {}, piece = 7) {
  const reader = new JsonReader("t.json", options);
  const bytes = bytesOf(text);
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
  return reader.finish();
}

describe("JSON", () => {
  const expected = {
    header: ["age", "job"],
    cells: [
      ["39", "clerk"],
      ["28", "Köchin"],
    ],
  };

  it.each([
    ["lines", '{"age":39,"job":"clerk"}\n{"age":28,"job":"Köchin"}\n'],
    ["lines with CRLF, blanks and no end", '{"age":39,"job":"clerk"}\r\n\r\n {"age":28,"job":"Köchin"}'],
    ["a list", '[{"age":39,"job":"clerk"},{"age":28,"job":"Köchin"}]'],
    [
      "a list over many lines",
      '[\n {\n  "age": 39,\n  "job": "clerk"\n },\n {"age": 28, "job": "Köchin"}\n]\n',
    ],
    ["a list inside an object", '{"count": 2, "rows": [{"age":39,"job":"clerk"},{"age":28,"job":"Köchin"}]}'],
    ["columns as lists", '{"age":[39,28],"job":["clerk","Köchin"]}\n'],
    ["columns as objects (pandas)", '{"age":{"0":39,"1":28},"job":{"0":"clerk","1":"Köchin"}}'],
    ["names and rows apart", '{"columns":["age","job"],"index":[0,1],"data":[[39,"clerk"],[28,"Köchin"]]}'],
    ["a byte order mark", '\uFEFF{"age":39,"job":"clerk"}\n{"age":28,"job":"Köchin"}\n'],
    ["numbers as texts", '{"age":"39","job":"clerk"}\n{"age":"28","job":"Köchin"}\n'],
  ])("%s", (_, text) => {
    expect(isJson(bytesOf(text))).toBe(true);
    for (const piece of [1, 5, 1000]) {
      const table = read(text, {}, piece);
      expect({ header: table.header, cells: cellsOf(table) }).toEqual(expected);
    }
  });

  it("lists of lists have columns by number", () => {
    const table = read("[[1,2],[3,4]]");
    expect([table.header, cellsOf(table)]).toEqual([
      ["1", "2"],
      [
        ["1", "2"],
        ["3", "4"],
      ],
    ]);
  });

  it("keys that are missing, null and NaN are empty cells; booleans are texts", () => {
    const table = read('{"a":1,"b":true}\n{"a":null,"c":NaN}\n{"c":-1.5,"a":2}\n');
    expect([table.header, cellsOf(table)]).toEqual([
      ["a", "b", "c"],
      [
        ["1", "true", ""],
        ["", "", ""],
        ["2", "", "-1.5"],
      ],
    ]);
    expect([0, 1, 2].map(table.lineOf)).toEqual([1, 2, 3]);
  });

  it("objects and lists inside become columns", () => {
    const table = read('{"id":1,"size":{"w":2,"h":3},"v":[5,6]}\n{"id":2,"size":{"w":4,"h":5},"v":[7,8]}\n');
    expect(table.header).toEqual(["id", "size.w", "size.h", "v.0", "v.1"]);
    expect(cellsOf(table)[1]).toEqual(["2", "4", "5", "7", "8"]);
  });

  it("keeps texts that are told", () => {
    expect(cellsOf(read('{"zip":"00123"}\n{"zip":"00456"}\n', { textColumns: ["zip"] }))).toEqual([
      ["00123"],
      ["00456"],
    ]);
  });

  it("goes on after more records than a chunk", () => {
    const text = Array.from({ length: 9000 }, (_, row) =>
      JSON.stringify({ a: row, b: row % 2 ? "x" : null }),
    ).join("\n");
    const table = read(text, {}, 65_536);
    expect([table.rows, cellsOf(table)[8999], table.lineOf(8999)]).toEqual([9000, ["8999", "x"], 9000]);
  });

  it("lines that are no records are counted and left out where that is told", () => {
    const table = read('{"a":1}\n{"a":2,\n5\n{"a":3}\n', { onError: "skip" });
    expect(cellsOf(table)).toEqual([["1"], ["3"]]);
    expect([table.lineOf(1), table.reading.notes[0]]).toEqual([
      4,
      expect.stringMatching(
        /^Skipped 2 faulty lines\. The first: t\.json line 2: expected JSON, got "\{\\"a\\":2,"/,
      ),
    ]);
  });

  it.each([
    [
      '{"a":1}\n7\n',
      't.json line 2: expected an object such as {"age": 39}, got 7. Write each row as an object with the names of its columns.',
    ],
    ["[]", "t.json: expected records, got none."],
    ['{"a":[1,2],"b":[1]}', 't.json: expected lists of the same length, got "a": 2, "b": 1.'],
    [
      '{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":{"j":1}}}}}}}}}, "z":1}\n',
      't.json line 1, column "a.b.c.d.e.f.g.h.i": expected values, got objects inside objects, more than 8 deep.',
    ],
    [
      '{"a.b":1,"a":{"b":2}}\n',
      't.json line 1, column "a.b": expected each column once, got it twice. Rename one.',
    ],
  ])("refuses %j", async (text, message) => {
    expect(await failure(() => read(text))).toBe(`DataError: ${message}`);
  });

  it("refuses what is no JSON, with its line", async () => {
    expect(await failure(() => read('{"a":1}\n{"a":oops}\n'))).toMatch(
      /^DataError: t\.json line 2: expected JSON, got "\{\\"a\\":oops\}" \(.*\)\. Correct it, or skip such lines \(--on-error skip\)\.$/,
    );
    const reader = new JsonReader("t.json");
    expect(await failure(() => reader.push(Uint8Array.of(0x7b, 0xe9, 0x22)))).toBe(
      "DataError: t.json line 1: expected UTF-8 text, got bytes that are not, on this line or after it. Save the file as UTF-8.",
    );
  });

  it.each(["a,b\n1,2\n", "[a],b\n", "", "5\n6\n"])("is not %j", (text) => {
    expect(isJson(bytesOf(text))).toBe(false);
  });
});
