import { describe, expect, it } from "vitest";
import { Dataset } from "../../../../src/data/dataset.js";
import type { FitHooks } from "../../../../src/train/loop/history.js";
import { Network } from "../../../../src/train/network.js";
import type { ConfigInput } from "../../../../src/settings/generated/types.js";
import { numbers } from "../../kernels/variants.js";
import { processGroup } from "../../../../src/train/distributed/processGroup.js";
import { localGroup } from "./localGroup.js";

const rows = 50;
const inputs = numbers(rows * 6, 1);
const labels = Array.from(
  { length: rows },
  (_, row) => (inputs[6 * row]! > 0 ? 1 : 0) + (inputs[6 * row + 1]! > 0.5 ? 1 : 0),
);
const data = Dataset.from(inputs, labels, { columns: 6, classes: 3 });
const base: ConfigInput = { layers: [6, 9, 5, 3], epochs: 4, batchSize: 16, seed: 5, precision: "float64" };

/** Trains in `size` processes at once. @returns their networks and histories */
async function train(config: ConfigInput, size: number, hooks: FitHooks = {}, dataset = data) {
  const group = localGroup(size);
  return Promise.all(
    group.map(async (distributed) => {
      const network = Network.create(config);
      return { network, history: await network.fit(dataset, { ...hooks, distributed }) };
    }),
  );
}

const numbersOf = (network: Network) =>
  network.parameters().flatMap(({ weights, biases }) => [...weights, ...biases]);

function largestDifference(a: readonly number[], b: readonly number[]): number {
  expect(a.length).toBe(b.length);
  return a.reduce((largest, value, at) => Math.max(largest, Math.abs(value - b[at]!)), 0);
}

const variants: Record<string, Partial<ConfigInput>> = {
  "plain descent": {},
  adam: { optimizer: { kind: "adam", learningRate: 0.01 } },
  "momentum, a schedule, clipping, penalties, averages": {
    optimizer: { kind: "momentum", learningRate: 0.1 },
    schedule: "cosine",
    clipNorm: 0.5,
    l2: 1e-3,
    maxNorm: 2,
    weightAverage: 0.9,
  },
  "dropout and noise": {
    layers: [6, { units: 9, dropout: 0.3 }, 5, 3],
    inputNoise: 0.1,
  },
  "shared biases, sums": { biases: "shared", reduction: "sum", optimizer: { learningRate: 0.01 } },
  "early stopping": {
    validation: 0.3,
    earlyStopping: { patience: 1 },
    epochs: 30,
    optimizer: { learningRate: 3 },
  },
  "weights of classes": { classWeights: "balanced" },
  members: { members: 3 },
  "no shuffling": { shuffle: false, batchSize: "full" },
};

describe.each(Object.entries(variants))("in several processes: %s", (_name, variant) => {
  const config = { ...base, ...variant };

  it.each([2, 3, 7])("%i of them train as one does, to 1e-12 in float64", async (size) => {
    const alone = Network.create(config);
    const history = await alone.fit(data);
    const [first, ...others] = await train(config, size);
    expect(largestDifference(numbersOf(first!.network), numbersOf(alone))).toBeLessThan(1e-12);
    expect(largestDifference(first!.history.loss, history.loss)).toBeLessThan(1e-12);
    expect(first!.history).toMatchObject({
      epochs: history.epochs,
      updates: history.updates,
      stopped: history.stopped,
    });
    expect(numbersOf(first!.network)).not.toEqual(numbersOf(Network.create(config)));
    for (const { network } of others) expect(numbersOf(network)).toEqual(numbersOf(first!.network));
  });

  it("to 1e-5 in float32, twice with the same bits", async () => {
    const single: ConfigInput = { ...config, precision: "float32" };
    const alone = Network.create(single);
    await alone.fit(data);
    const [[first], [again]] = [await train(single, 3), await train(single, 3)];
    expect(largestDifference(numbersOf(first!.network), numbersOf(alone))).toBeLessThan(1e-5);
    expect(await again!.network.weightsSha256()).toBe(await first!.network.weightsSha256());
  });
});

describe("a group", () => {
  it("of one process is plain training, with the same bits and no message", async () => {
    const alone = Network.create(base);
    await alone.fit(data);
    const network = Network.create(base);
    const [distributed] = localGroup(1, () => expect.unreachable());
    await network.fit(data, { distributed });
    expect(await network.weightsSha256()).toBe(await alone.weightsSha256());
  });

  it("of more processes than a batch has rows trains too", async () => {
    const config = { ...base, batchSize: 3 };
    const alone = Network.create(config);
    await alone.fit(data);
    const [first] = await train(config, 5);
    expect(largestDifference(numbersOf(first!.network), numbersOf(alone))).toBeLessThan(1e-12);
  });

  it("sends one message round for each batch, of 2 (size − 1) / size of the gradients", async () => {
    const sent: number[] = [];
    const group = localGroup(2, (rank, bytes) => void (rank === 0 && sent.push(bytes)));
    const config = { ...base, epochs: 1 };
    await Promise.all(group.map((distributed) => Network.create(config).fit(data, { distributed })));
    const gradients = 6 * 9 + 9 + 9 * 5 + 5 + 5 * 3 + 3;
    // the start, four batches, the end of the epoch
    const batch = [2 * 16 + gradients * 8 + 8, (gradients * 8 + 8) / 2];
    expect(sent).toEqual([32, ...batch, ...batch, ...batch, ...batch, 8]);
  });

  it("is stopped by a signal of any process, after the same batch", async () => {
    const group = localGroup(3);
    const ended = await Promise.all(
      group.map(async (distributed) => {
        const network = Network.create(base);
        const controller = new AbortController();
        const history = await network.fit(data, {
          distributed,
          signal: controller.signal,
          onBatch: ({ updates }) => void (distributed.rank === 2 && updates === 5 && controller.abort()),
        });
        return { network, stopped: history.stopped, updates: history.updates };
      }),
    );
    expect(ended.map(({ stopped, updates }) => [stopped, updates])).toEqual(
      Array.from({ length: 3 }, () => ["aborted", 6]),
    );
    expect(numbersOf(ended[1]!.network)).toEqual(numbersOf(ended[0]!.network));
  });

  it("stops at a limit of updates, and goes on from a saved state in another number of processes", async () => {
    const whole = Network.create(base);
    await whole.fit(data);
    const [first] = await train({ ...base, stepLimit: 6 }, 3);
    expect(first!.history).toMatchObject({ stopped: "stepLimit", updates: 6 });
    const saved = first!.network.save({ training: true });
    const rest = await Promise.all(
      localGroup(2).map(async (distributed) => {
        const network = Network.load(saved);
        await network.fit(data, { distributed, epochs: 3, stepLimit: 1000 });
        return network;
      }),
    );
    expect(largestDifference(numbersOf(rest[0]!), numbersOf(whole))).toBeLessThan(1e-12);
    const alone = Network.load(saved);
    await alone.fit(data, { epochs: 3, stepLimit: 1000 });
    expect(largestDifference(numbersOf(alone), numbersOf(whole))).toBeLessThan(1e-12);
  });

  it("says a divergence in all processes, with the weights from before", async () => {
    const wild: ConfigInput = {
      layers: [6, { units: 3, activation: "identity" }],
      epochs: 300,
      optimizer: { learningRate: 1e6 },
    };
    const networks = [Network.create(wild), Network.create(wild)];
    const ended = await Promise.allSettled(
      localGroup(2).map((distributed, rank) => networks[rank]!.fit(data, { distributed })),
    );
    for (const one of ended) {
      expect(one.status === "rejected" && (one.reason as Error).name).toBe("DivergenceError");
    }
    for (const network of networks) expect(numbersOf(network).every(Number.isFinite)).toBe(true);
  });

  it.each([
    [
      "data",
      base,
      Dataset.from(
        inputs.map((one) => one / 2),
        labels,
        { columns: 6, classes: 3 },
      ),
    ],
    ["settings", { ...base, optimizer: { learningRate: 0.3 } }, data],
    ["settings", { ...base, epochs: 5 }, data],
  ] as [string, ConfigInput, Dataset][])("refuses processes with other %s", async (what, config, dataset) => {
    const [one, two] = localGroup(2);
    const ended = await Promise.allSettled([
      Network.create(base).fit(data, { distributed: one }),
      Network.create(config).fit(dataset, { distributed: two }),
    ]);
    for (const end of ended)
      expect(end.status === "rejected" && (end.reason as Error).message).toBe(
        `distributed: process 1 has other ${what} than process 0. Start all processes with the same command, data and checkpoint.`,
      );
  });

  it("refuses processes with other weights", async () => {
    const [one, two] = localGroup(2);
    const other = Network.create(base);
    const parameters = other.parameters();
    parameters[1]!.biases[0] = 1e-9;
    const ended = await Promise.allSettled([
      Network.create(base).fit(data, { distributed: one }),
      other.fit(data, { distributed: two }),
    ]);
    for (const end of ended)
      expect(end.status === "rejected" && (end.reason as Error).message).toContain(
        "process 1 has other weights",
      );
  });

  it.each([
    [{ rank: 2 }, "rank: expected an integer 0 to 1, got 2."],
    [{ size: 0 }, "size: expected an integer ≥ 1, got 0."],
    [{ gather: 5 }, "gather: expected a function, got 5."],
  ])("refuses %j", (wrong, message) => {
    expect(() => processGroup({ ...localGroup(2)[0]!, ...wrong } as never)).toThrow(message);
  });

  it("refuses operations that are no group yet", async () => {
    const { train: _, ...distributed } = localGroup(2)[0]!;
    await expect(Network.create(base).fit(data, { distributed } as never)).rejects.toThrow(
      "distributed: expected a group, as processGroup makes it, got ",
    );
  });

  it("does not train by L-BFGS", async () => {
    const network = Network.create({ ...base, optimizer: "lbfgs", batchSize: "full" });
    await expect(network.fit(data, { distributed: localGroup(2)[0] })).rejects.toThrow(
      "optimizer.kind: lbfgs does not train in several processes. Take another optimizer, or one process.",
    );
  });
});
