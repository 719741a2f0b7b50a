import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const rows = 12;
const inputs = numbers(rows * 3, 1);
const targets = numbers(rows * 2, 2);
const labels = [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 2];
const names = ["common", "some", "rare"];
const classed = (sampleWeights?: number[]) =>
  Dataset.from(inputs, labels, { columns: 3, classes: names, ...(sampleWeights && { sampleWeights }) });

/** Trains; what is left, and the losses. */
async function train(data: Dataset, config: Partial<ConfigInput> = {}) {
  const network = Network.create({
    layers: [3, 5, data.outputs],
    batchSize: "full",
    shuffle: false,
    epochs: 10,
    precision: "float64",
    optimizer: { learningRate: 0.1 },
    ...config,
  });
  const { loss } = await network.fit(data);
  const parameters = network.parameters().flatMap(({ weights, biases }) => [...weights, ...biases]);
  const hash = await network.weightsSha256();
  network.dispose();
  return { parameters, loss, hash };
}

const weighted = (sampleWeights: number[]) => Dataset.from(inputs, targets, { columns: 3, sampleWeights });
const plain = Dataset.from(inputs, targets, { columns: 3 });
const ones = Array.from({ length: rows }, () => 1);

describe("sampleWeights", () => {
  it("of 1 give the bits of none", async () => {
    expect(await train(weighted(ones))).toEqual(await train(plain));
  });

  it.each(["sgd", "adam"] as const)("2 is the row twice, in the sum, to 1e-12: %s", async (optimizer) => {
    const config = { reduction: "sum", optimizer: { kind: optimizer, learningRate: 0.05 } } as const;
    const once = await train(weighted(ones.map((one, row) => (row === 4 ? 2 : one))), config);
    const twice = await train(plain.select([0, 1, 2, 3, 4, 4, 5, 6, 7, 8, 9, 10, 11]), config);
    expectClose(once.parameters, twice.parameters, { absolute: 1e-12 }, "parameters");
    expectClose(once.loss, twice.loss, { absolute: 1e-12 }, "loss");
  });

  it("0 is the row left out, in the sum, to the bit; in the mean it still counts as a row", async () => {
    const zero = weighted(ones.map((one, row) => (row === 4 ? 0 : one)));
    const without = plain.select([0, 1, 2, 3, 5, 6, 7, 8, 9, 10, 11]);
    const sum = { reduction: "sum" } as const;
    expect(await train(zero, sum)).toEqual(await train(without, sum));
    const inMean = await train(zero, { epochs: 1 });
    const alone = await train(without, { epochs: 1 });
    expectClose(inMean.loss[0]! * 12, alone.loss[0]! * 11, { relative: 1e-14 }, "loss");
  });

  it("go with their rows through shuffles, splits, threads and builds", async () => {
    const some = weighted(Array.from({ length: rows }, (_, row) => 0.25 * row));
    const config = { shuffle: true, batchSize: 5, validation: 0.25, precision: "float32" } as const;
    const scalar = await train(some, { ...config, build: "scalar" });
    expect(await train(some, { ...config, build: "simd" })).toEqual(scalar);
    for (const threads of [1, 2, 3]) expect(await train(some, { ...config, threads })).toEqual(scalar);
    expect((await train(plain, config)).hash).not.toBe(scalar.hash);
    // the same rows in another order, not shuffled: the sum of losses is that of the rows
    const order = [7, 3, 11, 0, 5, 1, 9, 2, 10, 4, 8, 6];
    const still = { epochs: 1, reduction: "sum" } as const;
    const [first, second] = [await train(some, still), await train(some.select(order), still)];
    expectClose(first.loss, second.loss, { relative: 1e-14 }, "loss");
    expectClose(first.parameters, second.parameters, { absolute: 1e-14 }, "parameters");
  });

  it("−1 raises the loss of its row: the gradients of 1 with the other sign", async () => {
    const network = Network.create({ layers: [2, 3, 1], precision: "float64", seed: 4 });
    const one = Dataset.from([[1, 2]], [[0.3]], { sampleWeights: [1] });
    const other = Dataset.from([[1, 2]], [[0.3]], { sampleWeights: [-1] });
    const [positive, negative] = [network.gradients(one), network.gradients(other)];
    positive.forEach(({ weights, biases }, layer) => {
      expectSameBits(
        negative[layer]!.weights.map((x) => -x),
        weights,
        "weights",
      );
      expectSameBits(
        negative[layer]!.biases.map((x) => -x),
        biases,
        "biases",
      );
    });
    const before = network.evaluate(one).loss;
    await network.fit(other, { epochs: 1 });
    expect(network.evaluate(one).loss).toBeGreaterThan(before);
  });

  it("count in gradients and in the loss that training lowers", () => {
    const network = Network.create({ layers: [2, 3, 1], precision: "float64", seed: 4 });
    const rows = [
      [1, 2],
      [0, 1],
    ];
    const weighed = Dataset.from(rows, [[0.3], [0.9]], { sampleWeights: [3, 0] });
    const first = network.gradients(Dataset.from(rows.slice(0, 1), [[0.3]]));
    const all = network.gradients(weighed);
    expectClose(
      all[0]!.weights,
      first[0]!.weights.map((x) => 1.5 * x),
      { relative: 1e-13 },
      "gradients",
    );
  });

  it.each([
    [[1, 2], "sampleWeights: expected 12 weights, one for each input row, got 2."],
    [ones.map(() => NaN), "sampleWeights: row 0: expected a finite number, got NaN."],
    [ones.map(() => 0), "sampleWeights: expected a weight that is not 0 for at least 1 row, got 0 for all."],
  ])("%j are refused", (sampleWeights, message) => {
    expect(() => weighted(sampleWeights)).toThrow(message);
  });
});

describe("classWeights", () => {
  const byRow = (weights: number[]) => labels.map((label) => weights[label]!);

  it("are the weights of the rows of a class, by list and by name, to the bit", async () => {
    const expected = await train(classed(byRow([1, 0.5, 3])));
    expect(await train(classed(), { classWeights: [1, 0.5, 3] })).toEqual(expected);
    expect(await train(classed(), { classWeights: { rare: 3, common: 1, some: 0.5 } })).toEqual(expected);
  });

  it('"balanced" is rows / (classes · rows of the class)', async () => {
    const balanced = byRow([12 / (3 * 8), 12 / (3 * 3), 12 / (3 * 1)]);
    expect(await train(classed(), { classWeights: "balanced" })).toEqual(await train(classed(balanced)));
  });

  it("multiply with sampleWeights", async () => {
    const both = await train(classed(ones.map((_, row) => row + 1)), { classWeights: [1, 0.5, 4] });
    const expected = byRow([1, 0.5, 4]).map((weight, row) => weight * (row + 1));
    expect(both).toEqual(await train(classed(expected)));
  });

  it.each([
    [[1, 2], "classWeights: expected 3 weights, one for each class, got 2."],
    [[1, 2, -3], "classWeights[2]: expected a finite number ≥ 0, got -3."],
    [{ common: 1, some: 1, rara: 2 }, 'classWeights: there is no class "rara". Did you mean "rare"?'],
    [
      { common: 1, some: 1 },
      'classWeights: expected a weight for each class, got none for "rare". Give 1 for a class that should keep its weight.',
    ],
    [
      [0, 0, 0],
      "classWeights: expected a weight that is not 0 for at least 1 training sample, got 0 for all.",
    ],
  ])("%j are refused", async (classWeights, message) => {
    await expect(train(classed(), { classWeights: classWeights as number[] })).rejects.toThrow(message);
  });

  it("without classes are refused", async () => {
    await expect(train(plain, { classWeights: "balanced" })).rejects.toThrow(
      "classWeights: expected targets that are classes, got numbers. Drop it.",
    );
  });
});
