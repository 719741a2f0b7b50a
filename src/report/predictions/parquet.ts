/**
 * Predictions as Parquet: repeated columns and class as texts, numbers as float or double; no value for a row that could not be
 * read. Each block is a row group, each of its columns one page, plain and not compressed. [https://parquet.apache.org/docs/file-format]
 *
 *     PAR1 │ row group │ row group │ … │ metadata │ its length │ PAR1
 */
import type { PredictionBlock, PredictionHead, PredictionWriter } from "./predictions.js";
import { i32, i64, list, struct, text, thriftBytes, type Value, writeVarint } from "./thrift.js";

/** Numbers of Parquet's enumerations. */
const types = { float32: 4, float64: 5, text: 6 } as const;
const optional = 1;
const [plain, runLength] = [0, 3];
const uncompressed = 0;
const utf8 = 0;
const dataPage = 0;

interface OutColumn {
  readonly name: string;
  readonly type: keyof typeof types;
  /** The value of a row; null where it has none. */
  of(block: PredictionBlock, row: number): string | number | null;
}

const magic = Uint8Array.of(0x50, 0x41, 0x52, 0x31);

export function parquetPredictions(head: PredictionHead): PredictionWriter {
  const columns = columnsOf(head);
  const groups: Value[] = [];
  let rows = 0;
  let at = 0;
  return {
    start() {
      at = magic.length;
      return magic;
    },
    block(block) {
      if (block.rows === 0) return "";
      const from = at;
      const parts: Uint8Array[] = [];
      const chunks = columns.map((column) => {
        const { bytes, about } = chunkOf(column, block, at);
        parts.push(...bytes);
        at += bytes.reduce((sum, part) => sum + part.length, 0);
        return about;
      });
      groups.push(struct([1, list("struct", chunks)], [2, i64(at - from)], [3, i64(block.rows)]));
      rows += block.rows;
      return joined(parts);
    },
    end() {
      const metadata = thriftBytes(
        struct(
          [1, i32(2)],
          [2, list("struct", schemaOf(columns))],
          [3, i64(rows)],
          [4, list("struct", groups)],
          [6, text("chainrule")],
        ),
      );
      const length = new DataView(new ArrayBuffer(4));
      length.setUint32(0, metadata.length, true);
      return joined([metadata, new Uint8Array(length.buffer), magic]);
    },
  };
}

function columnsOf({ ids, target, classes, names, precision }: PredictionHead): OutColumn[] {
  return [
    ...ids.map((name, index): OutColumn => ({
      name,
      type: "text",
      of: (block, row) => block.ids[index]!(row),
    })),
    ...(classes
      ? [{ name: target, type: "text", of: ({ answers }, row) => answers[row]?.class ?? null } as OutColumn]
      : []),
    ...names.map((name, index): OutColumn => ({
      name,
      type: precision,
      of: ({ answers }, row) => answers[row]?.numbers[index] ?? null,
    })),
  ];
}

function schemaOf(columns: readonly OutColumn[]): Value[] {
  const root = struct([4, text("schema")], [5, i32(columns.length)]);
  const own = columns.map(({ name, type }) =>
    type === "text"
      ? struct([1, i32(types.text)], [3, i32(optional)], [4, text(name)], [6, i32(utf8)])
      : struct([1, i32(types[type])], [3, i32(optional)], [4, text(name)]),
  );
  return [root, ...own];
}

/** The page of a column, and what the metadata say of it. @param at where it begins in the file */
function chunkOf(column: OutColumn, block: PredictionBlock, at: number) {
  const values = Array.from({ length: block.rows }, (_, row) => column.of(block, row));
  const content = joined([levelsOf(values), valuesOf(values, column.type)]);
  const page = thriftBytes(
    struct(
      [1, i32(dataPage)],
      [2, i32(content.length)],
      [3, i32(content.length)],
      [5, struct([1, i32(block.rows)], [2, i32(plain)], [3, i32(runLength)], [4, i32(runLength)])],
    ),
  );
  const size = page.length + content.length;
  const about = struct(
    [1, i32(types[column.type])],
    [2, list("i32", [i32(plain), i32(runLength)])],
    [3, list("text", [text(column.name)])],
    [4, i32(uncompressed)],
    [5, i64(block.rows)],
    [6, i64(size)],
    [7, i64(size)],
    [9, i64(at)],
  );
  return { bytes: [page, content], about: struct([2, i64(at)], [3, about]) };
}

/** Which rows have a value: runs of 1 and 0, behind their length in bytes. */
function levelsOf(values: readonly unknown[]): Uint8Array {
  const runs: number[] = [];
  for (let from = 0; from < values.length;) {
    const isMissing = values[from] === null;
    let to = from + 1;
    while (to < values.length && (values[to] === null) === isMissing) to++;
    writeVarint(runs, 2 * (to - from));
    runs.push(isMissing ? 0 : 1);
    from = to;
  }
  const bytes = new Uint8Array(4 + runs.length);
  new DataView(bytes.buffer).setUint32(0, runs.length, true);
  bytes.set(runs, 4);
  return bytes;
}

function valuesOf(values: readonly (string | number | null)[], type: OutColumn["type"]): Uint8Array {
  const present = values.filter((value) => value !== null);
  if (type === "float32") return new Uint8Array(Float32Array.from(present as number[]).buffer);
  if (type === "float64") return new Uint8Array(Float64Array.from(present as number[]).buffer);
  const encoder = new TextEncoder();
  return joined(
    (present as string[]).flatMap((value) => {
      const bytes = encoder.encode(value);
      return [new Uint8Array(Uint32Array.of(bytes.length).buffer), bytes];
    }),
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
