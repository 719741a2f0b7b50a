import { describe, expect, test } from "vitest";
import { ComparisonError, expectClose, expectSameBits } from "../../compare.js";

describe("expectClose", () => {
  test("lets an error as large as its bound pass, and none larger", () => {
    expectClose(1.5, 1, { absolute: 0.5 }, "x");
    expectClose(150, 100, { relative: 0.5 }, "x");
    expect(() => expectClose(1.6, 1, { absolute: 0.5 }, "x")).toThrow(ComparisonError);
    expect(() => expectClose(160, 100, { relative: 0.5 }, "x")).toThrow(ComparisonError);
  });

  test("takes the larger of the two bounds, and 0 where none is given", () => {
    expectClose(1e-9, 0, { absolute: 1e-8, relative: 1e-3 }, "x");
    expectClose(1001, 1000, { absolute: 1e-8, relative: 1e-3 }, "x");
    expectClose(1, 1, {}, "x");
    expect(() => expectClose(1 + 2 ** -52, 1, {}, "x")).toThrow(ComparisonError);
  });

  test.each([
    [NaN, 1],
    [1, NaN],
    [NaN, NaN],
    [1, Infinity],
    [Infinity, 1],
    [-Infinity, Infinity],
  ])("rejects %d for %d within any bound", (actual, expected) => {
    expect(() => expectClose(actual, expected, { absolute: 1e300, relative: 1e300 }, "x")).toThrow(
      ComparisonError,
    );
    expect(() => expectClose([actual], [expected], { absolute: Infinity }, "x")).toThrow(ComparisonError);
  });

  test("lets equal infinities pass", () => {
    expectClose([Infinity, -Infinity], [Infinity, -Infinity], {}, "x");
  });

  test("names index, expected, got, error and bound", () => {
    expect(() => expectClose([1, 2.5], [1, 2], { absolute: 0.25 }, "weights")).toThrow(
      new ComparisonError("weights[1]: expected 2, got 2.5: error 0.5 is not within 0.25."),
    );
  });

  test("rejects arrays of other lengths, and a number for an array", () => {
    expect(() => expectClose([1], [1, 2], { absolute: 9 }, "x")).toThrow(
      new ComparisonError("x: expected 2 numbers, got 1."),
    );
    expect(() => expectClose([1, 2, 3], [1, 2], { absolute: 9 }, "x")).toThrow(
      new ComparisonError("x: expected 2 numbers, got 3."),
    );
    expect(() => expectClose(1, [1], {}, "x")).toThrow(
      new ComparisonError("x: expected an array, got a number."),
    );
    expect(() => expectClose([1], 1, {}, "x")).toThrow(
      new ComparisonError("x: expected a number, got an array."),
    );
  });
});

describe("expectSameBits", () => {
  test("tells neighbours and zeros apart, and takes NaN for NaN", () => {
    expectSameBits([0.1, -0, NaN], [0.1, -0, NaN], "x");
    expect(() => expectSameBits([0, 0], [0, -0], "x")).toThrow(
      new ComparisonError("x[1]: expected -0, got 0: the bits differ."),
    );
    expect(() => expectSameBits(1 + 2 ** -52, 1, "x")).toThrow(ComparisonError);
  });
});
