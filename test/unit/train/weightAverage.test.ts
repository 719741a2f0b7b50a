import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { splitRows } from "../../../src/data/split.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const data = Dataset.from(numbers(120, 1), numbers(80, 2), { columns: 3 });
const config: ConfigInput = {
  layers: [3, { units: 7, activation: "tanh" }, { units: 2, activation: "identity" }],
  precision: "float64",
  batchSize: 8,
  seed: 5,
};
const decay = 0.7;
const all = (network: Network) =>
  network.parameters().flatMap(({ weights, biases }) => [...weights, ...biases]);

/** The parameters after each update of a training without averages. */
async function course(updates: number, settings: object = {}): Promise<number[][]> {
  const found: number[][] = [];
  const network = Network.create(config);
  await network.fit(data, {
    epochs: 4,
    stepLimit: updates,
    ...settings,
    onBatch: () => void found.push(all(network)),
  });
  return found;
}

/** Σ dᵗ⁻ⁱ wᵢ / Σ dᵗ⁻ⁱ */
function averageOf(points: number[][]): number[] {
  const parts = points.map((_, i) => decay ** (points.length - 1 - i));
  const sum = parts.reduce((total, part) => total + part);
  return points[0]!.map(
    (_, at) => points.reduce((total, point, i) => total + parts[i]! * point[at]!, 0) / sum,
  );
}

describe("weightAverage", () => {
  it.each([1, 2, 7, 20])(
    "ends with the average of all points so far, the last ones most: %i updates",
    async (updates) => {
      // clipNorm, so that both trainings go through the same path
      const expected = averageOf(await course(updates, { clipNorm: 1e9, maxNorm: 1.1 }));
      const network = Network.create({ ...config, weightAverage: decay });
      await network.fit(data, { epochs: 4, stepLimit: updates, clipNorm: 1e9, maxNorm: 1.1 });
      expectClose(all(network), expected, { relative: 1e-12, absolute: 1e-13 }, "parameters");
    },
  );

  it("measures held-out samples with the average; training goes on with what is trained", async () => {
    const split = splitRows(40, 0.25, 1);
    const held = data.select(split.validation);
    const network = Network.create({ ...config, weightAverage: decay, epochs: 3 });
    const history = await network.fit(data, { validation: split });
    expect(history.validation.at(-1)!.loss).toBe(network.evaluate(held).loss);
    const plain = Network.create({ ...config, epochs: 3 });
    const without = await plain.fit(data, { validation: split, clipNorm: 1e9 });
    expectClose(history.loss, without.loss, { relative: 1e-14 }, "training loss");
    expect(history.validation.at(-1)!.loss).not.toBe(without.validation.at(-1)!.loss);
  });

  it("keeps the average of the best epoch", async () => {
    const split = splitRows(40, 0.25, 1);
    const network = Network.create({ ...config, weightAverage: decay, optimizer: { learningRate: 0.5 } });
    const history = await network.fit(data, { epochs: 30, validation: split, earlyStopping: 3 });
    expect(history.stopped).toBe("earlyStopping");
    expect(network.evaluate(data.select(split.validation)).loss).toBe(history.best!.loss);
  });

  it("leaves layers that do not train, and changes nothing in 0 epochs", async () => {
    const layers = [3, { units: 7, trainable: false }, { units: 2, activation: "identity" }] as const;
    const network = Network.create({ ...config, layers, weightAverage: decay });
    const before = network.parameters()[0]!.weights.slice();
    const hash = await network.weightsSha256();
    await network.fit(data, { epochs: 0 });
    expect(await network.weightsSha256()).toBe(hash);
    await network.fit(data, { epochs: 2 });
    expect(network.parameters()[0]!.weights).toEqual(before);
  });

  it("gives the same bits in every build, for 1, 2, 3 threads, joined epochs or one at a time", async () => {
    const hashes = new Set<string>();
    for (const more of [{}, { build: "scalar" }, { threads: 2 }, { threads: 3 }] as Partial<ConfigInput>[]) {
      for (const hooks of [{}, { onEpoch: () => {} }]) {
        const network = Network.create({
          ...config,
          layers: [3, 40, 2],
          precision: "float32",
          optimizer: "adam",
          weightAverage: 0.95,
          ...more,
        } as ConfigInput);
        await network.fit(data, { epochs: 12, ...hooks });
        hashes.add(await network.weightsSha256());
        network.dispose();
      }
    }
    expect(hashes.size).toBe(1);
  });

  it("does not go with lbfgs, and is below 1", () => {
    expect(() =>
      Network.create({ ...config, batchSize: "full", optimizer: "lbfgs", weightAverage: 0.9 }),
    ).toThrow("weightAverage: does not go with lbfgs");
    expect(() => Network.create({ ...config, weightAverage: 1 })).toThrow(
      "weightAverage: expected a number 0 ≤ x < 1, got 1.",
    );
  });
});
