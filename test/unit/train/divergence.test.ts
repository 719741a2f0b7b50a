import { describe, expect, it } from "vitest";
import { DivergenceError } from "../../../src/errors.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput, TrainingInput } from "../../../src/settings/generated/types.js";
import { numbers } from "../kernels/variants.js";

const rows = 23;
const data = Dataset.from(numbers(rows * 3, 1), numbers(rows * 2, 2), { columns: 3 });
const linear = { units: 2, activation: "identity" } as const;

const create = (config: Partial<ConfigInput> = {}) =>
  Network.create({ layers: [3, linear], batchSize: 5, seed: 9, optimizer: { learningRate: 4 }, ...config });

/** Trains until it diverges; what the error says, as numbers too, and the weights that are left. */
async function diverge(network: Network, settings: TrainingInput & object = {}, dataset = data) {
  const failure: unknown = await network
    .fit(dataset, { epochs: 20_000, ...settings })
    .catch((error) => error);
  expect(failure).toBeInstanceOf(DivergenceError);
  const { message } = failure as Error;
  const [, epoch, batch] = /^epoch (\d+), batch (\d+): /.exec(message)!;
  return { message, epoch: Number(epoch), batch: Number(batch), hash: await network.weightsSha256() };
}

/** The weights after this many updates, from a training with that `stepLimit`. */
async function after(updates: number, config: Partial<ConfigInput>, settings: object = {}, dataset = data) {
  const network = create(config);
  if (updates > 0) {
    const history = await network.fit(dataset, { epochs: 20_000, ...settings, stepLimit: updates });
    expect(history).toMatchObject({ updates, stopped: "stepLimit" });
  }
  return network.weightsSha256();
}

const perEpoch = Math.ceil(rows / 5);

describe("weights after a divergence", () => {
  const configs: Partial<ConfigInput>[] = [
    {},
    { shuffle: false },
    { precision: "float64", optimizer: { learningRate: 40 } },
    { build: "scalar" },
    { threads: 1 },
    { threads: 2 },
    { threads: 3 },
    { layers: [3, { units: 4, activation: "identity" }, linear] },
    { layers: [3, { units: 4, activation: "relu", dropout: 0.3 }, linear] },
    {
      layers: [
        3,
        { units: 4, activation: "identity" },
        { units: 2, activation: "identity", trainable: false },
      ],
    },
    { optimizer: { kind: "momentum", learningRate: 3 } },
    { optimizer: { kind: "nesterov", learningRate: 3 }, threads: 2 },
    { optimizer: { kind: "adam", learningRate: 1e36 } },
    { optimizer: { kind: "adam", learningRate: 1e36 }, threads: 2 },
    { optimizer: { kind: "nadam", learningRate: 1e36 } },
    { schedule: { kind: "exponential", factor: 0.999 } },
    { schedule: { kind: "inverseScaling", power: 0.01 } },
    { schedule: { kind: "inverseScaling", power: 0.02 }, optimizer: { kind: "momentum", learningRate: 3 } },
    { validation: 0.2 },
    { reduction: "sum", biases: "shared" },
  ];
  const ways = [
    ["joined epochs where they may be", {}],
    ["one epoch at a time", { onEpoch: () => {} }],
    ["one batch at a time", { onBatch: () => {} }],
  ] as const;
  it.each(configs)("are, bit for bit, those before the batch that is named: %j", async (config) => {
    const found: Awaited<ReturnType<typeof diverge>>[] = [];
    for (const [, hooks] of ways) found.push(await diverge(create(config), hooks));
    const { epoch, batch, hash, message } = found[0]!;
    for (const other of found) expect(other).toEqual({ epoch, batch, hash, message });
    const count = config.validation ? Math.ceil((rows - 5) / 5) : perEpoch;
    const updates = (epoch - 1) * count + batch - 1;
    expect(hash).toBe(await after(updates, config));
    // and one update more is too many
    const next = create(config);
    const [end] = await Promise.allSettled([next.fit(data, { epochs: 20_000, stepLimit: updates + 1 })]);
    const isFinite = next
      .parameters()
      .every(({ weights, biases }) => [...weights, ...biases].every((value) => Number.isFinite(value)));
    expect(end.status === "rejected" || !isFinite).toBe(true);
  });
});

describe("a divergence is told", () => {
  const whole = { shuffle: false, batchSize: 4 } as const;
  const small = Array.from({ length: 12 }, (_, row) => [0.1 * row, 1]);
  const message = async (rowsOf: number[][], config: Partial<ConfigInput>, options = {}, settings = {}) => {
    const dataset = Dataset.from(
      rowsOf,
      rowsOf.map(() => [1]),
      options,
    );
    const layers = [2, { units: 1, activation: "identity" as const }];
    const network = Network.create({ layers, initializer: "zeros", ...whole, ...config });
    return (await diverge(network, settings, dataset)).message;
  };

  it("with epoch, batch, layer and tensor, and the column that is not scaled by its name", async () => {
    const large = small.map((row, index) => (index === 9 ? [3e38, 1] : row));
    const inputNames = ["pressure", "x"];
    const text = await message(large, { optimizer: { learningRate: 10 } }, { inputNames });
    expect(text).toMatch(
      /^epoch 1, batch 3: layer 1: (activations|deltas|weights)\[.*\]? (is|became) (-?Infinity|NaN)\. Set scaling to "standard" \(column "pressure" reaches 3e\+38\), lower the learning rate \(now 10\), or set clipNorm\. Weights were restored to their values before this batch\.$/,
    );
  });

  it("with the column's number where it has no name, and without it where inputs are small", async () => {
    const large = small.map((row) => [row[0]!, 1000 * row[0]! + 1]);
    const optimizer = { learningRate: 100 };
    expect(await message(large, { optimizer })).toContain(
      'Set scaling to "standard" (column 1 reaches 1101)',
    );
    expect(await message(large, { optimizer, scaling: "standard" })).not.toContain("scaling");
    expect(await message(small, { optimizer })).not.toContain("scaling");
  });

  it("with a column that is large after its scaling", async () => {
    const rare = Array.from({ length: 2000 }, (_, row) => [row === 9 ? 1 : 0, row % 2]);
    const config = { optimizer: { learningRate: 100 }, scaling: "standard" } as const;
    expect(await message(rare, config)).toContain(
      'Set scaling to "minMax" (column 0 is 44.7 after "standard"), lower the learning rate',
    );
  });

  it("with targetScaling where targets are large, before anything else", async () => {
    const rows = Array.from({ length: 60 }, (_, row) => [(row % 7) / 2 - 1.5, (row % 5) / 2 - 1]);
    const prices = Dataset.from(
      rows,
      rows.map(([a, b]) => [325_000 + 60_000 * a! + 40_000 * b!]),
    );
    const config = {
      layers: [2, { units: 16, activation: "relu" }, { units: 1, activation: "identity" }],
      optimizer: { learningRate: 0.1 },
      seed: 1,
    } satisfies ConfigInput;
    const network = Network.create(config);
    const { message } = await diverge(network, { epochs: 50 }, prices);
    expect(message).toContain('Set targetScaling to "standard" (targets reach 455000');
    const scaled = Network.create(config);
    await scaled.fit(prices, { epochs: 50, targetScaling: "standard" });
    expect(scaled.evaluate(prices).metrics.r2).toBeGreaterThan(0.95);
  });

  it("with the column of a line y = x + 2, x = 1 … 24", async () => {
    const x = Array.from({ length: 24 }, (_, row) => [row + 1]);
    const line = Dataset.from(
      x,
      x.map(([value]) => [value! + 2]),
    );
    const network = Network.create({ layers: [1, { units: 1, activation: "identity" }] });
    const { message } = await diverge(network, {}, line);
    expect(message).toContain('set scaling to "standard" (column 0 reaches 24)');
  });

  it("with the layer whose weights became infinite, where the forward pass was still finite", async () => {
    const network = create({
      layers: [3, linear, linear],
      precision: "float32",
      optimizer: { learningRate: 1e38 },
    });
    const before = await network.weightsSha256();
    const found = await diverge(network, { batchSize: "full" });
    expect(found.message).toMatch(/layer \d: /);
    if (found.epoch === 1) expect(found.hash).toBe(before);
  });
});
