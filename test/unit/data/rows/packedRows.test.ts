import { describe, expect, it } from "vitest";
import { Dataset } from "../../../../src/data/dataset.js";
import { makeDigits } from "../../../../src/data/digits/digits.js";
import { isHeldOut } from "../../../../src/data/rows/heldRows.js";
import { Crc32 } from "../../../../src/data/rows/crc.js";
import { blobFile, openPackedRows } from "../../../../src/data/rows/packedRows.js";
import { packBlocks } from "../../../../src/data/rows/packBlocks.js";
import { packRows } from "../../../../src/data/rows/packer.js";
import { datasetRows, readRows } from "../../../../src/data/rows/rowSource.js";
import { readSafetensors } from "../../../../src/network/safetensors.js";

const digits = makeDigits({ rows: 40, seed: 1 });
const table = Dataset.from(
  [
    [1, 2],
    [3, NaN],
    [5, 6],
  ],
  [
    [1, 10],
    [2, 20],
    [3, 30],
  ],
  { inputNames: ["a", "b"], flags: [false, true], sampleWeights: [1, 0.5, 2], allowMissing: true },
);

describe("packed rows", () => {
  it.each([
    ["bytes and classes", digits],
    ["numbers with gaps, weights and two targets", table],
    ["float32", Dataset.from(new Float32Array([1, 2, 3]), ["x", "y", "x"], { columns: 1 })],
  ])("give the rows that were packed: %s", async (_, dataset) => {
    const source = await openPackedRows(blobFile(await packRows(datasetRows(dataset)), "rows"));
    await source.verify();
    const { rows } = dataset;
    const back = await readRows(source, 0, rows);
    for (const name of [
      "inputs",
      "targets",
      "labels",
      "sampleWeights",
      "classNames",
      "inputNames",
      "flags",
      "image",
    ] as const)
      expect(back[name]).toEqual(dataset[name]);
    expect(source.rows).toBe(rows);
    const some = await readRows(source, 1, 2);
    expect(some.inputs).toEqual(dataset.select([1, 2]).inputs);
  });

  it("that arrive in blocks make the file of all of them", async () => {
    for (const dataset of [digits, table]) {
      async function* blocks() {
        for (let from = 0; from < dataset.rows; from += 2) {
          await Promise.resolve();
          yield dataset.select(from + 1 < dataset.rows ? [from, from + 1] : [from]);
        }
      }
      const [one, other] = await Promise.all(
        [await packBlocks(blocks()), await packRows(datasetRows(dataset))].map((file) => file.arrayBuffer()),
      );
      expect(new Uint8Array(one!)).toEqual(new Uint8Array(other!));
    }
    await expect(packBlocks([])).rejects.toThrow("expected at least 1 block of rows, got none.");
    await expect(packBlocks([digits, table])).rejects.toThrow(
      "block behind row 40: expected columns 784, as before, got 2.",
    );
  });

  it("is a safetensors file: tensors of floats are read by any reader", async () => {
    const file = await packRows(datasetRows(table));
    const { tensors } = readSafetensors(new Uint8Array(await file.arrayBuffer()));
    expect(tensors.get("inputs")!.shape).toEqual([3, 2]);
    expect(Array.from(tensors.get("targets")!.data)).toEqual([1, 10, 2, 20, 3, 30]);
    expect(Array.from(tensors.get("weights")!.data)).toEqual([1, 0.5, 2]);
  });

  it("cut short anywhere, or changed in its header, is refused by name", async () => {
    const bytes = new Uint8Array(await (await packRows(datasetRows(digits))).arrayBuffer());
    const problemOf = (changed: Uint8Array<ArrayBuffer>) =>
      openPackedRows(blobFile(new Blob([changed]), "digits.safetensors")).then(
        () => "opened",
        (error: Error) => `${error.name}: ${error.message}`,
      );
    expect(await problemOf(bytes)).toBe("opened");
    for (const length of [0, 7, 8, 300, 4096, bytes.length - 1]) {
      expect(await problemOf(bytes.slice(0, length))).toMatch(
        /^DataError: digits\.safetensors: expected packed rows, as chainrule prepare writes them: /,
      );
    }
    const text = new TextDecoder().decode(bytes.subarray(8, 4096));
    for (const [from, to] of [
      ['\\"rows\\":40', '\\"rows\\":41'],
      ['\\"outputs\\":10', '\\"outputs\\":11'],
      ['\\"version\\":1', '\\"version\\":2'],
      ["packed rows", "packed cows"],
      ['\\"hasMissing\\":false', '\\"hasMissing\\":"alse"'],
      ['\\"uint8\\"', '\\"uint9\\"'],
    ] as const) {
      expect(text).toContain(from);
      const changed = bytes.slice();
      changed.set(new TextEncoder().encode(text.replace(from, to)).subarray(0, 4088), 8);
      expect(await problemOf(changed)).toContain("expected packed rows");
    }
  });

  it("with a changed byte is found by verify", async () => {
    const bytes = new Uint8Array(await (await packRows(datasetRows(digits))).arrayBuffer());
    bytes[bytes.length - 5]! ^= 1;
    const source = await openPackedRows(blobFile(new Blob([bytes]), "digits.safetensors"));
    await expect(source.verify()).rejects.toThrow(
      "digits.safetensors: its inputs are not those that were written",
    );
  });
});

describe("what packed rows are made with", () => {
  it("CRC-32 is that of zlib, in whichever pieces", () => {
    const bytes = new TextEncoder().encode("123456789");
    for (const cut of [0, 1, 3, 4, 5, 9]) {
      const sum = new Crc32();
      sum.update(bytes.subarray(0, cut));
      sum.update(bytes.subarray(cut));
      expect(sum.digits).toBe("cbf43926"); // the check value of the CRC catalogue
    }
  });

  it("holds out about the fraction of the rows, by row and seed alone", () => {
    const held = (seed: number) => Array.from({ length: 10_000 }, (_, row) => isHeldOut(row, 0.2, seed));
    const count = held(1).filter(Boolean).length;
    expect(Math.abs(count - 2000)).toBeLessThan(160); // 4 standard deviations
    expect(held(1)).toEqual(held(1));
    expect(held(2)).not.toEqual(held(1));
    expect(isHeldOut(5, 0, 1)).toBe(false);
    // a greater fraction holds out the same rows and more
    for (let row = 0; row < 1000; row++)
      if (isHeldOut(row, 0.2, 1)) expect(isHeldOut(row, 0.3, 1)).toBe(true);
  });
});
