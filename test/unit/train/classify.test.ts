import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import { failure } from "../readers/failure.js";

const sizes = [[0.1], [0.2], [0.9], [1]];
const names = ["cat", "cat", "dog", "dog"];
const softmax = { units: 2, activation: "softmax" } as const;
const train = async (data = Dataset.from(sizes, names)) => {
  const network = Network.create({ layers: [1, softmax], optimizer: "lbfgs" });
  await network.fit(data, { epochs: 20 });
  return network;
};

describe("names of classes", () => {
  it("are noted by fit, saved with the model, and given back by classify", async () => {
    const network = await train();
    expect(network.notes).toEqual({ classes: ["cat", "dog"] });
    const loaded = Network.load(network.save());
    expect(loaded.classify([[0], [2]])).toEqual(["cat", "dog"]);
    expect(loaded.classify([])).toEqual([]);
  });

  it("that were not given are indices", async () => {
    const network = await train(Dataset.from(sizes, [0, 0, 1, 1], { classes: 2 }));
    expect(network.notes).toEqual({});
    expect(network.classify(Dataset.from([[0], [2]], null))).toEqual([0, 1]);
  });

  it("are not noted where fit is refused", async () => {
    const network = Network.create({ layers: [1, softmax], precision: "float32" });
    await expect(network.fit(Dataset.from([[1e300], [1]], ["cat", "dog"]))).rejects.toThrow("1e+300");
    expect(network.notes).toEqual({});
  });

  it("in another order are matched by name: evaluate, gradients, fit, validation", async () => {
    const network = await train();
    const reversed = Dataset.from(sizes, [1, 1, 0, 0], { classes: ["dog", "cat"] });
    const same = Dataset.from(sizes, names);
    expect(network.evaluate(reversed)).toEqual(network.evaluate(same));
    expect(network.evaluate(same).metrics.accuracy).toBe(1);
    expect(network.gradients(reversed)).toEqual(network.gradients(same));
    const one = Dataset.from([[1], [0.8]], ["dog", "dog"]);
    expect(network.evaluate(one).metrics.accuracy).toBe(1);
    const [first, second] = [network.clone(), network.clone()];
    const history = await first.fit(reversed, { epochs: 3, validation: reversed });
    expect(history.validation).toEqual((await second.fit(same, { epochs: 3, validation: same })).validation);
    expect(await first.weightsSha256()).toBe(await second.weightsSha256());
  });

  it("that the network does not know are refused, unless it starts from new weights", async () => {
    const network = await train();
    const owls = Dataset.from(sizes, ["cat", "owl", "owl", "cat"]);
    const message =
      'DataError: targets: row 1: expected a class that the network was trained on ("cat" and "dog"), got "owl". ' +
      "Leave such rows out, or train a network for these classes.";
    expect(await failure(() => network.evaluate(owls))).toBe(message);
    expect(await failure(() => network.fit(owls))).toBe(message);
    expect(await failure(() => network.fit(sizes, ["cat", "dogg", "dog", "cat"]))).toBe(
      'DataError: targets: row 1: expected a class, "cat" or "dog", got "dogg". Did you mean "dog"?',
    );
    await network.fit(owls, { warmStart: false, epochs: 1 });
    expect(network.notes).toEqual({ classes: ["cat", "owl"] });
  });

  it("of one sigmoid output are two, by 0.5", async () => {
    const network = Network.create({ layers: [1, 1], optimizer: "lbfgs", epochs: 30 });
    const { validation } = await network.fit(sizes, names, { validation: Dataset.from(sizes, names) });
    expect(validation.at(-1)!.metrics.accuracy).toBe(1);
    expect(network.classify([[0], [2]])).toEqual(["cat", "dog"]);
    const numbers = Network.create({ layers: [1, 1], optimizer: "lbfgs", epochs: 30 });
    await numbers.fit(sizes, [0, 0, 1, 1]);
    expect(numbers.classify([[0], [2]])).toEqual([0, 1]);
    expect(await numbers.weightsSha256()).toBe(await network.weightsSha256());
  });

  it("are not asked of a network that answers with numbers", async () => {
    const message =
      "ConfigError: classify: expected one output for each class, or one sigmoid output, and targets that are not scaled; " +
      "this network answers with numbers. Use predict.";
    const linear = Network.create({ layers: [1, { units: 1, activation: "identity" }] });
    expect(await failure(() => linear.classify([[1]]))).toBe(message);
    const scaled = Network.create({ layers: [1, 2], targetScaling: "minMax" });
    await scaled.fit(
      [[1], [2]],
      [
        [1, 2],
        [3, 4],
      ],
      { epochs: 1 },
    );
    expect(await failure(() => scaled.classify([[1]]))).toBe(message);
  });

  it("in the notes that are not one for each class are refused", async () => {
    const network = await train();
    for (const classes of [3, ["a"], ["a", 2]]) {
      network.notes = { classes };
      expect(await failure(() => network.classify([[1]]))).toBe(
        `ConfigError: notes.classes: expected 2 names, one for each class, got ${JSON.stringify(classes)}. ` +
          "Set network.notes to the names in the order of the outputs, or leave them out.",
      );
    }
  });
});

describe("names of inputs", () => {
  const rows = [
    [1, 2],
    [3, 4],
  ];
  it("are noted by fit, and others are refused", async () => {
    const network = Network.create({ layers: [2, 1] });
    await network.fit(Dataset.from(rows, [0, 1], { inputNames: ["mass", "length"] }));
    expect(network.notes).toEqual({ inputNames: ["mass", "length"] });
    const swapped = Dataset.from(rows, [0, 1], { inputNames: ["length", "mass"] });
    const message =
      'DataError: inputs: column 0 is "length", but the network was trained on "mass" there. ' +
      'Bring the columns into this order: "mass" and "length".';
    const loaded = Network.load(network.save());
    expect(await failure(() => loaded.predict(swapped))).toBe(message);
    expect(await failure(() => loaded.evaluate(swapped))).toBe(message);
    expect(loaded.predict(Dataset.from(rows, null, { inputNames: ["mass", "length"] }))).toEqual(
      loaded.predict(rows),
    );
  });
});

describe("what predict is given", () => {
  const network = Network.create({ layers: [2, 1] });
  it.each([
    [[0, 1], "ShapeError: inputs: expected rows of 2 numbers, got a list of 2. For one row, write [[0, 1]]."],
    [
      Array.from({ length: 9 }, () => 0),
      "ShapeError: inputs: expected rows of 2 numbers, got a list of 9. For one row, write [[…]].",
    ],
    [null, "DataError: inputs: expected a Dataset, or rows of 2 numbers, got null."],
    [[{ a: 1 }], 'DataError: inputs: row 0: expected a list of numbers, got {"a":1}.'],
    [[true], "DataError: inputs: row 0: expected a list of numbers, got true."],
    [["ab"], 'DataError: inputs: row 0: expected a list of numbers, got "ab".'],
    [
      [[1, 2, 3]],
      "ShapeError: inputs: the network takes 2 columns, the data have 3. Set layers[0] to 3, or give other data.",
    ],
  ])("refuses %j", async (inputs, message) => {
    expect(await failure(() => network.predict(inputs as never))).toBe(message);
    expect(await failure(() => network.classify(inputs as never))).toBe(message);
    expect(await failure(() => network.encode(inputs as never, 1))).toBe(message);
  });

  it("evaluate and gradients take a Dataset and nothing like it", async () => {
    const data = Dataset.from([[1, 2]], [1]);
    const message = /^DataError: expected a Dataset, as Dataset\.from makes it, got \{"inputs"/;
    expect(await failure(() => network.evaluate(JSON.parse(JSON.stringify(data))))).toMatch(message);
    expect(await failure(() => network.gradients(JSON.parse(JSON.stringify(data))))).toMatch(message);
  });
});

describe("clone", () => {
  it("answers and trains on as the network would, and neither changes the other", async () => {
    const network = Network.create({ layers: [1, 3, softmax], scaling: "standard", seed: 5 });
    const data = Dataset.from(sizes, names);
    await network.fit(data, { epochs: 3 });
    const copy = network.clone();
    expect(copy.config).toEqual(network.config);
    expect([copy.notes, copy.scalers]).toEqual([network.notes, network.scalers]);
    expect(copy.predict(sizes)).toEqual(network.predict(sizes));
    const before = await network.weightsSha256();
    copy.notes.more = 1;
    await copy.fit(data, { epochs: 3 });
    expect(await network.weightsSha256()).toBe(before);
    expect(network.notes).toEqual({ classes: ["cat", "dog"] });
    await network.fit(data, { epochs: 3 });
    expect(await network.weightsSha256()).toBe(await copy.weightsSha256());
    network.dispose();
    expect(copy.predict(sizes)).toHaveLength(4);
    expect(() => network.clone()).toThrow("network: it was disposed. Create or load another one.");
  });

  it("copies tied weights and leaves a memory that was given", () => {
    const layers = [3, { units: 2, name: "code" }, { units: 3, tied: "code" as const }];
    const memory = new WebAssembly.Memory({ initial: 40, maximum: 40 });
    const region = { memory, base: 1024, bytes: 39 * 65_536 };
    const network = Network.create({ layers: layers as never, build: "simd" }, { memory: region as never });
    expect(network.clone().predict([[1, 2, 3]])).toEqual(network.predict([[1, 2, 3]]));
  });
});
