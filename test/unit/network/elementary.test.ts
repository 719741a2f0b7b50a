import { describe, expect, it } from "vitest";
import * as elementary from "../../../src/network/elementary.js";
import { expectSameBits } from "../../compare.js";
// [arguments…, value]: mpmath 1.2.1 with mp.prec = 300, rounded to doubles; among them the worst of 300,000
import values from "./elementary.json" with { type: "json" };

const { cosOfTurns, exp, ln, pow, sinOfTurns } = elementary;

/** Doubles between a and b. */
function doublesBetween(a: number, b: number): number {
  const order = (x: number) => {
    const bits = new BigInt64Array(Float64Array.of(x).buffer)[0]!;
    return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
  };
  if (Number.isNaN(a) || Number.isNaN(b)) return Infinity;
  return Math.abs(Number(order(a) - order(b)));
}

describe.each(Object.keys(values) as (keyof typeof values)[])("%s", (name) => {
  const f = elementary[name] as (...args: number[]) => number;

  it("is a neighbour of the correctly rounded value at worst", () => {
    for (const row of values[name]) {
      const [wanted, args] = [row.at(-1)!, row.slice(0, -1)];
      const off = doublesBetween(f(...args), wanted);
      if (!(off <= 1))
        throw new Error(`${name}(${args}): expected ${wanted}, got ${f(...args)}: ${off} off.`);
    }
  });

  it("is correctly rounded four times in five, hard cases included", () => {
    const right = values[name].filter((row) => f(...row.slice(0, -1)) === row.at(-1));
    expect(right.length).toBeGreaterThanOrEqual(0.8 * values[name].length);
  });
});

describe("exact values", () => {
  it("of exp", () => {
    expectSameBits([exp(0), exp(-0), exp(-Infinity), exp(Infinity)], [1, 1, 0, Infinity], "exp");
    expectSameBits([exp(710), exp(-746), exp(NaN)], [Infinity, 0, NaN], "exp");
  });

  it("of ln", () => {
    expectSameBits([ln(1), ln(0), ln(-0), ln(Infinity)], [0, -Infinity, -Infinity, Infinity], "ln");
    expectSameBits([ln(-1), ln(-Infinity), ln(NaN)], [NaN, NaN, NaN], "ln");
  });

  it("of pow at the powers 0, 1, ½, 2 and −1", () => {
    for (const x of [5e-324, 0.1, 1 / 3, 0.95, 1, 3, 1e300]) {
      const got = [pow(x, 0), pow(x, 1), pow(x, 0.5), pow(x, 2), pow(x, -1)];
      expectSameBits(got, [1, x, Math.sqrt(x), x * x, 1 / x], `powers of ${x}`);
    }
  });

  it("of pow for whole powers of small whole numbers", () => {
    for (let base = 2; base <= 12; base++) {
      for (let power = 3, wanted = base ** 3; wanted <= 2 ** 53; power++, wanted *= base) {
        expect(pow(base, power)).toBe(wanted);
      }
    }
  });

  it("of pow at the ends", () => {
    expectSameBits([pow(0, 3), pow(0, -3), pow(0, 0.5)], [0, Infinity, 0], "of 0");
    expectSameBits([pow(Infinity, 3), pow(Infinity, -3)], [Infinity, 0], "of ∞");
    expectSameBits([pow(0.5, Infinity), pow(2, Infinity), pow(2, -Infinity)], [0, Infinity, 0], "to ∞");
    expectSameBits([pow(0.5, 1e300), pow(2, 1e300), pow(1, 1e300)], [0, Infinity, 1], "to 1e300");
    expectSameBits([pow(-1, 3), pow(NaN, 2), pow(2, NaN)], [NaN, NaN, NaN], "of what is no number");
  });

  it("of cosine and sine at whole quarters", () => {
    for (const turns of [0, 1, 7, 1e15]) {
      const quarters = [0, 0.25, 0.5, 0.75].map((quarter) => turns + quarter);
      expectSameBits(quarters.map(cosOfTurns), [1, 0, -1, 0], "cosine");
      expectSameBits(quarters.map(sinOfTurns), [0, 1, 0, -1], "sine");
      if (turns > 0) expectSameBits([cosOfTurns(-turns), sinOfTurns(0.25 - turns)], [1, 1], "below 0");
    }
    expectSameBits([cosOfTurns(Infinity), sinOfTurns(NaN)], [NaN, NaN], "of what is no angle");
  });
});
