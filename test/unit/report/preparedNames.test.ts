import { expect, it } from "vitest";
import { preparedNames } from "../../../src/report/preparedNames.js";
import { trainingText } from "../../../src/report/trainingWords.js";
import { Network } from "../../../src/train/network.js";

it("inputs of the first layer are named by column and bin", () => {
  const scaler = {
    kind: "none" as const,
    shift: [0, 0],
    scale: [1, 1],
    edges: [[18, 25.25, 60], []],
    widths: [3, 1],
  };
  expect(preparedNames(["age", "sex"], scaler)).toEqual([
    "age [18, 25.25]",
    "age [25.25, 60]",
    "age [3]",
    "sex",
  ]);
  expect(preparedNames(["age", "sex"], null)).toEqual(["age", "sex"]);
});

it("the line about a training names columns and inputs", () => {
  const { config } = Network.create({ layers: [2, 3, 1], inputBins: [4, 0] });
  expect(trainingText(config)).toMatch(/^2 columns in bins → 5 → 3 sigmoid → 1 sigmoid · /);
});
