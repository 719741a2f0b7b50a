import { describe, expect, it } from "vitest";
import "../relaxed.js";
import { Elementary, Finish } from "../../../assembly/codes.js";
import { expectClose } from "../../compare.js";
import { GuardedInstance } from "./guarded.js";
import { numbers, precisions } from "./variants.js";

const logistic = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

const variants = (["fast", "fast-wide"] as const).flatMap((build) =>
  precisions.map((precision) => ({ build, precision })),
);

describe.each(variants)("$build, $precision", ({ build, precision }) => {
  const unit = precision === "float32" ? 2 ** -24 : 2 ** -53;
  const round = precision === "float32" ? Math.fround : (x: number) => x;
  const { tiles } = new GuardedInstance(build, precision).kernels;

  it.each(Array.from({ length: tiles }, (_, tile) => tile))(
    "tile %i: every sum is within (k + 1) · u · Σ |a · b|, or 2⁻⁵⁰ of it, of the sum in f64",
    (tile) => {
      const shapes = [
        [6, 8, 16],
        [7, 9, 50],
        [66, 45, 530],
        [13, 3, 300],
      ];
      for (const [m, n, k] of shapes as [number, number, number][]) {
        const [a, b] = [numbers(m * k, 2).map(round), numbers(k * n, 3).map(round)];
        const guarded = new GuardedInstance(build, precision);
        const c = guarded.numbers(m * n);
        guarded.product({
          m,
          n,
          k,
          a: guarded.numbers(a).at,
          aRow: k,
          aColumn: 1,
          b: guarded.numbers(b).at,
          bRow: n,
          bColumn: 1,
          c: c.at,
          partial: c.at,
          tile,
        });
        c.view().forEach((got, at) => {
          let [sum, size] = [0, 0];
          for (let l = 0; l < k; l++) {
            const term = a[Math.floor(at / n) * k + l]! * b[l * n + (at % n)]!;
            sum += term;
            size += Math.abs(term);
          }
          expectClose(got, sum, { absolute: (k + 1) * Math.max(unit, 2 ** -53) * size }, `c[${at}]`);
        });
        expect(guarded.intact()).toBe(true);
      }
    },
  );

  it("really fuses, in V8: some sums differ from the exact builds'", () => {
    const [m, n, k] = [12, 16, 200];
    const results = (["simd", build] as const).map((one) => {
      const guarded = new GuardedInstance(one, precision);
      const c = guarded.numbers(m * n);
      const [a, b] = [guarded.numbers(numbers(m * k, 2)).at, guarded.numbers(numbers(k * n, 3)).at];
      const steps = { aRow: k, aColumn: 1, bRow: n, bColumn: 1 };
      guarded.product({ m, n, k, a, b, ...steps, finish: Finish.store, c: c.at, partial: c.at });
      return c.view();
    });
    expect(results[1]).not.toEqual(results[0]);
  });

  it("sigmoid is within 4 ULP, with exact limits, and never leaves 0 … 1", () => {
    const guarded = new GuardedInstance(build, precision);
    const x = [...numbers(3000, 7)].map((value, i) => value * (i % 2 ? 20 : 100));
    const from = guarded.numbers([...x, 0, Infinity, -Infinity, Number.NaN]);
    const to = guarded.numbers(x.length + 4);
    guarded.kernels.map!(Elementary.sigmoid, to.at, from.at, x.length + 4);
    const [input, output] = [from.view(), to.view()];
    for (let i = 0; i < x.length; i++) {
      const bounds = { relative: 8 * unit, absolute: precision === "float32" ? 2 ** -149 : 2 ** -1074 };
      expectClose(output[i]!, logistic(input[i]!), bounds, `σ(${input[i]})`);
    }
    expect([...output.subarray(x.length)]).toEqual([0.5, 1, 0, Number.NaN]);
    expect(output.every((y) => !(y < 0) && !(y > 1))).toBe(true);
  });
});
