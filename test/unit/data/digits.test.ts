import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { makeDigits } from "../../../src/data/digits/digits.js";
import { digitStyles } from "../../../src/data/digits/strokes.js";
import { failure } from "../readers/failure.js";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

describe("makeDigits", () => {
  const set = makeDigits({ rows: 500, seed: 7 });
  const images = set.inputs as Uint8Array;
  const image = (row: number): Uint8Array => images.subarray(row * 784, (row + 1) * 784);

  it("gives images of 28 × 28 bytes with classes 0 to 9", () => {
    expect(images).toBeInstanceOf(Uint8Array);
    expect([set.rows, set.columns, set.image, set.outputs]).toEqual([500, 784, [28, 28], 10]);
    expect(set.classNames).toEqual(["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
  });

  it("gives the same bytes on every machine", () => {
    expect(sha256(images)).toBe("71e8ac669f4b3ec3d77411135845e450ac1028b376e4defef84412a60ed09ee6");
    expect(sha256(Uint8Array.from(set.labels!))).toBe(
      "cea1be2f06d407c8e4b8afb93249effdd835e9be653109b7e7a9280e557d3ff3",
    );
  });

  it("draws image i from the seed and i alone", () => {
    const fewer = makeDigits({ rows: 3, seed: 7 });
    expect(fewer.inputs).toEqual(images.subarray(0, 3 * 784));
    expect(fewer.labels).toEqual(set.labels!.subarray(0, 3));
  });

  it("draws other images from another seed, also above 32 bits", () => {
    const first = [7, 8, 7 + 2 ** 32].map((seed) =>
      sha256(makeDigits({ rows: 20, seed }).inputs as Uint8Array),
    );
    expect(new Set(first).size).toBe(3);
  });

  it("has every class, each 25 to 80 times in 500", () => {
    const counts = Array.from({ length: 10 }, () => 0);
    set.labels!.forEach((label) => counts[label]!++);
    expect(Math.min(...counts)).toBeGreaterThanOrEqual(25);
    expect(Math.max(...counts)).toBeLessThanOrEqual(80);
  });

  it("has no image twice, and ink on each but not at its edge", () => {
    const seen = new Set<string>();
    for (let row = 0; row < set.rows; row++) {
      seen.add(sha256(image(row)));
      const inked = image(row).filter((value) => value > 100).length;
      expect(inked).toBeGreaterThan(12);
      expect(inked).toBeLessThan(392);
    }
    expect(seen.size).toBe(set.rows);
    const edge = (row: number): number[] =>
      Array.from({ length: 28 }, (_, at) => [at, 27 * 28 + at, at * 28, at * 28 + 27])
        .flat()
        .map((at) => image(row)[at]!);
    const touched = set.labels!.filter((_, row) => edge(row).some((value) => value > 128)).length;
    expect(touched).toBeLessThan(25); // specks may
  });

  it("refuses rows and seeds out of range", async () => {
    expect(await failure(() => makeDigits({ rows: 0, seed: 1 }))).toBe(
      "ConfigError: rows: expected an integer from 1 to 2000000, got 0.",
    );
    expect(await failure(() => makeDigits({ rows: 1, seed: -1 }))).toBe(
      "ConfigError: seed: expected an integer from 0 to 2^53 - 1, got -1.",
    );
  });
});

describe("digitStyles", () => {
  it("has at least four ways to write each digit, of strokes within the box", () => {
    expect(digitStyles).toHaveLength(10);
    for (const styles of digitStyles) {
      expect(styles.length).toBeGreaterThanOrEqual(4);
      for (const { weight, strokes } of styles) {
        expect(weight).toBeGreaterThan(0);
        for (const stroke of strokes) {
          expect(stroke.length % 2).toBe(0);
          expect(stroke.length).toBeGreaterThanOrEqual(4);
          expect(stroke.every((value) => value >= 0 && value <= 100)).toBe(true);
        }
      }
    }
  });
});
