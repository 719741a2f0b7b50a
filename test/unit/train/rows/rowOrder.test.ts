import { describe, expect, it } from "vitest";
import { RowOrder } from "../../../../src/train/rows/rowOrder.js";

function rowsOf(order: RowOrder, epoch: number): number[] {
  return Array.from({ length: order.windows }, (_, window) => order.ranges(epoch, window)).flatMap((ranges) =>
    ranges.flatMap(({ from, count }) => Array.from({ length: count }, (_, at) => from + at)),
  );
}

describe("RowOrder", () => {
  it.each([
    [103, 16, 5],
    [103, 10, 1],
    [64, 8, 8],
    [7, 2, 3],
    [5, 4, 100],
    [1, 1, 1],
    [1000, 96, 7],
  ])("takes each of %i rows once, in windows of %i and blocks of %i", (rows, windowRows, blockRows) => {
    for (const seed of [1, 2, 3]) {
      const order = new RowOrder({ rows, windowRows, blockRows, shuffles: true, seed });
      for (const epoch of [1, 2, 17]) {
        const found = rowsOf(order, epoch);
        expect(found.toSorted((a, b) => a - b)).toEqual(Array.from({ length: rows }, (_, row) => row));
        for (let window = 0; window < order.windows; window++) {
          const ranges = order.ranges(epoch, window);
          expect(ranges.reduce((sum, { count }) => sum + count, 0)).toBe(order.count(window));
          expect(ranges.every(({ from, count }) => count > 0 && from + count <= rows)).toBe(true);
        }
      }
    }
  });

  it("depends on seed, epoch and window alone, in whichever order they are asked for", () => {
    const options = { rows: 500, windowRows: 64, blockRows: 6, shuffles: true, seed: 9 };
    const one = new RowOrder(options);
    const other = new RowOrder(options);
    const forwards = [1, 2, 3].map((epoch) => rowsOf(one, epoch));
    expect([3, 2, 1].map((epoch) => rowsOf(other, epoch)).toReversed()).toEqual(forwards);
    expect(rowsOf(new RowOrder({ ...options, seed: 10 }), 1)).not.toEqual(forwards[0]);
    expect(forwards[1]).not.toEqual(forwards[0]);
    const orders = [0, 1].map((window) => {
      const order = new Uint32Array(64);
      one.fill(order, 2, window);
      return order;
    });
    expect(orders[0]).not.toEqual(orders[1]);
    expect(orders[0]!.toSorted()).toEqual(Uint32Array.from({ length: 64 }, (_, row) => row));
  });

  it("unshuffled, follows the source", () => {
    const order = new RowOrder({ rows: 10, windowRows: 4, blockRows: 2, shuffles: false, seed: 1 });
    expect([0, 1, 2].map((window) => order.ranges(5, window))).toEqual([
      [{ from: 0, count: 4 }],
      [{ from: 4, count: 4 }],
      [{ from: 8, count: 2 }],
    ]);
  });
});
