import { describe, expect, it } from "vitest";
import { checkLevels, checkPage, checkValues, type PageValues } from "../../../src/readers/parquetRuns.js";
import { failure } from "./failure.js";

const [plain, rle, delta, lengths, prefixes, dictionary] = [0, 3, 5, 6, 7, 8];

/** A number as runs have it, seven bits in a byte. */
function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 128, ...varint(Math.floor(value / 128))];
}
/** A run of equal values of at most 8 bits. */
const run = (count: number, value: number) => [...varint(2 * count), value];
/** Bits in groups of 8, the first in the lowest bit. */
const packed = (...groups: number[]) => [...varint(2 * groups.length + 1), ...groups];
const withLength = (bytes: number[]) => [bytes.length & 255, bytes.length >> 8, 0, 0, ...bytes];
const zigzag = (value: number) => (value < 0 ? -2 * value - 1 : 2 * value);
/** One block of differences that are all alike. */
const alike = (values: number, first: number, step: number, [size, parts] = [128, 4]) => [
  ...varint(size!),
  ...varint(parts!),
  ...varint(values),
  zigzag(first),
  zigzag(step),
  ...Array.from({ length: parts! }, () => 0),
];
const page = (values: number, encoding: number, type = "BYTE_ARRAY"): PageValues => ({
  values,
  encoding,
  type,
});
const check = (bytes: number[], about: PageValues, isOptional = false) =>
  checkPage(Uint8Array.from(bytes), about, isOptional);

it("checkLevels counts the values that are present", () => {
  expect(checkLevels(Uint8Array.from([...run(5, 1), ...packed(0b0000_0101), ...run(3, 0)]), 16)).toBe(7);
  // the last group may have more bits than there are values
  expect(checkLevels(Uint8Array.from(packed(0b1111_0001)), 3)).toBe(1);
});

describe("checkPage takes", () => {
  it.each<[string, number[], PageValues, boolean?]>([
    ["plain values", [1, 2, 3], page(3, plain)],
    ["indices", [2, ...run(3, 1), ...packed(0, 0)], page(11, dictionary)],
    [
      "levels and indices of those present",
      [...withLength(run(3, 1)), 1, ...run(3, 0)],
      page(3, dictionary),
      true,
    ],
    ["no values at all", withLength(run(9, 0)), page(9, dictionary), true],
    ["booleans in runs", withLength([...run(7, 1), ...packed(1)]), page(12, rle, "BOOLEAN")],
    ["differences", alike(9, 3, 1), page(9, delta, "INT64")],
    ["lengths and texts", [...alike(3, 2, 0), ...[..."abcdef"].map(Number)], page(3, lengths)],
    // 4 bytes, then a text that begins with all of them and has 3 more
    [
      "the beginnings of texts",
      [...alike(2, 0, 4), ...alike(2, 4, -1), 1, 2, 3, 4, 5, 6, 7],
      page(2, prefixes),
    ],
  ])("%s", (_, bytes, about, isOptional) => {
    expect(() => check(bytes, about, isOptional)).not.toThrow();
  });
});

describe("checkPage refuses", () => {
  it.each<[string, number[], PageValues, boolean?]>([
    ["it has a run of 268435456 values, and 3 are left", [1, ...run(2 ** 28, 1)], page(3, dictionary)],
    [
      "it has a run of 2147483640 packed values, and 3 are left",
      [1, ...varint(2 ** 29 - 1), 0],
      page(3, dictionary),
    ],
    ["it has a run of 8 packed values, and 8 are left", [8, 3, 1], page(8, dictionary)],
    ["it is cut short", [1, ...run(2, 1)], page(3, dictionary)],
    ["its indices have 40 bits", [40, ...run(3, 1)], page(3, dictionary)],
    ["its levels are longer than their page", [200, 0, 0, 0, 6, 1], page(3, plain), true],
    ["it has a run of 100 values, and 3 are left", withLength(run(100, 1)), page(3, plain), true],
    ["it has booleans of a dictionary", [1, ...run(3, 1)], page(3, dictionary, "BOOLEAN")],
    ["it has runs of other values than booleans", withLength(run(3, 1)), page(3, rle, "INT32")],
    ["it has a number that is too long", [1, 255, 255, 255, 255, 255, 255], page(3, dictionary)],
    ["it has blocks of 128 values in 0 parts", alike(9, 0, 0, [128, 0]), page(9, delta, "INT32")],
    ["it has blocks of 0 values in 1 parts", alike(9, 0, 0, [0, 1]), page(9, delta, "INT32")],
    [
      "it has differences of 200 bits",
      [...alike(9, 0, 0).slice(0, -4), 200, 0, 0, 0],
      page(9, delta, "INT64"),
    ],
    ["its differences are cut short", [...alike(9, 0, 0).slice(0, -4), 32, 0, 0, 0], page(9, delta, "INT64")],
    ["its texts have 6 bytes, its page 3", [...alike(3, 2, 0), 1, 2, 3], page(3, lengths)],
    ["a text has a negative length", alike(3, 0, -1), page(3, lengths)],
    [
      "value 1 begins with 9 of 4 bytes",
      [...alike(2, 0, 9), ...alike(2, 4, 0), ...Array(8).fill(1)],
      page(2, prefixes),
    ],
  ])("%s", async (message, bytes, about, isOptional) => {
    expect(await failure(() => check(bytes, about, isOptional))).toBe(`Error: ${message}`);
  });

  it("packed indices without bits before the last run", async () => {
    const values = { bytes: Uint8Array.from([0, ...packed(), 3, 4, 0]), at: 0 };
    expect(await failure(() => checkValues(values, page(16, dictionary), 16))).toMatch("packed values");
  });
});
