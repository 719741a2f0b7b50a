import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { makeDigits } from "../../../src/data/digits/digits.js";
import { splitDataset } from "../../../src/data/split.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectSameBits } from "../../compare.js";
import { numbers } from "../kernels/variants.js";
import { handClock } from "./handClock.js";

const rows = 43;
const inputs = numbers(rows * 3, 1);
const data = Dataset.from(inputs, numbers(rows * 2, 2), { columns: 3 });
const perEpoch = 9;

const create = (config: Partial<ConfigInput> = {}) =>
  Network.create({ layers: [3, 6, 2], batchSize: 5, seed: 4, optimizer: { learningRate: 0.5 }, ...config });

describe("stepLimit", () => {
  it.each([1, perEpoch, perEpoch + 4, 3 * perEpoch])(
    "%i ends after exactly that number of updates",
    async (stepLimit) => {
      const network = create();
      const history = await network.fit(data, { epochs: 50, stepLimit });
      expect(history).toMatchObject({ updates: stepLimit, stopped: "stepLimit" });
      expect(history.epochs).toBe(Math.floor(stepLimit / perEpoch));
      expect(history.loss).toHaveLength(history.epochs);
      const batchwise = create();
      let updates = 0;
      const controller = new AbortController();
      await batchwise.fit(data, {
        epochs: 50,
        signal: controller.signal,
        onBatch: () => void (++updates === stepLimit && controller.abort()),
      });
      expect(await network.weightsSha256()).toBe(await batchwise.weightsSha256());
    },
  );

  it("that coincides with the last epoch's end is no early end", async () => {
    const history = await create().fit(data, { epochs: 3, stepLimit: 3 * perEpoch });
    expect(history).toMatchObject({ epochs: 3, stopped: "epochs" });
  });
});

describe("timeLimit", () => {
  it.each([{}, { onEpoch: () => {} }, { onBatch: () => {} }])(
    "ends before the first call after it, hooks %j",
    async (hooks) => {
      const pass = handClock();
      let calls = 0;
      const onProgress = () => (calls++, pass(10));
      const network = create();
      const history = await network.fit(data, { epochs: 1e9, timeLimit: 0.15, onProgress, ...hooks });
      expect(history.stopped).toBe("timeLimit");
      expect(calls).toBe(15);
      const again = create();
      await again.fit(data, { epochs: 1e9, stepLimit: history.updates });
      expect(await again.weightsSha256()).toBe(await network.weightsSha256());
    },
  );
});

describe("targetLoss", () => {
  it("ends after the first epoch that reaches it, and 0 is a goal too", async () => {
    const whole = await create().fit(data, { epochs: 40 });
    const goal = whole.loss[17]!;
    const first = whole.loss.findIndex((loss) => loss <= goal);
    const history = await create().fit(data, { epochs: 40, targetLoss: goal });
    expect(history).toMatchObject({ epochs: first + 1, stopped: "targetLoss" });
    expectSameBits(history.loss, whole.loss.slice(0, first + 1), "loss");
    const silent = Dataset.from([[0], [0]], [[0], [0]]);
    const still = Network.create({ layers: [1, { units: 1, activation: "identity" }], initializer: "zeros" });
    expect(await still.fit(silent, { epochs: 9, targetLoss: 0 })).toMatchObject({
      epochs: 1,
      stopped: "targetLoss",
    });
  });
});

describe("earlyStopping", () => {
  it.each(["validation", "loss"] as const)("by %s: brings back the best epoch's weights", async (monitor) => {
    const config = { validation: 0.3, optimizer: { learningRate: 3 }, layers: [3, 12, 2], threads: 1 };
    const network = create(config);
    const { train } = splitDataset(data, 0.3, 4);
    const losses: number[] = []; // of the training rows, by the weights after each epoch
    const onEpoch = () => void losses.push(network.evaluate(data.select(train)).loss);
    const history = await network.fit(data, {
      epochs: 5000,
      earlyStopping: { patience: 4, monitor },
      onEpoch,
    });
    expect(history.stopped).toBe("earlyStopping");
    const watched = monitor === "loss" ? losses : history.validation.map(({ loss }) => loss);
    const best = watched.indexOf(Math.min(...watched)) + 1;
    expect(history.bestEpoch).toBe(best);
    expect(history.epochs).toBe(best + 4);
    const again = create(config);
    await again.fit(data, { epochs: best });
    expect(await network.weightsSha256()).toBe(await again.weightsSha256());
    const kept = create(config);
    const restoreBest = false;
    const last = await kept.fit(data, { epochs: 5000, earlyStopping: { patience: 4, monitor, restoreBest } });
    expect(last.bestEpoch).toBe(null);
    const lastAgain = create(config);
    await lastAgain.fit(data, { epochs: last.epochs });
    expect(await kept.weightsSha256()).toBe(await lastAgain.weightsSha256());
  });

  it.each(["accuracy", "f1Macro", "logLoss"] as const)("by %s of held-out classes", async (monitor) => {
    const digits = makeDigits({ rows: 200, seed: 1 });
    const config = { layers: [784, 10], optimizer: { learningRate: 2 }, validation: 0.25, batchSize: 16 };
    const network = create(config);
    const history = await network.fit(digits, { epochs: 200, earlyStopping: { patience: 3, monitor } });
    expect(history.stopped).toBe("earlyStopping");
    const values = history.validation.map(({ metrics }) => metrics[monitor]!);
    const best = values.indexOf(monitor === "logLoss" ? Math.min(...values) : Math.max(...values)) + 1;
    const losses = history.validation.map(({ loss }) => loss);
    // the loss has another best epoch, so the test can tell them apart
    expect(losses.indexOf(Math.min(...losses.slice(0, best + 3))) + 1).not.toBe(best);
    expect([history.bestEpoch, history.epochs]).toEqual([best, best + 3]);
    const again = create(config);
    await again.fit(digits, { epochs: best });
    expect(await network.weightsSha256()).toBe(await again.weightsSha256());
  });

  it("by a metric of numbers; by one that the data do not have is refused, and nothing changes", async () => {
    const config = { validation: 0.3, optimizer: { learningRate: 3 }, layers: [3, 12, 2] };
    const network = create(config);
    const before = await network.weightsSha256();
    await expect(network.fit(data, { earlyStopping: { monitor: "accuracy" } })).rejects.toThrow(
      'earlyStopping.monitor: there is no metric "accuracy". There are: "mse", "rmse", "mae" and "r2".',
    );
    expect(await network.weightsSha256()).toBe(before);
    const history = await network.fit(data, { epochs: 5000, earlyStopping: { patience: 4, monitor: "mae" } });
    const values = history.validation.map(({ metrics }) => metrics.mae!);
    expect(history.bestEpoch).toBe(values.indexOf(Math.min(...values)) + 1);
  });

  it("restores the best weights when something else ends the training", async () => {
    const config = { validation: 0.3, optimizer: { learningRate: 3 }, layers: [3, 12, 2] };
    const network = create(config);
    const history = await network.fit(data, { epochs: 400, earlyStopping: 1000 });
    expect(history.stopped).toBe("epochs");
    const losses = history.validation.map(({ loss }) => loss);
    expect(history.bestEpoch).toBe(losses.indexOf(Math.min(...losses)) + 1);
    const again = create(config);
    await again.fit(data, { epochs: history.bestEpoch! });
    expect(await network.weightsSha256()).toBe(await again.weightsSha256());
  });

  it("without held-out samples to monitor is refused", async () => {
    await expect(create().fit(data, { earlyStopping: 3 })).rejects.toThrow(
      'earlyStopping: "validation" is monitored, but no samples are held out. Set validation to a fraction such as 0.1, or monitor "loss".',
    );
  });
});

describe("trainingMetrics", () => {
  const digits = makeDigits({ rows: 200, seed: 1 });
  const { train } = splitDataset(digits, 0.25, 4);

  it.each([
    ["shuffled, with a part held out", { validation: 0.25 }],
    ["in order, with no part held out", { shuffle: false }],
    ["lbfgs", { optimizer: "lbfgs", batchSize: "full" }],
    ["with dropout, on two threads", { validation: 0.25, threads: 2, layers: [784, 20, 10], dropout: 0.3 }],
  ] as [string, Partial<ConfigInput>][])(
    "are those of evaluate after each epoch, and change no bit: %s",
    async (_, given) => {
      const config = { layers: [784, 10], epochs: 3, ...given };
      const [measured, plain] = [create(config), create(config)];
      const trained = given.validation ? digits.select(train) : digits;
      const seen: unknown[] = [];
      const history = await measured.fit(digits, {
        trainingMetrics: true,
        onEpoch: ({ metrics }) => {
          expect(metrics).toEqual({ accuracy: measured.evaluate(trained).metrics.accuracy });
          seen.push(metrics);
        },
      });
      const expected = await plain.fit(digits);
      expect(history.metrics).toEqual(seen);
      expect(seen).toHaveLength(3);
      expect([history.loss, history.validation]).toEqual([expected.loss, expected.validation]);
      expect(expected.metrics).toEqual([]);
      expect(await measured.weightsSha256()).toBe(await plain.weightsSha256());
    },
  );

  it("are those of numbers where targets are, null where they are not asked for, and kept as losses are", async () => {
    const network = create();
    const { metrics, loss } = await network.fit(data, { epochs: 9, trainingMetrics: true, keepEpochs: 2 });
    const { rmse, mae, r2 } = network.evaluate(data).metrics;
    expect(metrics.at(-1)).toEqual({ rmse, mae, r2 });
    expect(metrics).toHaveLength(loss.length);
    await network.fit(data, { epochs: 1, onEpoch: (report) => expect(report.metrics).toBe(null) });
  });
});

describe("warmStart", () => {
  it("false begins again with the first weights; true goes on", async () => {
    const once = create();
    const first = await once.fit(data, { epochs: 5 });
    const hash = await once.weightsSha256();
    const cold = await once.fit(data, { epochs: 5, warmStart: false });
    expectSameBits(cold.loss, first.loss, "loss");
    expect(await once.weightsSha256()).toBe(hash);
    const warm = await once.fit(data, { epochs: 5 });
    expect(warm.loss[0]!).toBeLessThan(first.loss[0]!);
    expect(await once.weightsSha256()).not.toBe(hash);
  });
});

describe('batchSize "full"', () => {
  it.each([
    {},
    { precision: "float64", reduction: "sum" },
    { optimizer: "adam" },
    { validation: 0.3 },
  ] as const)("gives the bits of a batch of all training samples: %j", async (config) => {
    const train = async (batchSize: number | "full") => {
      const network = create({ ...config, batchSize } as Partial<ConfigInput>);
      const { loss, updates } = await network.fit(data, { epochs: 20 });
      expect(updates).toBe(20);
      return { loss, hash: await network.weightsSha256() };
    };
    expect(await train("full")).toEqual(await train(rows));
  });
});

describe("schedule plateau", () => {
  it("lowers the rate after `patience` epochs without progress, and training goes on with it", async () => {
    const settings = {
      epochs: 12,
      schedule: { kind: "plateau", factor: 0.5, patience: 2, minChange: 0.99 },
    } as const;
    const network = create();
    const history = await network.fit(data, settings);
    // the first epoch is progress; then every third epoch in a row without any halves the rate of the next
    const expected = [1, 1, 1, 1, 2, 2, 2, 4, 4, 4, 8, 8].map((divisor) => 0.5 / divisor);
    expect(history.learningRate).toEqual(expected);
    const byHand = create();
    for (const [index, learningRate] of expected.entries()) {
      const { loss } = await byHand.fit(data, { epochs: 1, shuffle: false, optimizer: { learningRate } });
      if (index === 0) expect(loss[0]).toBeGreaterThan(0);
    }
    const unshuffled = create();
    await unshuffled.fit(data, { ...settings, shuffle: false });
    expect(await unshuffled.weightsSha256()).toBe(await byHand.weightsSha256());
  });
});
