import { describe, expect, it } from "vitest";
import { Random, shuffle, streams } from "../../../src/network/random.js";
import { GuardedInstance } from "./guarded.js";
import { builds } from "./variants.js";

describe.each(builds)("the shuffle in %s", (build) => {
  const { arena, kernels } = new GuardedInstance(build, "float32");
  const most = 300_000;
  const [items, scratch] = arena.take("an order", [most * 4, 16]) as [number, number];
  const view = (length: number) => new Uint32Array(arena.memory.buffer, items, length);

  const shuffled = (length: number, seed: number, substream: number) => {
    view(Math.min(most, length + 1)).fill(0xffffffff);
    const high = Math.floor(seed / 2 ** 32);
    kernels.shuffledOrder(items, length, seed >>> 0, high, streams.shuffle, substream, scratch);
    return view(most);
  };
  const expected = (length: number, seed: number, substream: number) => {
    const order = Uint32Array.from({ length }, (_, index) => index);
    shuffle(order, new Random(seed, streams.shuffle, substream));
    return order;
  };

  const wanted = expected(most, 5, 1);
  const seeds = [0, 1, 2, 7, 2 ** 31, 2 ** 32 - 1, 2 ** 32, 2 ** 32 + 1, 123_456_789_012_345, 2 ** 53 - 1];
  it.each(seeds)("is the host's, for seed %d, many epochs and lengths, and writes no further", (seed) => {
    for (const length of [0, 1, 2, 3, 4, 5, 6, 8, 9, 31, 64, 150, 1000]) {
      for (const substream of [0, 1, 2, 3, 100, 2 ** 31, 2 ** 32 - 1]) {
        const got = shuffled(length, seed, substream);
        expect(got.slice(0, length)).toEqual(expected(length, seed, substream));
        expect(got[length]).toBe(0xffffffff);
      }
    }
  });

  it("is the host's for 300,000 items, where some bounded integers must be drawn again", () => {
    const got = shuffled(most, 5, 1);
    expect(got.every((item, index) => item === wanted[index])).toBe(true);
  });
});
