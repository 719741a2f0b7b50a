import { describe, expect, it } from "vitest";
import { measureScaler, measureScalers } from "../../../src/data/scalers.js";
import { Dataset } from "../../../src/data/dataset.js";
import { isLinear, prepared, type Scaler } from "../../../src/network/scaling.js";
import { Random } from "../../../src/network/random.js";
import { expectClose } from "../../compare.js";
import { failure } from "../readers/failure.js";

const column = (...values: number[]) => Float64Array.from(values);
const rowsOf = (values: Float64Array, columns = 1) =>
  Uint32Array.from({ length: values.length / columns }, (_, row) => row);
const scalerOf = (
  kind: Scaler["kind"],
  values: Float64Array,
  about: Parameters<typeof measureScaler>[4] = {},
  columns = 1,
) => measureScaler(kind, values, columns, rowsOf(values, columns), about)!;

describe("robust", () => {
  it("is z / √(1 + (z/3)²) with z = (x − median) / (upper − lower quartile)", () => {
    const scaler = scalerOf("robust", column(0, 1, 2, 3, 100));
    expect([scaler.shift, scaler.scale, scaler.limit]).toEqual([[2], [1 / 2], [3]]);
    const found = prepared(column(2, 3, 100, 1e300, -1e300), 1, scaler);
    const ofHundred = 49 / Math.sqrt(1 + (49 / 3) ** 2);
    expectClose(found, [0, 0.5 / Math.sqrt(1 + 1 / 36), ofHundred, 3, -3], { relative: 1e-15 }, "prepared");
  });

  it("divides by half the range where the quartiles are equal; a constant column is 0", () => {
    const scaler = scalerOf("robust", column(5, 7, 5, 7, 5, 7, 5, 7, 5, 9, 5, 7, 7, 7, 1, 7), {}, 2);
    expect([scaler.shift, scaler.scale]).toEqual([
      [5, 7],
      [2 / 6, 2 / 2],
    ]);
    expect(prepared(column(5, 3), 1, scalerOf("robust", column(4, 4, 4))).every((x) => x === 0)).toBe(true);
  });
});

describe("quantileNormal", () => {
  it("is linear between the points of the curve, and constant outside", () => {
    const points = { edges: [[0, 10, 30]], heights: [[-2, 1, 2]] };
    const scaler = { kind: "quantileNormal" as const, shift: [0], scale: [1], ...points };
    const found = prepared(column(-5, 0, 5, 10, 15, 30, 1e9), 1, scaler);
    expectClose(found, [-2, -2, -0.5, 1, 1.25, 2, 2], { relative: 1e-15 }, "prepared");
  });

  it("gives normal numbers for numbers of any distribution, to 0.01 between the tenths", () => {
    const numbers = Float64Array.from({ length: 6000 }, (_, i) => ((i + 0.5) / 6000) ** 5);
    const found = prepared(column(0.1 ** 5, 0.5 ** 5, 0.9 ** 5), 1, scalerOf("quantileNormal", numbers));
    expectClose(found, [-1.28155, 0, 1.28155], { absolute: 0.01 }, "prepared");
  });
});

describe("bins", () => {
  const numbers = column(0, 1, 2, 3, 4, 5, 6, 7, 8);

  it("are clamp((x − b[t−1]) / (b[t] − b[t−1]), 0, 1) over the quantiles, the first and last clamped too", () => {
    const scaler = scalerOf("none", numbers, { inputBins: 4 });
    expect(scaler).toMatchObject({ edges: [[0, 2, 4, 6, 8]], widths: [4] });
    const found = prepared(column(-9, 0, 1, 2, 5.5, 8, 99), 1, scaler);
    expect([...found]).toEqual(
      [
        [0, 0, 0, 0],
        [0, 0, 0, 0],
        [0.5, 0, 0, 0],
        [1, 0, 0, 0],
        [1, 1, 0.75, 0],
        [1, 1, 1, 1],
        [1, 1, 1, 1],
      ].flat(),
    );
  });

  it("beyond the numbers that differ stay 0, and all of a constant column", () => {
    const values = column(1, 0.3, 2, 0.1 + 0.2, 4, 0.3);
    const scaler = scalerOf("standard", values, { inputBins: [4, 2] }, 2);
    expect([...prepared(column(3, 0.3, 9, 10), 2, scaler)]).toEqual([1, 0.5, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
  });

  it("go by column: a column with 0 is scaled, a flag stays as it is and has 0 for further inputs", () => {
    const values = column(1, 1, 0, 2, 3, 1, 3, 5, 0);
    const scaler = scalerOf("minMax", values, { inputBins: [2, 0, 2], flags: [0, 0, 1] }, 3);
    expect(scaler.widths).toEqual([2, 1, 2]);
    expect([...prepared(column(2.5, 2, 1), 3, scaler)]).toEqual([1, 0.5, 0.25, 1, 0]);
  });

  it("are measured on bytes too; other columns of bytes are divided by 255", () => {
    const bytes = Uint8Array.of(0, 255, 100, 0, 200, 51);
    const scaler = measureScaler("bytes", bytes, 2, [0, 1, 2], { inputBins: [2, 0] });
    expect([...prepared(Uint8Array.of(150, 51), 2, scaler)]).toEqual([1, 0.5, 0.2]);
  });
});

describe("missing numbers", () => {
  it.each([
    ["none", 4 / 3],
    ["minMax", 4 / 3 / 3],
    ["standard", 0],
    ["robust", (4 / 3 - 1) / 1.5 / Math.sqrt(1 + ((4 / 3 - 1) / 1.5 / 3) ** 2)],
  ] as const)("with %s become the prepared mean of the others", (kind, expected) => {
    const scaler = scalerOf(kind, column(0, NaN, 1, 3), { hasMissing: true });
    expectClose(
      prepared(column(NaN, 3), 1, scaler).subarray(0, 1),
      [expected],
      { relative: 1e-14 },
      "missing",
    );
  });

  it("become the bins of the mean, and the height at the mean", () => {
    const numbers = Float64Array.from({ length: 92 }, (_, i) => (i === 91 ? NaN : i * i));
    const mean = (90 * 181) / 6;
    for (const scaler of [scalerOf("none", numbers, { inputBins: 5 }), scalerOf("quantileNormal", numbers)]) {
      const found = prepared(column(NaN, mean), 1, scaler);
      const half = found.length / 2;
      expectClose(found.subarray(0, half), found.subarray(half), { absolute: 1e-12 }, "missing");
      expect(found[half]).not.toBe(0);
    }
  });

  it("are 0 in a column without any number", () => {
    for (const kind of ["none", "minMax", "standard", "robust", "quantileNormal"] as const) {
      const scaler = scalerOf(kind, column(NaN, NaN), { hasMissing: true });
      expect([...prepared(column(NaN, NaN), 1, scaler)]).toEqual([0, 0]);
    }
    expect([...prepared(column(NaN), 1, scalerOf("none", column(NaN), { inputBins: 2 }))]).toEqual([0, 0]);
  });
});

describe("columns that are left as they are", () => {
  const values = column(1, 2, -1, 4, 1, 9, -1, 3);

  it.each(["minMax", "standard", "robust", "quantileNormal"] as const)("%s never changes flags", (kind) => {
    const scaler = scalerOf(kind, values, { flags: [1, 0] }, 2);
    const found = prepared(values, 2, scaler);
    expect([0, 2, 4, 6].map((at) => found[at])).toEqual([1, -1, 1, -1]);
    expect([1, 3, 5, 7].map((at) => found[at])).not.toEqual([2, 4, 9, 3]);
  });

  it.each(["minMax", "standard", "robust", "quantileNormal"] as const)(
    "%s takes a column for constant whose numbers differ by rounding alone",
    (kind) => {
      const scaler = scalerOf(kind, column(0.3, 0.1 + 0.2, 0.3));
      expect(prepared(column(0.31, 0.3), 1, scaler).every((x) => x === 0)).toBe(true);
      const near = scalerOf(kind, column(1e15, 1e15 + 100, 1e15 + 50));
      expect(prepared(column(1e15), 1, near)[0]).toBeLessThan(0.1);
      expect(prepared(column(1e15 + 100), 1, near)[0]).toBeGreaterThan(0.9);
    },
  );
});

describe("an autoencoder", () => {
  const patterns = Dataset.from([[1], [2], [4]], null).asAutoencoder();
  const none = { inputs: null, targets: null };

  it.each([
    [{ scaling: "robust", inputBins: 0 }, "scaling"],
    [{ scaling: "none", inputBins: 3 }, "inputBins"],
  ] as const)("refuses %j", async (settings, name) => {
    const measure = () => measureScalers(patterns, [0, 1, 2], { targetScaling: "none", ...settings }, none);
    expect(await failure(measure)).toBe(
      `ConfigError: ${name}: does not go with an autoencoder, whose targets are scaled as its inputs are. Drop it.`,
    );
  });
});

it("isLinear says what kernels can do with bytes", () => {
  expect(isLinear(null)).toBe(true);
  expect(isLinear(scalerOf("standard", column(1, 2)))).toBe(true);
  expect(isLinear(scalerOf("robust", column(1, 2)))).toBe(false);
  expect(isLinear(scalerOf("none", column(1, 2), { inputBins: 2 }))).toBe(false);
});

describe("any column", () => {
  /** Seeded columns of all shapes: many equal numbers, few different ones, heavy tails, missing ones, huge ones. */
  const columns = Array.from({ length: 300 }, (_, seed) => {
    const random = new Random(seed, 5);
    const rows = 1 + Math.floor(random.uniform() * 60);
    const [power, step] = [[1, 5, 200][seed % 3]!, [0, 0.5, 2][Math.floor(seed / 3) % 3]!];
    return Float64Array.from({ length: rows }, () => {
      const x = 2 * random.uniform() - 1;
      const y = Math.sign(x) * Math.abs(x * 2) ** power * 1e3;
      if (random.uniform() < (seed % 4) / 20) return Number.NaN;
      return step > 0 ? Math.round(y / step) * step : y;
    });
  });
  const asked = Float64Array.of(-1e308, -3, -0.5, 0, 0.5, 1, 7, 1e308, Number.NaN);

  it("has bins between 0 and 1 that never fall as x rises, each as the formula says", () => {
    for (const [index, values] of columns.entries()) {
      const bins = 1 + (index % 17);
      const scaler = scalerOf("none", values, { inputBins: bins, hasMissing: true });
      const edges = scaler.edges?.[0] ?? [];
      const found = prepared(asked, 1, scaler);
      expect(found).toHaveLength(asked.length * bins);
      asked.forEach((x, row) => {
        const value = Number.isNaN(x) ? scaler.missing![0]! : x;
        const own = found.subarray(row * bins, (row + 1) * bins);
        const expected = Array.from({ length: bins }, (_, t) => {
          if (t + 1 >= edges.length) return 0;
          const part = (value - edges[t]!) / (edges[t + 1]! - edges[t]!);
          return Math.max(0, Math.min(1, part));
        });
        expectClose(own, expected, { absolute: 1e-15 }, `column ${index}, ${x}`);
        if (row > 0 && !Number.isNaN(x)) {
          own.forEach((part, t) => expect(part).toBeGreaterThanOrEqual(found[(row - 1) * bins + t]!));
        }
      });
    }
  });

  it.each([
    ["robust", 3],
    ["quantileNormal", 5.2],
  ] as const)("becomes finite numbers within ± the limit with %s, in order to 1e-15", (kind, limit) => {
    for (const values of columns) {
      const found = prepared(asked, 1, scalerOf(kind, values, { hasMissing: true }));
      expect(found.every((x) => Math.abs(x) <= limit)).toBe(true);
      const numbers = found.subarray(0, -1);
      expect(numbers.every((x, at) => at === 0 || x >= numbers[at - 1]! - 1e-15)).toBe(true);
    }
  });
});
