import { describe, expect, test } from "vitest";
import { BlockedMatmul } from "../../../src/reference/blocked.js";
import { type Matmul, naive } from "../../../src/reference/matmul.js";
import { allocate, type Precision, type Storage } from "../../../src/reference/storage.js";
import { expectSameBits } from "../../compare.js";

const precisions = ["float64", "float32"] as const;
const products = ["forward", "backward", "gradient"] as const;
/** Rows × inputs × units: sides below, at and above a panel, and products below and above `packingPays`. */
const sides = [1, 2, 3, 5, 7, 17, 33];
const shapes = sides.flatMap((rows) =>
  sides.flatMap((inputs) => sides.map((units) => [rows, inputs, units] as const)),
);
/** More than one block of A: 100 panels of 3 rows × 300 terms. */
const large = [300, 300, 4] as const;

/** Numbers of both signs, such that sums in another order have other bits. */
function noise(precision: Precision, length: number, seed: number): Storage {
  const values = allocate(precision, length);
  let state = seed;
  for (let i = 0; i < length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    values[i] = state / 2 ** 31;
  }
  return values;
}

function identity(precision: Precision, size: number): Storage {
  const values = allocate(precision, size * size);
  for (let i = 0; i < size; i++) values[i * size + i] = 1;
  return values;
}

type Shape = readonly [rows: number, inputs: number, units: number];

/** Lengths of the result and the two operands of a product. */
function lengths(product: (typeof products)[number], [rows, inputs, units]: Shape): [number, number, number] {
  const all = { weights: inputs * units, below: rows * inputs, above: rows * units };
  if (product === "forward") return [all.above, all.below, all.weights];
  if (product === "backward") return [all.below, all.above, all.weights];
  return [all.weights, all.below, all.above];
}

/** The product, into a result that held NaN, with a canary behind it. */
function run(
  matmul: Matmul,
  product: (typeof products)[number],
  precision: Precision,
  a: Storage,
  b: Storage,
  shape: Shape,
): Storage {
  const length = lengths(product, shape)[0];
  const result = allocate(precision, length + 4).fill(NaN);
  result.fill(42, length);
  matmul[product](result, a, b, ...shape);
  expectSameBits(result.subarray(length), [42, 42, 42, 42], `${product}: behind the result`);
  return result.subarray(0, length);
}

describe.each(precisions)("%s", (precision) => {
  test.each(products)("%s: blocked has the bits of naive on awkward shapes", (product) => {
    const blocked = new BlockedMatmul();
    for (const shape of [...shapes, large]) {
      const [, a, b] = lengths(product, shape).map((length, at) => noise(precision, length, at)) as Storage[];
      const expected = run(naive, product, precision, a!, b!, shape);
      expectSameBits(
        run(blocked, product, precision, a!, b!, shape),
        expected,
        `${product} ${shape.join(" × ")}`,
      );
    }
  });

  test.each(products)("%s: A · I = A and I · B = B", (product) => {
    for (const matmul of [naive, new BlockedMatmul()]) {
      for (const rows of sides) {
        for (const size of sides) {
          const weights = noise(precision, size * rows, 3);
          const square = identity(precision, size);
          const own = identity(precision, rows);
          // forward: A · I and I · B; backward: D · Iᵀ and I · Wᵀ; gradient: Iᵀ · D and Aᵀ · I.
          const cases: [Storage, Storage, Shape, Storage][] =
            product === "forward"
              ? [
                  [weights, square, [rows, size, size], weights],
                  [own, weights, [rows, rows, size], weights],
                ]
              : product === "backward"
                ? [
                    [weights, square, [rows, size, size], weights],
                    [square, weights, [size, rows, size], transpose(weights, rows, size)],
                  ]
                : [
                    [own, weights, [rows, rows, size], weights],
                    [weights, own, [rows, size, rows], transpose(weights, rows, size)],
                  ];
          for (const [a, b, shape, expected] of cases) {
            const result = run(matmul, product, precision, a, b, shape);
            expectSameBits(result, expected, `${product} ${shape.join(" × ")}`);
          }
        }
      }
    }
  });
});

/** [rows × columns] → [columns × rows] */
function transpose(values: Storage, rows: number, columns: number): Storage {
  const transposed = values.slice();
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) transposed[j * rows + i] = values[i * columns + j]!;
  }
  return transposed;
}

test("the three products of a small case, by hand", () => {
  const activation = Float64Array.of(1, 2, 3, 4, 5, 6); // [2 × 3]
  const weights = Float64Array.of(1, 10, 100, 1000, 10000, 100000); // [3 × 2]
  const delta = Float64Array.of(1, 2, 3, 4); // [2 × 2]
  for (const matmul of [naive, new BlockedMatmul()]) {
    const forward = run(matmul, "forward", "float64", activation, weights, [2, 3, 2]);
    expectSameBits(forward, [30201, 302010, 60504, 605040], "forward");
    const backward = run(matmul, "backward", "float64", delta, weights, [2, 3, 2]);
    expectSameBits(backward, [21, 2100, 210000, 43, 4300, 430000], "backward");
    const gradient = run(matmul, "gradient", "float64", activation, delta, [2, 3, 2]);
    expectSameBits(gradient, [13, 18, 17, 24, 21, 30], "gradient");
  }
});

test("float32: a sum is taken in double and rounded once", () => {
  const rows = 40; // large enough for the blocked kernel
  const activation = new Float32Array(rows * 3);
  for (let row = 0; row < rows; row++) activation.set([2 ** 24, 1, 1], row * 3);
  const weights = new Float32Array(3 * 9).fill(1);
  for (const matmul of [naive, new BlockedMatmul()]) {
    const result = run(matmul, "forward", "float32", activation, weights, [rows, 3, 9]);
    // In float32 throughout, 2²⁴ + 1 would round back to 2²⁴, twice.
    expect(new Set(result)).toEqual(new Set([2 ** 24 + 2]));
  }
});

test("blocked: memory of an earlier, larger product does not reach a later, smaller one", () => {
  const blocked = new BlockedMatmul();
  const first: Shape = [40, 40, 40];
  run(
    blocked,
    "forward",
    "float64",
    allocate("float64", 1600).fill(NaN),
    allocate("float64", 1600).fill(NaN),
    first,
  );
  const a = noise("float64", 10 * 11, 1);
  const b = noise("float64", 11 * 10, 2);
  const expected = run(naive, "forward", "float64", a, b, [10, 11, 10]);
  expectSameBits(run(blocked, "forward", "float64", a, b, [10, 11, 10]), expected, "forward");
});
