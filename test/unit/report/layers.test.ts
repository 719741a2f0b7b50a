import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { statisticsOf } from "../../../src/explain/statistics.js";
import {
  allParameters,
  type LayerReport,
  layerTable,
  parametersCsv,
  parameterSummary,
} from "../../../src/report/layerTable.js";
import { expectClose } from "../../compare.js";

function layer(inputs: number, units: number, weights: Float64Array, biases: number[]): LayerReport {
  const parameters = weights.length + biases.length;
  const [ofWeights, ofBiases] = [statisticsOf(weights), statisticsOf(biases)];
  const costs = { parameters, bytes: 8 * parameters, flopsPerSample: 2 * weights.length };
  const values = { weights, biases: Float64Array.from(biases), ofWeights, ofBiases };
  return { inputs, units, activation: "sigmoid", trainable: true, ...costs, ...values };
}
const numbers = (length: number) => Float64Array.from({ length }, (_, i) => (i + 1) / 4);
const mazur = [
  layer(2, 2, Float64Array.of(0.15, 0.25, 0.2, 0.3), [0.35]),
  layer(2, 2, Float64Array.of(0.4, 0.5, 0.45, 0.55), [0.6]),
];

describe("statistics", () => {
  it("are those of two passes, to 1e-12 of the size, also far from 0", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -100, max: 100, noNaN: true }), { minLength: 1, maxLength: 50 }),
        fc.constantFrom(0, 1e6),
        (list, shift) => {
          const values = list.map((x) => x + shift);
          const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
          const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
          const found = statisticsOf(values);
          const absolute = 1e-12 * (100 + shift);
          expectClose(found.mean, mean, { absolute }, "mean");
          expectClose(found.deviation, Math.sqrt(variance), { absolute: 1e3 * absolute }, "deviation");
          expect([found.least, found.greatest]).toEqual([Math.min(...values), Math.max(...values)]);
        },
      ),
    );
  });

  it("leave out what is not finite, and count it", () => {
    expect(statisticsOf([1, NaN, 3, Infinity, -Infinity, NaN])).toEqual({
      count: 6,
      mean: 2,
      deviation: 1,
      least: 1,
      greatest: 3,
      nan: 2,
      infinite: 2,
    });
    expect(statisticsOf([NaN])).toMatchObject({ mean: NaN, nan: 1 });
  });
});

describe("layers as text", () => {
  it("say whose weights a tied layer uses, and count its own numbers", () => {
    const [first, second] = [layer(3, 2, numbers(6), [1, 2]), layer(2, 3, numbers(0), [3, 4, 5])];
    const layers = [first, { ...second, tied: 1, flopsPerSample: 12 }];
    const table = layerTable([...layers, { ...layers[1]!, trainable: false, name: "out" }]);
    expect(table.slice(1).map((line) => line.replaceAll(/ {2,}/g, "  "))).toEqual([
      "  1  3 → 2  sigmoid  8  64  12",
      "  2  2 → 3  sigmoid (tied to 1)  3  24  12",
      "  3  2 → 3  sigmoid (frozen, tied to 1) out  3  24  12",
      "  total  14  112  36",
    ]);
    expect(parameterSummary(layers).slice(-3)).toEqual([
      "layer 2  weights [2 × 3]  those of layer 1, transposed",
      "         biases [3]       4 ± 0.816, 3 … 5",
      "                          3  4  5",
    ]);
    expect(allParameters(layers, 80).slice(-4)).toEqual([
      "layer 2: 2 → 3, sigmoid, weights of layer 1 transposed",
      "  unit 1: bias 3",
      "  unit 2: bias 4",
      "  unit 3: bias 5",
    ]);
    expect(parametersCsv(layers).filter((line) => line.startsWith("2,weights"))).toEqual([]);
  });

  it("a short net: sizes and totals, and all of its few numbers", () => {
    expect(layerTable(mazur)).toEqual([
      "layer  shape  activation  parameters  bytes  forward flops/sample",
      "    1  2 → 2  sigmoid              5     40                     8",
      "    2  2 → 2  sigmoid              5     40                     8",
      "              total               10     80                    16",
    ]);
    expect(parameterSummary(mazur)).toEqual([
      "layer 1  weights [2 × 2]  0.225 ± 0.0559, 0.15 … 0.3",
      "                          0.15  0.25  0.2  0.3",
      "         biases [1]       0.35",
      "layer 2  weights [2 × 2]  0.475 ± 0.0559, 0.4 … 0.55",
      "                          0.4  0.5  0.45  0.55",
      "         biases [1]       0.6",
    ]);
  });

  it("a wide layer: the first and last three of its numbers, and what is not finite", () => {
    const wide = numbers(20);
    wide[1] = NaN;
    wide[2] = Infinity;
    expect(parameterSummary([layer(10, 2, wide, [0, 0])])).toEqual([
      "layer 1  weights [10 × 2]  2.85 ± 1.35, 0.25 … 5, 1 NaN, 1 infinite",
      "                           0.25  NaN  Infinity  …  4.5  4.75  5",
      "         biases [2]        all 0",
    ]);
    expect(parameterSummary([layer(1, 2, numbers(2), [])]).at(-1)).toBe("         no biases");
  });

  it("a long net is folded in the middle, and its totals are of all", () => {
    const long = Array.from({ length: 60 }, () => layer(3, 3, numbers(9), [0, 0, 0]));
    const table = layerTable(long);
    expect(table).toHaveLength(1 + 6 + 1 + 6 + 1);
    expect(table[7]).toBe("    …  48 layers                     576  4,608                   864");
    expect(table.at(-1)).toBe("                  total              720  5,760                 1,080");
    const summary = parameterSummary(long);
    expect(summary.filter((line) => line.startsWith("layer"))).toHaveLength(12);
    expect(summary).toContain("… 48 layers more; --weights prints all");
    expect(layerTable(long, true)).toHaveLength(62);
    expect(layerTable(long.slice(0, 20))).toHaveLength(22);
  });

  it("all parameters go by unit, in lines of the width told, and by number in CSV", () => {
    expect(allParameters(mazur, 80)).toEqual([
      "layer 1: 2 → 2, sigmoid",
      "  unit 1: bias 0.35  weights 0.15 0.2",
      "  unit 2: bias 0.35  weights 0.25 0.3",
      "",
      "layer 2: 2 → 2, sigmoid",
      "  unit 1: bias 0.6  weights 0.4 0.45",
      "  unit 2: bias 0.6  weights 0.5 0.55",
    ]);
    const lines = allParameters([layer(50, 3, numbers(150), [1, 2, 3])], 60);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    const words = lines
      .join(" ")
      .split(/unit \d: bias \d {2}weights/)
      .slice(1);
    expect(words.map((text) => text.trim().split(/ +/).length)).toEqual([50, 50, 50]);
    expect(parametersCsv(mazur.slice(1))).toEqual([
      "layer,tensor,input,unit,value",
      "1,weights,1,1,0.4",
      "1,weights,1,2,0.5",
      "1,weights,2,1,0.45",
      "1,weights,2,2,0.55",
      "1,biases,,,0.6",
    ]);
  });

  it("float32 numbers come with as few digits as read back the same", () => {
    const one = { ...layer(1, 1, numbers(1), []), weights: Float32Array.of(0.1) };
    expect(parametersCsv([one])[1]).toBe("1,weights,1,1,0.1");
  });
});
