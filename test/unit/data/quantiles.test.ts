import { describe, expect, it } from "vitest";
import { edgesOf, normalCurve, normalQuantile, quantile, sortedColumn } from "../../../src/data/quantiles.js";
import { expectClose } from "../../compare.js";

describe("quantiles", () => {
  it("are linear between neighbours, as NumPy's", () => {
    const sorted = Float64Array.of(1, 2, 4, 8);
    const found = [0, 0.25, 0.5, 0.75, 0.9, 1].map((part) => quantile(sorted, part));
    expectClose(found, [1, 1.75, 3, 5, 6.8, 8], { relative: 1e-15 }, "quantiles");
  });

  it("are taken without missing numbers, from the rows that are asked for", () => {
    const values = Float64Array.of(0, 5, 0, NaN, 0, 3, 0, 4);
    expect([...sortedColumn(values, 2, 1, [0, 1, 2])]).toEqual([3, 5]);
  });

  it("are taken from evenly spaced rows where there are more than 131,072", () => {
    const rows = Uint32Array.from({ length: 300_000 }, (_, row) => row);
    const sorted = sortedColumn(rows, 1, 0, rows);
    expect([sorted.length, sorted[1], sorted.at(-1)]).toEqual([100_000, 3, 299_997]);
  });
});

describe("edges of bins", () => {
  it("are the quantiles that differ", () => {
    const sorted = Float64Array.from({ length: 101 }, (_, i) => Math.max(30, i));
    expect(edgesOf(sorted, 4)).toEqual([30, 50, 75, 100]);
  });

  it("are all numbers that differ, if they are few", () => {
    expect(edgesOf(Float64Array.of(1, 1, 1, 1, 1, 1, 2, 7), 2)).toEqual([1, 2, 7]);
    expect(edgesOf(Float64Array.of(3, 3), 2)).toEqual([3]);
    expect(edgesOf(new Float64Array(0), 2)).toEqual([]);
  });
});

describe("the curve to the normal distribution", () => {
  // scipy.special.ndtri, to 12 digits
  it.each([
    [1e-7, -5.19933758193],
    [0.001, -3.09023230617],
    [0.1, -1.28155156554],
    [0.5, 0],
    [0.975, 1.95996398454],
    [0.999999, 4.75342430882],
  ])("Φ⁻¹(%s) is %s to 1e-9", (p, expected) => {
    expectClose([normalQuantile(p)], [expected], { absolute: 1e-9 }, "Φ⁻¹");
  });

  it("stays within ±5.2", () => {
    expect([normalQuantile(0), normalQuantile(1)]).toEqual([normalQuantile(1e-7), normalQuantile(1 - 1e-7)]);
  });

  it("has Φ⁻¹ of the fraction at each of 10 quantiles, or of a thirtieth of the numbers", () => {
    const sorted = Float64Array.from({ length: 91 }, (_, i) => i);
    const { edges, heights } = normalCurve(sorted);
    const at = (fraction: number) => heights[edges.indexOf(90 * fraction)]!;
    for (const fraction of [0, 2 / 9, 3 / 9, 8 / 9, 1]) expect(at(fraction)).toBe(normalQuantile(fraction));
    expect(normalCurve(Float64Array.from({ length: 3000 }, (_, i) => i)).edges).toContain(2999 / 99);
  });

  it("has more points towards the ends, where Φ⁻¹ is steep, at half the fraction each", () => {
    const { edges, heights } = normalCurve(Float64Array.from({ length: 91 }, (_, i) => i));
    expect(edges.every((edge, t) => t === 0 || edge > edges[t - 1]!)).toBe(true);
    expect(heights[edges.indexOf(5)]).toBe(normalQuantile(1 / 18));
    expect(heights[edges.indexOf(85)]).toBe(normalQuantile(1 - 1 / 18));
    expectClose([edges[1]!], [10 / 2 ** 20], { relative: 1e-12 }, "the first after the least");
  });

  it("gives a number that several quantiles have in common the middle of their fractions", () => {
    const sorted = Float64Array.from({ length: 91 }, (_, i) => Math.max(0, i - 60)); // 0 at 0/9 … 6/9
    const { edges, heights } = normalCurve(sorted);
    expect([edges[0], heights[0]]).toEqual([0, normalQuantile(1 / 3)]);
  });
});
