import { describe, expect, it } from "vitest";
import { fuzz, fuzzNumbers, seeds } from "../../fuzz/readers.js";

describe("readers of damaged files", () => {
  it.each(Object.keys(seeds))("%s: 500 inputs give a table or one of our errors", async (reader) => {
    const { tables, errors } = await fuzz(reader, 500, 7);
    expect(tables + errors).toBe(500);
    expect(Math.min(tables, errors)).toBeGreaterThan(10);
  });

  it("numbers: 20,000 texts give what Number() gives", () => {
    fuzzNumbers(20_000, 7);
  });
});
