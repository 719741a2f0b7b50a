/** What a network remembers of its training, from one call of `fit` to the next. */
import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { ThreadError } from "../../../src/errors.js";
import { keepsEpoch } from "../../../src/train/loop/history.js";
import { withLength } from "../../../src/train/loop/schedule.js";
import { Network } from "../../../src/train/network.js";
import { spawnNode } from "../../../src/wasm/spawn.js";
import type { Spawn } from "../../../src/wasm/threadMessages.js";
import { expectClose } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const line = { units: 1, activation: "identity" } as const;
const xor = Dataset.from(
  [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  [[0], [1], [1], [0]],
);
const rows = 40;
const data = Dataset.from(numbers(rows * 3, 1), numbers(rows, 2), { columns: 3 });

describe("fit after fit", () => {
  it("draws other noise: the slope of noisy inputs is that of one fit", { timeout: 120_000 }, async () => {
    const config = { layers: [1, line], inputNoise: 1, batchSize: "full", seed: 5 } as const;
    const slope = async (fits: number, epochs: number) => {
      const network = Network.create({ ...config, threads: 1 });
      const points = Dataset.from([[-1], [0], [1]], [[-1], [0], [1]]);
      for (let fit = 0; fit < fits; fit++) await network.fit(points, { epochs });
      return network.parameters()[0]!.weights[0]!;
    };
    const whole = await slope(1, 3000);
    expect(whole).toBeCloseTo(0.404, 3);
    expect(await slope(3000, 1)).toBe(whole);
  });

  it("follows a schedule whose length is given, and begins one anew that lasts as long as a fit", async () => {
    const ratesOf = async (schedule: object) => {
      const network = Network.create({
        layers: [3, 2, 1],
        schedule,
        optimizer: { learningRate: 1 },
      } as never);
      const rates: number[] = [];
      for (let fit = 0; fit < 4; fit++) rates.push(...(await network.fit(data, { epochs: 1 })).learningRate);
      return rates;
    };
    expect(await ratesOf({ kind: "exponential", factor: 0.5 })).toEqual([1, 0.5, 0.25, 0.125]);
    const perFit = await ratesOf({ kind: "oneCycle" });
    expect(new Set(perFit).size).toBe(1);
    const long = await ratesOf({ kind: "oneCycle", epochs: 4 });
    const one = Network.create({ layers: [3, 2, 1], schedule: "oneCycle", optimizer: { learningRate: 1 } });
    expect(long).toEqual((await one.fit(data, { epochs: 4 })).learningRate);
  });

  it.each([
    { kind: "cosine", warmup: 2, minimum: 0.01, periodFactor: 1 },
    { kind: "oneCycle", warmup: 0.3, divisor: 25, finalDivisor: 1e4 },
    { kind: "flatCosine", flat: 0.5, minimum: 0 },
    { kind: "coslog4" },
    { kind: "step", every: 2, factor: 0.1 },
  ] as const)("withLength changes no rate of the fit it was made for: $kind", async (schedule) => {
    const rates = async (chosen: object) => {
      const network = Network.create({ layers: [3, 2, 1], schedule: chosen, epochs: 7 } as never);
      return (await network.fit(data)).learningRate;
    };
    expect(await rates(withLength(schedule, 7))).toEqual(await rates(schedule));
  });

  it("numbers the epochs from the first weights, and the history has those of the call", async () => {
    const network = Network.create({ layers: [3, 2, 1] });
    await network.fit(data, { epochs: 3 });
    const seen: number[][] = [];
    const onEpoch = ({ epoch, epochs, updates }: { epoch: number; epochs: number; updates: number }) =>
      void seen.push([epoch, epochs, updates]);
    const history = await network.fit(data, { epochs: 2, onEpoch });
    expect(seen).toEqual([
      [4, 5, 12],
      [5, 5, 15],
    ]);
    expect([history.epochs, history.updates, history.epochNumbers]).toEqual([2, 6, [4, 5]]);
    expect(network.training).toMatchObject({ epochs: 5, updates: 15, samples: 200 });
    expect(network.training.entries.map(({ epoch }) => epoch)).toEqual([1, 2, 3, 4, 5]);
  });

  it("ends an epoch that was cut, as one of its own", async () => {
    const network = Network.create({ layers: [3, 2, 1], batchSize: 10 });
    await network.fit(data, { epochs: 9, stepLimit: 6 });
    expect(network.training).toMatchObject({ epochs: 1, updates: 6 });
    const { epochs, updates } = await network.fit(data, { epochs: 2 });
    expect([epochs, updates, network.training.epochs]).toEqual([2, 6, 3]);
  });

  it("does not go on in an epoch of other data, nor use its random numbers again", async () => {
    const network = Network.create({ layers: [{ units: 3, dropout: 0.3 }, 2, line], batchSize: 10 });
    await network.fit(data, { epochs: 9, stepLimit: 6 });
    await network.fit(data.select([0, 1, 2]), { epochs: 1 });
    expect(network.training).toMatchObject({ epochs: 3, updates: 7 });
  });

  it("begins anew with warmStart false: weights, optimiser, counts and scalers", async () => {
    const far = Dataset.from(
      numbers(rows * 3, 1).map((x) => 1000 + 50 * x),
      numbers(rows, 2),
      { columns: 3 },
    );
    const config = { layers: [3, 4, 1], optimizer: "adam", scaling: "standard", epochs: 5, seed: 8 } as const;
    const network = Network.create(config);
    await network.fit(data);
    await network.fit(far, { warmStart: false });
    const fresh = Network.create(config);
    await fresh.fit(far);
    expect(await network.weightsSha256()).toBe(await fresh.weightsSha256());
    expect(network.scalers).toEqual(fresh.scalers);
    expect(network.training.entries).toEqual(fresh.training.entries);
  });

  it("goes on from weights that the caller has set meanwhile", async () => {
    const config = {
      layers: [3, 4, 1],
      validation: 0.2,
      earlyStopping: { patience: 50 },
      epochs: 5,
    } as const;
    const network = Network.create(config);
    await network.fit(data, { epochs: 30, optimizer: { kind: "sgd", learningRate: 2 } });
    const own = Network.create({ ...config, seed: 77 }).parameters({ copy: true });
    network.setParameters(own);
    await network.fit(data, { epochs: 0 });
    expect(network.training.epochs).toBe(30);
    const learningRate = 1e-30; // changes nothing
    await network.fit(data, { epochs: 1, earlyStopping: false, optimizer: { kind: "sgd", learningRate } });
    network.parameters().forEach(({ weights }, layer) => expect(weights).toEqual(own[layer]!.weights));
  });
});

describe("scaling", () => {
  const scaled = { layers: [3, 2, 1], scaling: "standard" } as const;

  it("cannot change under trained weights", async () => {
    const network = Network.create({ layers: [3, 2, 1] });
    await network.fit(data, { epochs: 1 });
    const before = network.predict([[1, 2, 3]]);
    await expect(network.fit(data, { epochs: 0, scaling: "standard" })).rejects.toThrow(
      'scaling: the network was trained with "auto", and its weights fit no other scaling, got "standard". ' +
        "Drop it, or set warmStart to false to begin anew.",
    );
    await expect(Network.load(network.save()).fit(data, { scaling: "minMax" })).rejects.toThrow("scaling: ");
    expect(network.predict([[1, 2, 3]])).toEqual(before);
    await network.fit(data, { epochs: 1, scaling: "minMax", warmStart: false });
    expect(network.scalers.inputs?.kind).toBe("minMax");
    await network.fit(data, { epochs: 1 }); // without the setting it stays
    expect(network.scalers.inputs?.kind).toBe("minMax");
  });

  it("is not kept by a fit that trained nothing", async () => {
    const network = Network.create(scaled);
    await network.fit(data, { epochs: 0 });
    await network.fit(data, { signal: AbortSignal.abort() });
    const linear = Network.create({ layers: [3, line], scaling: "standard", precision: "float64" });
    const wild = Dataset.from(
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      [[1e200], [-1e200]],
    );
    await expect(linear.fit(wild, { optimizer: { learningRate: 1e30 }, batchSize: 2 })).rejects.toThrow(
      "epoch 1, batch 1",
    );
    expect(network.scalers).toEqual({ inputs: null, targets: null });
    expect(network.training.updates).toBe(0);
  });

  it("is not measured on one row, where every column would be constant", async () => {
    const network = Network.create(scaled);
    await expect(network.fit([[1, 2, 3]], [[1]])).rejects.toThrow(
      "scaling: is measured on the rows that train, and one row has no spread. " +
        'Give more rows, set network.scalers, or set it to "none".',
    );
    network.measureScalers(data);
    await network.fit([[1, 2, 3]], [[1]], { epochs: 1 });
    expect(network.scalers.inputs!.scale.every((scale) => scale > 0)).toBe(true);
  });

  it("moves with the parameters, and can be measured again", async () => {
    const network = Network.create(scaled);
    await network.fit(data, { epochs: 3 });
    const other = Network.create(scaled);
    other.setParameters(network.parameters());
    other.scalers = network.scalers;
    expect(other.predict(data)).toEqual(network.predict(data));
    const far = Dataset.from(
      numbers(rows * 3, 1).map((x) => 5 + x),
      numbers(rows, 2),
      { columns: 3 },
    );
    const { inputs } = network.measureScalers(far);
    expect(inputs!.shift[0]).toBeCloseTo(other.scalers.inputs!.shift[0]! + 5, 5);
  });
});

describe("early stopping by the training loss", () => {
  it("restores the weights that have the best loss", async () => {
    const network = Network.create({ layers: [2, 3, 1], batchSize: "full", seed: 1 });
    const earlyStopping = { monitor: "loss", patience: 30 } as const;
    const history = await network.fit(xor, { epochs: 300, optimizer: { learningRate: 2.2 }, earlyStopping });
    expect(network.evaluate(xor).loss).toBe(history.best!.loss);
  });
});

describe("the history", () => {
  it("keeps ever fewer epochs", () => {
    const kept = (until: number) =>
      Array.from({ length: until }, (_, at) => at + 1).filter(keepsEpoch).length;
    expect(kept(16_384)).toBe(16_384);
    expect(kept(32_768)).toBe(16_384 + 8192);
    expect(kept(131_072)).toBe(16_384 + 3 * 8192);
    expect([keepsEpoch(16_385), keepsEpoch(16_386), keepsEpoch(2 ** 29), keepsEpoch(2 ** 29 + 1)]).toEqual([
      false,
      true,
      true,
      false,
    ]);
  });

  it("of many epochs is thinned alike in one fit and in many, and has the last", async () => {
    const config = { layers: [2, 2, 1], batchSize: "full", seed: 1, shuffle: false } as const;
    const whole = Network.create(config);
    const history = await whole.fit(xor, { epochs: 50_001 });
    expect(history.epochNumbers.length).toBe(16_384 + 8192 + Math.floor((50_001 - 32_768) / 4) + 1);
    for (const list of [history.loss, history.learningRate])
      expect(list.length).toBe(history.epochNumbers.length);
    expect(history.epochNumbers.at(-1)).toBe(50_001);
    expect(history.epochs).toBe(50_001);
    const parts = Network.create(config);
    for (const epochs of [20_000, 1, 30_000]) await parts.fit(xor, { epochs });
    expect(parts.training.entries).toEqual(whole.training.entries);
    expect(await parts.weightsSha256()).toBe(await whole.weightsSha256());
  });
});

describe("trainOnBatch", () => {
  it("is fit with one batch", async () => {
    const config = { layers: [3, 4, 1], optimizer: "adam", dropout: 0.3, seed: 3 } as const;
    const [online, fitted] = [Network.create(config), Network.create(config)];
    for (let from = 0; from < rows; from += 10) {
      const batch = data.select(Uint32Array.from({ length: 10 }, (_, at) => from + at));
      const { loss } = await fitted.fit(batch, { epochs: 1, batchSize: "full", shuffle: false });
      expect(await online.trainOnBatch(batch)).toBe(loss[0]);
    }
    expect(await online.weightsSha256()).toBe(await fitted.weightsSha256());
  });

  it("draws other masks for every row: each of 32 units changes", async () => {
    const network = Network.create({
      layers: [1, { units: 32, dropout: 0.5, activation: "tanh" }, 1],
      seed: 1,
    });
    const before = network.parameters({ copy: true });
    for (let step = 0; step < 30; step++) await network.trainOnBatch([[1 + step / 30]], [[1]]);
    const after = network.parameters();
    const same = after[1]!.weights.filter((weight, unit) => weight === before[1]!.weights[unit]);
    expect(same.length).toBe(0);
  });

  it("refuses what a batch cannot tell", async () => {
    const refused = (config: object) =>
      Network.create({ layers: [1, line], ...config } as never).trainOnBatch([[1]], [[1]]);
    await expect(refused({ optimizer: "lbfgs" })).rejects.toThrow(
      "optimizer: lbfgs needs all samples at once",
    );
    await expect(refused({ schedule: "oneCycle" })).rejects.toThrow(
      "schedule.epochs: trainOnBatch needs a length",
    );
    await expect(refused({ scaling: "standard" })).rejects.toThrow("scaling: is not measured on a batch");
    await expect(refused({ targetScaling: "standard" })).rejects.toThrow("targetScaling: is not measured");
  });
});

describe("applyGradients", () => {
  it.each(["sgd", "momentum", "adam", "rmsprop", "irpropMinus"] as const)(
    "of all rows is an update of %s",
    async (kind) => {
      const config = {
        layers: [3, { units: 4, activation: "tanh" }, 1],
        optimizer: kind,
        precision: "float64",
      } as const;
      const own = {
        ...config,
        batchSize: "full",
        clipNorm: 0.4,
        weightAverage: 0,
        seed: 3,
        l2: 0.01,
        maxNorm: 2,
      } as const;
      const [given, fitted] = [Network.create(own), Network.create(own)];
      for (let step = 0; step < 5; step++) given.applyGradients(given.gradients(data));
      await fitted.fit(data, { epochs: 5 });
      given.parameters().forEach(({ weights, biases }, layer) => {
        expectClose(
          weights,
          fitted.parameters()[layer]!.weights,
          { relative: 1e-9, absolute: 1e-11 },
          "weights",
        );
        expectClose(
          biases,
          fitted.parameters()[layer]!.biases,
          { relative: 1e-9, absolute: 1e-11 },
          "biases",
        );
      });
      expect(given.training).toMatchObject({ epochs: 5, updates: 5 });
    },
  );

  it("of members and tied weights", () => {
    for (const config of [
      { layers: [3, 5, 1], members: 3 },
      { layers: [3, 5, { units: 3, tied: 1, activation: "identity" }] },
    ] as const) {
      const network = Network.create({ ...config, optimizer: "adam", seed: 2 } as never);
      const samples =
        network.outputs === 3 ? Dataset.from(data.inputs, null, { columns: 3 }).asAutoencoder() : data;
      const before = network.trainingLoss(samples);
      for (let step = 0; step < 20; step++) network.applyGradients(network.gradients(samples));
      expect(network.trainingLoss(samples)).toBeLessThan(before);
    }
  });

  it("refuses what does not fit, and changes nothing", async () => {
    const network = Network.create({ layers: [2, 3, 1] });
    const before = await network.weightsSha256();
    const good = network.gradients(xor);
    const apply = (gradients: unknown) => () => network.applyGradients(gradients as never);
    expect(apply(good.slice(1))).toThrow("gradients: expected 2 layers, got 1.");
    expect(apply([good[0], { ...good[1], weights: [1] }])).toThrow(
      "layer 2: gradients of weights: expected 3 numbers, got 1.",
    );
    expect(apply([good[0], { ...good[1], biases: [NaN] }])).toThrow(
      "layer 2: gradients of biases[0]: expected a finite number",
    );
    expect(apply(null)).toThrow("gradients: expected 2 layers");
    expect(() => Network.create({ layers: [2, 1], optimizer: "lbfgs" }).applyGradients([])).toThrow("lbfgs");
    expect(await network.weightsSha256()).toBe(before);
    expect(network.training.updates).toBe(0);
  });
});

describe("short fits in a row", () => {
  it("let timers run between them", async () => {
    let fired = 0;
    const timer = setInterval(() => fired++, 1);
    for (let fit = 0; fit < 10_000 && fired < 3; fit++) {
      const network = Network.create({ layers: [3, 4, line], epochs: 1 });
      await network.fit(data);
      network.dispose();
    }
    clearInterval(timer);
    expect(fired).toBe(3); // it was none while each fit began to count anew
  });
});

describe("parameters", () => {
  it("that are copied can be posted and do not change", () => {
    const network = Network.create({ layers: [2, 3, 1] });
    const copy = network.parameters({ copy: true });
    expect(copy[0]!.weights.buffer.byteLength).toBe(24);
    expect(structuredClone(copy)).toEqual(copy);
    network.parameters()[0]!.weights[0] = 9;
    expect(copy[0]!.weights[0]).not.toBe(9);
  });
});

describe("checkpoint", () => {
  it.each([
    [{ batches: 3 }, [3, 6, 9, 12, 15, 16]],
    [{ epochs: 2 }, [8, 16]],
    [{ batches: 5, epochs: 1 }, [4, 8, 12, 16]],
    [{ seconds: 1000 }, [16]],
  ])("every %j", async (every, expected) => {
    const network = Network.create({ layers: [3, 2, 1], batchSize: 10 });
    const times: number[] = [];
    const write = (bytes: Uint8Array, { updates }: { updates: number }) => {
      times.push(updates);
      expect(Network.load(bytes).training.updates).toBe(updates);
    };
    await network.fit(data, { epochs: 4, checkpoint: { every, write } });
    expect(times).toEqual(expected);
  });

  it("waits for the writing of the one before, and training does not", async () => {
    const network = Network.create({ layers: [3, 2, 1], batchSize: 10 });
    const times: number[] = [];
    let active = 0;
    let trained = 0;
    let written = () => {};
    // each takes as long as 50 further updates
    const write = async (_: Uint8Array, { updates }: { updates: number }) => {
      times.push(updates);
      expect(++active).toBe(1);
      if (updates < 350) await new Promise<void>((resolve) => (written = resolve));
      active--;
    };
    const onBatch = () => void (++trained >= times.at(-1)! + 50 && written());
    await network.fit(data, { epochs: 100, onBatch, checkpoint: { every: { batches: 1 }, write } });
    expect([times[0], times.at(-1), active]).toEqual([1, 400, 0]);
    expect(times.length).toBeLessThan(100);
  });

  it("ends the training with the error of writing", async () => {
    const network = Network.create({ layers: [3, 2, 1] });
    const write = () => Promise.reject(new Error("the disk is full"));
    const training = network.fit(data, {
      epochs: 1e6,
      onEpoch: () => {},
      checkpoint: { every: { epochs: 1 }, write },
    });
    await expect(training).rejects.toThrow("the disk is full");
    expect(network.training.updates).toBeGreaterThan(0);
    await network.fit(data, { epochs: 1 });
  });
});

describe("a thread that ends in mid-training", () => {
  const inputs = numbers(3000 * 100, 5);
  const large = Dataset.from(
    inputs,
    Array.from({ length: 3000 }, (_, row) => row % 10),
    { columns: 100, classes: 10 },
  );
  const config = { layers: [100, 200, 10], batchSize: 128, seed: 2 } as const;
  /** Ends a thread after so many tasks. */
  const ending =
    (tasks: number): Spawn =>
    (source, init, onReply, onEnd) => {
      const thread = spawnNode(source, init, onReply, onEnd);
      let sent = 0;
      return {
        ...thread,
        hold: (on) => thread.hold(on),
        end: () => thread.end(),
        send: (task, transfer) => {
          thread.send(task, transfer);
          if (++sent === tasks) void thread.end();
        },
      };
    };

  it("gives back the newest weights, and fit goes on from there", async () => {
    const network = Network.create({ ...config, threads: 2 }, { spawn: ending(40) });
    const before = await network.weightsSha256();
    await expect(network.fit(large, { epochs: 200 })).rejects.toThrow(ThreadError);
    const { updates } = network.training;
    expect(updates).toBeGreaterThan(0);
    expect(await network.weightsSha256()).not.toBe(before);
    const alone = Network.create({ ...config, threads: 1 });
    await alone.fit(large, { epochs: 200, stepLimit: updates });
    expect(await network.weightsSha256()).toBe(await alone.weightsSha256());
  });

  it("lets auto go on alone, with the same bits", async () => {
    const spawned = Network.create({ ...config, threads: "auto" }, { spawn: ending(3) });
    const history = await spawned.fit(large, { epochs: 40 });
    expect(history.whyAlone).toMatch(/^a thread ended: /);
    const alone = Network.create({ ...config, threads: 1 });
    await alone.fit(large, { epochs: 40 });
    expect(await spawned.weightsSha256()).toBe(await alone.weightsSha256());
  });
});

describe("save during a training", () => {
  it.each([1, 2])("on %d threads gives a state from which it goes on with the same bits", async (threads) => {
    const inputs = numbers(2000 * 60, 5);
    const many = Dataset.from(
      inputs,
      Array.from({ length: 2000 }, (_, row) => row % 10),
      { columns: 60, classes: 10 },
    );
    const network = Network.create({
      layers: [60, 120, 10],
      batchSize: 64,
      seed: 2,
      threads,
      optimizer: "adam",
    });
    const saved: Uint8Array[] = [];
    const timer = setInterval(() => saved.push(network.save({ training: true })), 3);
    await network.fit(many, { epochs: 30 });
    clearInterval(timer);
    expect(saved.length).toBeGreaterThan(3);
    const hash = await network.weightsSha256();
    for (const bytes of [saved[0]!, saved[saved.length >> 1]!, saved.at(-1)!]) {
      const loaded = Network.load(bytes);
      const left = 30 - loaded.training.epochs;
      if (left > 0) await loaded.fit(many, { epochs: left });
      expect(await loaded.weightsSha256()).toBe(hash);
    }
  });
});
