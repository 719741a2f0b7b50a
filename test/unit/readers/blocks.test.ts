/** Tables that are read in blocks of rows: the blocks together are the table. */
import { describe, expect, it } from "vitest";
import { CsvReader, readCsv } from "../../../src/readers/csv.js";
import { JsonReader } from "../../../src/readers/jsonTable.js";
import { sourceOf } from "../../../src/readers/byteSource.js";
import { openDataFile, readBlocksForModel } from "../../../src/readers/dataFiles.js";
import { NpyReader, readNpy } from "../../../src/readers/npy.js";
import { parquetBlocks, readParquet } from "../../../src/readers/parquetTable.js";
import type { Table } from "../../../src/readers/table.js";
import { parquetPredictions } from "../../../src/report/predictions/parquet.js";
import { readBlocks, tableFormats } from "../../../src/readers/tableFormats.js";
import { failure } from "./failure.js";
import { bytesOf, cellsOf, inPieces } from "./tables.js";

/** Reads in pieces, and takes the rows so far after every piece. */
function blocksOf(reader: CsvReader | JsonReader | NpyReader, bytes: Uint8Array, length: number): Table[] {
  const blocks: Table[] = [];
  for (let at = 0; at < bytes.length; at += length) {
    reader.push(bytes.subarray(at, at + length));
    const block = reader.take();
    if (block) blocks.push(block);
  }
  return [...blocks, reader.finish()];
}

const linesOf = (table: Table) => Array.from({ length: table.rows }, (_, row) => table.lineOf(row));

/** More than the buffer of a reader has room for, so that rows are read before the end. */
const rows = 40_000;
const texts = ["a", "b", "c"].map((letter) => letter.repeat(80));
const lineOf = (row: number) =>
  row % 9 === 0 ? `${row},"two\nlines ${row % 5}",${texts[row % 3]}` : `${row},${row / 4},${texts[row % 3]}`;
const long = ["number,mixed,text", ...Array.from({ length: rows }, (_, row) => lineOf(row)), ""].join("\n");

describe("blocks of CSV", () => {
  it.each([100_000, 333_333, 2 ** 20])(
    "in pieces of %i bytes are the rows of the table, with their lines",
    (length) => {
      const whole = readCsv(long, "long.csv");
      const blocks = blocksOf(new CsvReader("long.csv"), bytesOf(long), length);
      expect(blocks.length).toBeGreaterThan(1);
      expect(blocks.flatMap(cellsOf)).toEqual(cellsOf(whole));
      expect(blocks.flatMap(linesOf)).toEqual(linesOf(whole));
      for (const { header } of blocks) expect(header).toEqual(whole.header);
    },
  );

  it("say once what was found about the file, and count faulty rows in each", () => {
    const text = `sep=,\n# note\n${long.replaceAll("\n5,", "\n5,6,7,")}`;
    const blocks = blocksOf(
      new CsvReader("long.csv", { onError: "skip", comment: "#" }),
      bytesOf(text),
      300_000,
    );
    const notes = blocks.flatMap(({ reading }) => reading.notes);
    expect(notes.filter((note) => note.startsWith("Skipped 1 faulty row."))).toHaveLength(1);
    expect(new Set(notes).size).toBe(notes.length);
  });

  it("do not cut where a blank line may be a row", () => {
    const column = `x\n${Array.from({ length: 300_000 }, (_, row) => (row % 2 ? "" : String(row))).join("\n")}\n9\n`;
    const blocks = blocksOf(new CsvReader("x.csv", { header: true }), bytesOf(column), 2 ** 20);
    expect(blocks.flatMap(cellsOf)).toEqual(cellsOf(readCsv(column, "x.csv", { header: true })));
  });

  it("of one large file come without the file in memory", async () => {
    const line = bytesOf("1.5,2.5,3.5,4.5,5.5,6.5,7.5,8.5\n".repeat(4000));
    async function* endless() {
      yield bytesOf("a,b,c,d,e,f,g,h\n");
      for (let piece = 0; piece < 400; piece++) yield line;
    }
    const format = tableFormats.find(({ name }) => name === "CSV")!;
    let [count, most, blocks] = [0, 0, 0];
    const seen: number[] = [];
    const options = { onProgress: (read: { rows: number }) => void seen.push(read.rows) };
    for await (const table of readBlocks(
      format,
      { head: bytesOf(""), rest: endless() },
      "e.csv",
      options,
      {},
    )) {
      count += table.rows;
      most = Math.max(most, table.rows);
      blocks++;
    }
    expect([count, blocks > 2, most < 700_000]).toEqual([1_600_000, true, true]);
    expect(seen.every((value, index) => index === 0 || value >= seen[index - 1]!)).toBe(true);
  });
});

describe("blocks of JSON lines", () => {
  const records = Array.from({ length: 500 }, (_, row) => ({
    a: row,
    ...(row % 3 === 0 && { b: `t${row % 4}` }),
    ...(row > 100 && { late: row }),
  }));
  const text = records.map((record) => JSON.stringify(record)).join("\n");

  it("keep columns that a block lacks, and the lines of their rows", () => {
    const whole = new JsonReader("r.jsonl");
    whole.push(bytesOf(text));
    const table = whole.finish();
    const blocks = blocksOf(new JsonReader("r.jsonl"), bytesOf(text), 700);
    expect(blocks.length).toBeGreaterThan(5);
    const late = blocks.findIndex(({ header }) => header.includes("late"));
    expect(blocks.slice(late).every(({ header, rows: own }) => own === 0 || header.length === 3)).toBe(true);
    expect(blocks.flatMap(linesOf)).toEqual(linesOf(table));
    const numbers = blocks.flatMap(({ columns }) => Array.from(columns[0]?.numbers ?? []));
    expect(numbers).toEqual(records.map(({ a }) => a));
  });

  it("are one block where the file is one document", () => {
    const reader = new JsonReader("r.json");
    reader.push(bytesOf(`[${records.map((record) => JSON.stringify(record)).join(",\n")}`));
    expect(reader.take()).toBe(null);
    reader.push(bytesOf("]"));
    expect(reader.finish().rows).toBe(500);
  });
});

it("a pipe that breaks off in the middle is an error after the blocks before it", async () => {
  async function* broken() {
    yield* inPieces(bytesOf(long), 2 ** 18);
    throw new Error("gone");
  }
  const format = tableFormats.find(({ name }) => name === "CSV")!;
  const all = async () => {
    for await (const table of readBlocks(format, { head: bytesOf(""), rest: broken() }, "b.csv", {}, {}))
      void table;
  };
  expect(await failure(all)).toBe("Error: gone");
});

describe("blocks of NPY", () => {
  const file = (order: "True" | "False") => {
    const header = `{'descr': '<f8', 'fortran_order': ${order}, 'shape': (1000, 3), }`.padEnd(117) + "\n";
    const body = new Uint8Array(Float64Array.from({ length: 3000 }, (_, at) => (at % 7 ? at : NaN)).buffer);
    return Uint8Array.from([0x93, ...bytesOf("NUMPY"), 1, 0, header.length, 0, ...bytesOf(header), ...body]);
  };

  it.each([7, 64, 1000, 100_000])("in pieces of %i bytes are the rows of the array", (length) => {
    const blocks = blocksOf(new NpyReader("a.npy"), file("False"), length);
    if (length < 10_000) expect(blocks.length).toBeGreaterThan(10);
    expect(blocks.flatMap(cellsOf)).toEqual(cellsOf(readNpy(file("False"), "a.npy")));
  });

  it("are one block in Fortran order", () => {
    const blocks = blocksOf(new NpyReader("a.npy"), file("True"), 500);
    expect(blocks.length).toBe(1);
    expect(cellsOf(blocks[0]!)).toEqual(cellsOf(readNpy(file("True"), "a.npy")));
  });

  it("say how many bytes are missing, as the array in one piece does", async () => {
    for (const end of [20, 5000]) {
      const short = file("False").subarray(0, end);
      expect(await failure(() => blocksOf(new NpyReader("a.npy"), short, 300))).toBe(
        await failure(() => readNpy(short, "a.npy")),
      );
    }
  });
});

describe("blocks of Parquet", () => {
  const decoder = async () => {
    const { compressors } = await import("hyparquet-compressors");
    return { ...(await import("hyparquet")), compressors };
  };
  /** Row groups of 5, 3, 1 and 6 rows. */
  const bytes = () => {
    const writer = parquetPredictions({
      ids: ["id"],
      target: "t",
      classes: null,
      names: ["x", "y"],
      field: "",
      precision: "float32",
    });
    const block = (count: number) =>
      writer.block({
        rows: count,
        ids: [(row: number) => `n${row % 3}`],
        answers: Array.from({ length: count }, (_, row) =>
          row % 4 === 1 ? null : { class: null, numbers: [row, row / 2] },
        ),
      });
    const chunks = [writer.start(), ...[5, 3, 1, 6].map(block), writer.end()] as Uint8Array[];
    return Uint8Array.from(chunks.flatMap((chunk) => [...chunk]));
  };

  it("end with a row group, and only their part of the file is read", async () => {
    const all = bytes();
    const reads: number[] = [];
    const source = {
      length: all.length,
      read(start: number, end: number) {
        reads.push(end - start);
        return all.subarray(start, end);
      },
    };
    const seen: number[] = [];
    const options = { onProgress: ({ rows: read }: { rows: number }) => void seen.push(read) };
    const blocks: Table[] = [];
    for await (const table of parquetBlocks(source, "p", await decoder(), options, 12)) blocks.push(table);
    expect(blocks.map((table) => table.rows)).toEqual([5, 4, 6]);
    // the first read is that of the index at the end
    expect(Math.max(...reads.slice(1))).toBeLessThan(100);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const whole = await readParquet(sourceOf(all), "p", await decoder());
    expect(blocks.flatMap(cellsOf)).toEqual(cellsOf(whole));
  });

  it("need no file in memory where its parts can be read", async () => {
    const format = tableFormats.find(({ name }) => name === "Parquet")!;
    let isRead = false;
    async function* unread() {
      isRead = true;
      yield bytes();
    }
    const file = { head: bytes().subarray(0, 4), rest: unread(), source: sourceOf(bytes()) };
    let count = 0;
    for await (const table of readBlocks(format, file, "p", {}, { parquet: decoder })) count += table.rows;
    expect([count, isRead]).toEqual([15, false]);
  });
});

describe("blocks of IDX", () => {
  const [images, size] = [12_000, 28];
  const file = (count = images) => {
    const bytes = new Uint8Array(16 + count * size * size);
    bytes.set([0, 0, 8, 3, 0, 0, images >> 8, images & 255, 0, 0, 0, size, 0, 0, 0, size]);
    for (let image = 0; image < count; image++) bytes[16 + image * size * size] = image & 255;
    return bytes;
  };
  const model = {
    notes: { image: [size, size] as const },
    name: "the model",
    inputs: size * size,
    outputs: 10,
  };
  const read = async (bytes: Uint8Array) => {
    const opened = await openDataFile(inPieces(bytes, 1 << 20), "i.idx");
    const blocks: number[][] = [];
    for await (const { dataset } of readBlocksForModel(opened, model, {}))
      blocks.push(Array.from({ length: dataset!.rows }, (_, row) => dataset!.inputs[row * size * size]!));
    return blocks;
  };

  it("are the images in their order", async () => {
    const blocks = await read(file());
    expect(blocks.length).toBe(3);
    expect(blocks.flat()).toEqual(Array.from({ length: images }, (_, image) => image & 255));
  });

  it("end with an error where the file is cut short, or too long", async () => {
    const expected = 16 + images * size * size;
    for (const count of [images - 1, images + 1]) {
      expect(await failure(() => read(file(count)))).toBe(
        `DataError: i.idx: expected ${expected} bytes for ${images} × 28 × 28 elements, got ${16 + count * size * size}. ` +
          "Download or copy the file again.",
      );
    }
  });
});
