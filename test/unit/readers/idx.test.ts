import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { gunzipIfNeeded } from "../../../src/readers/bytes.js";
import { idxDataset, readIdx, type IdxArray } from "../../../src/readers/idx.js";
import { failure } from "./failure.js";

/** An IDX file: element type, shape, then the elements' bytes. */
function file(type: number, shape: number[], body: ArrayLike<number>): Uint8Array {
  const sizes = shape.flatMap((size) => [size >>> 24, (size >>> 16) & 255, (size >>> 8) & 255, size & 255]);
  return Uint8Array.from([0, 0, type, shape.length, ...sizes, ...Array.from(body)]);
}

const bytes = (shape: number[], values: number[]): IdxArray => ({ shape, values: Uint8Array.from(values) });
const names = { images: "images.idx", labels: "labels.idx" };

describe("readIdx", () => {
  it("reads unsigned bytes in place", () => {
    const source = file(8, [2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255]);
    const { shape, values } = readIdx(source, "a");
    expect(shape).toEqual([2, 2, 3]);
    expect(values).toEqual(Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 255));
    expect(values.buffer).toBe(source.buffer);
  });

  it("reads a part of a larger buffer", () => {
    const whole = Uint8Array.from([9, 9, 9, ...file(11, [1], [1, 2]), 9]);
    expect(readIdx(whole.subarray(3, -1), "a").values).toEqual(Int16Array.of(258));
  });

  it.each([
    [9, [0xff, 2], Int8Array.of(-1, 2)],
    [11, [0xff, 0xfe, 1, 0], Int16Array.of(-2, 256)],
    [12, [0, 1, 0, 0, 0xff, 0xff, 0xff, 0xff], Int32Array.of(65536, -1)],
    [13, [0x3f, 0xc0, 0, 0, 0xbf, 0, 0, 0], Float32Array.of(1.5, -0.5)],
    [14, [0x3f, 0xf8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], Float64Array.of(1.5, 0)],
  ])("reads element type %i, most significant byte first", (type, body, values) => {
    expect(readIdx(file(type, [2], body), "a").values).toEqual(values);
  });

  it("refuses a file too short for a header", async () => {
    expect(await failure(() => readIdx(Uint8Array.of(0, 0, 8), "a.idx"))).toBe(
      "DataError: a.idx: expected an IDX header of at least 4 bytes, got 3. Download or copy the file again.",
    );
    expect(await failure(() => readIdx(file(8, [2, 2, 3], []).subarray(0, 12), "a.idx"))).toBe(
      "DataError: a.idx: expected an IDX header of 16 bytes for 3 dimensions, got 12. " +
        "Download or copy the file again.",
    );
  });

  it.each([
    ["50 00 08 01", [0x50, 0, 8, 1]],
    ["00 01 08 01", [0, 1, 8, 1]],
    ["00 00 0a 01", [0, 0, 10, 1]],
    ["00 00 08 00", [0, 0, 8, 0]],
  ])("refuses the magic number %s", async (shown, magic) => {
    expect(await failure(() => readIdx(Uint8Array.from([...magic, 0, 0, 0, 0]), "a.idx"))).toBe(
      "DataError: a.idx: expected an IDX file, beginning with bytes 00 00, an element type 08 to 0e and the " +
        `number of dimensions, got ${shown}. Check that this is the right file.`,
    );
  });

  it.each([
    ["cut short", 27],
    ["too long", 29],
  ])("refuses a body that is %s", async (_, length) => {
    const source = new Uint8Array(length);
    source.set(file(8, [2, 2, 3], []));
    expect(await failure(() => readIdx(source, "a.idx"))).toBe(
      `DataError: a.idx: expected 28 bytes for 2 × 2 × 3 elements, got ${length}. ` +
        "Download or copy the file again.",
    );
  });

  it("counts bytes, not elements, of wider types", async () => {
    expect(await failure(() => readIdx(file(13, [3], [0, 0, 0]), "a.idx"))).toBe(
      "DataError: a.idx: expected 20 bytes for 3 elements, got 11. Download or copy the file again.",
    );
  });
});

describe("idxDataset", () => {
  it("keeps images as bytes and names classes by number", () => {
    const images = bytes([2, 2, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const set = idxDataset(images, bytes([2], [3, 1]), names);
    expect(set.inputs).toBe(images.values);
    expect([set.rows, set.columns, set.image]).toEqual([2, 6, [2, 3]]);
    expect(set.labels).toEqual(Uint32Array.of(3, 1));
    expect(set.classNames).toEqual(["0", "1", "2", "3"]);
  });

  it("takes images without labels, and rows that are no images", () => {
    expect(idxDataset(bytes([1, 1, 2], [1, 2]), null, names).labels).toBeNull();
    expect(idxDataset(bytes([1, 2], [1, 2]), null, names).image).toBeNull();
  });

  it("turns signed integers into numbers", () => {
    const set = idxDataset({ shape: [1, 1, 2], values: Int16Array.of(-3, 300) }, null, names);
    expect(set.inputs).toEqual(Float64Array.of(-3, 300));
  });

  it("takes class names from the caller", () => {
    const set = idxDataset(bytes([1, 1, 1], [0]), bytes([1], [1]), names, { classes: ["cat", "dog", "owl"] });
    expect(set.classNames).toEqual(["cat", "dog", "owl"]);
    expect(set.outputs).toBe(3);
  });

  it("refuses a label outside the known classes", async () => {
    const images = bytes([2, 1, 1], [0, 0]);
    expect(
      await failure(() => idxDataset(images, bytes([2], [1, 2]), names, { classes: ["cat", "dog"] })),
    ).toBe(
      "DataError: labels.idx: item 1: expected a class index 0 to 1, got 2. " +
        "Use labels of the classes that the model knows.",
    );
  });

  it("refuses labels that are no class indices", async () => {
    const labels: IdxArray = { shape: [1], values: Float32Array.of(0.5) };
    expect(await failure(() => idxDataset(bytes([1, 1, 1], [0]), labels, names))).toBe(
      "DataError: labels.idx: item 0: expected a class index 0 to 9999, got 0.5. " +
        "Check that this is the right file.",
    );
  });

  it("refuses another number of labels than of images", async () => {
    expect(await failure(() => idxDataset(bytes([2, 1, 1], [0, 0]), bytes([3], [0, 0, 0]), names))).toBe(
      "DataError: labels.idx: expected 2 labels as there are images in images.idx, got 3. " +
        "Check that the two files belong together.",
    );
  });

  it("refuses swapped files", async () => {
    const [images, labels] = [bytes([1, 1, 1], [0]), bytes([1], [0])];
    expect(await failure(() => idxDataset(labels, images, names))).toBe(
      "DataError: images.idx: expected images, count × height × width, got shape 1. " +
        "Check that images and labels are not swapped.",
    );
    expect(await failure(() => idxDataset(images, images, names))).toBe(
      "DataError: labels.idx: expected labels in one dimension, got shape 1 × 1 × 1. " +
        "Check that images and labels are not swapped.",
    );
  });

  it("refuses images of several channels", async () => {
    expect(await failure(() => idxDataset(bytes([1, 1, 1, 3], [0, 0, 0]), null, names))).toBe(
      "DataError: images.idx: expected images, count × height × width, got shape 1 × 1 × 1 × 3. " +
        "Give images of one channel.",
    );
  });

  it("refuses no images at all", async () => {
    expect(await failure(() => idxDataset(bytes([0, 28, 28], []), null, names))).toBe(
      "DataError: images.idx: expected at least 1 image of at least 1 pixel, got shape 0 × 28 × 28. " +
        "Check that this is the right file.",
    );
  });

  it("refuses numbers that are not finite", async () => {
    const images: IdxArray = { shape: [2, 1, 2], values: Float32Array.of(0, 1, 2, Infinity) };
    expect(await failure(() => idxDataset(images, null, names))).toBe(
      "DataError: images.idx: image 1: expected finite numbers, got Infinity. " +
        "Correct the file, or write it again.",
    );
  });
});

const folder = new URL("../../../../shared/data/", import.meta.url);
const images = new URL("mnist-t10k-images-idx3-ubyte.gz", folder);
const labels = new URL("mnist-t10k-labels-idx1-ubyte.gz", folder);
if (!existsSync(images)) console.warn("idx.test.ts: MNIST is not there; its test is skipped");

it.skipIf(!existsSync(images))("reads MNIST (skipped where the file is missing)", async () => {
  const read = async (url: URL): Promise<IdxArray> =>
    readIdx(await gunzipIfNeeded(readFileSync(url), url.pathname), url.pathname);
  const set = idxDataset(await read(images), await read(labels), names);
  expect([set.rows, set.columns, set.image, set.outputs]).toEqual([10_000, 784, [28, 28], 10]);
  expect(Array.from(set.labels!.subarray(0, 10))).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
});
