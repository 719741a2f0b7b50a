import { describe, expect, it } from "vitest";
import { philox, Random, shuffle, streams } from "../../../src/network/random.js";

describe("philox 4×32-10", () => {
  // Random123 1.14, tests/kat_vectors, "philox4x32 10"
  it.each([
    { counter: [0, 0, 0, 0], key: [0, 0], gives: [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8] },
    {
      counter: [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      key: [0xffffffff, 0xffffffff],
      gives: [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    },
    {
      counter: [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      key: [0xa4093822, 0x299f31d0],
      gives: [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    },
  ])("gives the published vector for counter $counter", ({ counter, key, gives }) => {
    const block = Uint32Array.from(counter);
    philox(block, key[0]!, key[1]!);
    expect([...block]).toEqual(gives);
  });
});

describe("random", () => {
  const first = (seed: number, stream: number, substream?: number) => {
    const random = new Random(seed, stream, substream);
    return Array.from({ length: 6 }, () => random.word()).join();
  };

  it("repeats itself, and differs by seed (above 2³² too), stream and substream", () => {
    expect(first(1, streams.split)).toBe(first(1, streams.split));
    const all = [first(1, 1), first(2, 1), first(1 + 2 ** 32, 1), first(1, 2), first(1, 1, 1)];
    expect(new Set(all).size).toBe(5);
  });

  it("uniform stays in [0, 1) and has the mean and variance of a uniform to 1 %", () => {
    const random = new Random(3, 1);
    const draws = Array.from({ length: 100_000 }, () => random.uniform());
    const mean = draws.reduce((a, b) => a + b) / draws.length;
    const variance = draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length;
    expect(Math.min(...draws.slice(0, 50_000))).toBeGreaterThanOrEqual(0);
    expect(draws.every((x) => x < 1)).toBe(true);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.005);
    expect(Math.abs(variance - 1 / 12)).toBeLessThan(0.001);
  });

  it.each([1, 2, 3, 7, 1000])("below(%i) reaches every value about equally often", (bound) => {
    const random = new Random(5, 1);
    const counts = new Uint32Array(bound);
    const draws = 400 * bound;
    for (let i = 0; i < draws; i++) counts[random.below(bound)]!++;
    const chi = counts.reduce((sum, count) => sum + (count - 400) ** 2 / 400, 0);
    expect(chi).toBeLessThanOrEqual(bound + 5 * Math.sqrt(2 * bound));
  });
});

it("below(3 · 2³⁰) has no bias: without rejection every third number would come twice as often", () => {
  const random = new Random(5, 1);
  const counts = [0, 0, 0];
  for (let i = 0; i < 30_000; i++) counts[random.below(3 * 2 ** 30) % 3]!++;
  for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
});

describe("shuffle", () => {
  it("keeps every item, and reaches all 24 orders of 4 items about equally often", () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 2400; seed++) {
      const items = Uint32Array.of(0, 1, 2, 3);
      shuffle(items, new Random(seed, streams.shuffle));
      expect([...items].sort()).toEqual([0, 1, 2, 3]);
      counts.set(items.join(), (counts.get(items.join()) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    expect(Math.max(...counts.values())).toBeLessThan(150);
  });

  it("takes lists of none and of one", () => {
    for (const items of [Uint32Array.of(), Uint32Array.of(7)]) {
      shuffle(items, new Random(1, 1));
      expect([...items].every((item) => item === 7)).toBe(true);
    }
  });
});
