import { describe, expect, it, vi } from "vitest";
import { ConfigError } from "../../../src/errors.js";
import { crossValidate } from "../../../src/train/search/crossValidate.js";
import { Dataset } from "../../../src/data/dataset.js";
import { foldRows } from "../../../src/data/folds.js";
import { Network } from "../../../src/train/network.js";
import { numbers } from "../kernels/variants.js";

const rows = 31;
const inputs = numbers(rows * 3, 1);
const labels = Array.from({ length: rows }, (_, row) => (inputs[3 * row]! > 0 ? 1 : 0));
const classes = Dataset.from(inputs, labels, { columns: 3, classes: 2 });
const values = Dataset.from(inputs, numbers(rows, 2), { columns: 3 });
const config = { layers: [3, 4, 2], epochs: 3, seed: 7, scaling: "standard" } as const;

describe("crossValidate", () => {
  it("gives what training by hand on each fold gives, bit by bit", async () => {
    const seen: number[] = [];
    const { folds, mean, deviation, stopped } = await crossValidate(config, classes, {
      folds: 4,
      onFold: (_, index) => void seen.push(index),
    });
    const expected = [];
    for (const { train, validation } of foldRows(rows, 4, 7, labels)) {
      using network = Network.create(config);
      await network.fit(classes.select(train));
      expected.push({ ...network.evaluate(classes.select(validation)), epochs: 3 });
    }
    expect(folds).toEqual(expected);
    expect([seen, stopped]).toEqual([[0, 1, 2, 3], "folds"]);
    const losses = expected.map(({ loss }) => loss);
    expect(mean.loss).toBeCloseTo((losses[0]! + losses[1]! + losses[2]! + losses[3]!) / 4, 14);
    const squares = losses.map((loss) => (loss - mean.loss) ** 2);
    expect(deviation.loss).toBeCloseTo(
      Math.sqrt((squares[0]! + squares[1]! + squares[2]! + squares[3]!) / 3),
      14,
    );
    const accuracies = expected.map(({ metrics }) => metrics.accuracy!);
    expect(mean.metrics.accuracy).toBeCloseTo(accuracies.reduce((a, b) => a + b) / 4, 14);
  });

  it("cuts without strata where told, by a seed of its own, and numbers too", async () => {
    const held: number[][] = [];
    const select = vi.spyOn(Dataset.prototype, "select").mockImplementation(function (this: Dataset, at) {
      held.push(Array.from(at));
      return this;
    });
    await crossValidate(config, classes, { folds: 2, stratified: false, seed: 9 });
    await crossValidate({ ...config, layers: [3, 1] }, values, { folds: 2 });
    select.mockRestore();
    const rowsOf = (seed: number) =>
      foldRows(rows, 2, seed).flatMap(({ train, validation }) => [Array.from(train), Array.from(validation)]);
    expect(held).toEqual([...rowsOf(9), ...rowsOf(7)]);
  });

  it("disposes of every network, also where training fails", async () => {
    const dispose = vi.spyOn(Network.prototype, "dispose");
    await crossValidate(config, classes, { folds: 3 });
    expect(dispose).toHaveBeenCalledTimes(3);
    const wild = { ...config, layers: [3, { units: 2, activation: "identity" as const }] };
    await expect(
      crossValidate({ ...wild, epochs: 1000, optimizer: { learningRate: 1e30 } }, classes, { folds: 3 }),
    ).rejects.toThrow("epoch");
    expect(dispose).toHaveBeenCalledTimes(4);
    dispose.mockRestore();
  });

  it("aborted in the second fold, gives the first alone", async () => {
    const controller = new AbortController();
    const onFold = () => controller.abort();
    const { folds, mean, deviation, stopped } = await crossValidate(config, classes, {
      signal: controller.signal,
      onFold,
    });
    expect([folds.length, stopped]).toEqual([1, "aborted"]);
    expect([mean.loss, deviation.loss]).toEqual([folds[0]!.loss, NaN]);
  });

  it("refuses strata without classes, and folds that cannot be", async () => {
    await expect(crossValidate(config, values, { stratified: true })).rejects.toThrow(
      new ConfigError("stratified: goes with classes, the targets are numbers. Set it to false."),
    );
    await expect(crossValidate(config, classes, { folds: 32 })).rejects.toThrow(
      new ConfigError("folds: expected an integer 2 to 31, the number of samples, got 32."),
    );
  });
});
