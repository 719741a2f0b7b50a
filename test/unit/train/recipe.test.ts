import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { checkConfig } from "../../../src/settings/configuration.js";
import { Network } from "../../../src/train/network.js";
import { madeFor } from "../../../src/train/recipe.js";

const rows = Array.from({ length: 90 }, (_, i) => [Math.sin(i), Math.cos(3 * i), i % 2]);
const classes = Dataset.from(
  rows,
  rows.map(([x, y]) => (x! * y! > 0 ? "same" : "different")),
  { flags: [0, 0, 1] },
);
const numbers = Dataset.from(
  rows,
  rows.map(([x, y]) => [1000 * x! + y!]),
);

describe("the preset table", () => {
  it("chooses the output by the targets", () => {
    const of = (dataset: Dataset) => checkConfig(madeFor(dataset, "table", {}));
    expect(of(classes)).toMatchObject({ loss: "crossEntropy", targetScaling: "none" });
    expect(of(numbers)).toMatchObject({ loss: "halfSquaredError", targetScaling: "standard" });
    const flags = Dataset.from(
      rows,
      rows.map(([x]) => [x! > 0 ? 1 : 0, x! > 0.5 ? 1 : 0]),
    );
    expect(of(flags)).toMatchObject({ loss: "binaryCrossEntropy", targetScaling: "none" });
    expect(of(flags).layers.at(-1)!.activation).toBe("sigmoid");
  });

  it("cuts columns of numbers into bins, no more than they have values, and no flags", () => {
    const few = Dataset.from(
      rows.map(([x], i) => [x!, i % 4, i % 2, 7, i % 2]),
      rows.map(([x]) => [x!]),
      { flags: [0, 0, 0, 0, 1] },
    );
    expect(madeFor(few, "table", {}).inputBins).toEqual([8, 3, 0, 0, 0]);
    expect(madeFor(few, "table", { scaling: "minMax" })).not.toHaveProperty("inputBins");
  });

  it("holds rows out and keeps the best weights, unless there are few rows or none may be held out", () => {
    expect(madeFor(classes, "table", {})).toMatchObject({
      validation: 0.15,
      earlyStopping: { patience: 1000 },
    });
    const few = classes.select(Array.from({ length: 30 }, (_, i) => i));
    for (const made of [madeFor(few, "table", {}), madeFor(classes, "table", { validation: 0 })]) {
      expect(made.validation).toBe(0);
      expect(made).not.toHaveProperty("earlyStopping");
    }
  });

  it("leaves out what belongs to its optimiser where another is given, and keeps a rate that is given alone", () => {
    const other = madeFor(classes, "table", { optimizer: "sgd" });
    expect(other).not.toHaveProperty("schedule");
    expect(other).not.toHaveProperty("batchSize");
    const { optimizer, schedule } = madeFor(classes, "table", { optimizer: { learningRate: 0.01 } });
    expect([optimizer, schedule]).toEqual([{ kind: "adamw", learningRate: 0.01 }, "oneCycle"]);
  });

  it("takes a given loss with an output that goes with it", () => {
    expect(
      checkConfig(madeFor(classes, "table", { loss: "halfSquaredError" })).layers.at(-1)!.activation,
    ).toBe("sigmoid");
  });
});

describe("the preset textbook", () => {
  it("is one layer of sigmoid units and plain descent", () => {
    const config = checkConfig(madeFor(classes, "textbook", {}));
    expect(config.layers.map(({ units, activation }) => [units, activation])).toEqual([
      [16, "sigmoid"],
      [2, "sigmoid"],
    ]);
    expect(config).toMatchObject({
      loss: "halfSquaredError",
      optimizer: { kind: "sgd" },
      scaling: "standard",
    });
  });
});

describe("Network.for", () => {
  it("makes a network that learns", async () => {
    using network = Network.for(numbers, { seed: 2, epochs: 40 });
    const history = await network.fit(numbers);
    expect(history.best!.epoch).toBeGreaterThan(1);
    expect(network.evaluate(numbers).metrics.r2).toBeGreaterThan(0.9);
  });

  it("takes settings over its own", () => {
    using network = Network.for(classes, { hidden: [5, 4], activation: "tanh", batchSize: 7 });
    expect(network.config.layers.map(({ units, activation }) => [units, activation])).toEqual([
      [5, "tanh"],
      [4, "tanh"],
      [2, "softmax"],
    ]);
    expect(network.config.batchSize).toBe(7);
  });

  it("refuses layers, data without targets, and what is no Dataset", () => {
    expect(() => Network.for(classes, { layers: [3, 2] } as never)).toThrow(
      "layers: does not go with Network.for",
    );
    expect(() => Network.for(Dataset.from(rows, null))).toThrow("expected targets, got none");
    expect(() => Network.for(rows as never)).toThrow(
      "dataset: expected a Dataset, as Dataset.from makes it, got [[",
    );
  });
});
