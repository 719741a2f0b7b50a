import { parquetReadObjects, parquetMetadata, parquetSchema } from "hyparquet";
import { describe, expect, it } from "vitest";
import { csvPredictions } from "../../../../src/report/predictions/csv.js";
import { jsonLinesPredictions } from "../../../../src/report/predictions/jsonLines.js";
import { npyPredictions } from "../../../../src/report/predictions/npy.js";
import { parquetPredictions } from "../../../../src/report/predictions/parquet.js";
import type {
  Chunk,
  PredictionBlock,
  PredictionHead,
  PredictionWriter,
} from "../../../../src/report/predictions/predictions.js";
import { readNpy } from "../../../../src/readers/npy.js";

const head: PredictionHead = {
  ids: ["id, all"],
  target: "kind",
  classes: ["oak", 'the "yew"'],
  names: ["oak", 'the "yew"'],
  field: "probabilities",
  precision: "float32",
};
const block = (first: number, missing: number): PredictionBlock => ({
  rows: 3,
  ids: [(row) => `no ${first + row}`],
  answers: [0, 1, 2].map((row) =>
    row === missing
      ? null
      : { class: row === 0 ? "oak" : 'the "yew"', numbers: Float32Array.of(0.1 + row, first + row / 3) },
  ),
});
const blocks = [block(0, 1), block(3, -1)];

/** The bytes of a file of some blocks. */
function fileOf(writer: PredictionWriter, of: readonly PredictionBlock[] = blocks): Uint8Array {
  const chunks: Chunk[] = [writer.start(), ...of.map((one) => writer.block(one)), writer.end()];
  const start = writer.finalStart?.();
  if (start !== undefined) {
    expect(start.length).toBe(chunks[0]!.length);
    chunks[0] = start;
  }
  return Buffer.concat(chunks.map((chunk) => Buffer.from(chunk as Uint8Array)));
}
const textOf = (writer: PredictionWriter) => new TextDecoder().decode(fileOf(writer));

describe("predictions", () => {
  it("as CSV have a header, quoted cells, the shortest float32 numbers, and empty cells", () => {
    expect(textOf(csvPredictions(head)).split("\n")).toEqual([
      '"id, all",kind,oak,"the ""yew"""',
      "no 0,oak,0.1,0",
      "no 1,,,",
      'no 2,"the ""yew""",2.1,0.6666667',
      "no 3,oak,0.1,3",
      'no 4,"the ""yew""",1.1,3.3333333',
      'no 5,"the ""yew""",2.1,3.6666667',
      "",
    ]);
  });

  it("as JSON lines are answers as predictRecords gives them", () => {
    const lines = textOf(jsonLinesPredictions(head)).trimEnd().split("\n");
    expect(lines).toHaveLength(6);
    expect(lines[0]).toBe(
      '{"id":{"id, all":"no 0"},"class":"oak","probabilities":{"oak":0.1,"the \\"yew\\"":0}}',
    );
    expect(lines[1]).toBe('{"id":{"id, all":"no 1"},"class":null,"probabilities":null}');
    const numbers = { ...head, ids: [], classes: null, names: ["price"], field: "numbers" };
    const one = { rows: 1, ids: [], answers: [{ class: null, numbers: Float32Array.of(2.5) }] };
    expect(new TextDecoder().decode(fileOf(jsonLinesPredictions(numbers), [one]))).toBe(
      '{"numbers":{"price":2.5}}\n',
    );
  });

  it.each(["float32", "float64"] as const)("as NPY are an array of all rows, %s", (precision) => {
    const bytes = fileOf(npyPredictions({ ...head, precision }));
    expect(new TextDecoder("latin1").decode(bytes.subarray(10, 80))).toContain(
      `{'descr': '<f${precision === "float32" ? 4 : 8}', 'fortran_order': False, 'shape': (6, 2), }`,
    );
    const { rows, columns } = readNpy(bytes, "p.npy");
    expect(rows).toBe(6);
    expect(Array.from(columns[0]!.numbers, Math.fround)).toEqual(
      [0.1, NaN, 2.1, 0.1, 1.1, 2.1].map(Math.fround),
    );
  });

  it.each(["float32", "float64"] as const)("as Parquet are read back by hyparquet, %s", async (precision) => {
    const bytes = fileOf(parquetPredictions({ ...head, precision }));
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const metadata = parquetMetadata(file);
    expect([Number(metadata.num_rows), metadata.row_groups.length]).toEqual([6, 2]);
    expect(parquetSchema(metadata).children.map(({ element }) => [element.name, element.type])).toEqual([
      ["id, all", "BYTE_ARRAY"],
      ["kind", "BYTE_ARRAY"],
      ["oak", precision === "float32" ? "FLOAT" : "DOUBLE"],
      ['the "yew"', precision === "float32" ? "FLOAT" : "DOUBLE"],
    ]);
    const rows = await parquetReadObjects({ file });
    expect(rows).toEqual(
      blocks.flatMap(({ answers, ids }) =>
        answers.map((answer, row) => ({
          "id, all": ids[0]!(row),
          kind: answer?.class ?? null,
          oak: answer?.numbers[0] ?? null,
          'the "yew"': answer?.numbers[1] ?? null,
        })),
      ),
    );
  });

  it("as Parquet may have many columns, long texts and no row with a value", async () => {
    const names = Array.from({ length: 40 }, (_, index) => `column ${index} ä`);
    const wide: PredictionHead = { ...head, ids: ["note"], classes: null, names, precision: "float64" };
    const some: PredictionBlock = {
      rows: 300,
      ids: [(row) => "ß".repeat(row)],
      answers: Array.from({ length: 300 }, (_, row) =>
        row % 7 < 3 ? null : { class: null, numbers: names.map((_name, index) => row * 100 + index) },
      ),
    };
    const none: PredictionBlock = { rows: 2, ids: [() => ""], answers: [null, null] };
    const bytes = fileOf(parquetPredictions(wide), [some, none]);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
    const rows = await parquetReadObjects({ file });
    expect(rows).toHaveLength(302);
    expect([rows[5]!["column 39 ä"], rows[7]!["column 0 ä"], rows[299]!.note]).toEqual([
      539,
      null,
      "ß".repeat(299),
    ]);
    expect(rows[301]).toEqual({ note: "", ...Object.fromEntries(names.map((name) => [name, null])) });
  });
});
