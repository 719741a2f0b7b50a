import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { fromRecords } from "../../../src/readers/records.js";
import { permutationImportance } from "../../../src/train/evaluation/importance.js";
import { Network } from "../../../src/train/network.js";
import { numbers } from "../kernels/variants.js";

const rows = 200;
const noise = numbers(3 * rows, 5);
const linear = { layers: [3, { units: 1, activation: "identity" }], precision: "float64" } as const;
/** y = 3a + b, c is not used. */
const network = Network.create(linear);
network.setParameters([{ weights: [3, 1, 0], biases: [0] }]);
const targets = Array.from({ length: rows }, (_, row) => [3 * noise[3 * row]! + noise[3 * row + 1]!]);
const data = Dataset.from(noise, targets, { columns: 3, inputNames: ["a", "b", "c"] });

describe("permutationImportance", () => {
  it("is twice the part of the variance for a linear function, and 0 for a column that it does not use", () => {
    const found = permutationImportance(network, data, { metric: "mse", repeats: 40, seed: 1 });
    expect(found.map(({ name, columns }) => [name, columns])).toEqual([
      ["a", [0]],
      ["b", [1]],
      ["c", [2]],
    ]);
    const variance = (column: number) => {
      const values = Array.from({ length: rows }, (_, row) => noise[3 * row + column]!);
      const mean = values.reduce((sum, value) => sum + value, 0) / rows;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows;
    };
    // the mean of (x − x′)² over all shuffles is twice the variance
    expect(found[0]!.importance / (2 * 9 * variance(0))).toBeCloseTo(1, 1);
    expect(found[1]!.importance / (2 * variance(1))).toBeCloseTo(1, 1);
    expect([found[2]!.importance, found[2]!.deviation]).toEqual([0, 0]);
  });

  it("is positive for a metric that falls, the same for the same seed, and leaves data and network", async () => {
    const [before, hash] = [noise.slice(), await network.weightsSha256()];
    const found = permutationImportance(network, data, { metric: "r2" });
    expect(found[0]).toMatchObject({ name: "a" });
    expect(found[0]!.importance).toBeGreaterThan(1);
    expect(permutationImportance(network, data, { metric: "r2" })).toEqual(found);
    expect(permutationImportance(network, data, { metric: "r2", seed: 1 })).not.toEqual(found);
    expect(noise).toEqual(before);
    expect(await network.weightsSha256()).toBe(hash);
  });

  it("shuffles the flags of one column together, and numbers columns without names", () => {
    const inputs = Array.from({ length: rows }, (_, row) => [row % 2, 1 - (row % 2), noise[row]!]);
    const labels = inputs.map(([first]) => first!);
    const flags = [1, 1, 0];
    const named = Dataset.from(inputs, labels, { classes: 2, flags, inputNames: ["job=a", "job=b", "x=y"] });
    const judge = Network.create({ layers: [3, { units: 2, activation: "softmax" }] });
    judge.setParameters([{ weights: [-5, 5, 5, -5, 0, 0], biases: [0, 0] }]);
    const found = permutationImportance(judge, named, { metric: "accuracy" });
    expect(found.map(({ name, columns }) => [name, columns])).toEqual([
      ["job", [0, 1]],
      ["x=y", [2]],
    ]);
    expect(found[0]!.importance).toBeCloseTo(0.5, 1);
    const plain = Dataset.from(inputs, labels, { classes: 2 });
    expect(
      permutationImportance(judge, plain)
        .map(({ name }) => name)
        .sort(),
    ).toEqual(["0", "1", "2"]);
  });

  it("shuffles all parts of a date together, by the schema of the table", () => {
    const records = Array.from({ length: 60 }, (_, row) => ({
      when: `2024-0${1 + (row % 9)}-1${row % 7}`,
      size: noise[row]!,
      pay: row,
    }));
    const table = fromRecords(records, { target: "pay", kind: "number" }).dataset;
    const parts = table.inputNames!.filter((name) => name.startsWith("when "));
    expect(parts.length).toBeGreaterThan(2);
    const judge = Network.create({ layers: [table.columns, { units: 1, activation: "identity" }], seed: 1 });
    const found = permutationImportance(judge, table);
    expect(found.map(({ name }) => name).sort()).toEqual(["size", "when"]);
    expect(found.find(({ name }) => name === "when")!.columns).toEqual(parts.map((_, at) => at));
  });

  it("refuses an unknown metric, no repeats, a single row, and an autoencoder", () => {
    expect(() => permutationImportance(network, data, { metric: "accuracy" })).toThrow(
      'metric: there is no metric "accuracy". There are:',
    );
    expect(() => permutationImportance(network, data, { repeats: 0 })).toThrow(
      "repeats: expected an integer ≥ 1, got 0.",
    );
    expect(() => permutationImportance(network, data.select([0]))).toThrow(
      "expected at least 2 rows, got 1.",
    );
    expect(() => permutationImportance(network, data.asAutoencoder())).toThrow("got an autoencoder's data.");
  });
});
