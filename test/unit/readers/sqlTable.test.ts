import { describe, expect, it } from "vitest";
import { readSql, type SqlResult, sqlBlocks } from "../../../src/readers/sqlTable.js";
import { failure } from "./failure.js";

/** A value of DuckDB, which says itself as text. */
const said = (text: string, more: object = {}) => ({ toString: () => text, ...more });

/** A result of two chunks, as `@duckdb/node-api` gives it. @param columns type and values by name */
function resultOf(
  columns: Record<string, readonly [type: string, values: readonly unknown[]]>,
  cut = 1,
): SqlResult {
  const all = Object.values(columns);
  const chunks = [all.map(([, values]) => values.slice(0, cut)), all.map(([, values]) => values.slice(cut))];
  return {
    deduplicatedColumnNames: () => Object.keys(columns),
    columnTypes: () => all.map(([type]) => said(type)),
    async fetchChunk() {
      const next = chunks.shift();
      return next ? { rowCount: next[0]!.length, getColumnValues: (column) => next[column]! } : null;
    },
  };
}

const cellsOf = async (columns: Parameters<typeof resultOf>[0], options = {}) => {
  const table = await readSql(resultOf(columns), "q", options);
  return {
    rows: table.rows,
    notes: table.reading.notes,
    ...Object.fromEntries(
      table.header.map((name, index) => {
        const { numbers, codes, texts } = table.columns[index]!;
        return [
          name,
          [...numbers].map((value, row) => (codes && codes[row]! >= 0 ? texts[codes[row]!] : value)),
        ];
      }),
    ),
  };
};

describe("readSql", () => {
  it("takes numbers, texts, booleans, decimals, dates and missing values", async () => {
    expect(
      await cellsOf({
        i: ["INTEGER", [1, null, 3]],
        d: ["DOUBLE", [0.5, NaN, Infinity]],
        n: [
          "DECIMAL(10,2)",
          [said("1.25", { toDouble: () => 1.25 }), null, said("2", { toDouble: () => 2 })],
        ],
        s: ["VARCHAR", ["a", "", "b"]],
        e: ["ENUM('x]', 'y')", ["x]", "y", "y"]],
        b: ["BOOLEAN", [true, false, null]],
        day: [
          "DATE",
          [said("2024-02-29", { isFinite: true }), said("5881580-07-11", { isFinite: false }), null],
        ],
        at: [
          "TIMESTAMP WITH TIME ZONE",
          [said("2024-02-29 12:30:01+02", { micros: 1709202601500000n }), null, null],
        ],
        wide: ["BIGINT", [1n, 2n, -(2n ** 53n) + 1n]],
      }),
    ).toEqual({
      rows: 3,
      notes: [],
      i: [1, "", 3],
      d: [0.5, "", "Infinity"],
      n: [1.25, "", 2],
      s: ["a", "", "b"],
      e: ["x]", "y", "y"],
      b: ["true", "false", ""],
      day: ["2024-02-29", "", ""],
      at: ["2024-02-29T10:30:01.500Z", "", ""],
      wide: [1, 2, -(2 ** 53) + 1],
    });
  });

  it("says where whole numbers beyond 2^53 are rounded, unless the column is text", async () => {
    const wide: Parameters<typeof cellsOf>[0] = {
      u: ["UBIGINT", [1n, 2n ** 63n]],
      id: ["HUGEINT", [2n ** 53n + 1n, 5n]],
    };
    expect(await cellsOf(wide, { textColumns: ["id"] })).toEqual({
      rows: 2,
      notes: ['Whole numbers beyond 2^53 are rounded in "u". Cast it to VARCHAR where each digit counts.'],
      u: [1, 2 ** 63],
      id: ["9007199254740993", "5"],
    });
  });

  it.each(["INTEGER[]", 'STRUCT("a" INTEGER)', "MAP(INTEGER, VARCHAR)", "BLOB", "INTERVAL", "INTEGER[3]"])(
    "refuses %s by name",
    async (type) => {
      expect(await failure(() => readSql(resultOf({ a: ["INTEGER", [1]], x: [type, [1]] }), "q", {}))).toBe(
        `DataError: q, column "x": expected plain values, got ${type} in "x". ` +
          "Select parts of it as columns of their own (unnest, struct.field), cast it, or leave it out.",
      );
    },
  );

  it("refuses a result without rows", async () => {
    expect(await failure(() => readSql(resultOf({ a: ["INTEGER", []] }), "q", {}))).toBe(
      "DataError: q: expected rows, got none.",
    );
  });
});

it("sqlBlocks gives a block as soon as it has so many values", async () => {
  const rows: number[][] = [];
  const progress: number[] = [];
  const result = resultOf({ a: ["INTEGER", [1, 2, 3, 4, 5]], b: ["VARCHAR", ["x", "y", "x", "z", "z"]] }, 2);
  for await (const table of sqlBlocks(
    result,
    "q",
    { onProgress: ({ rows: read }) => progress.push(read) },
    4,
  ))
    rows.push([...table.columns[0]!.numbers], [table.columns[1]!.texts.length]);
  expect(rows).toEqual([[1, 2], [2], [3, 4, 5], [2]]);
  expect(progress).toEqual([2, 5]);
});
