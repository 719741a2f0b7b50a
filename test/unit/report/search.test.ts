import { describe, expect, it } from "vitest";
import { formatSearch, settingText } from "../../../src/report/searchTable.js";

const good = {
  trial: 2,
  epochs: 9,
  validationLoss: 0.01234,
  metrics: { accuracy: 0.98 },
  reason: null,
  seconds: 1.23,
};
const bad = { trial: 11, epochs: 0, validationLoss: null, metrics: null, seconds: 0.5 };

describe("formatSearch", () => {
  it("has a line for each trial, and reasons where some have failed", () => {
    const rows = [
      { ...good, settings: { "layers.hidden": [8, 4], l2: 0.001 } },
      { ...bad, settings: { "layers.hidden": [], l2: 1 }, reason: "it diverged" },
    ];
    expect(formatSearch(rows, "accuracy").split("\n")).toEqual([
      "trial  layers.hidden     l2  epochs  validation loss  accuracy    time  failed",
      "    2            8,4  0.001       9           0.0123    0.9800   1.2 s",
      "   11           none      1       0                –         –  0.50 s  it diverged",
    ]);
    expect(formatSearch(rows.slice(0, 1), null).split("\n")).toEqual([
      "trial  layers.hidden     l2  epochs  validation loss   time",
      "    2            8,4  0.001       9           0.0123  1.2 s",
    ]);
  });

  it("without trials is the head alone", () => {
    expect(formatSearch([], null)).toBe("trial  epochs  validation loss  time");
  });

  it("writes values as people do", () => {
    const values = ["adam", 0.01, [16], [], true, { kind: "step" }, [{ units: 3 }]];
    expect(values.map(settingText)).toEqual([
      "adam",
      "0.01",
      "16",
      "none",
      "true",
      '{"kind":"step"}',
      '[{"units":3}]',
    ]);
  });
});
