import { describe, expect, it } from "vitest";
import { ConfigError } from "../../../src/errors.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { numbers, variants } from "../kernels/variants.js";

const rows = 150; // more than one chunk
const inputs = numbers(rows * 5, 1);
const data = Dataset.from(inputs, null, { columns: 5, inputNames: ["a", "b", "c", "d", "e"] });
const bytes = Uint8Array.from(inputs, (x) => Math.floor(127 * (x + 1)));
const images = Dataset.from(bytes, null, { columns: 6, image: [2, 3] });

describe("Dataset.asAutoencoder", () => {
  it("takes inputs for targets, and keeps all else", () => {
    const own = data.asAutoencoder();
    expect([own.targets, own.outputs, own.labels, own.isAutoencoder]).toEqual([inputs, 5, null, true]);
    expect(own.inputNames).toBe(data.inputNames);
    const part = images.asAutoencoder().select([3, 1]);
    expect(part.isAutoencoder).toBe(true);
    expect(Array.from(part.targets!)).toEqual([...bytes.subarray(18, 24), ...bytes.subarray(6, 12)]);
    expect([part.inputs instanceof Uint8Array, part.image]).toEqual([true, [2, 3]]);
    const classes = Dataset.from(inputs, Array(rows).fill(0), { columns: 5, classes: 2 }).asAutoencoder();
    expect([classes.labels, classes.classNames, data.isAutoencoder]).toEqual([null, null, false]);
  });

  it.each(["none", "minMax", "standard"] as const)(
    "trains as on targets of the same scaling %s, bit by bit",
    async (scaling) => {
      const config = { layers: [5, 3, 5], epochs: 3, scaling, optimizer: { learningRate: 0.1 } } as const;
      const [own, other] = [Network.create(config), Network.create({ ...config, targetScaling: scaling })];
      await own.fit(data.asAutoencoder());
      await other.fit(Dataset.from(inputs, inputs, { columns: 5 }));
      expect(await own.weightsSha256()).toBe(await other.weightsSha256());
      expect(own.evaluate(data.asAutoencoder())).toEqual(
        other.evaluate(Dataset.from(inputs, inputs, { columns: 5 })),
      );
    },
  );

  it("of bytes trains on them over 255, answers in bytes, also from a file", async () => {
    const config = { layers: [6, 4, 6], epochs: 20, precision: "float64" } as const;
    const own = Network.create(config);
    await own.fit(images.asAutoencoder());
    const parts = Float64Array.from(bytes, (byte) => byte * (1 / 255));
    const other = Network.create(config);
    await other.fit(Dataset.from(parts, parts, { columns: 6 }));
    expect(await own.weightsSha256()).toBe(await other.weightsSha256());
    const [answer] = own.predict(images);
    const expected = other.predict(Dataset.from(parts, null, { columns: 6 }))[0]!.map((part) => part * 255);
    expectClose(answer!, expected, { relative: 1e-14, absolute: 0 }, "bytes");
    const loaded = Network.load(own.save());
    expect(loaded.evaluate(images.asAutoencoder())).toEqual(own.evaluate(images.asAutoencoder()));
  });

  it("refuses a scaling of its targets, before anything changes", async () => {
    const network = Network.create({ layers: [5, 3, 5], targetScaling: "standard" });
    const before = await network.weightsSha256();
    await expect(network.fit(data.asAutoencoder())).rejects.toThrow(
      new ConfigError(
        "targetScaling: does not go with an autoencoder, whose targets are scaled as its inputs are. Drop it.",
      ),
    );
    expect(await network.weightsSha256()).toBe(before);
    await network.fit(data.asAutoencoder(), { targetScaling: "none", epochs: 1 });
  });
});

describe("Network.encode", () => {
  const layers = [
    5,
    { units: 4, activation: "gelu" as const },
    { units: 3, activation: "tanh" as const, name: "code" },
    { units: 2, activation: "softmax" as const },
  ];
  it.each(variants)(
    "gives what a network of the first layers answers, $precision in $build, to the bit",
    ({ build, precision }) => {
      const network = Network.create({ layers, build, precision, loss: "crossEntropy", seed: 4 });
      const parameters = network.parameters().map(({ weights, biases }, index) => ({
        weights: weights.slice(),
        biases: numbers(biases.length, 30 + index),
      }));
      network.setParameters(parameters);
      for (const count of [1, 2, 3]) {
        const first = Network.create({ layers: layers.slice(0, count + 1), build, precision });
        first.setParameters(parameters.slice(0, count));
        expect(network.encode(data, count)).toEqual(first.predict(data));
      }
      expect(network.encode(data, "code")).toEqual(network.encode(data, 2));
      expect(network.encode(data, "code")[149]).toHaveLength(3);
    },
  );

  it("scales the inputs, takes plain rows, changes nothing, and leaves the last layer unscaled", async () => {
    const network = Network.create({ layers: [5, 3, 5], epochs: 2, scaling: "standard" });
    await network.fit(data.asAutoencoder());
    const before = network.predict(data);
    const [first] = network.encode([Array.from(inputs.subarray(0, 5))], 1);
    expect(first).toEqual(network.encode(data, 1)[0]);
    const { shift, scale } = network.scalers.inputs!;
    const bare = Network.create({ layers: [5, 3] });
    bare.setParameters(network.parameters().slice(0, 1));
    const scaled = Array.from(
      { length: 5 },
      (_, column) => (inputs[column]! - shift[column]!) * scale[column]!,
    );
    expect(first).toEqual(bare.predict([scaled])[0]);
    expect(network.predict(data)).toEqual(before);
    const last = network.encode(data, 2)[0]!;
    const back = last.map((value, column) => value / scale[column]! + shift[column]!);
    expectClose(before[0]!, back, { relative: 1e-5, absolute: 1e-6 }, "outputs");
    expect(network.encode([], 1)).toEqual([]);
  });

  it.each([
    [0, "layer: expected an index 1 to 3, got 0."],
    [4, "layer: expected an index 1 to 3, got 4."],
    [1.5, "layer: expected an index 1 to 3, got 1.5."],
    ["coda", 'layer: no layer is named "coda". Did you mean "code"?'],
    ["zzzzzzz", 'layer: no layer is named "zzzzzzz". There are: "code".'],
  ])("refuses the layer %j", (layer, message) => {
    expect(() => Network.create({ layers }).encode(data, layer)).toThrow(new ConfigError(message));
  });

  it("refuses a name where no layer has one", () => {
    expect(() => Network.create({ layers: [5, 3] }).encode(data, "x")).toThrow(
      new ConfigError('layer: no layer is named "x". None has one: give its index.'),
    );
  });
});
