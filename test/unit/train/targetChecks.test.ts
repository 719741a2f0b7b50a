import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { ChainruleError } from "../../../src/errors.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";

const rows = (targets: readonly (readonly number[])[]) =>
  Dataset.from(
    targets.map((_, row) => [row % 3, row % 2]),
    targets as number[][],
  );

/** What `fit` refuses, or the warnings that it gives; weights stay where it refuses. */
async function told(config: Partial<ConfigInput>, dataset: Dataset): Promise<string | string[]> {
  const network = Network.create({ layers: [2, dataset.outputs], epochs: 1, ...config } as ConfigInput);
  const before = await network.weightsSha256();
  const heard: string[] = [];
  const result = await network
    .fit(dataset, { onWarning: (warning) => heard.push(warning) })
    .catch((error: unknown) => error as Error);
  if (result instanceof Error) {
    expect(result).toBeInstanceOf(ChainruleError);
    expect(await network.weightsSha256()).toBe(before);
    expect(network.scalers).toEqual({ inputs: null, targets: null });
    return result.message;
  }
  expect(heard).toEqual(result.warnings);
  return result.warnings;
}

const softmax = (units: number) => ({ layers: [2, { units, activation: "softmax" }] }) as const;
const binary = { loss: "binaryCrossEntropy" } as const;
const hinge = { loss: "hinge", layers: [2, { units: 2, activation: "identity" }] } as const;

describe("targets that the loss is not defined for are refused, and nothing has changed", () => {
  it.each<[string, Partial<ConfigInput>, number[][], string]>([
    [
      "binaryCrossEntropy with 1 and 2",
      binary,
      [[1], [2], [1]],
      "targets: row 1, column 0: expected a number 0 to 1, as binaryCrossEntropy takes, got 2. Write 1 as 0 and 2 as 1, or take another loss than binaryCrossEntropy.",
    ],
    [
      "binaryCrossEntropy with −1 and 1",
      binary,
      [[1], [-1]],
      "targets: row 1, column 0: expected a number 0 to 1, as binaryCrossEntropy takes, got -1. Write -1 as 0 and 1 as 1, or take another loss than binaryCrossEntropy.",
    ],
    [
      "binaryCrossEntropy with 0, 1 and 2",
      binary,
      [[0], [1], [2]],
      "targets: row 2, column 0: expected a number 0 to 1, as binaryCrossEntropy takes, got 2. Give classes as targets, with one output for each, or take another loss than binaryCrossEntropy.",
    ],
    [
      "binaryCrossEntropy with scaled targets",
      { ...binary, targetScaling: "standard" },
      [[0], [1]],
      'targets: row 0, column 0: expected a number 0 to 1, as binaryCrossEntropy takes, got 0, which is -1.000 after the scaling "standard". Set targetScaling to "none", or take another loss than binaryCrossEntropy.',
    ],
    [
      "crossEntropy with a negative number",
      softmax(2),
      [
        [1, 0],
        [-1, 2],
      ],
      "targets: row 1, column 0: expected a number 0 to 1, as crossEntropy takes, got -1. Give classes as targets, or rows of probabilities, or take another loss than crossEntropy.",
    ],
    [
      "crossEntropy with scaled targets",
      { ...softmax(2), targetScaling: "standard" },
      [
        [1, 0],
        [0, 1],
      ],
      'targets: row 0, column 1: expected a number 0 to 1, as crossEntropy takes, got 0, which is -1.000 after the scaling "standard". Set targetScaling to "none", or take another loss than crossEntropy.',
    ],
    [
      "hinge with one-hot numbers",
      hinge,
      [
        [1, 0],
        [0, 1],
      ],
      "targets: row 0, column 1: expected −1 or 1, as hinge takes, got 0. Write 0 as −1 and 1 as 1, or take another loss than hinge.",
    ],
    [
      "a single softmax unit",
      softmax(1),
      [[1], [1]],
      'layers[1].units: softmax learns with 2 units or more, because a single one is always 1. Give it one unit for each class, or take "sigmoid" with the loss "binaryCrossEntropy".',
    ],
    [
      "a sigmoid output with 5 and 7",
      {},
      [[5], [7]],
      'targets: row 0, column 0: expected a number 0 to 1, as the sigmoid outputs of the last layer give, got 5. Set the activation of the last layer to "identity", or targetScaling to "minMax".',
    ],
  ])("%s", async (_, config, targets, message) => {
    expect(await told(config, rows(targets))).toBe(message);
  });

  it("in the rows that train alone; held-out rows may have any", async () => {
    const data = rows([[0], [1], [7]]);
    const network = Network.create({ layers: [2, 1], loss: "binaryCrossEntropy" });
    const of = (train: number[], validation: number[]) =>
      network.fit(data, {
        epochs: 1,
        validation: { train: Uint32Array.from(train), validation: Uint32Array.from(validation) },
      });
    expect((await of([0, 1], [2])).warnings).toEqual([]);
    await expect(of([1, 2], [0])).rejects.toThrow("targets: row 2, column 0:");
  });
});

describe("targets that a network can learn in part are told with the cure", () => {
  it.each<[string, Partial<ConfigInput>, number[][], string]>([
    [
      "a relu output and standardised targets",
      { layers: [2, { units: 1, activation: "relu" }], targetScaling: "standard" },
      [[1], [2], [3], [4]],
      'targets: 2 of 4 cannot be reached: the relu outputs of the last layer give a number ≥ 0; row 0, column 0 is 1, which is -1.342 after the scaling "standard". Set the activation of the last layer to "identity", or targetScaling to "minMax".',
    ],
    [
      "a tanh output and a target of 3",
      { layers: [2, { units: 1, activation: "tanh" }] },
      [[1], [3], [0], [0]],
      'targets: 1 of 4 cannot be reached: the tanh outputs of the last layer give a number −1 to 1; row 1, column 0 is 3. Set the activation of the last layer to "identity", or targetScaling to "minMax".',
    ],
    [
      "crossEntropy and rows that do not sum to 1",
      softmax(2),
      [
        [1, 1],
        [0.5, 0.49],
        [0, 0],
      ],
      "targets: 2 of 3 rows do not sum to 1, as crossEntropy takes them; row 0 sums to 2. Give classes as targets, or rows of probabilities, or take another loss than crossEntropy.",
    ],
    [
      "prices that are not scaled",
      { layers: [2, { units: 1, activation: "identity" }], optimizer: { learningRate: 1e-4 } },
      [[150_000], [-500_000], [2]],
      'targets: they reach -500000, and training begins near 0. Set targetScaling to "standard"; answers stay in the units of the targets.',
    ],
  ])("%s", async (_, config, targets, message) => {
    expect(await told(config, rows(targets))).toEqual([message]);
  });
});

describe("targets that fit are trained on without a word", () => {
  it.each<[string, Partial<ConfigInput>, number[][]]>([
    ["0 and 1 for binaryCrossEntropy", binary, [[0], [1], [0.5]]],
    ["probabilities of two digits for crossEntropy", softmax(3), [[0.33, 0.33, 0.33]]],
    ["−1 and 1 for hinge", hinge, [[-1, 1]]],
    ["any numbers scaled to 0 … 1 for a sigmoid", { targetScaling: "minMax" }, [[5], [7], [6]]],
    [
      "scaled prices",
      { layers: [2, { units: 1, activation: "identity" }], targetScaling: "standard" },
      [[1e5], [5e5]],
    ],
  ])("%s", async (_, config, targets) => {
    expect(await told(config, rows(targets))).toEqual([]);
  });

  it("classes with any loss", async () => {
    const data = Dataset.from(
      [
        [0, 1],
        [1, 0],
      ],
      ["no", "yes"],
    );
    for (const config of [softmax(2), { ...hinge }, { layers: [2, 2] }, { layers: [2, 1], ...binary }]) {
      expect(await told(config as Partial<ConfigInput>, data)).toEqual([]);
    }
  });

  it("bytes that are divided by 255 for an autoencoder", async () => {
    const bytes = Dataset.from(new Uint8Array([0, 255, 128, 7]), null, { columns: 2 }).asAutoencoder();
    expect(await told({ layers: [2, 2] }, bytes)).toEqual([]);
  });
});

describe("bytes", () => {
  const xor = (values: number[], options = {}) =>
    Dataset.from(Uint8Array.from(values), [0, 1, 1, 0], { columns: 2, ...options });
  const scaleOf = async (data: Dataset) => {
    const network = Network.create({ layers: [2, 5, 1], optimizer: "lbfgs", seed: 2 });
    await network.fit(data, { epochs: 50 });
    return {
      scaler: network.scalers.inputs,
      answers: network.predict(data).map(([answer]) => Math.round(answer!)),
    };
  };

  it("that are no pixels stay as they are, and are learnt", async () => {
    expect(await scaleOf(xor([0, 0, 0, 1, 1, 0, 1, 1]))).toEqual({ scaler: null, answers: [0, 1, 1, 0] });
  });

  it("of images, and those that use the upper half, are divided by 255", async () => {
    const divided = { kind: "bytes", shift: [0, 0], scale: [1 / 255, 1 / 255] };
    expect((await scaleOf(xor([0, 0, 0, 1, 1, 0, 1, 1], { image: [1, 2] }))).scaler).toMatchObject(divided);
    expect((await scaleOf(xor([0, 0, 0, 255, 255, 0, 255, 255]))).scaler).toMatchObject(divided);
  });
});
