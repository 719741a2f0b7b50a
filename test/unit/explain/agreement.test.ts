import { expect, it } from "vitest";
import { agreement, readWritten } from "../../../src/explain/agreement.js";

const out = 0.593269992107187;
const how = (text: string, ours: number) => agreement(readWritten(text)!, ours).how;

it.each([
  ["0.59326999", out, "rounded"],
  ["0.593269992", out, "rounded"],
  ["0.5932699921", out, "rounded"],
  ["0.593269991", out, "differs"],
  ["0.59326998", out, "differs"],
  ["0.593269992107187", out, "exact"],
  ["0.5932699921071872", 0.5932699921071873, "exact"],
  ["0.6", out, "rounded"],
  ["0.5", out, "truncated"],
  ["0.511301270", 0.511301270238738, "rounded"],
  ["0.5113012700", 0.511301270238738, "differs"],
  ["0.40", 0.4, "exact"],
  ["0.3775", 0.3775, "exact"],
  ["0.3925", 0.39249999999999996, "exact"],
  ["-0.019049118", -0.0190491182582781, "rounded"],
  ["−0.019049119", -0.0190491182582781, "differs"],
  ["0.019049118", -0.0190491182582781, "differs"],
  ["4.38568e-4", 0.000438567734474347, "rounded"],
  ["4.38567e-4", 0.000438567734474347, "truncated"],
  ["10,000", 10000, "exact"],
  ["0", 0, "exact"],
  ["0.13", 0.125, "rounded"],
  ["0.12", 0.125, "rounded"],
] as const)("%s for %d: %s", (text, ours, wanted) => {
  expect(how(text, ours)).toBe(wanted);
  expect(agreement(readWritten(text)!, ours).agrees).toBe(wanted === "exact" || wanted === "rounded");
});

it.each([
  ["0.50", 0.5, 2],
  [".5", 0.5, 1],
  ["5.", 5, 0],
  ["+1.25E2", 125, 0],
  ["−1e-3", -0.001, 3],
])("reads %s as %d with %d decimals", (text, value, decimals) => {
  expect(readWritten(text)).toEqual({ text, value, decimals });
});

it.each(["", ".", "1,5", "0x10", "NaN", "1e999", "½", "1 2", "--1"])("does not read %j", (text) => {
  expect(readWritten(text)).toBe(null);
});
