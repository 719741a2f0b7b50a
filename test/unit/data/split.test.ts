/** Which rows are held out: in proportion of the classes, by groups, by time, or as the data say. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import type { DivisionOption } from "../../../src/data/division.js";
import { foldDataset } from "../../../src/data/folds.js";
import { splitDataset, splitRows } from "../../../src/data/split.js";
import { Random, shuffle, streams } from "../../../src/network/random.js";
import { Network } from "../../../src/train/network.js";
import { crossValidate } from "../../../src/train/search/crossValidate.js";
import { search } from "../../../src/train/search/search.js";

const count = (values: Iterable<number>, value: number) => [...values].filter((one) => one === value).length;
const numbersTo = (rows: number) => Array.from({ length: rows }, (_, row) => row);

const line = [1, { units: 1, activation: "identity" }] as const;

/** Rows with one input, which is their number. */
function data(rows: number, options: { labels?: readonly number[]; division?: DivisionOption } = {}) {
  const { labels, division } = options;
  const inputs = numbersTo(rows).map((row) => [row]);
  const about = division && { division };
  return labels
    ? Dataset.from(inputs, labels, { classes: Math.max(...labels) + 1, ...about })
    : Dataset.from(inputs, inputs, about);
}

describe("a random split", () => {
  it("without classes, or without stratify, holds out the first rows of the shuffled ones", () => {
    const order = Uint32Array.from(numbersTo(50));
    shuffle(order, new Random(7, streams.split));
    const expected = Array.from(order.subarray(0, 10)).sort((a, b) => a - b);
    const labels = numbersTo(50).map((row) => row % 3);
    expect([...splitRows(50, 0.2, 7).validation]).toEqual(expected);
    expect([...splitDataset(data(50), 0.2, 7).validation]).toEqual(expected);
    expect([...splitDataset(data(50, { labels }), 0.2, 7, false).validation]).toEqual(expected);
    expect([...splitDataset(data(50, { labels }), 0.2, 7).validation]).not.toEqual(expected);
  });

  it("holds out 2 of 10 frauds in 1,000 rows, whatever the seed", () => {
    const labels = numbersTo(1000).map((row) => Number(row % 100 === 50));
    const frauds = numbersTo(20).map((seed) => {
      const { validation } = splitDataset(data(1000, { labels }), 0.2, seed);
      expect(validation.length).toBe(200);
      return count(
        [...validation].map((row) => labels[row]!),
        1,
      );
    });
    expect(frauds).toEqual(Array(20).fill(2));
  });

  it("keeps the proportions: each class within one row, none missing that could be there", () => {
    const cases = fc.record({
      labels: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 2, maxLength: 120 }),
      fraction: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
      seed: fc.integer({ min: 0, max: 1e6 }),
    });
    fc.assert(
      fc.property(cases, ({ labels, fraction, seed }) => {
        const rows = labels.length;
        const held = Math.round(rows * fraction);
        fc.pre(held >= 1 && held < rows);
        const { train, validation } = splitRows(rows, fraction, seed, labels);
        expect(validation.length).toBe(held);
        expect([...train, ...validation].sort((a, b) => a - b)).toEqual(numbersTo(rows));
        const ofPart = (part: Uint32Array, label: number) =>
          count(
            [...part].map((row) => labels[row]!),
            label,
          );
        const classes = [...new Set(labels)];
        const large = classes.filter((label) => count(labels, label) > 1);
        // where each class can be in both parts
        if (held < large.length || train.length < classes.length) return;
        for (const label of classes) {
          const size = count(labels, label);
          expect(ofPart(train, label)).toBeGreaterThan(0);
          if (size > 1) expect(ofPart(validation, label)).toBeGreaterThan(0);
        }
        if (classes.every((label) => count(labels, label) >= 2 * classes.length * (rows / held))) {
          for (const label of classes) {
            const wanted = (count(labels, label) * held) / rows;
            expect(Math.abs(ofPart(validation, label) - wanted)).toBeLessThan(1 + 1e-9);
          }
        }
      }),
    );
  });

  it("holds out a rare class that chance would leave out, and trains on the only row of a class", () => {
    const rare = [...Array<number>(20).fill(0), 1, 1];
    const alone = [...Array<number>(5).fill(0), 1];
    for (const seed of numbersTo(20)) {
      const held = [...splitRows(22, 0.1, seed, rare).validation].map((row) => rare[row]!);
      expect(held.sort()).toEqual([0, 1]);
      expect([...splitRows(6, 0.5, seed, alone).validation]).not.toContain(5);
    }
  });

  it("takes rows with one 1, and one target of 0 or 1, for classes; other numbers and an autoencoder's not", () => {
    const labels = numbersTo(60).map((row) => Number(row % 6 === 0));
    const inputs = numbersTo(60).map((row) => [row]);
    const expected = splitDataset(data(60, { labels }), 0.2, 3);
    const oneHot = labels.map((label) => [1 - label, label]);
    expect(splitDataset(Dataset.from(inputs, oneHot), 0.2, 3)).toEqual(expected);
    expect(splitDataset(Dataset.from(inputs, labels), 0.2, 3)).toEqual(expected);
    expect(foldDataset(Dataset.from(inputs, oneHot), 4, 3)).toEqual(foldDataset(data(60, { labels }), 4, 3));
    const plain = splitRows(60, 0.2, 3);
    expect(expected).not.toEqual(plain);
    expect(splitDataset(Dataset.from(oneHot, oneHot).asAutoencoder(), 0.2, 3)).toEqual(plain);
    const others = [labels.map((label) => [label, label]), labels.map((label) => [label, 0])];
    others.push(labels.map((label, row) => [row === 59 ? 0.5 : label]));
    for (const targets of others) {
      expect(splitDataset(Dataset.from(inputs, targets), 0.2, 3)).toEqual(plain);
    }
  });

  it("takes from each class other rows for other seeds", () => {
    const labels = numbersTo(60).map((row) => row % 2);
    const one = splitRows(60, 0.25, 1, labels).validation;
    expect([...splitRows(60, 0.25, 1, labels).validation]).toEqual([...one]);
    expect([...splitRows(60, 0.25, 2, labels).validation]).not.toEqual([...one]);
  });

  it("refuses labels of another length", () => {
    expect(() => splitRows(3, 0.5, 1, [0, 1])).toThrow(
      "labels: expected 3 class indices, one per row, got 2.",
    );
  });
});

describe("a split by groups", () => {
  it("never divides a group, and comes near the fraction", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 1e6 }), (all, seed) => {
        const groups = all.flatMap((size, group) => Array<string>(size).fill(`g${group}`));
        const { train, validation } = splitDataset(data(groups.length, { division: { groups } }), 0.5, seed);
        const [trained, held] = [train, validation].map(
          (part) => new Set([...part].map((row) => groups[row])),
        );
        for (const group of held!) expect(trained!.has(group)).toBe(false);
        expect(held!.size).toBeGreaterThan(0);
        expect(trained!.size).toBeGreaterThan(0);
        expect(Math.abs(validation.length - groups.length / 2)).toBeLessThanOrEqual(9);
      }),
    );
  });

  it("holds out the smallest group where every group is too large, and refuses a single one", () => {
    const groups = [1, 1, 1, 2, 2, 1, 1];
    const division = { groups };
    expect([...splitDataset(data(7, { division }), 0.15, 1).validation]).toEqual([3, 4]);
    const alone = data(7, { division: { groups: Array(7).fill("a") } });
    expect(() => splitDataset(alone, 0.2, 1)).toThrow(
      "validation: expected at least 2 groups of rows, to train on one and hold out another, got 1.",
    );
  });

  it("applies to folds and cross-validation too, with parts of like sizes", async () => {
    const groups = numbersTo(40).map((row) => (row < 16 ? "a" : `b${Math.floor(row / 4)}`));
    const dataset = data(40, { division: { groups } });
    const folds = foldDataset(dataset, 3, 1);
    expect(folds.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(numbersTo(40));
    for (const { train, validation } of folds) {
      const held = new Set([...validation].map((row) => groups[row]));
      expect([...train].some((row) => held.has(groups[row]!))).toBe(false);
    }
    expect(folds.map(({ validation }) => validation.length).sort()).toEqual([12, 12, 16]);
    expect(() => foldDataset(dataset, 8, 1)).toThrow(
      "folds: expected an integer 2 to 7, the number of groups, got 8.",
    );
    const seen = await crossValidate({ layers: line, epochs: 1 }, dataset, { folds: 3 });
    expect(seen.folds.length).toBe(3);
    await expect(crossValidate({ layers: line, epochs: 1 }, dataset, { folds: 8 })).rejects.toThrow("groups");
  });
});

describe("a split by time", () => {
  it("holds out the last rows by time; of equal times the later row", () => {
    const times = [5, 1, 9, 3, 9, 2, 9, 4];
    const dataset = data(8, { division: { times } });
    expect([...splitDataset(dataset, 0.25, 1).validation]).toEqual([4, 6]);
    expect([...splitDataset(dataset, 0.5, 2).validation]).toEqual([0, 2, 4, 6]);
    expect(() => foldDataset(dataset, 2, 1)).toThrow("folds: does not go with data that are divided by time");
  });
});

describe("rows that the data hold out", () => {
  const heldOut = [false, true, false, false, true, false];
  const dataset = data(6, { division: { heldOut } });

  it("are held out by fit, and by every trial of a search", async () => {
    expect([...splitDataset(dataset, 0, 1).validation]).toEqual([1, 4]);
    const layers = line;
    const losses = async (own: object, samples = dataset) => {
      const network = Network.create({ layers, epochs: 3, scaling: "standard" });
      const history = await network.fit(samples, own);
      network.dispose();
      return history.validation.map(({ loss }) => loss);
    };
    const expected = await losses({ validation: splitDataset(dataset, 0, 1) }, data(6));
    expect(expected.length).toBe(3);
    expect(await losses({})).toEqual(expected);
    const space = { seed: { choices: [1] } };
    const result = await search({ layers, epochs: 3, scaling: "standard" }, dataset, { space, trials: 1 });
    expect(result.best!.validationLoss).toBeCloseTo(expected.at(-1)!, 6);
    expect(result.validation).toBe(1 / 3);
  });

  it("do not go with another part held out", async () => {
    const message = "validation: does not go with data that say which rows are held out. Drop";
    expect(() => splitDataset(dataset, 0.2, 1)).toThrow(message);
    const network = Network.create({ layers: line });
    await expect(network.fit(dataset, { validation: 0.2 })).rejects.toThrow(message);
    await expect(network.fit(dataset, { validation: data(3) })).rejects.toThrow(message);
    expect(() => foldDataset(dataset, 2, 1)).toThrow("folds: does not go with data that say which rows");
    network.dispose();
  });

  it("are as many as there are among the rows that are selected", () => {
    expect([...splitDataset(dataset.select([4, 0, 1]), 0, 1).validation]).toEqual([0, 2]);
    expect(dataset.select([0, 2]).division).toBe(null);
    expect(dataset.select([1, 4]).division).toBe(null);
  });
});

describe("Dataset.from refuses a division", () => {
  it.each<[unknown, string]>([
    [{}, "division: expected one of groups, times, heldOut, got {}."],
    [{ group: [1, 2] }, "division: expected one of groups, times, heldOut, got group."],
    [
      { groups: [1, 2], times: [1, 2] },
      "division: expected one of groups, times, heldOut, got groups, times.",
    ],
    [{ groups: [1] }, "division.groups: expected 2 values, one for each input row, got 1."],
    [{ groups: [1, null] }, "expected a text or a finite number, got null."],
    [{ times: [1, NaN] }, "expected a finite number, got NaN."],
    [{ heldOut: [1, 2] }, "expected true or false, or 1 or 0, got 2."],
    [
      { heldOut: [0, 0] },
      "division.heldOut: expected rows to train on and rows held out, got no row held out.",
    ],
    [{ heldOut: [1, true] }, "got only rows held out."],
  ])("%j", (division, message) => {
    expect(() => Dataset.from([[1], [2]], null, { division: division as never })).toThrow(message);
  });
});

describe("fit", () => {
  it("splits as splitDataset does, also where names become one target, and stratify turns it off", async () => {
    const names = numbersTo(40).map((row) => (row % 10 === 3 ? "yes" : "no"));
    const dataset = Dataset.from(
      numbersTo(40).map((row) => [row / 40]),
      names,
    );
    for (const stratify of [true, false]) {
      const validationLosses = async (validation: number | ReturnType<typeof splitDataset>) => {
        const network = Network.create({ layers: [1, 1], loss: "binaryCrossEntropy", seed: 5 });
        const { validation: after } = await network.fit(dataset, { epochs: 2, validation, stratify });
        network.dispose();
        return after;
      };
      const split = splitDataset(dataset, 0.2, 5, stratify);
      expect(await validationLosses(0.2)).toEqual(await validationLosses(split));
      const held = [...split.validation].filter((row) => names[row] === "yes").length;
      if (stratify) expect(held).toBe(1);
    }
  });
});
