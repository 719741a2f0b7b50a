import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { ReferenceNetwork } from "../../../src/reference/referenceNetwork.js";
import type { BuildName } from "../../../src/wasm/builds.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { abortAfterTurns } from "../../turns.js";
import { builds, numbers } from "../kernels/variants.js";

const sizes = [37, 61, 17, 3];
const rows = 64;
const positive = (length: number, seed: number) => numbers(length, seed).map((x) => (x + 1) / 2);
const inputs = numbers(rows * 37, 11);
const targets = positive(rows * 3, 12);
const data = Dataset.from(inputs, targets, { columns: 37 });
const labels = Array.from({ length: rows }, (_, row) => row % 3);
const classData = Dataset.from(inputs, labels, { columns: 37, classes: 3 });

const settings = [
  { loss: "halfSquaredError", biases: "perNeuron", reduction: "mean" },
  { loss: "squaredError", biases: "shared", reduction: "sum" },
  { loss: "meanSquaredError", biases: "none", reduction: "mean" },
  { loss: "halfSquaredError", biases: "shared", reduction: "mean", trainBiases: false },
  { loss: "squaredError", biases: "perNeuron", reduction: "mean", frozen: 1 },
  { loss: "halfSquaredError", biases: "perNeuron", reduction: "sum", output: "identity" },
] as const;
type Setting = Partial<Record<"frozen", number>> &
  Partial<Record<"output", "identity">> &
  (typeof settings)[number];

/** The same network twice: ours and the reference, with the same parameters. */
function pair(setting: Setting, precision: "float64" | "float32", build: BuildName) {
  const { frozen, output, ...rest } = setting;
  const layers = sizes.slice(1).map((units, index) => ({
    units,
    activation: index === 2 && output ? output : ("sigmoid" as const),
    trainable: index !== frozen,
  }));
  const network = Network.create({ layers: [37, ...layers], ...rest, precision, build, shuffle: false });
  const biases = network.parameters().map((layer, index) => numbers(layer.biases.length, 20 + index));
  network.setParameters(
    network.parameters().map(({ weights }, index) => ({ weights, biases: biases[index]! })),
  );
  const reference = new ReferenceNetwork({
    inputs: 37,
    layers,
    ...rest,
    precision,
    matmul: "naive",
  });
  network.parameters().forEach((layer, index) => {
    reference.layers[index]!.weights.set(layer.weights);
    reference.layers[index]!.biases.set(layer.biases);
  });
  return { network, reference };
}

describe.each(builds)("a training step in %s", (build) => {
  describe.each(settings)("%j", (setting) => {
    it.each([
      { precision: "float64", relative: 1e-12, absolute: 1e-14 },
      { precision: "float32", relative: 2e-4, absolute: 2e-6 },
    ] as const)(
      "follows the reference over 5 epochs of awkward batches, $precision to $relative",
      async (how) => {
        const batch = 29; // 29 + 29 + 6
        const { network, reference } = pair(setting as Setting, how.precision, build);
        const learningRate = 0.05;
        await network.fit(data, { epochs: 5, batchSize: batch, optimizer: { learningRate } });
        for (let epoch = 0; epoch < 5; epoch++) {
          for (let from = 0; from < rows; from += batch) {
            const count = Math.min(batch, rows - from);
            const x = inputs.subarray(from * 37, (from + count) * 37);
            const y = targets.subarray(from * 3, (from + count) * 3);
            reference.step(x, y, count, learningRate);
          }
        }
        network.parameters().forEach((layer, index) => {
          expectClose(layer.weights, reference.layers[index]!.weights, how, `layer ${index + 1} weights`);
          expectClose(layer.biases, reference.layers[index]!.biases, how, `layer ${index + 1} biases`);
        });
      },
    );

    it("gives the reference's gradients over 2 chunks of an evaluation to 1e-12", () => {
      const many = Dataset.from(numbers(150 * 37, 31), positive(150 * 3, 32), { columns: 37 });
      const { network, reference } = pair(setting as Setting, "float64", build);
      const expected = reference.gradients(many.inputs as Float64Array, many.targets as Float64Array, 150);
      network.gradients(many).forEach((layer, index) => {
        if (layer.weights.length === 0) {
          expect(index).toBe((setting as Setting).frozen);
          return;
        }
        const bounds = { relative: 1e-12, absolute: 1e-14 };
        expectClose(layer.weights, expected[index]!.weights, bounds, `layer ${index + 1} weights`);
        if (layer.biases.length > 0)
          expectClose(layer.biases, expected[index]!.biases, bounds, `layer ${index + 1} biases`);
      });
    });
  });
});

describe("determinism", () => {
  const hash = async (config: Partial<ConfigInput>, dataset = classData) => {
    const network = Network.create({
      layers: sizes,
      batchSize: 29,
      epochs: 4,
      validation: 0.1,
      seed: 3,
      ...config,
    });
    await network.fit(dataset);
    return network.weightsSha256();
  };

  it.each(["float32", "float64"] as const)(
    "same seed, same bits, in every build, %s; another seed, others",
    async (precision) => {
      const all = await Promise.all(builds.map((build) => hash({ precision, build })));
      expect(new Set(all).size).toBe(1);
      expect(await hash({ precision })).toBe(all[0]);
      expect(await hash({ precision, seed: 4 })).not.toBe(all[0]);
    },
  );

  it("bytes give the bits of the same numbers scaled by hand", async () => {
    const bytes = Uint8Array.from(numbers(rows * 37, 5), (x) => Math.floor((x + 1) * 127.99));
    const floats = Float32Array.from(bytes, (x) => Math.fround(x * Math.fround(1 / 255)));
    const options = { columns: 37, classes: 3 };
    const one = await hash({}, Dataset.from(bytes, labels, options));
    expect(await hash({}, Dataset.from(floats, labels, options))).toBe(one);
  });

  it("bytes are shifted and scaled as measured, to 1e-5 of the same numbers scaled on the host", async () => {
    const bytes = Uint8Array.from(numbers(rows * 37, 5), (x) => Math.floor((x + 1) * 127.99));
    const options = { columns: 37, classes: 3 };
    const losses = [bytes, Float64Array.from(bytes)].map(async (x) => {
      const network = Network.create({ layers: sizes, scaling: "standard", batchSize: 29, epochs: 4 });
      return (await network.fit(Dataset.from(x, labels, options))).loss;
    });
    const [ofBytes, ofFloats] = await Promise.all(losses);
    expectClose(ofBytes!, ofFloats!, { relative: 1e-5 }, "loss");
  });

  it("class indices give the bits of one-hot rows", async () => {
    const oneHot = labels.map((label) => [0, 1, 2].map((index) => (index === label ? 1 : 0)));
    expect(await hash({}, Dataset.from(inputs, oneHot.flat().length ? oneHot : [], { columns: 37 }))).toBe(
      await hash({}),
    );
  });

  it("however training is cut into calls, the loss has the same bits", async () => {
    const losses = [];
    for (const onBatch of [undefined, () => {}]) {
      const network = Network.create({ layers: sizes, batchSize: 3, epochs: 30 });
      losses.push((await network.fit(classData, { onBatch })).loss);
    }
    expectSameBits(losses[1]!, losses[0]!, "loss");
  });
});

describe("fit", () => {
  it("learns, reports every epoch, and holds out what it is told to", async () => {
    const network = Network.create({ layers: [37, 3], epochs: 60, validation: 0.25 });
    const seen: number[] = [];
    const history = await network.fit(classData, { onEpoch: ({ epoch }) => void seen.push(epoch) });
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    expect(history).toMatchObject({ epochs: 60, stopped: "epochs" });
    expect(history.loss).toHaveLength(60);
    expect(history.loss.at(-1)!).toBeLessThan(history.loss[0]! / 2);
    expect(history.validation).toHaveLength(60);
    expect(history.validation.at(-1)!.metrics.accuracy! * 16).toBeCloseTo(
      Math.round(history.validation.at(-1)!.metrics.accuracy! * 16),
      9,
    );
  });

  it("reports the loss as the mean or the sum over samples, by reduction", async () => {
    const losses = [];
    for (const reduction of ["mean", "sum"] as const) {
      const network = Network.create({ layers: sizes, reduction, precision: "float64", batchSize: 29 });
      const { loss } = await network.fit(classData, { epochs: 1, optimizer: { learningRate: 1e-300 } });
      losses.push(loss[0]!, network.evaluate(classData).loss);
    }
    expectClose(
      losses,
      [losses[0]!, losses[0]!, losses[0]! * rows, losses[0]! * rows],
      { relative: 1e-13 },
      "loss",
    );
  });

  it("0 epochs change nothing", async () => {
    const network = Network.create({ layers: sizes });
    const before = await network.weightsSha256();
    expect(await network.fit(classData, { epochs: 0 })).toMatchObject({ epochs: 0, loss: [] });
    expect(await network.weightsSha256()).toBe(before);
  });

  it("stops after the current batch when aborted, keeps its weights, and can continue", async () => {
    const network = Network.create({ layers: sizes, batchSize: 1 });
    const controller = new AbortController();
    let batches = 0;
    const history = await network.fit(classData, {
      signal: controller.signal,
      onBatch: () => void (++batches === 70 && controller.abort()),
    });
    expect(history).toMatchObject({ epochs: 1, stopped: "aborted" });
    expect(history.loss).toHaveLength(1);
    expect(batches).toBe(70);
    const stopped = await network.weightsSha256();
    expect((await network.fit(classData, { epochs: 1 })).stopped).toBe("epochs");
    expect(await network.weightsSha256()).not.toBe(stopped);
  });

  it("leaves the event loop running: timers end a training that would go on for 30 s", async () => {
    const network = Network.create({ layers: [37, 200, 3], batchSize: 8 });
    const signal = abortAfterTurns(5);
    const history = await network.fit(classData, { epochs: 1e9, timeLimit: 30, signal });
    expect(history.stopped).toBe("aborted");
  });

  it("a callback's error reaches the caller, and the network goes on working", async () => {
    const network = Network.create({ layers: sizes });
    const fails = network.fit(classData, {
      onEpoch: () => {
        throw new TypeError("mine");
      },
    });
    await expect(fails).rejects.toThrow(new TypeError("mine"));
    expect((await network.fit(classData, { epochs: 1 })).epochs).toBe(1);
  });

  it("may be watched with predict and evaluate, which change nothing", async () => {
    const watched = Network.create({ layers: sizes, epochs: 5 });
    await watched.fit(classData, {
      onBatch: () => {
        watched.predict(classData);
        watched.evaluate(classData);
        watched.gradients(classData);
      },
    });
    const alone = Network.create({ layers: sizes, epochs: 5 });
    await alone.fit(classData);
    expect(await watched.weightsSha256()).toBe(await alone.weightsSha256());
  });

  it("that diverges says so and leaves the weights of before the batch", async () => {
    const layers = [37, { units: 8, activation: "identity" }, { units: 3, activation: "identity" }];
    const network = Network.create({
      layers: layers as ConfigInput["layers"],
      optimizer: { learningRate: 50 },
    });
    await expect(network.fit(data, { epochs: 50 })).rejects.toThrow(
      /^epoch 1, batch 4: layer \d: \w+\[\d+\]\[\d+\] is (NaN|-?Infinity)\. Lower the learning rate \(now 50\), or set clipNorm\. Weights were restored to their values before this batch\.$/,
    );
    for (const { weights } of network.parameters()) expect(weights.every(Number.isFinite)).toBe(true);
  });

  it("trains long batches, beyond a block of k, like the reference", async () => {
    const many = 600;
    const x = numbers(many * 5, 1);
    const y = positive(many * 2, 2);
    const network = Network.create({
      layers: [5, 7, 2],
      precision: "float64",
      batchSize: many,
      shuffle: false,
    });
    const reference = new ReferenceNetwork({
      inputs: 5,
      layers: [{ units: 7 }, { units: 2 }],
      loss: "halfSquaredError",
    });
    network.parameters().forEach((layer, index) => {
      reference.layers[index]!.weights.set(layer.weights);
      reference.layers[index]!.biases.set(layer.biases);
    });
    await network.fit(Dataset.from(x, y, { columns: 5 }), { epochs: 20 });
    for (let step = 0; step < 20; step++) reference.step(x, y, many, 1);
    network.parameters().forEach((layer, index) => {
      expectClose(layer.weights, reference.layers[index]!.weights, { relative: 1e-11 }, `layer ${index + 1}`);
    });
  });
});

describe("scaled targets", () => {
  it("come back in their own units, and metrics are in them", async () => {
    const x = Array.from({ length: 50 }, (_, row) => [row]);
    const y = x.map(([value]) => [3000 + 40 * value!]);
    const network = Network.create({
      layers: [1, { units: 1, activation: "identity" }],
      scaling: "standard",
      targetScaling: "standard",
      epochs: 200,
    });
    await network.fit(Dataset.from(x, y));
    expectClose(
      network.predict([[10], [60]]).map((row) => row[0]!),
      [3400, 5400],
      { relative: 1e-3 },
      "prediction",
    );
    const { metrics } = network.evaluate(Dataset.from(x, y));
    expect(metrics.rmse).toBeLessThan(5);
    expect(metrics.r2).toBeGreaterThan(0.999);
  });
});

describe("bad input", () => {
  const network = Network.create({ layers: [2, 3, 1] });
  const good = Dataset.from([[1, 2]], [[1]]);
  const rejects = (dataset: Dataset, settings: object = {}) => expect(network.fit(dataset, settings)).rejects;

  it("is refused before anything changes", async () => {
    const before = await network.weightsSha256();
    await rejects(Dataset.from([[1, 2, 3]], [[1]])).toThrow(
      "inputs: the network takes 2 columns, the data have 3. Set layers[0] to 3, or give other data.",
    );
    await rejects(Dataset.from([[1, 2]], [[1, 2]])).toThrow(
      "targets: the network gives 1 outputs, the data have 2 target columns. Set the last layer to 2 units, or give other data.",
    );
    await rejects(Dataset.from([[1, 2]], null)).toThrow("targets: expected some, got none.");
    await rejects(good, { batchSize: 0 }).toThrow('batchSize: expected an integer ≥ 1 or "full", got 0.');
    await rejects(good, { epoch: 3 }).toThrow(/^epoch: there is no such setting/);
    await rejects(good, { validation: 0.5 }).toThrow(/^validation: 0\.5 of 1 samples would hold out/);
    expect(() => network.predict([[1]])).toThrow("inputs: the network takes 2 columns, the data have 1.");
    expect(() => network.predict([[1, Number.NaN]])).toThrow(
      "inputs: row 0, column 1: expected a finite number, got NaN.",
    );
    expect(() => network.setParameters([])).toThrow("parameters: expected 2 layers, got 0.");
    expect(() => network.setParameters([{ weights: [1] }, { weights: [] }])).toThrow(
      "layer 1: weights: expected 6 numbers, got 1.",
    );
    expect(() =>
      network.setParameters([
        { weights: [1, 2, 3, 4, 5, 6], biases: [0, 0, 0] },
        { weights: [1, 2, Infinity], biases: [0] },
      ]),
    ).toThrow("layer 2: weights[2]: expected a finite number, got Infinity.");
    expect(await network.weightsSha256()).toBe(before);
  });

  it("a second fit while the first runs is refused; a disposed network refuses all", async () => {
    const busy = Network.create({ layers: [2, 3, 1] });
    const first = busy.fit(good, { epochs: 3 });
    await expect(busy.fit(good)).rejects.toThrow("fit: this network is training already. Await it first.");
    await first;
    busy.dispose();
    busy.dispose();
    expect(() => busy.predict([[1, 2]])).toThrow("network: it was disposed. Create or load another one.");
  });

  it("a network that cannot fit is refused with the bytes it needs", () => {
    expect(() => Network.create({ layers: [40_000, 40_000, 1] })).toThrow(
      /^a network of 2 layers: needs 6,400,\d{3},\d{3} bytes in all, WebAssembly memory ends at 4,294,967,296\. /,
    );
  });

  it("predict of no rows is no rows", () => {
    expect(network.predict([])).toEqual([]);
  });
});
