import { test } from "vitest";
import { erf, erfc } from "../../../src/reference/erf.js";
import { expectClose, expectSameBits } from "../../compare.js";

test.each([
  [1e-10, 1.1283791670955126e-10],
  [0.25, 0.27632639016823696],
  [0.5, 0.5204998778130465],
  [0.75, 0.7111556336535151],
  [1, 0.8427007929497149],
  [1.5, 0.9661051464753108],
  [2, 0.9953222650189527],
  [3, 0.9999779095030014],
  [5, 0.9999999999984626],
])("erf(±%d), relative 1e-15", (x, expected) => {
  expectClose(erf(x), expected, { relative: 1e-15 }, `erf(${x})`);
  expectClose(erf(-x), -expected, { relative: 1e-15 }, `erf(${-x})`);
});

test.each([
  [0.25, 0.7236736098317631],
  [0.5, 0.4795001221869535],
  [1, 0.15729920705028513],
  [2, 0.004677734981047266],
  [5, 1.537459794428035e-12],
  [10, 2.088487583762545e-45],
  [20, 5.395865611607901e-176],
  [26, 5.663192408856143e-296],
  [-1, 1.8427007929497148],
  [-5, 1.9999999999984626],
])("erfc(%d), relative 1e-15", (x, expected) => {
  expectClose(erfc(x), expected, { relative: 1e-15 }, `erfc(${x})`);
});

test("erf and erfc at 0, ±∞ and NaN, and far out", () => {
  expectSameBits([0, -0, Infinity, -Infinity, NaN].map(erf), [0, -0, 1, -1, NaN], "erf");
  expectSameBits([0, Infinity, -Infinity, NaN, 40, -40].map(erfc), [1, 0, 2, NaN, 0, 2], "erfc");
});

test("the series and the continued fraction meet: no step at 0.5 and 1", () => {
  for (const [name, f] of Object.entries({ erf, erfc })) {
    for (const x of [0.5, 1]) {
      const below = f(x - 2 ** -40);
      const above = f(x + 2 ** -40);
      const slope = ((above - below) / 2 ** -39) * (name === "erf" ? 1 : -1);
      expectClose(slope, (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x), { relative: 1e-3 }, `${name} at ${x}`);
    }
  }
});
