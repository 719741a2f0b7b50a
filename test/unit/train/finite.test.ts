import { describe, expect, it } from "vitest";
import { areFinite } from "../../../src/train/loop/finite.js";

describe.each([
  ["float32", Float32Array, 3.4028234663852886e38, 1e-45],
  ["float64", Float64Array, Number.MAX_VALUE, Number.MIN_VALUE],
] as const)("whether numbers are finite, %s", (_, Floats, most, least) => {
  it("accepts every finite number", () => {
    for (const values of [[], [0], [-0, most, -most, least, -least, 1, -1], Array(9).fill(most)]) {
      expect(areFinite(new Floats(values)), String(values)).toBe(true);
    }
  });

  it("finds one that is not, at any place of any length, also behind other data", () => {
    for (let length = 1; length < 12; length++) {
      for (let at = 0; at < length; at++) {
        for (const bad of [NaN, Infinity, -Infinity]) {
          const all = new Floats(length + 2).fill(-most);
          const values = all.subarray(1, 1 + length);
          values[at] = bad;
          expect(areFinite(values), `${bad} at ${at} of ${length}`).toBe(false);
          values[at] = 1;
          all[length + 1] = bad;
          expect(areFinite(values), `${bad} behind ${length}`).toBe(true);
        }
      }
    }
  });
});
