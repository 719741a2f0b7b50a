/** The effective configuration: nobody can write to it, it makes the same network again, and defaults do not stick. */
import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { checkTraining } from "../../../src/settings/configuration.js";
import { Network } from "../../../src/train/network.js";

const xor = Dataset.from(
  [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ],
  [[0], [1], [1], [0]],
);

/** Every object in a value, with its path. */
function objectsIn(value: unknown, path: string): [string, object][] {
  if (typeof value !== "object" || value === null) return [];
  return [
    [path, value],
    ...Object.entries(value).flatMap(([name, one]) => objectsIn(one, `${path}.${name}`)),
  ];
}

describe("network.config", () => {
  const network = Network.create({
    layers: [{ units: 2, dropout: 0.1 }, { units: 3, name: "hidden" }, 1],
    optimizer: { kind: "adam", beta1: 0.8 },
    schedule: { kind: "cosine", warmup: 2 },
    earlyStopping: 4,
    initializer: { kind: "normal", deviation: 0.5 },
    classWeights: { rare: 5 },
  });
  const { config } = network;

  it("is frozen through and through", () => {
    const objects = objectsIn(config, "config");
    expect(objects.map(([path]) => path)).toEqual(
      expect.arrayContaining(["config", "config.layers", "config.layers.1", "config.optimizer"]),
    );
    expect(objects.length).toBeGreaterThanOrEqual(9);
    expect(objects.filter(([, one]) => !Object.isFrozen(one)).map(([path]) => path)).toEqual([]);
  });

  it("refuses to be written to", () => {
    expect(() => {
      (config.layers[1] as { units: number }).units = 5;
    }).toThrow(TypeError);
    expect(() => {
      (config.optimizer as { learningRate: number }).learningRate = 5;
    }).toThrow(TypeError);
    expect(() => (config.layers as unknown[]).push(config.layers[0])).toThrow(TypeError);
    expect(config.layers[1]!.units).toBe(1);
  });

  it("leaves the objects of the caller as they are", () => {
    const given = { layers: [2, { units: 1 }], optimizer: { kind: "adam" }, classWeights: { rare: 5 } };
    Network.create(given).dispose();
    expect(objectsIn(given, "given").filter(([, one]) => Object.isFrozen(one))).toEqual([]);
    expect(given).toEqual({
      layers: [2, { units: 1 }],
      optimizer: { kind: "adam" },
      classWeights: { rare: 5 },
    });
  });

  it("makes the same network again", () => {
    using copy = Network.create(config);
    expect(copy.config).toEqual(config);
    expect(copy.parameters()).toEqual(network.parameters());
  });

  it("makes another network with one setting changed", () => {
    using other = Network.create({ ...config, seed: 2 });
    expect(other.config).toEqual({ ...config, seed: 2 });
    expect(other.parameters()).not.toEqual(network.parameters());
    using again = Network.create({ ...config, seed: config.seed });
    expect(again.parameters()).toEqual(network.parameters());
  });
});

describe("defaults that belong to an optimiser do not stick to the next one", () => {
  const layers = [2, 3, 1] as const;
  const created = (optimizer?: "lbfgs" | "adamw" | "irpropMinus") => Network.create({ layers, optimizer });
  const ways: [string, (network: Network) => Network][] = [
    ["created", (network) => network],
    ["saved and loaded", (network) => Network.load(network.save())],
    ["created from the configuration", (network) => Network.create(network.config)],
  ];

  it.each(ways)("%s: sgd, then fit with lbfgs takes all samples at once", async (_, way) => {
    using network = way(created());
    expect(network.config.batchSize).toBe(16);
    expect(checkTraining({ optimizer: "lbfgs" }, network.config)).toMatchObject({
      batchSize: "full",
      optimizer: { kind: "lbfgs", learningRate: 1 },
    });
    const { epochs } = await network.fit(xor, { optimizer: "lbfgs", epochs: 3 });
    expect(epochs).toBe(3);
  });

  it.each(ways)("%s: lbfgs or irpropMinus, then fit with adam takes batches of 16", (_, way) => {
    for (const kind of ["lbfgs", "irpropMinus"] as const) {
      using network = way(created(kind));
      expect(network.config.batchSize).toBe("full");
      expect(checkTraining({ optimizer: "adam" }, network.config)).toMatchObject({
        batchSize: 16,
        optimizer: { kind: "adam", learningRate: 0.001 },
      });
    }
  });

  it.each(ways)("%s: adamw, then fit with sgd has no weight decay", (_, way) => {
    using network = way(created("adamw"));
    expect(network.config.weightDecay).toBe(0.01);
    expect(checkTraining({ optimizer: "sgd" }, network.config).weightDecay).toBe(0);
    expect(checkTraining({ optimizer: "adamw" }, network.config).weightDecay).toBe(0.01);
  });

  it("but what is set otherwise stays", () => {
    using network = Network.create({ layers, optimizer: "adamw", weightDecay: 0.3, batchSize: 8 });
    expect(checkTraining({ optimizer: "sgd" }, network.config)).toMatchObject({
      weightDecay: 0.3,
      batchSize: 8,
    });
  });
});
