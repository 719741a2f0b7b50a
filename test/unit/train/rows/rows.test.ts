import { describe, expect, it } from "vitest";
import { Dataset } from "../../../../src/data/dataset.js";
import { makeDigits } from "../../../../src/data/digits/digits.js";
import { datasetRows, type RowSource } from "../../../../src/data/rows/rowSource.js";
import { Random } from "../../../../src/network/random.js";
import type { ConfigInput } from "../../../../src/settings/generated/types.js";
import { enableRows } from "../../../../src/train/rows/enableRows.js";
import { Network } from "../../../../src/train/network.js";
import type { FitSettings } from "../../../../src/train/networkTypes.js";

enableRows();

const digits = makeDigits({ rows: 203, seed: 1 });
const numbers = tableOf(157);

/** A table of numbers with a gap here and there. */
function tableOf(rows: number): Dataset {
  const random = new Random(7, 1);
  const inputs = Float64Array.from({ length: rows * 3 }, () => 10 * random.uniform() - 3);
  const targets = Float64Array.from({ length: rows }, (_, row) => inputs[row * 3]! - inputs[row * 3 + 2]!);
  for (let at = 4; at < inputs.length; at += 37) inputs[at] = NaN;
  return Dataset.from(inputs, targets, { columns: 3, allowMissing: true });
}

/** The same with targets above 0. */
function above({ inputs, targets }: Dataset): Dataset {
  return Dataset.from(inputs, targets!.map(Math.abs), { columns: 3, allowMissing: true });
}
const prices = Dataset.from(numbers.inputs, numbers.targets!.map(Math.exp), {
  columns: 3,
  allowMissing: true,
});

const ofDigits: ConfigInput = {
  layers: [784, 12, { units: 10, activation: "softmax" }],
  optimizer: "momentum",
  batchSize: 8,
  dropout: 0.1,
};
const ofNumbers: ConfigInput = {
  layers: [3, { units: 6, activation: "tanh" }, { units: 1, activation: "identity" }],
  scaling: "quantileNormal",
  targetScaling: "standard",
  optimizer: "adam",
  batchSize: 5,
};

async function trained(config: ConfigInput, data: Dataset | RowSource, settings: FitSettings = {}) {
  const network = Network.create(config as never, { spawn: null });
  const history = await network.fit(data, settings);
  const { scalers } = network;
  const sha = await network.weightsSha256();
  network.dispose();
  return { sha, scalers, history };
}

/** A source that notes which rows were read. */
function noting(dataset: Dataset) {
  const source = datasetRows(dataset);
  const reads: number[][] = [];
  return {
    reads,
    source: {
      ...source,
      async read(from, count, into) {
        reads.push([from, count]);
        await new Promise((resolve) => setTimeout(resolve, 0));
        return source.read(from, count, into);
      },
    } satisfies RowSource,
  };
}

describe("training from a source of rows", () => {
  it.each([
    ["classes of bytes", ofDigits, digits],
    ["numbers with gaps", ofNumbers, numbers],
    ["numbers in float64", { ...ofNumbers, precision: "float64", loss: "huber" }, numbers],
    [
      "a tiny network",
      { ...ofNumbers, scaling: "standard", optimizer: "sgd", loss: "halfSquaredError" },
      numbers,
    ],
    ["bins", { ...ofNumbers, inputBins: 4, scaling: "standard" }, numbers],
    ["members", { ...ofNumbers, members: 2 }, numbers],
    ["the logarithm of targets", { ...ofNumbers, targetScaling: "log1p" }, above(numbers)],
    ["logarithms of targets", { ...ofNumbers, targetScaling: "log" }, prices],
  ] as const)("unshuffled, in windows, has the bits of training from memory: %s", async (_, config, data) => {
    const settings = { epochs: 3, shuffle: false };
    const inMemory = await trained(config as ConfigInput, data, settings);
    for (const windowRows of [1, 16, 40]) {
      const rows = await trained(config as ConfigInput, noting(data).source, { ...settings, windowRows });
      expect(rows.scalers).toEqual(inMemory.scalers);
      expect(rows.history.loss).toEqual(inMemory.history.loss);
      expect(rows.sha).toBe(inMemory.sha);
    }
  });

  it("refuses a target without a logarithm, with its row", async () => {
    const targets = prices.targets!.map((price, row) => (row === 141 ? 0 : price));
    const source = datasetRows(Dataset.from(numbers.inputs, targets, { columns: 3, allowMissing: true }));
    await expect(trained({ ...ofNumbers, targetScaling: "log" }, source)).rejects.toThrow(
      'targets: row 141, column 0: expected a number > 0, as "log" takes them, got 0. Set targetScaling to "log1p"',
    );
  });

  it("shuffled, in one window, has the bits of training from memory", async () => {
    for (const [config, data] of [
      [ofDigits, digits],
      [ofNumbers, numbers],
    ] as const) {
      const inMemory = await trained(config, data, { epochs: 3 });
      const rows = await trained(config, noting(data).source, { epochs: 3 });
      expect(rows.history.loss).toEqual(inMemory.history.loss);
      expect(rows.sha).toBe(inMemory.sha);
    }
  });

  it("takes weights of rows and classes as training from memory does", async () => {
    const { inputs, labels } = digits;
    const sampleWeights = Float64Array.from({ length: 203 }, (_, row) => row % 4);
    const weighted = Dataset.from(inputs, labels!, { columns: 784, classes: 10, sampleWeights });
    const settings = { epochs: 2, shuffle: false, classWeights: "balanced" } as const;
    const inMemory = await trained(ofDigits, weighted, settings);
    const rows = await trained(ofDigits, datasetRows(weighted), { ...settings, windowRows: 24 });
    expect(rows.sha).toBe(inMemory.sha);
    expect(rows.sha).not.toBe((await trained(ofDigits, digits, { epochs: 2, shuffle: false })).sha);
  });

  it("two classes train a single output", async () => {
    const two = Dataset.from([[0], [1], [2], [3], [4], [5]], ["a", "b", "a", "b", "b", "a"]);
    const config: ConfigInput = { layers: [1, 4, 1], batchSize: 2 };
    const settings = { epochs: 4, shuffle: false };
    const inMemory = await trained(config, two, settings);
    const rows = await trained(config, datasetRows(two), { ...settings, windowRows: 2 });
    expect(rows.sha).toBe(inMemory.sha);
  });

  it("shuffled, trains on every row once an epoch, in an order that differs between epochs", async () => {
    const rows = 103;
    const seen: number[][] = [];
    const inputs = Float32Array.from({ length: rows }, (_, row) => row);
    const { source, reads } = noting(Dataset.from(inputs, inputs, { columns: 1 }));
    const config: ConfigInput = { layers: [1, { units: 1, activation: "identity" }], batchSize: 4 };
    await trained(config, source, {
      epochs: 2,
      windowRows: 8,
      optimizer: { kind: "sgd", learningRate: 1e-9 },
      onEpoch: () => void seen.push(reads.splice(0).flatMap(([from, count]) => span(from!, count!))),
    });
    // the first read is for the messages; the first window of the next epoch is read ahead
    const all = [...seen[0]!, ...seen[1]!].slice(103 + 103);
    expect(all.length).toBeGreaterThanOrEqual(103);
    const sorted = (list: number[]) => [...list].sort((a, b) => a - b);
    const [first, second] = [all.slice(0, 103), all.slice(103, 206)];
    expect(sorted(first)).toEqual(span(0, 103));
    expect(sorted(second)).toEqual(span(0, 103));
    expect(first).not.toEqual(second);
  });

  it("shuffled, ends with the same bits whatever the sizes of calls and pauses, and on other seeds with others", async () => {
    const settings = { epochs: 3, windowRows: 24 };
    const one = await trained(ofDigits, datasetRows(digits), settings);
    const other = await trained(ofDigits, noting(digits).source, { ...settings, onBatch: () => {} });
    const seeded = await trained({ ...ofDigits, seed: 2 }, datasetRows(digits), settings);
    expect(other.sha).toBe(one.sha);
    expect(seeded.sha).not.toBe(one.sha);
  });

  it("cut short and continued from a file, ends with the bits of a whole training", async () => {
    const settings = { epochs: 3, windowRows: 24, validation: datasetRows(digits) };
    const whole = await trained(ofDigits, datasetRows(digits), settings);
    for (const stepLimit of [1, 7, 26, 40]) {
      const network = Network.create(ofDigits as never, { spawn: null });
      await network.fit(datasetRows(digits), { ...settings, stepLimit });
      const bytes = network.save({ training: true });
      network.dispose();
      const again = Network.load(bytes, "m", { spawn: null });
      await again.fit(datasetRows(digits), { ...settings, epochs: 3 - again.training.epochs });
      expect(again.training.updates).toBe(whole.history.updates);
      expect(await again.weightsSha256()).toBe(whole.sha);
      again.dispose();
    }
  });

  it("evaluates held-out rows and training rows as from memory, to 1e-12", async () => {
    for (const [config, data, held] of [
      [ofDigits, digits, makeDigits({ rows: 61, seed: 2 })],
      [ofNumbers, numbers, tableOf(43)],
    ] as const) {
      const settings = { epochs: 2, shuffle: false, trainingMetrics: true };
      const inMemory = await trained(config, data, { ...settings, validation: held });
      for (const validation of [held, datasetRows(held)]) {
        const { history } = await trained(config, datasetRows(data), {
          ...settings,
          validation,
          windowRows: 16,
        });
        history.validation.forEach((one, at) => closeTo(one, inMemory.history.validation[at]!));
        history.metrics.forEach((one, at) => closeTo(one, inMemory.history.metrics[at]!));
      }
    }
  });

  it("finds the batch where a training diverges, also behind the first window", async () => {
    const config: ConfigInput = { ...ofNumbers, optimizer: { kind: "sgd", learningRate: 1e4 }, batchSize: 2 };
    const settings = { epochs: 2, shuffle: false };
    const messageOf = async (data: Dataset | RowSource, more: FitSettings) =>
      trained(config, data, { ...settings, ...more }).then(
        () => "trained",
        (error: Error) => error.message,
      );
    const inMemory = await messageOf(numbers, {});
    expect(inMemory).toContain("batch");
    for (let windowRows = 2; windowRows <= 24; windowRows += 2)
      expect(await messageOf(datasetRows(numbers), { windowRows })).toBe(inMemory);
  });

  it("ends with the error of a source that cannot be read, and with whole windows of updates", async () => {
    const source = datasetRows(digits);
    const broken: RowSource = {
      ...source,
      read: (from, count, into) =>
        from >= 64 ? Promise.reject(new Error(`no row ${from}`)) : source.read(from, count, into),
    };
    const network = Network.create(ofDigits as never, { spawn: null });
    await expect(network.fit(broken, { shuffle: false, windowRows: 32, epochs: 1 })).rejects.toThrow(
      "no row 64",
    );
    expect(network.training.updates).toBe(8);
    network.dispose();
  });
});

describe("what does not fit a source of rows", () => {
  const network = Network.create(ofNumbers as never, { spawn: null });
  const source = datasetRows(numbers);
  it.each([
    [{ validation: 0.2 }, "validation: expected samples or another source of rows, got 0.2."],
    [{ windowRows: 0 }, "windowRows: expected an integer ≥ 1, got 0."],
    [{ optimizer: "lbfgs", batchSize: "full" }, "optimizer: lbfgs needs all samples at once"],
  ])("%j", async (settings, message) => {
    await expect(network.fit(source, settings as FitSettings)).rejects.toThrow(message);
    expect(network.training.updates).toBe(0);
  });

  it("rows of other widths, and settings of sources beside data in memory", async () => {
    await expect(network.fit(datasetRows(digits))).rejects.toThrow("inputs: the network takes 3 columns");
    await expect(network.fit(numbers, { windowRows: 5 })).rejects.toThrow("windowRows: expected samples");
    const wide = { ...source, rows: 2 ** 31 };
    await expect(network.fit(wide)).rejects.toThrow("rows: expected at most 2147483647 rows");
  });

  it("a target without a logarithm, with its row", async () => {
    const other = Network.create({ ...ofNumbers, targetScaling: "log" } as never, { spawn: null });
    await expect(other.fit(source, { windowRows: 16 })).rejects.toThrow(
      /^targets: row \d+, column 0: expected a number > 0/,
    );
    other.dispose();
  });

  it("a label that is no class, with its row", async () => {
    const own = datasetRows(digits);
    let reads = 0;
    const wrong: RowSource = {
      ...own,
      async read(from, count, into) {
        await own.read(from, count, into);
        // the first read is that of the rows for messages
        if (reads++ > 0 && from <= 150 && 150 < from + count) into.labels![150 - from] = 10;
      },
    };
    const other = Network.create(ofDigits as never, { spawn: null });
    await expect(other.fit(wrong, { windowRows: 16 })).rejects.toThrow(
      "targets: row 150: expected a class index 0 to 9, got 10.",
    );
    other.dispose();
  });
});

function span(from: number, count: number): number[] {
  return Array.from({ length: count }, (_, at) => from + at);
}

function closeTo(one: object, other: object): void {
  for (const [name, value] of Object.entries(other) as [string, unknown][]) {
    const own = (one as Record<string, unknown>)[name];
    if (typeof value === "object") closeTo(own as object, value!);
    else expect(!(Math.abs((own as number) - (value as number)) <= 1e-12)).toBe(false);
  }
}
