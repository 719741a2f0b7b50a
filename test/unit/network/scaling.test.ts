import { describe, expect, it } from "vitest";
import { measureScaler } from "../../../src/data/scalers.js";
import { applyScaler, undoScaler } from "../../../src/network/scaling.js";
import { expectClose } from "../../compare.js";

const values = Float64Array.of(1, 100, 7, 2, 300, 7, 3, 200, 7, 1000, 1000, 1000);
const rows = [0, 1, 2]; // the last row is held out

describe("scaling", () => {
  it("minMax brings measured columns to 0 … 1 and leaves held-out rows out of the measure", () => {
    const scaled = new Float64Array(values.length);
    applyScaler(scaled, values, measureScaler("minMax", values, 3, rows));
    expectClose(scaled.subarray(0, 9), [0, 0, 0, 0.5, 1, 0, 1, 0.5, 0], { absolute: 1e-15 }, "scaled");
    expectClose(scaled.subarray(9, 11), [499.5, 4.5], { relative: 1e-15 }, "held out");
  });

  it("standard brings measured columns to mean 0 and standard deviation 1", () => {
    const scaled = new Float64Array(values.length);
    applyScaler(scaled, values, measureScaler("standard", values, 3, rows));
    const z = Math.sqrt(1.5);
    expectClose(scaled.subarray(0, 9), [-z, -z, 0, 0, z, 0, z, 0, 0], { absolute: 1e-14 }, "scaled");
  });

  it.each(["minMax", "standard"] as const)(
    "%s makes a constant column 0, even one that rounding makes vary",
    (kind) => {
      const tenths = Float64Array.from({ length: 10 }, () => 0.1);
      const scaled = new Float64Array(11);
      applyScaler(scaled, Float64Array.of(...tenths, 5), measureScaler(kind, tenths, 1, [...tenths.keys()]));
      expect([...scaled].every((x) => x === 0)).toBe(true);
    },
  );

  it("bytes divides by 255; none is no scaler", () => {
    const scaled = new Float64Array(2);
    applyScaler(scaled, Uint8Array.of(0, 255), measureScaler("bytes", Uint8Array.of(0, 255), 1, [0, 1]));
    expect([...scaled]).toEqual([0, 1]);
    expect(measureScaler("none", values, 3, rows)).toBe(null);
  });

  it("undo brings back what apply took, constant columns too", () => {
    const scaler = measureScaler("standard", values, 3, rows);
    const there = new Float64Array(9);
    applyScaler(there, values.subarray(0, 9), scaler);
    undoScaler(there, scaler);
    expectClose(there, values.subarray(0, 9), { relative: 1e-14 }, "back");
  });
});
