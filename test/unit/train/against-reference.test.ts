import { describe, expect, it } from "vitest";
import { Network } from "../../../src/train/network.js";
import type { Precision } from "../../../src/wasm/kernels.js";
import { type Bounds, expectClose } from "../../compare.js";
import { numbers } from "../kernels/variants.js";
import { pairs, situation } from "../kernels/situation.js";
import { referenceRun } from "./reference-run.js";

/** Trains a situation both ways and compares losses and all parameters. */
async function compare(seed: number, precision: Precision, bounds: Bounds): Promise<void> {
  const { config, data } = situation(seed, precision);
  const network = Network.create(config);
  const initial = network.parameters().map(({ weights, biases }, index) => ({
    weights: weights.slice(),
    biases: biases.map((_, at) => numbers(at + 1, seed + index)[at]! / 4),
  }));
  network.setParameters(initial);
  const history = await network.fit(data);
  const expected = referenceRun(network.config, data, initial, network.scalers.inputs);
  const what = `seed ${seed}, ${JSON.stringify(config)}`;
  expectClose(history.loss, expected.losses, bounds, `loss, ${what}`);
  network.parameters().forEach(({ weights, biases }, index) => {
    const layer = expected.network.layers[index]!;
    expectClose(weights, layer.weights, bounds, `layer ${index + 1} weights, ${what}`);
    expectClose(biases, layer.biases, bounds, `layer ${index + 1} biases, ${what}`);
  });
  network.dispose();
}

describe("random trainings follow the reference over 3 epochs", () => {
  it("there is every loss with every activation that it goes with", () => {
    expect(pairs.length).toBe(108);
  });

  it.each(Array.from({ length: 8 }, (_, set) => set))("float64 to 1e-10: thirty, set %i", async (set) => {
    for (let seed = 30 * set; seed < 30 * set + 30; seed++) {
      await compare(seed, "float64", { relative: 1e-10, absolute: 1e-10 });
    }
  });

  it.each(Array.from({ length: 8 }, (_, set) => set))("float32 to 5e-4: thirty, set %i", async (set) => {
    for (let seed = 30 * set; seed < 30 * set + 30; seed++) {
      await compare(seed, "float32", { relative: 5e-4, absolute: 5e-4 });
    }
  });
});
