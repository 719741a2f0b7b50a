import { describe, expect, it } from "vitest";
import { summaryOf } from "../../../src/report/page/bars.js";
import { histogramOf, momentsOf } from "../../../src/report/page/histogram.js";

describe("histogramOf", () => {
  it("counts into bins of one width, an edge into the bin above, the greatest into the last", () => {
    const { from, to, counts } = histogramOf([0, 0.5, 1, 1.5, 4], 4);
    expect({ from, to, counts }).toEqual({ from: 0, to: 4, counts: [2, 2, 0, 1] });
  });

  it("makes zero an edge where there are both signs, whatever the range", () => {
    for (const [low, high] of [
      [-1, 1],
      [-0.3, 1],
      [-7, 0.001],
      [-1e-30, 3e-30],
    ] as const) {
      for (const bins of [1, 2, 7, 40]) {
        const { from, to, counts } = histogramOf([low, high, -low / 1e3, -high / 1e3], bins);
        const width = (to - from) / counts.length;
        expect(Math.abs(from / width - Math.round(from / width))).toBeLessThan(1e-9);
        expect(counts.length).toBeLessThanOrEqual(bins + 1);
        const below = counts.slice(0, Math.round(-from / width)).reduce((a, b) => a + b, 0);
        expect(below).toBe(2);
        expect(counts.reduce((a, b) => a + b)).toBe(4);
      }
    }
  });

  it("loses no number, random ones of any scale", () => {
    for (const scale of [1e-300, 1e-3, 1, 1e200]) {
      const values = Array.from({ length: 500 }, (_, index) => scale * Math.sin(index * index));
      const { counts, count } = histogramOf(values, 40);
      expect(counts.reduce((a, b) => a + b)).toBe(500);
      expect(count).toBe(500);
    }
  });

  it("puts equal numbers into one bin", () => {
    expect(histogramOf(Float32Array.of(2, 2, 2))).toMatchObject({ from: 2, to: 2, counts: [3], sum: 6 });
  });

  it("leaves out what is not finite, and says how many", () => {
    const histogram = histogramOf([1, Number.NaN, Infinity, 3, -Infinity], 2);
    expect(histogram).toMatchObject({ counts: [1, 1], count: 2, minimum: 1, maximum: 3, notFinite: 3 });
    expect(histogramOf([Number.NaN])).toMatchObject({ counts: [], count: 0, minimum: 0, notFinite: 1 });
  });

  it("takes a range that overflows into one bin", () => {
    expect(histogramOf([-1.7e308, 1.7e308], 10).counts).toEqual([2]);
  });
});

describe("momentsOf", () => {
  it("gives mean and standard deviation", () => {
    expect(momentsOf(histogramOf([1, 2, 3, 4, 5]))).toEqual({ mean: 3, deviation: Math.sqrt(2) });
    expect(momentsOf(histogramOf([])).mean).toBeNaN();
  });

  it("has the numbers themselves where there are at most eight", () => {
    expect(histogramOf([3, Number.NaN, -1]).few).toEqual([3, -1]);
    expect(histogramOf(Float32Array.from({ length: 9 }, (_, index) => index)).few).toBeUndefined();
  });

  it("is told in one sentence", () => {
    expect(summaryOf(histogramOf([0.25]))).toBe("One number, 0.250.");
    expect(summaryOf(histogramOf([-1, 3, Number.NaN]))).toBe(
      "2 numbers from −1.000 to 3.000, mean 1.000, deviation 2.000; 1 are not finite.",
    );
  });
});
