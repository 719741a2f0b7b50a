import { expect, it } from "vitest";
import { fuzz } from "../../fuzz/models.js";

it("5,000 changed model files give a network or one of our errors, in memory that the file justifies", async () => {
  const { accepted, refused, mostBytes } = await fuzz(5000, 7);
  expect(accepted + refused).toBe(5000);
  expect(Math.min(accepted, refused)).toBeGreaterThan(200);
  expect(mostBytes).toBeLessThan(2 << 20);
});
