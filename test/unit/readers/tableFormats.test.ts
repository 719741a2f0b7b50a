import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { encode } from "../../../src/readers/encode.js";
import { tableFrom } from "../../../src/readers/columnsTable.js";
import { joinTables } from "../../../src/readers/joinTables.js";
import { readCsv } from "../../../src/readers/csv.js";
import { inferSchema } from "../../../src/readers/schema.js";
import type { Table } from "../../../src/readers/table.js";
import { readTable, type TableHost } from "../../../src/readers/tableFormats.js";
import { parquetPredictions } from "../../../src/report/predictions/parquet.js";
import { parquet } from "../../fuzz/parquetFile.js";
import { failure } from "./failure.js";
import { bytesOf, cellsOf, inPieces } from "./tables.js";

const host: TableHost = {
  async parquet() {
    const { compressors } = await import("hyparquet-compressors");
    return { ...(await import("hyparquet")), compressors };
  },
};

const rows = [
  { x: 1.5, n: 3, kind: "a" },
  { x: 2.25, n: 1, kind: "b" },
  { x: 4, n: 2, kind: "a" },
];

/** A table of Arrow, as far as `tableFrom` looks at it. */
const arrow = {
  numRows: 3,
  schema: { fields: [{ name: "x" }, { name: "n" }, { name: "kind" }] },
  getChild: (name: "x" | "n" | "kind") => ({ length: 3, get: (row: number) => rows[row]![name] }),
};

function npy(): Uint8Array {
  const header = "{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }".padEnd(117) + "\n";
  const body = Float64Array.from(rows.flatMap(({ x, n }) => [x, n]));
  return Uint8Array.from([
    0x93,
    ...bytesOf("NUMPY"),
    1,
    0,
    header.length,
    0,
    ...bytesOf(header),
    ...new Uint8Array(body.buffer),
  ]);
}

const lines = (separator: string) =>
  [["x", "n", "kind"], ...rows.map((row) => Object.values(row))]
    .map((cells) => cells.join(separator))
    .join("\n");

describe("readTable", () => {
  const tables: [string, () => Promise<Table> | Table][] = [
    ["TSV", () => readTable(bytesOf(lines("\t")), "t")],
    ["CSV in pieces", () => readTable(inPieces(bytesOf(lines(",")), 5), "t")],
    ["CSV with decimal commas", () => readTable(bytesOf(lines(";").replaceAll(".", ",")), "t")],
    ["gzip", () => readTable(new Uint8Array(gzipSync(lines(","))), "t")],
    ["JSON lines", () => readTable(bytesOf(rows.map((row) => JSON.stringify(row)).join("\n")), "t")],
    ["JSON", () => readTable(bytesOf(JSON.stringify(rows)), "t")],
    ["Parquet", () => readTable(Uint8Array.from(Buffer.from(parquet, "base64")), "t", {}, host)],
    ["Arrow", () => tableFrom(arrow)],
    ["records", () => tableFrom(rows)],
    [
      "columns",
      () => tableFrom({ x: Float64Array.of(1.5, 2.25, 4), n: [3n, 1n, 2n], kind: ["a", "b", "a"] }),
    ],
    [
      "Arquero",
      () =>
        tableFrom({
          columnNames: () => ["x", "n", "kind"],
          array: (name: "x") => rows.map((row) => row[name]),
        }),
    ],
    [
      "Polars",
      () =>
        tableFrom({
          columns: ["x", "n", "kind"],
          getColumn: (name: "x") => ({ toArray: () => rows.map((row) => row[name]) }),
        }),
    ],
    [
      "Danfo",
      () =>
        tableFrom({
          columns: ["x", "n", "kind"],
          column: (name: "x") => ({ values: rows.map((row) => row[name]) }),
        }),
    ],
    [
      "two parts",
      () => joinTables([readCsv("x,n,kind\n1.5,3,a\n", "1"), readCsv("kind,n,x\nb,1,2.25\na,2,4\n", "2")]),
    ],
  ];

  it.each(tables)("%s gives the dataset of the same CSV", async (_, read) => {
    const table = await read();
    const wanted = readCsv(lines(","), "t");
    expect([table.header, cellsOf(table)]).toEqual([wanted.header, cellsOf(wanted)]);
    // the schema says besides whether numbers had a decimal comma
    const of = (one: Table) => ({
      ...encode(one, inferSchema(one, "kind"), { target: true }),
      schema: null,
    });
    expect(of(table)).toEqual(of(wanted));
  });

  it("NPY has the same numbers, by number of the column", async () => {
    const table = await readTable(npy(), "t.npy");
    expect([table.header, cellsOf(table)]).toEqual([
      ["1", "2"],
      rows.map(({ x, n }) => [String(x), String(n)]),
    ]);
  });

  it("says how far it is", async () => {
    const seen: number[] = [];
    const onProgress = ({ bytes, rows: read }: { bytes: number; rows: number }) => seen.push(bytes, read);
    const bytes = bytesOf("a,b\n" + "1,2\n".repeat(400_000));
    await readTable(inPieces(bytes, 500_000), "t", { onProgress });
    expect(seen.at(-2)).toBe(bytes.length);
    expect(seen.at(-1)).toBeGreaterThan(200_000);
  });

  it("rows of parts know their file and line", () => {
    const table = joinTables([readCsv("x\n1\n2\n", "1.csv"), readCsv("x\n3\n\n4\n", "2.csv")]);
    const places = [0, 1, 2, 3, 4].map((row) => [table.fileOf!(row), table.lineOf(row)]);
    expect(places).toEqual([
      ["1.csv", 2],
      ["1.csv", 3],
      ["2.csv", 2],
      ["2.csv", 3],
      ["2.csv", 4],
    ]);
  });

  it.each([
    ["an empty file", () => readTable(new Uint8Array(), "t"), "DataError: t: the file is empty."],
    [
      "binary data",
      () => readTable(Uint8Array.of(1, 2, 0, 4, 0), "t"),
      "DataError: t: expected Parquet, NPY, NPZ, JSON, CSV, got other binary data.",
    ],
    [
      "Parquet without a decoder",
      () => readTable(bytesOf("PAR1...."), "t"),
      "DataError: t: expected a table that can be read here, got Parquet. Give a decoder of Parquet (hyparquet), or write CSV.",
    ],
    [
      "zstd where the host cannot",
      () => readTable(Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0), "t"),
      "DataError: t: expected a file that this host can unpack, got zstd. Unpack it first (zstd -d), or use Node 22.15 or later.",
    ],
    [
      "parts with other columns",
      async () => joinTables([readCsv("x,y\n1,2\n", "1.csv"), readCsv("x,z\n1,2\n", "2.csv")]),
      'DataError: 2.csv: expected the columns of 1.csv, got no "y" and "z" more. Give files with the same columns.',
    ],
    [
      "columns of different lengths",
      async () => tableFrom({ a: [1, 2], b: [1] }),
      'DataError: data: expected columns of the same length, at least 1, got "a" with 2 and "b" with 1.',
    ],
    [
      "objects that are no values",
      async () => tableFrom([{ a: 1 }, { a: () => 1 }]),
      'DataError: data: row 1, column "a": expected a number, text, boolean, date or null, got a function.',
    ],
    [
      "other things",
      async () => tableFrom({ a: 5 }),
      'DataError: data: expected records, columns by name, or a data frame, got {"a":5}.',
    ],
  ])("refuses %s", async (_, read, message) => {
    expect(await failure(read)).toBe(message);
  });

  it("refuses Parquet that is damaged", async () => {
    const bytes = Uint8Array.from(Buffer.from(parquet, "base64"));
    const cut = bytes.slice(0, bytes.length - 20);
    expect(await failure(() => readTable(cut, "t", {}, host))).toMatch(
      /^DataError: t: expected a whole Parquet file, got one that cannot be read \(.*\)\. Write or copy it again\.$/,
    );
  });

  it.each([
    ["counts too many values", "count"],
    ["has a negative length", "length"],
  ])("refuses Parquet where the header of a page %s, before a decoder believes it", async (_, field) => {
    const writer = parquetPredictions({
      ids: [],
      target: "t",
      classes: null,
      names: ["x"],
      field: "",
      precision: "float64",
    });
    const answers = [1, 2, 3].map((value) => ({ class: null, numbers: [value] }));
    const parts = [writer.start(), writer.block({ rows: 3, ids: [], answers }), writer.end()] as Uint8Array[];
    const bytes = Uint8Array.from(parts.flatMap((part) => Array.from(part)));
    const read = await readTable(bytes, "t", {}, host);
    expect(Array.from(read.columns[0]!.numbers)).toEqual([1, 2, 3]);
    // field 3 is the length of the page, field 5.1 the number of its values; each a number in zigzag
    const header = Array.from(bytes.subarray(4, 20));
    const length = header.indexOf(0x15, 3) + 1;
    const count = header.indexOf(0x2c) + 2;
    const at = 4 + (field === "count" ? count : length);
    const damaged = Uint8Array.from(bytes);
    damaged[at] = field === "count" ? 2 * 50 : 2 * 20 - 1;
    expect(await failure(() => readTable(damaged, "t", {}, host))).toMatch(
      /^DataError: t: expected a whole Parquet file, got one that cannot be read \(a page of column x has (a wrong length|50 values, its row group 3 rows)\)\./,
    );
  });
});
