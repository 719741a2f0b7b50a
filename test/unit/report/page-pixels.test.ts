import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { checksum } from "../../../src/report/page/checksums.js";
import { imageUri, pngOf } from "../../../src/report/page/pixels.js";
import { failure } from "../readers/failure.js";

/** Chunks of a PNG file, their checks proven. */
function chunksOf(file: Uint8Array): Map<string, Uint8Array> {
  expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const view = new DataView(file.buffer, file.byteOffset);
  const chunks = new Map<string, Uint8Array>();
  for (let at = 8; at < file.length;) {
    const length = view.getUint32(at);
    const name = String.fromCharCode(...file.subarray(at + 4, at + 8));
    expect(view.getUint32(at + 8 + length)).toBe(checksum("crc32", file.subarray(at + 4, at + 8 + length)));
    chunks.set(name, file.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

describe("pngOf", () => {
  it("holds grey pixels as they are, rounded and kept within a byte", () => {
    const chunks = chunksOf(pngOf([0, 127.6, 255, 300, -3, 9], 2, 3));
    expect([...chunks.keys()]).toEqual(["IHDR", "IDAT", "IEND"]);
    expect([...chunks.get("IHDR")!]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0]);
    expect([...inflateSync(chunks.get("IDAT")!)]).toEqual([0, 0, 128, 255, 0, 255, 0, 9]);
  });

  it("holds colours", () => {
    const chunks = chunksOf(pngOf([1, 2, 3, 4, 5, 6], 2, 1, 3));
    expect(chunks.get("IHDR")![9]).toBe(2);
    expect([...inflateSync(chunks.get("IDAT")!)]).toEqual([0, 1, 2, 3, 0, 4, 5, 6]);
  });

  it("holds images longer than one block of 65,535 bytes, and just as long", () => {
    for (const [height, width] of [
      [300, 400],
      [1, 65_534],
      [2, 65_534],
    ] as const) {
      const pixels = Uint8Array.from({ length: height * width }, (_, index) => (index * 7) & 255);
      const rows = inflateSync(chunksOf(pngOf(pixels, height, width)).get("IDAT")!);
      expect(rows).toHaveLength(height * (width + 1));
      expect(Buffer.compare(rows.subarray(1, width + 1), pixels.subarray(0, width))).toBe(0);
    }
  });

  it("is compressed: a white digit of 784 pixels takes less than 100 bytes", () => {
    expect(pngOf(new Uint8Array(784).fill(255), 28, 28).length).toBeLessThan(100);
  });

  it("is refused pixels of another number", async () => {
    expect(await failure(() => pngOf([1, 2, 3], 2, 2))).toBe(
      "ShapeError: image: expected 4 bytes for 2 × 2 pixels of 1, got 3.",
    );
  });

  it("comes as a data URI", () => {
    const [head, body] = imageUri([7], 1, 1).split(",");
    expect(head).toBe("data:image/png;base64");
    expect(Buffer.compare(Buffer.from(body!, "base64"), pngOf([7], 1, 1))).toBe(0);
  });
});
