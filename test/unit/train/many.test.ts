import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectSameBits } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const rows = 23;
const data = Dataset.from(numbers(rows * 3, 1), numbers(rows * 2, 2), { columns: 3 });

const create = (config: Partial<ConfigInput> = {}) =>
  Network.create({ layers: [3, 4, 2], batchSize: 5, seed: 2 ** 40 + 3, ...config });

describe("many epochs in a call", () => {
  const configs: Partial<ConfigInput>[] = [
    {},
    { shuffle: false },
    { precision: "float64", reduction: "sum", optimizer: { learningRate: 0.1 } },
    { build: "scalar", batchSize: 1 },
    { layers: [3, 40, 2], batchSize: 23 },
    { threads: 2 },
    { layers: [3, 40, 2], threads: 3, shuffle: false },
  ];
  it.each(configs)("give the bits of one epoch at a time, weights and losses: %j", async (config) => {
    const joined = create(config);
    const history = await joined.fit(data, { epochs: 700 });
    const single = create(config);
    const expected = await single.fit(data, { epochs: 700, onEpoch: () => {} });
    expect(history.loss).toHaveLength(700);
    expectSameBits(history.loss, expected.loss, "loss");
    expect(await joined.weightsSha256()).toBe(await single.weightsSha256());
  });

  it("end with the call during which they are aborted, with whole epochs and what was learnt", async () => {
    const network = create();
    const controller = new AbortController();
    const seen: number[] = [];
    let atAbort = 0;
    const abort = () => {
      atAbort = seen.length;
      if ((seen.at(-1) ?? 0) > 1000) controller.abort();
      else setTimeout(abort);
    };
    abort();
    const history = await network.fit(data, {
      epochs: 1e9,
      timeLimit: 30,
      signal: controller.signal,
      onProgress: ({ epoch, samples }) => void (samples === rows && seen.push(epoch)),
    });
    expect(seen.length).toBeLessThanOrEqual(atAbort + 1);
    expect(history.stopped).toBe("aborted");
    expect(history.epochs).toBe(seen.at(-1));
    expect(history.epochs).toBeGreaterThan(1000);
    const again = create();
    const expected = await again.fit(data, { epochs: history.epochs });
    expectSameBits(history.loss, expected.loss, "loss");
    expect(await again.weightsSha256()).toBe(await network.weightsSha256());
  });

  it("report progress with growing epochs, the last one at the end", async () => {
    const seen: { epoch: number; loss: number }[] = [];
    const { loss } = await create().fit(data, { epochs: 5000, onProgress: (now) => void seen.push(now) });
    const epochs = seen.map(({ epoch }) => epoch);
    expect(epochs).toEqual([...epochs].sort((a, b) => a - b));
    expect(epochs.at(-1)).toBe(5000);
    expect(seen.length).toBeLessThan(500);
    expect(seen.at(-1)!.loss).toBe(loss.at(-1));
  });

  it("name the epoch that diverged, and leave the same weights of before the batch", async () => {
    const config: Partial<ConfigInput> = {
      layers: [3, { units: 2, activation: "identity" }],
      optimizer: { learningRate: 2.4 },
    };
    const message = async (hooks: object) => {
      const network = create(config);
      const text = await network.fit(data, { epochs: 5000, ...hooks }).catch(String);
      return `${text} ${await network.weightsSha256()}`;
    };
    const joined = await message({});
    expect(joined).toMatch(/epoch \d\d+, batch \d: layer 1: /);
    expect(joined).toBe(await message({ onEpoch: () => {} }));
  });
});
