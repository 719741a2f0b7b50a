import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ConfigError, ShapeError } from "../../../src/errors.js";
import { foldRows } from "../../../src/data/folds.js";

/** How many folds, and the labels of at least as many rows. */
const cases = fc
  .integer({ min: 2, max: 7 })
  .chain((folds) =>
    fc.tuple(fc.constant(folds), fc.array(fc.nat(3), { minLength: folds, maxLength: 50 }), fc.nat(99)),
  );

const isAscending = (rows: Uint32Array) => rows.every((row, at) => at === 0 || row > rows[at - 1]!);
const spread = (counts: readonly number[]) => Math.max(...counts) - Math.min(...counts);

describe("foldRows", () => {
  it("holds out each row once, in parts that differ by one row at most, in the order of the data", () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ([folds, labels, seed], isStratified) => {
        const parts = foldRows(labels.length, folds, seed, isStratified ? labels : undefined);
        expect(parts).toHaveLength(folds);
        const all = [...labels.keys()];
        expect(parts.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual(all);
        for (const { train, validation } of parts) {
          expect([...train, ...validation].sort((a, b) => a - b)).toEqual(all);
          expect(isAscending(train) && isAscending(validation)).toBe(true);
        }
        expect(spread(parts.map(({ validation }) => validation.length))).toBeLessThanOrEqual(1);
      }),
    );
  });

  it("gives each part an equal number of rows of each class, to one row", () => {
    fc.assert(
      fc.property(cases, ([folds, labels, seed]) => {
        const parts = foldRows(labels.length, folds, seed, labels);
        for (const label of new Set(labels)) {
          const counts = parts.map(
            ({ validation }) => validation.filter((row) => labels[row] === label).length,
          );
          expect(spread(counts)).toBeLessThanOrEqual(1);
        }
      }),
    );
  });

  it("is the same for the same seed, other for another, and mixes the rows", () => {
    const held = (seed: number, labels?: number[]) =>
      foldRows(100, 5, seed, labels).map(({ validation }) => [...validation]);
    const labels = Array.from({ length: 100 }, (_, row) => row % 3);
    expect(held(1)).toEqual(held(1));
    expect(held(1)).not.toEqual(held(2));
    expect(held(1, labels)).toEqual(held(1, labels));
    expect(held(1, labels)).not.toEqual(held(2, labels));
    // fixed, so that it stays the same from one version to the next
    expect(foldRows(10, 3, 1).map(({ validation }) => [...validation])).toEqual([
      [0, 1, 7, 9],
      [2, 3, 5],
      [4, 6, 8],
    ]);
  });

  it.each([
    [10, 1, "folds: expected an integer 2 to 10, the number of samples, got 1."],
    [10, 2.5, "folds: expected an integer 2 to 10, the number of samples, got 2.5."],
    [3, 4, "folds: expected an integer 2 to 3, the number of samples, got 4."],
    [1, 2, "folds: expected at least 2 samples to divide, got 1."],
  ])("refuses %i rows in %d folds", (rows, folds, message) => {
    expect(() => foldRows(rows, folds, 1)).toThrow(new ConfigError(message));
  });

  it("refuses labels that are not one per row", () => {
    expect(() => foldRows(3, 2, 1, [0, 1])).toThrow(
      new ShapeError("labels: expected 3 class indices, one per row, got 2."),
    );
  });
});
