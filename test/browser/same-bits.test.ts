/** The fixed trainings in a page: the same weights, bit for bit, as Node gets for them. */
import { describe, expect, inject, it } from "vitest";
import { Dataset } from "../../src/data/dataset.js";
import { Network } from "../../src/train/network.js";
import { fixedTrainings } from "../engines/fixed-nets.mjs";

const expected = inject("fixedHashes");
const trainings = fixedTrainings(Dataset).map((training, index) => ({ ...training, hash: expected[index] }));

it("Node has trained them all", () => {
  expect(expected).toHaveLength(trainings.length);
  expect(new Set(expected).size).toBe(trainings.length);
});

describe.each([
  ["javascript", 1],
  ["simd", 1],
  ["simd-threads", 1],
  ["simd-threads", 2],
  ["simd-threads", "auto"],
] as const)("in a page, %s, threads %s: the bits of Node", (build, threads) => {
  it.each(trainings)("$name", async ({ settings, data, hash }) => {
    const network = Network.create({ ...settings, build, threads });
    try {
      await network.fit(data);
      expect((await network.weightsSha256()).slice(0, 16)).toBe(hash);
    } finally {
      network.dispose();
    }
  });
});
