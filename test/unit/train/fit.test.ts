import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { DivergenceError } from "../../../src/errors.js";
import { makeDigits } from "../../../src/data/digits/digits.js";
import { foldRows } from "../../../src/data/folds.js";
import { rowWeights } from "../../../src/data/rowWeights.js";
import { splitDataset } from "../../../src/data/split.js";
import type { Metrics } from "../../../src/train/evaluation/evaluation.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const xor = [0, 1, 1, 0];
const create = (config: Partial<ConfigInput> = {}) =>
  Network.create({ layers: [2, 4, 1], batchSize: 2, seed: 3, ...config });
const refusal = (given: unknown[], network = create()) =>
  (network.fit as (...all: unknown[]) => Promise<unknown>)(...given).then(
    () => "trained",
    (error: Error) => `${error.name}: ${error.message}`,
  );

describe("fit(inputs, targets)", () => {
  it("gives the bits of fit(dataset)", async () => {
    const [one, other] = [create(), create()];
    const history = await one.fit(corners, xor, { epochs: 5 });
    const expected = await other.fit(Dataset.from(corners, xor), { epochs: 5 });
    expect(history.loss).toEqual(expected.loss);
    expect(await one.weightsSha256()).toBe(await other.weightsSha256());
    await one.fit(new Float32Array(corners.flat()), new Float32Array(xor), { epochs: 2 });
    await other.fit(new Float32Array(corners.flat()), Float64Array.from(xor), { epochs: 2 });
    expect(await one.weightsSha256()).toBe(await other.weightsSha256());
  });

  it("takes indices of classes where there are several outputs, and names for any", async () => {
    const softmax = { layers: [2, { units: 3, activation: "softmax" as const }] };
    const [indices, named, dataset] = [create(softmax), create(softmax), create(softmax)];
    await indices.fit(corners, [2, 0, 1, 2], { epochs: 3 });
    await named.fit(corners, ["c", "a", "b", "c"], { epochs: 3 });
    await dataset.fit(Dataset.from(corners, [2, 0, 1, 2], { classes: 3 }), { epochs: 3 });
    expect(await indices.weightsSha256()).toBe(await dataset.weightsSha256());
    expect(await named.weightsSha256()).toBe(await dataset.weightsSha256());
    expect([indices.notes, named.notes]).toEqual([{}, { classes: ["a", "b", "c"] }]);
  });

  it.each([
    [[null], "DataError: inputs: expected a Dataset, or rows of 2 numbers, got null."],
    [
      [{ inputs: corners }],
      'DataError: inputs: expected a Dataset, or rows of 2 numbers, got {"inputs":[[0,0],[0,1],[1,0],[1,1]]}.',
    ],
    [[corners], "DataError: targets: expected an array of targets, one for each row, got nothing."],
    [
      [corners, { epochs: 3 }],
      'DataError: targets: expected an array of targets, one for each row, got {"epochs":3}.',
    ],
    [[corners, [0, 1]], "ShapeError: targets: expected 4 rows as in inputs, got 2."],
    [
      [[0, 1], [1]],
      "ShapeError: inputs: expected rows of 2 numbers, got a list of 2. For one row, write [[0, 1]].",
    ],
    [
      [
        [{ a: 1 }, { a: 2 }],
        [0, 1],
      ],
      'DataError: inputs: row 0: expected a list of numbers, got {"a":1}.',
    ],
    [
      [
        [[0, 1], true],
        [0, 1],
      ],
      "DataError: inputs: row 1: expected a list of numbers, got true.",
    ],
    [
      [
        [
          [0, 1],
          [0, 1, 2],
        ],
        [0, 1],
      ],
      "ShapeError: inputs: row 1 has 3 columns, row 0 has 2.",
    ],
  ])("refuses %j, and nothing has changed", async (given, message) => {
    const network = create();
    const before = await network.weightsSha256();
    expect(await refusal(given, network)).toBe(message);
    expect(await network.weightsSha256()).toBe(before);
  });
});

describe("validation", () => {
  const digits = makeDigits({ rows: 200, seed: 1 });
  const { train, validation } = splitDataset(digits, 0.25, 1);
  const [trained, held] = [digits.select(train), digits.select(validation)];
  const ofDigits = () =>
    Network.create({ layers: [784, 10], epochs: 4, optimizer: { learningRate: 2 }, seed: 1 });

  it("by a data set, or by row numbers, gives the bits and figures of a part held out by the same seed", async () => {
    const [byPart, bySet, byRows] = [ofDigits(), ofDigits(), ofDigits()];
    const expected = await byPart.fit(digits, { validation: 0.25 });
    const history = await bySet.fit(trained, { validation: held });
    expect(history.loss).toEqual(expected.loss);
    expect(history.validation).toEqual(expected.validation);
    expect(await bySet.weightsSha256()).toBe(await byPart.weightsSha256());
    expect(history.validation.at(-1)!.metrics.accuracy).toBe(bySet.evaluate(held).metrics.accuracy);
    const ofRows = await byRows.fit(digits, { validation: { train, validation } });
    expect([ofRows.loss, ofRows.validation]).toEqual([expected.loss, expected.validation]);
    expect(await byRows.weightsSha256()).toBe(await byPart.weightsSha256());
  });

  it("by row numbers uses no other row, and counts balanced classes over all rows, as a part does", async () => {
    const settings = { shuffle: false, classWeights: "balanced" } as const;
    const [fold] = foldRows(200, 4, 7);
    const [byRows, bySet] = [ofDigits(), ofDigits()];
    const few = { train: fold!.train.slice(10), validation: fold!.validation };
    const history = await byRows.fit(digits, { ...settings, validation: few });
    const weights = rowWeights(digits, "balanced")!;
    const { inputs, columns, labels } = digits.select(few.train);
    const weighted = Dataset.from(inputs, labels!, {
      columns,
      classes: 10,
      sampleWeights: Array.from(few.train, (row) => weights[row]!),
    });
    const expected = await bySet.fit(weighted, {
      shuffle: false,
      validation: digits.select(few.validation),
    });
    expect(history.loss).toEqual(expected.loss);
    expect(await byRows.weightsSha256()).toBe(await bySet.weightsSha256());
  });

  it.each([
    [{ train: [0, 1], validation: [] }, "validation.validation: expected row numbers, got none."],
    [{ train: [0, 1] }, "validation.validation: expected row numbers, got none."],
    [{ train: [0, 200], validation: [1] }, "validation.train: expected row numbers 0 to 199, got 200."],
    [{ train: [0, 1.5], validation: [1] }, "validation.train: expected row numbers 0 to 199, got 1.5."],
    [
      { train: [0, 1], validation: [2, 1] },
      "validation.validation: row 1 occurs twice. Give each row to one part, once.",
    ],
  ])("by wrong row numbers is refused: %j", async (rows, message) => {
    const network = ofDigits();
    const before = await network.weightsSha256();
    expect(await refusal([digits, { validation: rows }], network)).toBe(`ConfigError: ${message}`);
    expect(await network.weightsSha256()).toBe(before);
  });

  it("may have more rows than the training, weights of rows, and lbfgs", async () => {
    const few = Dataset.from([[0], [1]], [[0], [1]], { sampleWeights: [1, 2] });
    const many = Dataset.from(
      Array.from({ length: 50 }, (_, row) => [row / 50]),
      new Float64Array(50).fill(1),
    );
    for (const optimizer of ["sgd", "lbfgs"] as const) {
      const network = Network.create({ layers: [1, 1], epochs: 3, optimizer });
      const { validation } = await network.fit(few, { validation: many, earlyStopping: false });
      expect(validation).toHaveLength(3);
      expect(validation.at(-1)!.loss).toBe(network.evaluate(many).loss);
    }
  });

  it("that does not fit is refused as such", async () => {
    const network = ofDigits();
    const message = await refusal(
      [trained, { validation: Dataset.from([[1, 2]], [1], { classes: 10 }) }],
      network,
    );
    expect(message).toBe(
      "ShapeError: validation: inputs: the network takes 784 columns, the data have 2. Set layers[0] to 2, or give other data.",
    );
    const none = await refusal(
      [trained, { validation: Dataset.from(held.inputs, null, { columns: 784 }) }],
      network,
    );
    expect(none).toBe("DataError: validation: targets: expected some, got none.");
  });
});

describe("history.best", () => {
  const data = Dataset.from(corners, xor);

  it("is the epoch with the least loss of validation, with its metrics", async () => {
    const network = create({ epochs: 30 });
    const { best, validation } = await network.fit(data, { validation: data });
    const losses = validation.map(({ loss }) => loss);
    const epoch = losses.indexOf(Math.min(...losses)) + 1;
    expect(best).toEqual({ epoch, ...validation[epoch - 1] });
    expect(Object.keys(best!.metrics)).toEqual(["accuracy", "rmse", "mae", "r2"]);
  });

  it.each([
    ["one epoch at a time", { onEpoch: () => {} }],
    ["joined epochs", {}],
    ["lbfgs", { optimizer: "lbfgs" as const, batchSize: "full" as const }],
  ])("is that of the training loss where nothing is validated on: %s", async (_, settings) => {
    const { best, loss } = await create().fit(data, { epochs: 600, ...settings });
    const least = Math.min(...loss);
    expect(best).toEqual({ epoch: loss.indexOf(least) + 1, loss: least, metrics: {} });
  });

  it("is the epoch whose weights early stopping restored, and null without epochs", async () => {
    const history = await create({ epochs: 200 }).fit(data, {
      validation: data,
      earlyStopping: { patience: 3, minChange: 0.001 },
    });
    expect(history.best!.epoch).toBe(history.bestEpoch);
    expect((await create().fit(data, { epochs: 0 })).best).toBe(null);
  });
});

describe("accuracy of targets that are numbers", () => {
  it.each([
    ["0 and 1 in one column", [2, 4, 1], [[0], [1], [1], [0]], true],
    [
      "one-hot rows",
      [2, 4, 2],
      [
        [1, 0],
        [0, 1],
        [0, 1],
        [1, 0],
      ],
      true,
    ],
    ["other numbers in one column", [2, 4, 1], [[0], [1], [1], [0.5]], false],
    [
      "rows of zeros",
      [2, 4, 2],
      [
        [1, 0],
        [0, 0],
        [0, 1],
        [1, 0],
      ],
      true,
    ],
    [
      "rows with two ones",
      [2, 4, 2],
      [
        [1, 1],
        [0, 0],
        [0, 1],
        [1, 0],
      ],
      true,
    ],
    [
      "a row with a second one",
      [2, 4, 2],
      [
        [1, 1],
        [1, 0],
        [0, 1],
        [1, 0],
      ],
      true,
    ],
  ])("%s", async (_, layers, targets, has) => {
    const network = Network.create({ layers: layers as [number, number, number] });
    const data = Dataset.from(corners, targets);
    const { metrics } = network.evaluate(data);
    expect("accuracy" in metrics).toBe(has);
    if (!has) return;
    const answers = network.predict(data).map((row) => Array.from(row));
    const isOneHot = targets.every((row) => row.length > 1 && row[0]! + row[1]! === 1);
    // one class for each row, or each answer a label of its own
    const right = isOneHot
      ? answers.map((row, at) => row[1]! > row[0]! === targets[at]![1]! > targets[at]![0]!)
      : answers.flatMap((row, at) =>
          row.map((answer, label) => answer > 0.5 === (targets[at]![label] === 1)),
        );
    expect(metrics.accuracy).toBe(right.filter(Boolean).length / right.length);
  });

  it("is not told of an autoencoder", () => {
    const network = Network.create({ layers: [2, 1, 2] });
    expect(
      network.evaluate(
        Dataset.from(
          [
            [0, 1],
            [1, 0],
          ],
          null,
        ).asAutoencoder(),
      ).metrics.accuracy,
    ).toBe(undefined);
  });

  it("metrics are known by name to TypeScript", () => {
    const metrics: Metrics = { accuracy: 1 };
    // @ts-expect-error there is no such metric
    expect(metrics.acuracy).toBe(undefined);
  });
});

describe("DivergenceError", () => {
  it("has epoch, batch, layer and advice as fields", async () => {
    const network = Network.create({ layers: [1, { units: 1, activation: "identity" }] });
    const line = Dataset.from([[1], [2], [3]], [[2], [4], [6]]);
    const error: unknown = await network
      .fit(line, { optimizer: { learningRate: 1e9 }, epochs: 100 })
      .catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(DivergenceError);
    const { message, epoch, batch, layer, problem, advice } = error as DivergenceError;
    expect([epoch, batch, layer]).toEqual([4, 1, 1]);
    expect(message).toBe(`${problem}. ${advice}`);
    expect(problem).toBe("epoch 4, batch 1: layer 1: weights[0] became -Infinity");
  });
});
