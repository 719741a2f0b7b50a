import { describe, expect, it } from "vitest";
import { batchesOf, cases, flopsPerSample, hasNaive } from "../../../bench/cases.js";
import { peakFlops, peakModule, PeakMeter, ceilingOf } from "../../../bench/peak.js";
import { medianOf, medianRatio, takeTurns } from "../../../bench/turns.js";

describe("flops per sample", () => {
  // 6 · Σ in·out − 2 · in₀·out₀, worked out by hand
  it.each([
    ["tiny", 40], // 6 · (4 + 4) − 2 · 4
    ["xor", 70], // 6 · (10 + 5) − 2 · 10
    ["small", 10_112], // 6 · (2048 + 320) − 2 · 2048
    ["mnist", 409_088], // 6 · (100,352 + 1280) − 2 · 100,352
    ["mnist-big-batch", 2_407_424], // 6 · (401,408 + 131,072 + 2560) − 2 · 401,408
    ["wide", 16_777_216], // 6 · 3 · 2²⁰ − 2 · 2²⁰ = 16 · 2²⁰
    ["deep", 3_030_016], // 6 · (8 · 65,536 + 2560) − 2 · 65,536
    ["wide-f64", 16_777_216],
    ["gemm", 2_097_152], // 2 · 2²⁰: a row of the product
    ["gemm-f64", 2_097_152],
  ])("%s: %d", (name, flops) => {
    expect(flopsPerSample(cases.find((one) => one.name === name)!)).toBe(flops);
  });

  it("are told for every case", () => expect(cases).toHaveLength(10));
});

it("long steps are trained one batch at a time, and without the naive product", () => {
  const named = (choose: (one: (typeof cases)[number]) => boolean) =>
    cases.filter(choose).map(({ name }) => name);
  expect(named((one) => batchesOf(one) === 1)).toEqual([
    "mnist-big-batch",
    "wide",
    "deep",
    "wide-f64",
    "gemm",
    "gemm-f64",
  ]);
  expect(named((one) => !hasNaive(one))).toEqual(["mnist-big-batch", "wide", "wide-f64", "gemm", "gemm-f64"]);
});

describe("medians", () => {
  it("of an odd and an even number of values, in any order", () => {
    expect(medianOf([5, 1, 100])).toBe(5);
    expect(medianOf([100, 1, 5, 7])).toBe(6);
    expect(medianOf([3])).toBe(3);
  });

  it("do not reorder what they are given", () => {
    const values = [3, 1, 2];
    medianOf(values);
    expect(values).toEqual([3, 1, 2]);
  });

  it("of ratios are taken turn by turn: a machine that slows both drops out", () => {
    expect(medianRatio([10, 1, 6], [5, 0.5, 3])).toBe(2);
  });
});

describe("turns", () => {
  it("are interleaved, each after a reset", async () => {
    const seen: string[] = [];
    const runner = (name: string) => ({
      reset: () => void seen.push(`reset ${name}`),
      run: () => void seen.push(`run ${name}`),
    });
    const rates = await takeTurns([runner("a"), runner("b")], { turns: 2, turnMs: 0 });
    const round = ["reset a", "run a", "reset b", "run b"];
    expect(seen.slice(-8)).toEqual([...round, ...round]);
    expect(rates.map((turns) => turns.length)).toEqual([2, 2]);
  });

  it("are fewer where a budget would be exceeded, but never below 3", async () => {
    const slow = { run: () => new Promise<void>((resolve) => setTimeout(resolve, 5)) };
    const rates = await takeTurns([slow], { turns: 50, turnMs: 1, budgetMs: 1 });
    expect(rates[0]).toHaveLength(3);
  });
});

describe("the peak's module", () => {
  it.each(["float32", "float64"] as const)(
    "of %s is valid, and its thirteen chains stay at 1",
    (precision) => {
      const module = new WebAssembly.Module(peakModule(precision, "plain"));
      const { run } = new WebAssembly.Instance(module).exports as { run(count: number): number };
      // ½ → ¾ → … → 1 in the seven that multiply first; ½ → 1 · ½ → 1 … in the six that add first
      const value = run(100);
      expect(value).toBeGreaterThan(6.5);
      expect(value).toBeLessThanOrEqual(13);
      expect(run(200)).toBe(value);
    },
  );

  it.each(["float32", "float64"] as const)(
    "of %s on 256-bit lanes is valid, and its pairs of vectors stay at 1",
    (precision) => {
      const module = new WebAssembly.Module(peakModule(precision, "wide"));
      const { run } = new WebAssembly.Instance(module).exports as { run(count: number): number };
      const value = run(100);
      expect(value).toBeGreaterThan(12); // 24 vectors, half of which add first
      expect(value).toBeLessThanOrEqual(24);
      expect(run(200)).toBe(value);
    },
  );

  it("on 256-bit lanes is measured where V8 packs vectors, with the flag on", () => {
    const names = (wide: boolean) => new PeakMeter({ wide }).runners("float32").map(({ isWide }) => isWide);
    expect(names(false)).not.toContain(true);
    expect(names(true)).toEqual([...names(false), true]);
    expect(new PeakMeter({ wide: false }).peak().wide).toBeNull();
    const meter = new PeakMeter({ wide: true });
    const rates = meter.runners("float32").map((_, index, all) => [index === all.length - 1 ? 7 : 1]);
    meter.add("one", "float32", rates);
    expect(meter.peak("one").wide!.float32).toBe((7 * peakFlops("float32", "wide")) / 1e9);
    expect(meter.peak("one").float32).toBe(peakFlops("float32") / 1e9);
  });

  it("counts two flops for each lane of each chain", () => {
    expect(peakFlops("float32", "wide")).toBe(5000 * 4 * 12 * 2 * 4 * 2);
    expect(peakFlops("float32") / peakFlops("float64")).toBe(2);
    expect(peakFlops("float32")).toBe(5000 * 4 * 13 * 4 * 2);
  });

  it("is measured for the part of the run it belongs to, and for the whole", () => {
    const meter = new PeakMeter({ wide: false });
    const count = meter.runners("float64").length;
    meter.add(
      "one",
      "float64",
      Array.from({ length: count }, () => [100, 300, 200]),
    );
    meter.add(
      "two",
      "float64",
      Array.from({ length: count }, () => [50]),
    );
    expect(meter.peak("two").float64).toBe((50 * peakFlops("float64")) / 1e9);
    expect(meter.peak().float64).toBe((300 * peakFlops("float64")) / 1e9);
    expect(meter.peak().float32).toBeNaN();
  });

  it("sets the ceiling by precision, threads, and whether the build fuses", () => {
    const peak = {
      float32: 50,
      float64: 25,
      fused: { float32: 100, float64: 60 },
      wide: { float32: 98, float64: 49 },
    };
    const ceiling = (build: string, precision: string, threads: number) =>
      ceilingOf(peak, { build, precision, threads });
    expect(ceiling("simd", "float32", 1)).toBe(50);
    expect(ceiling("simd-threads", "float64", 2)).toBe(50);
    expect(ceiling("fast-threads", "float64", 3)).toBe(180);
    expect(ceiling("wide", "float32", 1)).toBe(98);
    expect(ceiling("wide-threads", "float64", 2)).toBe(98);
    expect(ceilingOf({ ...peak, wide: null }, { build: "wide", precision: "float32", threads: 1 })).toBe(50);
    expect(ceilingOf({ ...peak, fused: null }, { build: "fast", precision: "float32", threads: 1 })).toBe(50);
  });
});
