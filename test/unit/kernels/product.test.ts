import { describe, expect, it } from "vitest";
import { Finish } from "../../../assembly/codes.js";
import { expectClose, expectSameBits } from "../../compare.js";
import type { Precision } from "../../../src/wasm/kernels.js";
import { GuardedInstance } from "./guarded.js";
import { builds, numbers, precisions, variants } from "./variants.js";

/** Sizes around every edge there is: lanes, tiles, blocks of k, rows and columns, and the small path. */
const shapes: [m: number, n: number, k: number][] = [
  [1, 1, 1],
  [1, 2, 3],
  [2, 2, 2],
  [3, 5, 7],
  [4, 8, 16],
  [5, 9, 17],
  [8, 7, 300],
  [13, 33, 29],
  [63, 15, 65],
  [64, 16, 64],
  [65, 17, 256],
  [67, 19, 257],
  [30, 530, 40],
  [9, 513, 600],
];

/** Where the elements of the operands lie, in the three products of a training step. */
const orientations = {
  "a · b": { a: false, b: false },
  "a · bᵀ": { a: false, b: true },
  "aᵀ · b": { a: true, b: false },
} as const;

/**
 * c[i][j] = Σₖ a[i][k] · b[k][j], summed in the order of k in the given precision. Kept by shape and precision: all
 * products here are of the same numbers, those of `left` and `right`.
 */
function textbook(m: number, n: number, k: number, precision: Precision): Float64Array {
  const key = `${m} ${n} ${k} ${precision}`;
  let c = textbooks.get(key);
  if (c) return c;
  const [a, b] = [left(m, k, precision), right(k, n, precision)];
  const isSingle = precision === "float32";
  c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) {
        const product = a[i * k + l]! * b[l * n + j]!;
        sum = isSingle ? Math.fround(sum + Math.fround(product)) : sum + product;
      }
      c[i * n + j] = sum;
    }
  }
  textbooks.set(key, c);
  return c;
}
const textbooks = new Map<string, Float64Array>();

const roundTo = (precision: Precision) => (precision === "float32" ? Math.fround : (x: number) => x);
/** Kept, and never written to: the largest shapes need them hundreds of times. */
function given(length: number, seed: number, precision: Precision): Float64Array {
  const key = `${length} ${seed} ${precision}`;
  let values = givens.get(key);
  if (!values) givens.set(key, (values = numbers(length, seed).map(roundTo(precision))));
  return values;
}
const givens = new Map<string, Float64Array>();
/** [m × k] */
const left = (m: number, k: number, precision: Precision) => given(m * k, 2, precision);
/** [k × n] */
const right = (k: number, n: number, precision: Precision) => given(k * n, 3, precision);

function transpose(rows: number, columns: number, values: ArrayLike<number>): Float64Array {
  const transposed = new Float64Array(rows * columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      transposed[column * rows + row] = values[row * columns + column]!;
    }
  }
  return transposed;
}

/** Fields of a product of [m × k] and [k × n] matrices that lie as the orientation says. */
function operands(
  guarded: GuardedInstance,
  [m, n, k]: [number, number, number],
  how: { a: boolean; b: boolean },
  a: Float64Array,
  b: Float64Array,
) {
  return {
    m,
    n,
    k,
    a: guarded.numbers(how.a ? transpose(m, k, a) : a).at,
    aRow: how.a ? 1 : k,
    aColumn: how.a ? m : 1,
    b: guarded.numbers(how.b ? transpose(k, n, b) : b).at,
    bRow: how.b ? 1 : n,
    bColumn: how.b ? k : 1,
  };
}

describe.each(variants)("product, $build, $precision", ({ build, precision }) => {
  const round = roundTo(precision);

  describe.each(Object.entries(orientations))("%s", (_, how) => {
    it.each(shapes)(
      "of %i × %i over %i equals the textbook sum bit for bit and writes nothing else",
      (m, n, k) => {
        const guarded = new GuardedInstance(build, precision);
        const [a, b] = [left(m, k, precision), right(k, n, precision)];
        const c = guarded.numbers(m * n);
        guarded.product({
          ...operands(guarded, [m, n, k], how, a, b),
          finish: Finish.store,
          c: c.at,
          partial: c.at,
        });
        expectSameBits(c.view(), textbook(m, n, k, precision), "c");
        expect(guarded.intact()).toBe(true);
      },
    );
  });

  it.each([3, 8, 70, 300])("with the identity of size %i gives the other matrix", (size) => {
    const identity = new Float64Array(size * size);
    for (let i = 0; i < size; i++) identity[i * size + i] = 1;
    const other = given(size * size, 5, precision);
    for (const [a, b] of [
      [other, identity],
      [identity, other],
    ] as const) {
      const guarded = new GuardedInstance(build, precision);
      const c = guarded.numbers(size * size);
      guarded.product({
        ...operands(guarded, [size, size, size], orientations["a · b"], a, b),
        c: c.at,
        partial: c.at,
      });
      expectSameBits(c.view(), other, "c");
    }
  });

  it.each([
    [3, 5, 7],
    [13, 33, 29],
    [9, 20, 600],
  ] as const)("resumes sums over %i × %i, k in two calls = k in one", (m, n, k) => {
    const [a, b] = [left(m, k, precision), right(k, n, precision)];
    const guarded = new GuardedInstance(build, precision);
    const c = guarded.numbers(m * n);
    const fields = { ...operands(guarded, [m, n, k], orientations["a · b"], a, b), c: c.at, partial: c.at };
    const size = precision === "float32" ? 4 : 8;
    const cut = Math.floor(k / 3);
    guarded.product({ ...fields, k: cut });
    guarded.product({
      ...fields,
      k: k - cut,
      a: fields.a + cut * size,
      b: fields.b + cut * n * size,
      resume: 1,
    });
    expectSameBits(c.view(), textbook(m, n, k, precision), "c");
  });

  it.each(shapes)("update of %i × %i over %i: c − rate · s, within 1 rounding", (m, n, k) => {
    const guarded = new GuardedInstance(build, precision);
    const [a, b, before] = [left(m, k, precision), right(k, n, precision), given(m * n, 4, precision)];
    const c = guarded.numbers(before);
    const partial = guarded.numbers(m * n);
    guarded.product({
      ...operands(guarded, [m, n, k], orientations["aᵀ · b"], a, b),
      finish: Finish.update,
      c: c.at,
      partial: partial.at,
      rate: 0.37,
    });
    const rate = round(0.37);
    const expected = textbook(m, n, k, precision).map((sum, at) => round(before[at]! - round(rate * sum)));
    expectSameBits(c.view(), expected, "c");
    expect(guarded.intact()).toBe(true);
  });

  it.each(shapes)("slope of %i × %i over %i: s · a (1 − a)", (m, n, k) => {
    const guarded = new GuardedInstance(build, precision);
    const [a, b, activations] = [left(m, k, precision), right(k, n, precision), given(m * n, 4, precision)];
    const c = guarded.numbers(m * n);
    guarded.product({
      ...operands(guarded, [m, n, k], orientations["a · bᵀ"], a, b),
      finish: Finish.slope,
      c: c.at,
      partial: c.at,
      activation: 1,
      activations: guarded.numbers(activations).at,
    });
    const expected = textbook(m, n, k, precision).map((sum, at) => {
      const activation = activations[at]!;
      return round(sum * round(activation * round(1 - activation)));
    });
    expectSameBits(c.view(), expected, "c");
    expect(guarded.intact()).toBe(true);
  });

  it.each(shapes)(
    "activate of %i × %i over %i: logistic of s + bias, own and shared, within 4 ULP",
    (m, n, k) => {
      for (const biasStep of [0, 1]) {
        const guarded = new GuardedInstance(build, precision);
        const [a, b] = [left(m, k, precision), right(k, n, precision)];
        const biases = given(biasStep ? n : 1, 6, precision);
        const c = guarded.numbers(m * n);
        guarded.product({
          ...operands(guarded, [m, n, k], orientations["a · b"], a, b),
          finish: Finish.activate,
          c: c.at,
          partial: c.at,
          activation: 1,
          biases: guarded.numbers(biases).at,
          biasStep,
        });
        const expected = textbook(m, n, k, precision).map((sum, at) => {
          const x = round(sum + biases[biasStep * (at % n)]!);
          return 1 / (1 + Math.exp(-x));
        });
        expectClose(
          c.view(),
          expected,
          { relative: 4 * (precision === "float32" ? 2 ** -23 : 2 ** -52) },
          "c",
        );
        expect(guarded.intact()).toBe(true);
      }
    },
  );
});

describe.each(variants)("product, $build, $precision, by every tile", ({ build, precision }) => {
  const round = roundTo(precision);
  const { tiles } = new GuardedInstance(build, precision).kernels;
  const codes = [...Array.from({ length: tiles }, (_, tile) => tile), tiles, 0xffffffff];

  it.each(codes)("tile %i (what the build does not have is the first) gives the textbook sums", (tile) => {
    for (const [m, n, k] of [...shapes, [65, 24, 40], [60, 9, 4], [5, 600, 5]] as [
      number,
      number,
      number,
    ][]) {
      const [a, b] = [left(m, k, precision), right(k, n, precision)];
      const expected = textbook(m, n, k, precision);
      for (const how of Object.values(orientations)) {
        const guarded = new GuardedInstance(build, precision);
        const c = guarded.numbers(m * n);
        guarded.product({ ...operands(guarded, [m, n, k], how, a, b), c: c.at, partial: c.at, tile });
        expectSameBits(c.view(), expected, `${m} × ${n} over ${k}`);
        expect(guarded.intact()).toBe(true);
      }
    }
  });

  it.each(codes)("tile %i goes on from resting sums, and updates", (tile) => {
    const [m, n, k] = [65, 45, 530];
    const [a, b, before] = [left(m, k, precision), right(k, n, precision), given(m * n, 4, precision)];
    const guarded = new GuardedInstance(build, precision);
    const c = guarded.numbers(before);
    const rest = {
      finish: Finish.update,
      c: c.at,
      partial: guarded.numbers(m * n).at,
      rate: 0.37,
      tile,
    };
    guarded.product({ ...operands(guarded, [m, n, k], orientations["aᵀ · b"], a, b), ...rest });
    const rate = round(0.37);
    const sums = textbook(m, n, k, precision);
    expectSameBits(
      c.view(),
      sums.map((sum, at) => round(before[at]! - round(rate * sum))),
      "c",
    );
    expect(guarded.intact()).toBe(true);
  });
});

describe.each(precisions)("product, %s", (precision) => {
  it("gives the same bits in every build, activations included", () => {
    const [m, n, k] = [37, 61, 300];
    const results = builds.map((build) => {
      const guarded = new GuardedInstance(build, precision);
      const c = guarded.numbers(m * n);
      const fields = operands(
        guarded,
        [m, n, k],
        orientations["a · b"],
        numbers(m * k, 2),
        numbers(k * n, 3),
      );
      guarded.product({ ...fields, finish: Finish.activate, c: c.at, partial: c.at, activation: 1 });
      return c.view();
    });
    expectSameBits(results[1]!, results[0]!, "simd against scalar");
  });
});
