import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import type { HostOptions } from "../../../src/train/engine.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { programOf } from "../../../src/wasm/programs.js";

const rows = 50;
const inputs = Array.from({ length: rows }, (_, row) => [Math.sin(row), Math.cos(2 * row), row / rows]);
const dataset = Dataset.from(
  inputs,
  inputs.map(([x, y]) => [x! > y! ? 1 : 0]),
);
const config: ConfigInput = { layers: [3, 20, 1], batchSize: 8, epochs: 5, seed: 4 };
const megabyte = 2 ** 20;
const memoryOf = (pages: number, shared = false) =>
  new WebAssembly.Memory({ initial: pages, maximum: 65536, shared });

async function shaOf(given: ConfigInput, host: HostOptions): Promise<string> {
  using network = Network.create(given, host);
  await network.fit(dataset);
  network.predict(dataset);
  return network.weightsSha256();
}

describe("a network in a caller's memory", () => {
  it.each([false, true])(
    "trains to the same bits, and leaves all around its region; shared: %s",
    async (shared) => {
      const memory = memoryOf(200, shared);
      const all = new Uint8Array(memory.buffer);
      all.fill(0xa5);
      const [base, bytes] = [64 * 1000, 10 * megabyte];
      const host = { memory: { memory, base, bytes } };
      expect(await shaOf(config, host)).toBe(await shaOf(config, {}));
      if (shared) expect(await shaOf({ ...config, threads: 2 }, host)).toBe(await shaOf(config, {}));
      expect(memory.buffer.byteLength).toBe(200 * 65536);
      expect(all.subarray(0, base).every((byte) => byte === 0xa5)).toBe(true);
      expect(all.subarray(base + bytes).every((byte) => byte === 0xa5)).toBe(true);
      expect(all.subarray(base, base + bytes).every((byte) => byte === 0xa5)).toBe(false);
    },
  );

  it("shares it with others, each in its own region", async () => {
    const memory = memoryOf(400);
    const region = (index: number) => ({ memory, base: 65536 + index * 10 * megabyte, bytes: 10 * megabyte });
    const alone = await Promise.all([1, 2].map((seed) => shaOf({ ...config, seed }, {})));
    const both = await Promise.all(
      [1, 2].map((seed, at) => shaOf({ ...config, seed }, { memory: region(at) })),
    );
    expect(both).toEqual(alone);
  });

  it("says what is missing where a region is too small, and trains nothing", async () => {
    const memory = memoryOf(2);
    using network = Network.create(config, { memory: { memory, base: 1024, bytes: 10_000 } });
    const before = await network.weightsSha256();
    await expect(network.fit(dataset)).rejects.toThrow(
      /^a batch of 8: needs [\d,]+ bytes, the region given has 9,424 left\. Give a larger one, or take a smaller network or batch\.$/,
    );
    expect(await network.weightsSha256()).toBe(before);
    expect(() =>
      Network.create({ layers: [100, 100] }, { memory: { memory, base: 1024, bytes: 1000 } }),
    ).toThrow("a network of 1 layer: needs 40,448 bytes, the region given has 1,000 left.");
  });

  it("refuses a region that cannot be", () => {
    const memory = memoryOf(2);
    const create = (base: number, bytes: number) => () =>
      Network.create(config, { memory: { memory, base, bytes } });
    for (const base of [0, 64, 1000, 1025, 1e3 + 0.5, NaN]) {
      expect(create(base, 1e4)).toThrow(
        `memory.base: expected a multiple of 64, at least 1024, got ${base}.`,
      );
    }
    for (const bytes of [0, -1, 1.5, 130049]) {
      expect(create(1024, bytes)).toThrow(
        `memory.bytes: expected 1 to 130048, what the memory has from 1024 on, got ${bytes}.`,
      );
    }
  });

  it("refuses a build that needs the other kind of memory", () => {
    const create = (build: ConfigInput["build"], shared: boolean) => () =>
      Network.create(
        { ...config, build },
        { memory: { memory: memoryOf(200, shared), base: 1024, bytes: 1e7 } },
      );
    expect(create("simd-threads", false)).toThrow(
      'memory: it is not shared, and the "simd-threads" build needs shared memory. Name another build.',
    );
    expect(create("scalar", true)).toThrow(
      'memory: it is shared, and the "scalar" build needs memory that is not. Name another build.',
    );
    expect(create("auto", false)().build).toBe("simd");
    expect(create("auto", true)().build).toBe("simd-threads");
  });
});

describe("a caller's compiled module", () => {
  it("is what runs, here and in threads", async () => {
    const module = programOf("simd-threads") as WebAssembly.Module;
    const host = { module };
    const given = { ...config, build: "simd-threads", threads: 2 } as const;
    expect(await shaOf(given, host)).toBe(await shaOf(config, {}));
    const empty = new WebAssembly.Module(Uint8Array.from([0, 97, 115, 109, 1, 0, 0, 0]));
    await expect(shaOf({ ...config, build: "simd" }, { module: empty })).rejects.toThrow(TypeError);
  });

  it("needs the name of its build", () => {
    const module = programOf("simd") as WebAssembly.Module;
    expect(() => Network.create(config, { module })).toThrow(
      'build: expected the name of the build that `module` is, got "auto".',
    );
  });
});
