/** More classes for a trained network: what it keeps, what it draws, and what it refuses. */
import { describe, expect, it } from "vitest";
import { addClasses, ConfigError, Dataset, Network } from "../../../src/index.js";

const rows = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const asked = [...rows, [0.3, 0.8]];
const layers = [2, { units: 5, activation: "tanh" }, { units: 2, activation: "sigmoid" }] as const;
const nets = {
  "biases per unit": {},
  "shared biases": { biases: "shared" },
  "no biases": { biases: "none" },
  members: { members: 3 },
  float64: { precision: "float64" },
  scaling: { scaling: "standard" },
} as const;

describe("addClasses", () => {
  it.each(Object.entries(nets))(
    "keeps the answers of the known outputs, bit for bit: %s",
    async (_, more) => {
      const network = Network.create({ layers, loss: "binaryCrossEntropy", seed: 3, ...more });
      await network.fit(rows, ["a", "b", "b", "a"], { epochs: 20 });
      const grown = addClasses(network, ["c", "d"]);
      const known = network.predict(asked).map((answer) => [...answer]);
      expect(grown.predict(asked).map((answer) => [...answer.subarray(0, 2)])).toEqual(known);
      expect(grown.outputs).toBe(4);
      expect(grown.notes.classes).toEqual(["a", "b", "c", "d"]);
      expect(grown.scalers).toEqual(network.scalers);
      expect(network.outputs).toBe(2);
    },
  );

  it("draws the weights of the new outputs, and learns the new classes", async () => {
    const network = Network.create({
      layers: [2, { units: 8, activation: "tanh" }, { units: 2, activation: "softmax" }],
      optimizer: { kind: "adam", learningRate: 0.02 },
      seed: 1,
    });
    await network.fit(rows.slice(0, 2), ["low", "high"], { epochs: 200 });
    const grown = addClasses(network, ["right"]);
    const [, output] = grown.parameters();
    const added = [...output!.weights].filter((_, at) => at % 3 === 2);
    expect(new Set(added).size).toBe(8);
    expect(added).not.toContain(0);
    expect(grown.training.epochs).toBe(0);
    // the data set sorts its classes otherwise
    await grown.fit(Dataset.from(rows.slice(0, 3), ["low", "high", "right"]), { epochs: 400 });
    expect(grown.classify(rows.slice(0, 3))).toEqual(["low", "high", "right"]);
  });

  it("counts classes where they have no names", async () => {
    const network = Network.create({ layers, seed: 1 });
    const grown = addClasses(network, 3);
    expect([grown.outputs, grown.notes]).toEqual([5, {}]);
    expect(() => addClasses(network, ["c"])).toThrow(
      new ConfigError(
        'addClasses: expected the number of new classes, because the network knows no names, got ["c"].',
      ),
    );
  });

  it("adds them to the schema, so that records are answered with them", async () => {
    const fruit = [
      { mass: 170, kind: "apple" },
      { mass: 80, kind: "plum" },
    ];
    const network = Network.for(Dataset.fromRecords(fruit, { target: "kind" }), { hidden: [8], seed: 1 });
    await network.fit(Dataset.fromRecords(fruit, { target: "kind" }), { epochs: 50 });
    const grown = addClasses(network, ["melon"]);
    const data = Dataset.fromRecords([...fruit, { mass: 900, kind: "melon" }], { target: "kind" });
    await grown.fit(data, { epochs: 200 });
    expect(grown.predictRecords([{ mass: 1000 }])[0]!.class).toBe("melon");
    expect(Network.load(grown.save()).predictRecords([{ mass: 82 }])[0]!.class).toBe("plum");
    expect(grown.notes.schema).toMatchObject({
      target: { name: "kind", classes: ["apple", "plum", "melon"] },
    });
    expect(network.notes.schema).toMatchObject({ target: { classes: ["apple", "plum"], counts: [1, 1] } });
  });

  it("leaves out the temperature, which was found for other classes", () => {
    const network = Network.create({ layers: [2, { units: 2, activation: "softmax" }] });
    network.scalers = { inputs: null, targets: null, temperature: 2 };
    expect(addClasses(network, 1).scalers).toEqual({ inputs: null, targets: null });
  });

  it("refuses networks without an output for each class, and names that are known", async () => {
    const refusal = (got: string) =>
      new ConfigError(
        `addClasses: expected a network with one output for each class, got ${got}. ` +
          "Train one whose last layer has a unit for each class.",
      );
    expect(() => addClasses(Network.create({ layers: [2, 1] }), 1)).toThrow(refusal("one output"));
    const mirrored = Network.create({ layers: [4, 2, 4], tiedWeights: true });
    expect(() => addClasses(mirrored, 1)).toThrow(refusal("a tied layer"));
    const numbers = Network.create({
      layers: [2, { units: 2, activation: "identity" }],
      targetScaling: "standard",
    });
    numbers.measureScalers(Dataset.from(rows, rows));
    expect(() => addClasses(numbers, 1)).toThrow(refusal("outputs that are scaled numbers"));

    const network = Network.create({ layers, seed: 1 });
    network.notes = { classes: ["a", "b"] };
    expect(() => addClasses(network, ["c", "a"])).toThrow(
      new ConfigError('addClasses: "a" is a class of the network already. Leave it out.'),
    );
    expect(() => addClasses(network, ["c", "c"])).toThrow('"c" is a class of the network already');
    for (const wrong of [[], 2, "c", [3], null]) {
      expect(() => addClasses(network, wrong as never)).toThrow(
        "addClasses: expected a list of names of new classes, got ",
      );
    }
    for (const wrong of [0, 1.5, "two"]) {
      expect(() => addClasses(Network.create({ layers }), wrong as never)).toThrow(ConfigError);
    }
    expect(() => addClasses({} as Network, 1)).toThrow("addClasses: expected a Network, got {}.");
    network.dispose();
    expect(() => addClasses(network, ["c"])).toThrow(
      new ConfigError("network: it was disposed. Create or load another one."),
    );
  });
});
