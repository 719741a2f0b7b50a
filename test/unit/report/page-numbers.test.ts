import { describe, expect, it } from "vitest";
import {
  columnFormat,
  countText,
  lossText,
  metricText,
  typeset,
  valueText,
} from "../../../src/report/page/numbers.js";

describe("numbers of the report page", () => {
  it("have true minus signs, powers of ten, and thin spaces between thousands", () => {
    expect(typeset("-0.31")).toBe("−0.31");
    expect(typeset("3.51e-5")).toBe("3.51×10⁻⁵");
    expect(typeset("-1.2e+14")).toBe("−1.2×10¹⁴");
    expect(typeset("1e-7")).toBe("10⁻⁷");
    expect(typeset("23520.75")).toBe("23\u2009520.75");
    expect(typeset("9871")).toBe("9871");
    expect(typeset("-0.000")).toBe("0.000");
    expect(typeset("2026-11-30")).toBe("2026-11-30");
  });

  it("have all digits where they are large, and no exponent below a thousand million", () => {
    expect([108_234, 68_234.4, 1234.56, -98_765].map(lossText)).toEqual([
      "108\u2009234",
      "68\u2009234",
      "1234.6",
      "−98\u2009765",
    ]);
    expect([2.1e9, 0, 0.0432, 3.51e-5, null, Number.NaN].map(lossText)).toEqual([
      "2.10×10⁹",
      "0",
      "0.0432",
      "3.51×10⁻⁵",
      "–",
      "–",
    ]);
  });

  it("are not rounded to 0 where a metric is small", () => {
    expect([0.951, 1, -0.002, 0.00012, 68_234.4, undefined].map(metricText)).toEqual([
      "0.951",
      "1.000",
      "−0.002",
      "1.20×10⁻⁴",
      "68\u2009234",
      "–",
    ]);
  });

  it("are written in a column with the decimals of its largest", () => {
    const prices = columnFormat([500_001, 14_999, Number.NaN]);
    expect([108_234.4, 500_001, -12.3].map(prices)).toEqual(["108\u2009234", "500\u2009001", "−12"]);
    expect([1.5, 0.25].map(columnFormat([2.5]))).toEqual(["1.500", "0.250"]);
    expect([3e-6].map(columnFormat([5e-6]))).toEqual(["3.00×10⁻⁶"]);
    expect(columnFormat([])(1)).toBe("1.000");
  });

  it("are as in the data where they are of the data", () => {
    expect([6, 0.1 + 0.2, 500_001, -4, 1e-9].map(valueText)).toEqual([
      "6",
      "0.3",
      "500\u2009001",
      "−4",
      "10⁻⁹",
    ]);
    expect(countText(23_520)).toBe("23\u2009520");
  });
});
