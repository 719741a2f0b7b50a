import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CsvReader, readCsv } from "../../../src/readers/csv.js";
import type { Separator, Table } from "../../../src/readers/table.js";
import { failure } from "./failure.js";
import { cellsOf } from "./tables.js";

const read = (text: string) => readCsv(text, "t.csv");
const linesOf = (table: Table) => Array.from({ length: table.rows }, (_, row) => table.lineOf(row));

describe("readCsv", () => {
  it("gives numbers, texts by code, and lines", () => {
    const table = read("a,b\n1,x\n-2.5e1,y\n,x\n");
    expect(table).toMatchObject({ name: "t.csv", header: ["a", "b"], rows: 3 });
    expect(table.columns).toEqual([
      { numbers: Float64Array.of(1, -25, NaN), codes: Int32Array.of(-1, -1, 0), texts: [""] },
      { numbers: Float64Array.of(NaN, NaN, NaN), codes: Int32Array.of(0, 1, 0), texts: ["x", "y"] },
    ]);
    expect(linesOf(table)).toEqual([2, 3, 4]);
    expect(read("a,b\n1,2\n").columns[0]!.codes).toBe(null);
  });

  it("says how the file is written", () => {
    expect(read("a;b\n1,5;x\n").reading).toEqual({
      format: "CSV",
      separator: ";",
      decimal: ",",
      encoding: "utf-8",
      header: true,
      notes: [],
    });
  });

  it.each([
    ["no line end at the end", "a,b\n1,2"],
    ["CRLF", "a,b\r\n1,2\r\n"],
    ["CR alone", "a,b\r1,2\r"],
    ["CRCRLF", "a,b\r\r\n1,2\r\r\n"],
    ["a byte order mark", "\uFEFFa,b\n1,2\n"],
    ["blank lines", "\na,b\n\n1,2\n\n  \n\r\n"],
    ["rows of empty cells", "a,b\n,\n1,2\n,\n"],
    ["quotes", '"a","b"\n"1","2"\n'],
    ["blanks around cells", 'a , b\n 1,\t"2" \n'],
    ["empty cells at the end of all rows", "a,b,,\n1,2,,\n"],
    ["empty cells at the end of all rows but the header", "a,b\n1,2,\n"],
    ["semicolons", "a;b\n1;2\n"],
    ["tabs", "a\tb\n1\t2\n"],
    ["bars", "a|b\n1|2\n"],
    ["blanks and tabs in any number", " a  b\n1 \t 2 \n"],
    ["a line that names the separator", "sep=;\na;b\n1;2\n"],
    ["comments before the table", "# made by hand\n# twice, with a comma, or two\na,b\n1,2\n"],
    ["names in a comment", "# a,b\n1,2\n"],
    ["a title", "Measured in May\n\na,b\n1,2\n1,2\n"],
    ["single quotes", "'a','b'\n'1','2'\n"],
  ])("reads the same with %s", (_, text) => {
    const table = read(text);
    const [first] = cellsOf(table);
    expect({ header: table.header, first }).toEqual({ header: ["a", "b"], first: ["1", "2"] });
  });

  it("reads separators, line ends, quotes and blanks inside quotes", () => {
    expect(cellsOf(read('a,b\n"p,q"," x\r\n""y"" "\n'))).toEqual([["p,q", ' x\r\n"y" ']]);
  });

  it("takes a quote inside an unquoted cell as it stands", () => {
    expect(cellsOf(read('a,b\n5" pipe,1\n'))).toEqual([['5" pipe', "1"]]);
  });

  it("keeps empty cells, also the last", () => {
    expect(cellsOf(read('a,b,c\n2,,3\n1,"",\n'))).toEqual([
      ["2", "", "3"],
      ["1", "", ""],
    ]);
  });

  it("counts the lines inside quoted cells and the lines left out", () => {
    expect(linesOf(read('a,b\n"1\n2\r\n3",x\n4,"y\n"\n\n5,z\n'))).toEqual([2, 5, 8]);
  });

  it("reads one column, with an empty cell in the middle", () => {
    expect(cellsOf(read('a\n1\n\n"2"\n""\n\n\n'))).toEqual([["1"], [""], ["2"], [""]]);
  });

  it.each([";", "\t", "|"] as const)("reads cells between %j, told or found", (separator) => {
    const text = `a${separator}b\n1 5${separator}\n${separator}2\n`;
    for (const options of [{ separator }, {}]) {
      expect(cellsOf(readCsv(text, "t.csv", options))).toEqual([
        ["1 5", ""],
        ["", "2"],
      ]);
    }
  });

  it("prefers the rarer of two separators that fit", () => {
    expect(cellsOf(read("5,1;3,5\n4,9;3,0\n"))).toEqual([
      ["5.1", "3.5"],
      ["4.9", "3"],
    ]);
  });

  it("keeps columns as texts that are told", () => {
    const table = readCsv("id,x\n007,1\n07,2\n", "t.csv", { textColumns: ["id"] });
    expect(cellsOf(table)).toEqual([
      ["007", "1"],
      ["07", "2"],
    ]);
  });

  it.each([
    ["pandas' unnamed index", ",x\n0,5\n1,6\n", ["index", "x"]],
    ["R's row names", '"x","y"\n"r1",5,6\n"r2",6,7\n', ["index", "x", "y"]],
    ["a name that occurs twice", "a,b,a\n1,2,3\n", ["a", "b", "a.1"]],
    ["an empty name", "a,,c\n1,2,3\n", ["a", "2", "c"]],
    ["a column called #", "#,Name\n1,x\n2,y\n", ["#", "Name"]],
  ])("names columns: %s", (_, text, header) => {
    expect(read(text).header).toEqual(header);
  });

  it.each([
    ["names", "a,b\n1,2\n3,4\n", true],
    ["numbers from 0", "0,1,2\n5,6,7\n", true],
    ["years", "country,1990,1991,1992\nA,5,6,7\nB,5,6,7\n", true],
    ["names above texts", "name,kind\nanna,x\nbert,y\ncarl,x\ndora,y\n", true],
    ["another separator in a quoted name", '"a;b"\n5\n', true],
    ["numbers", "5.1,3.5\n4.9,3.0\n", false],
    ["whole numbers, some the same", "5,0,0\n7,0,0\n", false],
    ["whole numbers, all different", "5,0,3\n7,0,0\n", false],
    ["a text and numbers", "setosa,5,3\nsetosa,4,3\nvirginica,6,5\n", false],
    ["texts that occur again", "x,o\nx,x\no,o\no,x\n", false],
    ["scikit-learn's counts", "2,2,red,blue\n5.5,1,0\n6,2,1\n", false],
  ])("finds out whether the first row has names: %s", (_, text, header) => {
    const table = read(text);
    expect(table.reading.header).toBe(header);
    if (!header) expect(table.header).toEqual(table.header.map((_name, column) => String(column + 1)));
  });

  it("takes a header as it is told", () => {
    expect(readCsv("1,2\n3,4\n", "t.csv", { header: true }).header).toEqual(["1", "2"]);
    expect(cellsOf(readCsv("a,b\nc,d\n", "t.csv", { header: false }))).toEqual([
      ["a", "b"],
      ["c", "d"],
    ]);
  });

  it("skips comments and lines as it is told", () => {
    const text = "x\ny,y,y\na,b\n%1,9\n1,2\n% 1,9,9\n";
    const table = readCsv(text, "t.csv", { skipRows: 2, comment: "%" });
    expect([table.header, cellsOf(table), table.lineOf(0)]).toEqual([["a", "b"], [["1", "2"]], 5]);
  });

  it("keeps the classes that scikit-learn's first line names", () => {
    expect(read("2,2,red,blue\n5.5,1,0\n6,2,1\n").reading.classes).toEqual(["red", "blue"]);
  });

  it("gives back any cells that were written, whatever the pieces (300 random tables)", () => {
    const alphabet = ["a", "1", " ", '"', ",", ";", "\n", "\r", "\r\n", "\t", "é", "准"];
    const cell = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 6 });
    const table = fc.integer({ min: 2, max: 4 }).chain((columns) =>
      fc.record({
        rows: fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
          minLength: 1,
          maxLength: 5,
        }),
        end: fc.constantFrom("\n", "\r\n", "\r\r\n"),
        last: fc.boolean(),
        piece: fc.integer({ min: 1, max: 9 }),
      }),
    );
    // cells that are not quoted are trimmed
    const write = (value: string): string => `"${value.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(table, ({ rows, end, last, piece }) => {
        const header = rows[0]!.map((_, column) => `name ${column}`);
        const lines = [header, ...rows].map((cells) => cells.map(write).join(","));
        const bytes = new TextEncoder().encode(lines.join(end) + (last ? end : ""));
        const reader = new CsvReader("t.csv", { separator: ",", header: true, textColumns: header });
        for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
        const back = reader.finish();
        expect(back.header).toEqual(header);
        expect(cellsOf(back)).toEqual(rows);
        linesOf(back).forEach((line, row) => {
          const before = lines.slice(0, row + 1).join(end) + end;
          expect(line).toBe(before.split(/\r+\n|\n|\r/).length);
        });
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it("reads files longer than the buffer, in pieces of any length, as at once", () => {
    const line = (row: number) =>
      `${row},${row / 7},"name ${row % 500}, ""quoted""\n${row % 3}",${row % 5 ? row : "none"}`;
    const text = "a,b,c,d\n" + Array.from({ length: 60_000 }, (_, row) => line(row)).join("\n");
    const bytes = new TextEncoder().encode(text);
    expect(bytes.length).toBeGreaterThan(2 ** 21);
    const whole = readCsv(bytes, "t.csv");
    for (const piece of [65_537, 1_048_576]) {
      const reader = new CsvReader("t.csv");
      for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.subarray(at, at + piece));
      const parts = reader.finish();
      expect(parts.columns).toEqual(whole.columns);
      expect([0, 31_000, 59_999].map(parts.lineOf)).toEqual([2, 62_002, 120_000]);
    }
    expect(whole.columns[1]!.numbers).toEqual(Float64Array.from({ length: 60_000 }, (_, row) => row / 7));
    expect(whole.columns[3]!.texts).toEqual(["none"]);
  });
});

describe("readCsv finds the encoding", () => {
  const text = "größe;stadt\n1;Köln\n2;Zürich\n";
  const latin1 = Uint8Array.from(text, (character) => character.charCodeAt(0));
  const utf16 = (big: boolean, mark: boolean) => {
    const units = Array.from((mark ? "\uFEFF" : "") + text, (character) => character.charCodeAt(0));
    return Uint8Array.from(
      units.flatMap((unit) => (big ? [unit >> 8, unit & 255] : [unit & 255, unit >> 8])),
    );
  };

  it.each([
    ["utf-8", new TextEncoder().encode(text)],
    ["utf-8", new TextEncoder().encode("\uFEFF" + text)],
    ["windows-1252", latin1],
    ["utf-16le", utf16(false, true)],
    ["utf-16be", utf16(true, true)],
    ["utf-16le", utf16(false, false)],
    ["utf-16be", utf16(true, false)],
  ])("%s", (encoding, bytes) => {
    const table = readCsv(bytes, "t.csv");
    expect(table.reading.encoding).toBe(encoding);
    expect([table.header, table.columns[1]!.texts]).toEqual([
      ["größe", "stadt"],
      ["Köln", "Zürich"],
    ]);
  });

  it("reads the signs that Windows-1252 has and Latin-1 lacks", () => {
    const bytes = Uint8Array.of(
      ...new TextEncoder().encode("a,b\nx,"),
      0x80,
      0x92,
      0xe4,
      0x0a,
      0x79,
      0x2c,
      0xff,
      0x0a,
    );
    expect(readCsv(bytes, "t.csv").columns[1]!.texts).toEqual(["€’ä", "ÿ"]);
  });

  it("or takes the one that is told", () => {
    const bytes = Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0x83, 0x4a, 0x0a); // a,b ↵ 1,カ
    expect(readCsv(bytes, "t.csv", { encoding: "shift_jis" }).columns[1]!.texts).toEqual(["カ"]);
    const mixed = new Uint8Array([...new TextEncoder().encode("a,b\n1,é\n2,"), 0xe9, 0x0a]);
    expect(readCsv(mixed, "t.csv", { encoding: "latin1" }).columns[1]!.texts).toEqual(["Ã©", "é"]);
  });

  it("refuses two encodings in one file, and bytes that are not in the one that is told", async () => {
    const mixed = new Uint8Array([...new TextEncoder().encode("a,b\n1,é\n2,"), 0xe9, 0x0a]);
    expect(await failure(() => readCsv(mixed, "t.csv"))).toBe(
      'DataError: t.csv line 3, column "b": expected UTF-8 text, got bytes that are not, beside "é", which is. ' +
        "Save the file as UTF-8, or say its encoding (--encoding windows-1252).",
    );
    expect(await failure(() => readCsv(latin1, "t.csv", { encoding: "utf8" }))).toBe(
      "DataError: t.csv line 1: expected UTF-8 text, got bytes that are not. " +
        "Save the file as UTF-8, or say its encoding (--encoding windows-1252).",
    );
  });
});

describe("readCsv refuses", () => {
  const iris = "sepal_length,sepal_width,petal_length,petal_width,species\n";
  const row = "5.1,3.5,1.4,0.2,setosa\n";
  const cure = "Correct the line, or skip such rows (--on-error skip).";

  it.each([
    [
      "a short row",
      iris + row.repeat(49) + "5.1,3.5,1.4,setosa\n" + row,
      `iris.csv line 51: expected 5 cells as in the header, got 4. ${cure}`,
    ],
    ["a long row", "a,b\n1,2\n1,2,3\n", `iris.csv line 3: expected 2 cells as in the header, got 3. ${cure}`],
    [
      "a long row without a header",
      "1.5,2\n1,2\n1,2,3\n",
      `iris.csv line 3: expected 2 cells as in the first rows, got 3. ${cure}`,
    ],
    [
      "a short row after a quoted line end",
      'a,b\n"1\n",2\n3\n5,6\n',
      `iris.csv line 4: expected 2 cells as in the header, got 1. ${cure}`,
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
    [
      "a NUL byte",
      "a,b\n1,x\n2,x\0\n",
      "iris.csv line 3: expected text, got a NUL byte in column 2. " +
        "The file is damaged, or no text: remove the bytes, or tell its encoding (--encoding).",
    ],
    ["an empty file", "", "iris.csv: expected a header and rows, got an empty file."],
    ["blank lines alone", "\n \n", "iris.csv: expected a header and rows, got an empty file."],
    [
      "a header without rows",
      "a,b\n\n",
      "iris.csv: expected rows after the header, got none. If the first line has data, say so (--no-header).",
    ],
  ])("%s", async (_, text, message) => {
    expect(await failure(() => readCsv(text, "iris.csv"))).toBe(`DataError: ${message}`);
  });

  it("a separator that is told and does not separate", async () => {
    expect(await failure(() => readCsv("a;b\n1;2\n", "iris.csv", { separator: "," }))).toBe(
      'DataError: iris.csv line 1: expected cells between ",", got one cell with ";" in it: "a;b". ' +
        'Give ";" as the separator (--separator ";"), or leave it out.',
    );
  });

  it.each([
    [{ separator: "x" as Separator }, 'separator: expected one of "\\t", ";", "|", ",", " ", got "x".'],
    [{ decimal: ":" as "." }, 'decimal: expected "." or ",", got ":".'],
    [
      { decimal: ",", separator: "," } as const,
      'decimal: expected another sign than the separator ",", got ",".',
    ],
    [{ quote: "''" }, "quote: expected one ASCII character, got \"''\"."],
    [{ comment: "" }, 'comment: expected ASCII characters, got "".'],
    [{ skipRows: -1 }, "skipRows: expected an integer ≥ 0, got -1."],
    [
      { encoding: "ebcdic" },
      'encoding: expected the name of an encoding, such as "utf-8", "utf-16le", "windows-1252" or "shift_jis", got "ebcdic".',
    ],
  ])("options out of range: %j", async (options, message) => {
    const bytes = new TextEncoder().encode("a,b\n1,2\n");
    expect(await failure(() => readCsv(bytes, "iris.csv", options))).toBe(`ConfigError: ${message}`);
  });

  it("faulty rows are counted and left out where that is told", () => {
    const text = 'a,b\n1,x\n2\n3,y,5\n4,"z"5\n5,"w\n6,v\n';
    const table = readCsv(text, "t.csv", { onError: "skip" });
    expect([cellsOf(table), linesOf(table)]).toEqual([
      [
        ["1", "x"],
        ["6", "v"],
      ],
      [2, 7],
    ]);
    expect(table.columns[1]!.texts).toEqual(["x", "v"]);
    expect(table.reading.notes).toEqual([
      `Skipped 4 faulty rows. The first: t.csv line 3: expected 2 cells as in the header, got 1. ${cure}`,
    ]);
  });
});

describe("text that is transcoded", () => {
  const utf16 = (text: string) =>
    new Uint8Array(Uint16Array.from({ length: text.length }, (_, at) => text.charCodeAt(at)).buffer);
  const whole = utf16(`\uFEFFa,b\n${"1,é\n".repeat(50)}`);

  it.each([
    ["a byte is missing at the end", whole.subarray(0, whole.length - 1)],
    [
      "half of a character stands alone",
      new Uint8Array([...whole.subarray(0, 60), 0x00, 0xd8, ...whole.subarray(60)]),
    ],
  ])("is refused where %s, in one piece and in several", async (_, bytes) => {
    const words =
      "DataError: t.csv: expected text in utf-16le, got bytes that are not. The file is damaged or cut short, " +
      "or in another encoding: copy it again, or tell its encoding (--encoding).";
    expect(await failure(() => readCsv(bytes, "t.csv"))).toBe(words);
    const inPieces = () => {
      const reader = new CsvReader("t.csv");
      for (let at = 0; at < bytes.length; at += 7) reader.push(bytes.subarray(at, at + 7));
      return reader.finish();
    };
    expect(await failure(inPieces)).toBe(words);
  });

  it("is read where characters and halves of them are cut by the pieces", () => {
    const bytes = utf16(`\uFEFFa,b\n${"1,😀\n".repeat(50)}`);
    const reader = new CsvReader("t.csv");
    for (let at = 0; at < bytes.length; at += 3) reader.push(bytes.subarray(at, at + 3));
    expect(cellsOf(reader.finish())).toEqual(Array.from({ length: 50 }, () => ["1", "😀"]));
  });

  it("in a named encoding is refused where bytes are not in it", async () => {
    const bytes = Uint8Array.of(0x61, 0x0a, 0x82, 0xff, 0x0a);
    expect(await failure(() => readCsv(bytes, "j.csv", { encoding: "shift_jis", header: true }))).toMatch(
      /^DataError: j\.csv: expected text in shift_jis, got bytes that are not\./,
    );
  });
});
