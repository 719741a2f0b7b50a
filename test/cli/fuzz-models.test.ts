import { expect, it } from "vitest";
import { fuzzCommands } from "../fuzz/commands.js";

it("600 commands on changed model files succeed or fail by one of our errors", async () => {
  const { succeeded, failed } = await fuzzCommands(600, 3);
  expect(succeeded + failed).toBe(600);
  expect(succeeded).toBeGreaterThan(20);
});
