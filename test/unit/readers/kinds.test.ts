import vm from "node:vm";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { DataError } from "../../../src/errors.js";
import { decodeText, gunzipIfNeeded } from "../../../src/readers/bytes.js";
import { readCsv } from "../../../src/readers/csv.js";
import { encode } from "../../../src/readers/encode.js";
import { idxDataset, readIdx } from "../../../src/readers/idx.js";
import { inferSchema } from "../../../src/readers/schema.js";
import { readTable } from "../../../src/readers/tableFormats.js";

const text = "a,b\n1,2\n3,4\n";
const bytes = new TextEncoder().encode(text);
const idx = Uint8Array.of(0, 0, 8, 1, 0, 0, 0, 2, 5, 6);
/** The same bytes in other forms. */
const forms = (own: Uint8Array): (ArrayBufferView | ArrayBuffer)[] => {
  const other = vm.runInNewContext("new Uint8Array(length)", { length: own.length }) as Uint8Array;
  other.set(own);
  const { buffer } = own.slice();
  return [
    own,
    Buffer.from(own),
    buffer,
    new DataView(buffer),
    new Uint8ClampedArray(buffer),
    other,
    other.buffer as ArrayBuffer,
  ];
};

describe("readers", () => {
  it("take buffers and views of any kind and realm", async () => {
    for (const given of forms(bytes)) {
      expect(readCsv(given, "f").rows).toBe(2);
      expect((await readTable(given, "f")).rows).toBe(2);
      expect(decodeText(given, "f")).toBe(text);
      expect(new TextDecoder().decode(await gunzipIfNeeded(given, "f"))).toBe(text);
    }
    for (const given of forms(Uint8Array.from(gzipSync(bytes)))) {
      expect(new TextDecoder().decode(await gunzipIfNeeded(given, "f"))).toBe(text);
      expect((await readTable(given, "f")).rows).toBe(2);
    }
    for (const given of forms(idx)) expect([...readIdx(given, "f").values]).toEqual([5, 6]);
  });

  it.each([[null], [undefined], [5], [[1, 2]], [{}], [new Blob([])], [Promise.resolve(bytes)]])(
    "refuse %o",
    async (given) => {
      const wrong = given as never;
      for (const work of [
        () => readCsv(wrong, "f"),
        () => readTable(wrong, "f"),
        () => decodeText(wrong, "f"),
        () => gunzipIfNeeded(wrong, "f"),
        () => readIdx(wrong, "f"),
      ]) {
        const error = await new Promise((resolve) => resolve(work())).then(
          () => null,
          (one: unknown) => one,
        );
        expect(error).toBeInstanceOf(DataError);
        expect((error as Error).message).toMatch(/^f: expected bytes, as a Uint8Array or ArrayBuffer, got /);
      }
    },
  );

  it("refuse text among the pieces of a file", async () => {
    async function* pieces() {
      yield "a,b\n" as never;
    }
    await expect(readTable(pieces(), "f")).rejects.toThrow(
      'f: expected bytes, as a Uint8Array or ArrayBuffer, got "a,b\\n".',
    );
  });

  it("refuse IDX arrays that readIdx has not made", () => {
    const good = readIdx(idx, "f");
    for (const wrong of [
      null,
      {},
      { shape: [3], values: good.values },
      { shape: ["2"], values: [5, 6] },
      idx,
    ]) {
      expect(() => idxDataset(wrong as never, null, { images: "i" })).toThrow(
        /^i: expected what readIdx gives, got/,
      );
    }
  });
});

it("encode refuses what is no schema, naming the part", () => {
  const table = readCsv(text, "f");
  const schema = inferSchema(table, "b", { kind: "number" });
  expect(encode(table, JSON.parse(JSON.stringify(schema)), { target: true }).rows).toBe(2);
  for (const [wrong, message] of [
    ["iris v2", 'schema: expected what inferSchema makes, got "iris v2".'],
    [null, "schema: expected what inferSchema makes, got null."],
    [{ ...schema, inputs: [] }, "schema: inputs: expected a list of columns, got []."],
    [
      { ...schema, inputs: [{ name: "a", kind: "yes/no", values: ["a"] }] },
      'schema: inputs[0]: expected an input column, got {"name":"a","kind":"yes/no","values":["a"]}.',
    ],
    [
      { ...schema, inputs: [{ name: "a", kind: "date", format: "dmy", parts: ["year"], first: 0 }] },
      "schema: inputs[0]: expected an input column, got",
    ],
    [
      { ...schema, target: { name: "b", kind: "class" } },
      'schema: target: expected a target column or null, got {"name":"b","kind":"class"}.',
    ],
    [{ ...schema, missing: "no" }, 'schema: missing: expected fill, drop, refuse, got "no".'],
    [{ ...schema, texts: [1] }, "schema: texts: expected a list of texts, got [1]."],
    [{ ...schema, version: 3 }, "schema: version: expected 2, got 3."],
  ] as const) {
    expect(() => encode(table, wrong as never, { target: true })).toThrow(message);
  }
});
