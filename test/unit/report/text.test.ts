import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatClock,
  formatDuration,
  formatLoss,
  formatMetric,
  formatRate,
  formatPercent,
  shortestFloat32,
} from "../../../src/report/figures.js";
import { formatTable } from "../../../src/report/textTable.js";
import { cut, displayWidth, pad, paint } from "../../../src/report/terminal.js";

describe("text", () => {
  it("knows how wide text is", () => {
    expect([displayWidth(""), displayWidth("abc"), displayWidth("café"), displayWidth("e\u0301")]).toEqual([
      0, 3, 4, 1,
    ]);
    expect([displayWidth("狗"), displayWidth("cat猫"), displayWidth("😀")]).toEqual([2, 5, 2]);
  });

  it("cuts text that is too wide", () => {
    expect(cut("virginica", 9)).toBe("virginica");
    expect(cut("virginica", 8)).toBe("virgini…");
    expect(cut("玫瑰花", 5)).toBe("玫瑰…");
    expect(cut("玫瑰花", 4)).toBe("玫…");
    expect(cut("ab", 1)).toBe("…");
    expect(cut("ab", 0)).toBe("");
  });

  it("pads text to a width, never cuts it", () => {
    expect([
      pad("ab", 5),
      pad("ab", 5, "right"),
      pad("ab", 5, "centre"),
      pad("猫", 3),
      pad("abc", 2),
    ]).toEqual(["ab   ", "   ab", " ab  ", "猫 ", "abc"]);
  });

  it("paints only when asked", () => {
    expect(paint("a", "bold", true)).toBe("\u001b[1ma\u001b[0m");
    expect(paint("a", "bold", false)).toBe("a");
  });
});

describe("figures", () => {
  it.each([
    [0.0432, "0.0432"],
    [0.951, "0.951"],
    [0, "0.00000"],
    [0.00123, "0.00123"],
    [3.51e-5, "3.51e-5"],
    [1.2345, "1.234"],
    [12.345, "12.35"],
    [-345.67, "-345.7"],
    [1.2e7, "1.20e+7"],
    [NaN, "NaN"],
  ])("writes the loss %d as %s", (value, text) => {
    expect(formatLoss(value)).toBe(text);
  });

  it("writes a metric to three decimals, a great one like a loss", () => {
    expect([0, 0.0967, 1, -0.5, 9.9994, -12.3456].map(formatMetric)).toEqual([
      "0.000",
      "0.097",
      "1.000",
      "-0.500",
      "9.999",
      "-12.35",
    ]);
  });

  it.each([
    [0.52, "0.5"],
    [950, "950"],
    [999.7, "1.00k"],
    [41_234, "41.2k"],
    [999_499, "999k"],
    [999_500, "1.00M"],
    [3_100_000, "3.10M"],
    [2.5e9, "2.50G"],
    [Infinity, "–"],
  ])("writes the rate %d as %s", (value, text) => {
    expect(formatRate(value)).toBe(text);
  });

  it.each([
    [0, "0.00 s"],
    [0.08, "0.08 s"],
    [0.994, "0.99 s"],
    [0.996, "1.0 s"],
    [4.21, "4.2 s"],
    [9.94, "9.9 s"],
    [9.96, "0:10"],
    [12.4, "0:12"],
    [59.6, "1:00"],
    [185, "3:05"],
    [3729, "1:02:09"],
    [NaN, "–"],
    [-1, "–"],
  ])("writes %d seconds as %s", (value, text) => {
    expect(formatDuration(value)).toBe(text);
  });

  it("writes fewer than 10 seconds as a clock, where told", () => {
    expect([0, 0.4, 4.6, 9.96].map(formatClock)).toEqual(["0:00", "0:00", "0:05", "0:10"]);
  });

  it.each([0, 0.1, -0.25, 1 / 3, 16_777_216, 1e-45, 3.4028234663852886e38, NaN, Infinity])(
    "writes the float32 nearest to %d as that of few digits",
    (value) => {
      const nearest = { [1 / 3]: 0.33333334, [3.4028234663852886e38]: 3.4028235e38 };
      expect(shortestFloat32(Math.fround(value))).toBe(nearest[value] ?? value);
    },
  );

  it("writes a float32 so that it reads back, and no decimal of fewer digits does (1,000 random ones)", () => {
    fc.assert(
      fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const shortest = shortestFloat32(value);
        expect(Math.fround(shortest)).toBe(value + 0); // of −0, 0
        const [digits, exponent] = shortest.toExponential().split("e") as [string, string];
        const fewer = digits.replace(/^-/, "").length - 3; // without the point, and one less; behind the point
        if (fewer < 0) return;
        const unit = Number(`1e-${fewer}`);
        for (const cut of [Math.floor(Number(digits) / unit), Math.ceil(Number(digits) / unit)]) {
          expect(Math.fround(Number(`${cut}e${Number(exponent) - fewer}`))).not.toBe(value);
        }
      }),
      { numRuns: 1000, seed: 1 },
    );
  });

  it("says 100 % only where nothing is missing", () => {
    expect([
      formatPercent(973, 1000),
      formatPercent(99_999, 100_000),
      formatPercent(5, 5),
      formatPercent(0, 5),
      formatPercent(0, 0),
    ]).toEqual(["97.3 %", "99.9 %", "100 %", "0.0 %", "–"]);
  });
});

describe("formatTable", () => {
  it("aligns columns, wide characters too, without spaces at the end", () => {
    const rows = [
      ["name", "count", "note"],
      ["猫", "5", ""],
      ["dog", "1234", "x"],
    ];
    expect(formatTable(rows, { align: ["left", "right"] })).toEqual([
      "name  count  note",
      "猫        5",
      "dog    1234  x",
    ]);
  });

  it("cuts cells that are too wide", () => {
    expect(formatTable([["abcdef", "1"]], { widest: 4, gap: 1 })).toEqual(["abc… 1"]);
  });
});
