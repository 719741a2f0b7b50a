import { expect, it } from "vitest";
import { fuzz, fuzzSweep } from "../../fuzz/models.js";

it("4,000 changed model files give a network or one of our errors, in memory that the file justifies", async () => {
  const { accepted, refused, mostBytes } = await fuzz(4000, 7);
  expect(accepted + refused).toBe(4000);
  expect(Math.min(accepted, refused)).toBeGreaterThan(200);
  expect(mostBytes).toBeLessThan(2 << 20);
});

it("odd values in the places of their JSON do too, one place at a time", async () => {
  const { accepted, refused } = await fuzzSweep(20);
  expect(accepted + refused).toBeGreaterThan(1500);
  expect(Math.min(accepted, refused)).toBeGreaterThan(100);
});
