/** Short trainings, step by step as PyTorch ran them, and minima that scikit-learn found, on both basic builds. */
import { describe, expect, test } from "vitest";
import { checkCurve, checkMinimum, curveFiles, minima, type Way } from "./curves.js";

const ways: Way[] = [
  { build: "simd", precision: "float64", bound: 1e-9 },
  { build: "scalar", precision: "float64", bound: 1e-9 },
  { build: "simd", precision: "float32", bound: 1e-4 },
  { build: "scalar", precision: "float32", bound: 1e-4 },
];

test("the files hold 282 trainings and 4 minima", () => {
  expect(curveFiles.flatMap(({ curves }) => curves)).toHaveLength(282);
  expect(minima).toHaveLength(4);
});

for (const way of ways) {
  describe(`${way.build}, ${way.precision}, to ${way.bound}`, () => {
    for (const { file, curves } of curveFiles) {
      describe(`PyTorch, ${file}`, () => {
        for (const curve of curves) test(curve.name, () => checkCurve(curve, way));
      });
    }
    describe("scikit-learn, the minimum by L-BFGS", () => {
      for (const problem of minima) test(problem.name, () => checkMinimum(problem, way));
    });
  });
}
