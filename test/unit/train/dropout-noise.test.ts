import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const rows = 23;
const data = Dataset.from(numbers(rows * 3, 1), numbers(rows * 2, 2), { columns: 3 });
const linear = { units: 1, activation: "identity" } as const;

/** What one update of one sample adds to the weights of the last layer. */
async function changeOf(config: ConfigInput, inputs: number[], seed: number, epochs = 1) {
  const network = Network.create({ precision: "float64", biases: "none", batchSize: 1, seed, ...config });
  network.setParameters(network.parameters().map(({ weights }) => ({ weights: weights.fill(0.001) })));
  let before = network.parameters().at(-1)!.weights.slice();
  let change: number[] = [];
  const history = await network.fit(Dataset.from([inputs], [[1]]), {
    epochs,
    onEpoch: () => {
      const now = network.parameters().at(-1)!.weights.slice();
      change = [...now].map((weight, index) => weight - before[index]!);
      before = now;
    },
  });
  network.dispose();
  return { change, loss: history.loss };
}

describe("dropout", () => {
  const units = 4000;
  const optimizer = { learningRate: 0.1 };
  const wide = (dropout: number): ConfigInput => ({
    layers: [1, { units, activation: "identity", dropout }, linear],
    optimizer,
  });
  const input = (dropout: number): ConfigInput => ({ layers: [{ units, dropout }, linear], optimizer });

  it.each([
    ["hidden units", wide, 0.2, [1]],
    ["hidden units", wide, 0.5, [1]],
    ["inputs", input, 0.3, Array.from({ length: units }, () => 0.001)],
  ] as const)(
    "of %s: leaves out a part of them, %3$s, to 4 deviations; the others grow by 1 / (1 − p)",
    async (_, make, p, inputs) => {
      const { change, loss } = await changeOf(make(p), [...inputs], 7);
      const kept = change.filter((delta) => delta !== 0);
      const deviation = Math.sqrt(units * p * (1 - p));
      expect(Math.abs(kept.length - units * (1 - p))).toBeLessThan(4 * deviation);
      // output = kept · 0.001 · 0.001 / (1 − p), delta = output − 1
      const output = (kept.length * 1e-6) / (1 - p);
      expectClose(loss[0]!, 0.5 * (1 - output) ** 2, { relative: 1e-10 }, "loss");
      expectClose(
        kept,
        kept.map(() => (0.1 * (1 - output) * 0.001) / (1 - p)),
        { relative: 1e-9 },
        "change",
      );
    },
  );

  it("draws other masks for another seed, epoch, row and layer, and the same for the same", async () => {
    const mask = async (seed: number, epochs = 1, config = wide(0.5)) =>
      (await changeOf(config, [1], seed, epochs)).change.map((delta) => (delta === 0 ? 0 : 1)).join("");
    const masks = await Promise.all([mask(1), mask(2), mask(1, 2)]);
    expect(new Set(masks).size).toBe(3);
    expect(await mask(1)).toBe(masks[0]);
    for (const other of masks.slice(1)) {
      const same = [...other].filter((bit, index) => bit === masks[0]![index]).length;
      expect(Math.abs(same - units / 2)).toBeLessThan(4 * Math.sqrt(units / 4));
    }
    const second = {
      layers: [1, linear, { units, activation: "identity", dropout: 0.5 }, linear],
      optimizer,
    };
    expect(await mask(1, 1, second as ConfigInput)).not.toBe(masks[0]);
  });

  it("is off in predict and evaluate", () => {
    const layers = (dropout: number) => [{ units: 3, dropout }, { units: 6, dropout }, 2];
    const dropping = Network.create({ layers: layers(0.5), inputNoise: 0.3 });
    const whole = Network.create({ layers: layers(0) });
    expect(dropping.predict(data)).toEqual(whole.predict(data));
    expect(dropping.evaluate(data)).toEqual(whole.evaluate(data));
    expect(dropping.gradients(data)).toEqual(whole.gradients(data));
  });
});

describe("inputNoise", () => {
  it("is normal: mean, deviation, skewness and kurtosis of 40,000 to 5 standard errors, and no two alike", async () => {
    const columns = 40_000;
    const config = { layers: [columns, linear], optimizer: { learningRate: 1 }, inputNoise: 0.3 };
    const { change, loss } = await changeOf(
      config,
      Array.from({ length: columns }, () => 0),
      5,
    );
    // change = (1 − output) · noise; loss = ½ (1 − output)²
    const noise = change.map((delta) => delta / Math.sqrt(2 * loss[0]!) / 0.3);
    const moment = (power: number) => noise.reduce((sum, x) => sum + x ** power, 0) / columns;
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(columns));
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / columns));
    expect(Math.abs(moment(3))).toBeLessThan(5 * Math.sqrt(15 / columns));
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / columns));
    for (const lag of [1, 2, 3, 4]) {
      const together = noise.reduce((sum, x, at) => sum + x * (noise[at + lag] ?? 0), 0) / columns;
      expect(Math.abs(together), `lag ${lag}`).toBeLessThan(5 / Math.sqrt(columns));
    }
    expect(new Set(noise.map((x) => x.toFixed(9))).size).toBeGreaterThan(0.999 * columns);
  });
});

describe("dropout and noise", () => {
  const configs: Partial<ConfigInput>[] = [
    { dropout: 0.4 },
    { inputNoise: 0.2, precision: "float64" },
    { dropout: 0.2, inputNoise: 0.1, optimizer: "adam", clipNorm: 0.5, maxNorm: 1 },
    { layers: [{ units: 3, dropout: 0.3 }, { units: 9, dropout: 0.5 }, { units: 5, dropout: 0.1 }, 2] },
  ];
  it.each(configs)(
    "gives the same bits for 1, 2, 3 threads, both builds, and any cut: %j",
    async (config) => {
      const train = async (more: object, hooks: object = {}) => {
        const network = Network.create({
          layers: [3, 9, 5, 2],
          batchSize: 5,
          epochs: 40,
          seed: 3,
          validation: 0.2,
          ...config,
          ...more,
        });
        const { loss, validation } = await network.fit(data, hooks);
        const hash = await network.weightsSha256();
        network.dispose();
        return { loss, validation, hash };
      };
      const scalar = await train({ build: "scalar" });
      expect(await train({ build: "simd" })).toEqual(scalar);
      for (const threads of [1, 2, 3]) expect(await train({ threads })).toEqual(scalar);
      expect(await train({}, { onBatch: () => {} })).toEqual(scalar);
      const joined = await train({ validation: 0, epochs: 300 });
      expect(await train({ validation: 0, epochs: 300 }, { onEpoch: () => {} })).toEqual(joined);
      expect(await train({ validation: 0, epochs: 300, threads: 2 })).toEqual(joined);
    },
  );
});
