/** Which samples the page shows as the worst. */
import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { measure } from "../../../src/report/measureSamples.js";
import { worstSamples } from "../../../src/report/page/worst.js";
import { Network } from "../../../src/train/network.js";

const rows = [0, 1, 2, 3, 4, 5];
const inputs = rows.map((row) => [row < 3 ? -1 - row : row - 2]);

function worst(dataset: Dataset, weights: number[]) {
  const network = Network.create({
    layers: [1, { units: dataset.outputs, activation: dataset.labels ? "softmax" : "identity" }],
    scaling: "none",
    targetScaling: "none",
  });
  network.parameters()[0]!.weights.set(weights);
  try {
    return worstSamples(network, dataset, measure(network, dataset, {}), rows);
  } finally {
    network.dispose();
  }
}

describe("the worst samples", () => {
  it("of classes are those that are wrong, the highest loss first; none where all are right", () => {
    const labels = Uint32Array.from([0, 0, 0, 1, 1, 1]);
    const options = { classes: ["left", "right"] };
    expect(worst(Dataset.from(inputs, labels, options), [-2, 2])).toEqual([]);
    labels[4] = 0; // 2: further from the boundary than row 3, which is right
    labels[0] = 1; // −1
    const found = worst(Dataset.from(inputs, labels, options), [-2, 2]);
    expect(found.map(({ index, actual, predicted }) => [index, actual, predicted])).toEqual([
      [4, "left", "right"],
      [0, "right", "left"],
    ]);
    expect(found[0]!.confidence).toBeGreaterThan(0.99);
  });

  it("of numbers are all, the largest error first", () => {
    const targets = inputs.map(([value], row) => [value! + (row === 3 ? 5 : 0.1 * row)]);
    const found = worst(Dataset.from(inputs, targets), [1]);
    expect(found.map(({ index }) => index)).toEqual([3, 5, 4, 2, 1, 0]);
  });
});
