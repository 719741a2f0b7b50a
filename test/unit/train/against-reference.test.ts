import { describe, expect, it } from "vitest";
import { pairs, situation } from "../kernels/situation.js";
import { expectToFollow } from "./reference-run.js";

describe("random trainings follow the reference over 3 epochs", () => {
  it("there is every loss with every activation that it goes with", () => {
    expect(pairs.length).toBe(108);
  });

  it.each(Array.from({ length: 8 }, (_, set) => set))("float64 to 1e-10: thirty, set %i", async (set) => {
    for (let seed = 30 * set; seed < 30 * set + 30; seed++) {
      await expectToFollow(situation(seed, "float64"), seed, { relative: 1e-10, absolute: 1e-10 });
    }
  });

  it.each(Array.from({ length: 8 }, (_, set) => set))("float32 to 5e-4: thirty, set %i", async (set) => {
    for (let seed = 30 * set; seed < 30 * set + 30; seed++) {
      await expectToFollow(situation(seed, "float32"), seed, { relative: 5e-4, absolute: 5e-4 });
    }
  });
});
