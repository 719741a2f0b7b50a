import { describe, expect, it } from "vitest";
import { checkConfig, configInput } from "../../../src/settings/configuration.js";
import { readModel, writeModel } from "../../../src/network/modelFile.js";
import { ModelError, ShapeError } from "../../../src/errors.js";
import { lessonOf } from "../../../src/explain/lesson.js";
import { trace } from "../../../src/explain/trace.js";
import { Network } from "../../../src/train/network.js";
import { numbers } from "../kernels/variants.js";

const tiesOf = (config: object) => checkConfig(config).layers.map(({ tied }) => tied);
const linear = { activation: "identity" } as const;

describe("which layers are tied", () => {
  it("are those of the second half, the middle one apart, or those that say so, by index or name", () => {
    expect(tiesOf({ layers: [8, 3, 8] })).toEqual([undefined, undefined]);
    expect(tiesOf({ layers: [8, 3, 8], tiedWeights: true })).toEqual([undefined, 1]);
    expect(tiesOf({ layers: [8, 5, 5, 8], tiedWeights: true })).toEqual([undefined, undefined, 1]);
    expect(tiesOf({ layers: [8, 5, 2, 5, 8], tiedWeights: true })).toEqual([undefined, undefined, 2, 1]);
    const one = { units: 3, name: "code" };
    expect(tiesOf({ layers: [8, one, 4, 3, { units: 8, tied: "code" }] })).toEqual([
      undefined,
      undefined,
      undefined,
      1,
    ]);
    expect(tiesOf({ layers: [8, one, { units: 8, tied: 1 }], tiedWeights: true })).toEqual([undefined, 1]);
  });

  it("stand in the complete configuration, which is that configuration again", () => {
    const config = checkConfig({ layers: [8, 3, 8], tiedWeights: true });
    expect(configInput(config).layers.at(-1)).toMatchObject({ units: 8, tied: 1 });
    expect(checkConfig(configInput(config))).toEqual(config);
  });

  const named = (name: string) => ({ units: 3, name });
  it.each<[object, string]>([
    [
      { layers: [4, 16, 3], tiedWeights: true },
      "tiedWeights: goes with sizes that are the same from both ends, as 8-3-8, got 4-16-3. Change the layers, or drop it.",
    ],
    [
      { layers: [4, 4], tiedWeights: true },
      "tiedWeights: goes with at least 2 layers after the inputs, got 1. Add a hidden layer, or drop it.",
    ],
    [{ layers: [4, 3, 4], tiedWeights: 1 }, "tiedWeights: expected true or false, got 1."],
    [
      { layers: [4, 2, 2, { units: 4, tied: 2 }], tiedWeights: true },
      "layers[3].tied: does not go with tiedWeights, which ties it to layer 1, got 2. Drop one of them.",
    ],
    [
      { layers: [4, 2, { units: 2, tied: 1 }, 4], tiedWeights: true },
      "layers[2].tied: does not go with tiedWeights, which gives it its own weights, got 1. Drop one of them.",
    ],
    [
      { layers: [4, 3, { units: 4, tied: true }] },
      "layers[2].tied: expected the index or the name of a layer, got true.",
    ],
    [
      { layers: [4, 3, { units: 4, tied: 0 }] },
      "layers[2].tied: expected the index or the name of a layer, got 0.",
    ],
    [
      { layers: [{ units: 4, tied: 1 }, 3] },
      "layers[0].tied: there is no such setting. Known: units, dropout, name.",
    ],
    [
      { layers: [4, { units: 4, tied: 1 }] },
      "layers[1].tied: there is no earlier layer that has weights. Drop it.",
    ],
    [
      { layers: [4, 3, { units: 4, tied: 2 }] },
      "layers[2].tied: expected the index of an earlier layer, 1, got 2.",
    ],
    [
      { layers: [4, 3, 3, { units: 4, tied: 9 }] },
      "layers[3].tied: expected the index of an earlier layer, 1 to 2, got 9.",
    ],
    [
      { layers: [4, named("code"), { units: 4, tied: "coda" }] },
      'layers[2].tied: there is no earlier layer with the name "coda". Did you mean "code"?',
    ],
    [
      { layers: [4, named("code"), { units: 4, tied: "zzzzzzz" }] },
      'layers[2].tied: there is no earlier layer with the name "zzzzzzz". There are: "code".',
    ],
    [
      { layers: [4, 3, { units: 4, tied: "code" }] },
      'layers[2].tied: there is no earlier layer with the name "code". No earlier layer has a name: give its index.',
    ],
    [
      { layers: [4, 3, { units: 5, tied: 1 }] },
      "layers[2].tied: expected an earlier layer with weights [5 × 3], the transpose of layer 2's, got layer 1 " +
        "with [4 × 3]. Give the two mirrored sizes, or drop it.",
    ],
    [
      { layers: [4, 3, { units: 4, tied: 1 }, { units: 3, tied: 2 }] },
      "layers[3].tied: expected an earlier layer with weights of its own, got layer 2, which is tied to layer 1. " +
        "Tie it to that one.",
    ],
  ])("cannot be so in %j", (config, message) => {
    expect(() => checkConfig(config)).toThrow(expect.objectContaining({ name: "ConfigError", message }));
  });
});

const layers = [3, { units: 2, ...linear }, { units: 3, ...linear }] as const;
const config = { layers, tiedWeights: true, seed: 6 };
const messageOf = (work: () => unknown) => {
  try {
    work();
  } catch (error) {
    return error as Error;
  }
  throw new Error("accepted");
};

describe.each(["float32", "float64"] as const)("the parameters of a tied layer, %s", (precision) => {
  const own = { ...config, precision };
  const shared = [1, 2, 3, 4, 5, 6];
  const transpose = [1, 3, 5, 2, 4, 6];

  it("are its biases; written out, its weights are taken where they agree", () => {
    const network = Network.create(own);
    const [first, second] = network.parameters();
    expect([first!.weights.length, first!.biases.length, "tied" in first!]).toEqual([6, 2, false]);
    expect([second!.weights.length, second!.biases.length, second!.tied]).toEqual([0, 3, 1]);
    for (const weights of [[], transpose]) {
      network.setParameters([
        { weights: shared, biases: [0, 0] },
        { weights, biases: [7, 8, 9] },
      ]);
      expect(network.predict([[1, 0, 0]]).map((row) => [...row])).toEqual([
        [1 + 4 + 7, 3 + 8 + 8, 5 + 12 + 9],
      ]);
    }
    network.parameters()[0]!.weights[0] = 2;
    expect([...network.predict([[1, 0, 0]])[0]!]).toEqual([4 + 4 + 7, 6 + 8 + 8, 10 + 12 + 9]);
  });

  it("are refused where they do not, and nothing is changed", async () => {
    const network = Network.create(own);
    const before = await network.weightsSha256();
    const set = (weights: number[]) =>
      network.setParameters([
        { weights: shared, biases: [0, 0] },
        { weights, biases: [7, 8, 9] },
      ]);
    expect(messageOf(() => set(shared))).toEqual(
      new ShapeError(
        "layer 2: weights[1]: expected 3, as layer 1 has it, to which it is tied, got 2. Leave them out.",
      ),
    );
    expect(messageOf(() => set([1]))).toEqual(
      new ShapeError(
        "layer 2: weights: expected none, or the 6 numbers of layer 1, to which it is tied, got 1.",
      ),
    );
    expect(await network.weightsSha256()).toBe(before);
  });

  it("are in a file with the weights written out, and come back", async () => {
    const network = Network.create(own);
    const bytes = network.save();
    const model = readModel(bytes);
    const [weights, written] = model.layers.map((layer) => [...layer.weights]);
    expect(model.layers.map(({ inputs, units }) => [inputs, units])).toEqual([
      [3, 2],
      [2, 3],
    ]);
    expect(written).toEqual([0, 2, 4, 1, 3, 5].map((at) => weights![at]));
    const copy = Network.load(bytes);
    expect(copy.config).toEqual(network.config);
    expect(copy.save()).toEqual(bytes);
    expect(await copy.weightsSha256()).toBe(await network.weightsSha256());
    // each number once
    const untied = Network.create({ ...own, tiedWeights: false });
    expect(await untied.weightsSha256()).not.toBe(await network.weightsSha256());

    model.layers[1]!.weights[4] = 0.5;
    expect(messageOf(() => Network.load(writeModel(model), "m.st"))).toEqual(
      new ModelError(
        "m.st: its parts do not fit each other: layer 2: weights[4]: " +
          `expected ${weights![3]}, as layer 1 has it, to which it is tied, got 0.5. Leave them out.`,
      ),
    );
  });

  it("may part from those it shared: the same file without the tie is a network of its own", () => {
    const network = Network.create(own);
    const model = readModel(network.save());
    const free = Network.load(
      writeModel({ ...model, config: { ...configInput(checkConfig({ ...own, tiedWeights: false })) } }),
    );
    const inputs = [[0.5, -1, 2]];
    expect(free.predict(inputs)).toEqual(network.predict(inputs));
    expect(free.parameters().map(({ weights }) => weights.length)).toEqual([6, 6]);
  });
});

it("a file from before there were tied weights is read as it was", () => {
  const network = Network.create({ layers: [3, 2, 3] });
  const model = readModel(network.save());
  const { tiedWeights: _, ...old } = model.config;
  const copy = Network.load(writeModel({ ...model, config: old }));
  expect(copy.config).toEqual(network.config);
  expect(copy.parameters()).toEqual(network.parameters());
});

describe("what has no tied weights says so", () => {
  const network = Network.create(config);
  it("trace", () => {
    const message =
      "trace: layer 2 uses the weights of layer 1, and a trace has no steps for tied weights. Use a network without them.";
    expect(() => trace(network, { inputs: [1, 2, 3], targets: [1, 2, 3] })).toThrow(
      expect.objectContaining({ name: "ConfigError", message }),
    );
  });

  it("a lesson", async () => {
    const source = {
      config: network.config,
      parameters: network.parameters(),
      inputs: numbers(6),
      targets: numbers(6, 2),
      rows: 2,
      isScaled: false,
      rounds: 3,
    };
    const message = "layers[2].tied: a lesson does not support tied weights. Use a network without them.";
    await expect(lessonOf(source)).rejects.toThrow(expect.objectContaining({ name: "ConfigError", message }));
  });
});
