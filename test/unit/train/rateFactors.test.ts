import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { optimizerKinds } from "../../../src/functions/optimizers.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const data = Dataset.from(numbers(24, 1), numbers(16, 2), { columns: 3 });

/** What one update of all samples adds to the parameters of each layer. */
async function changes(layer: object, config: Partial<ConfigInput>) {
  const network = Network.create({
    layers: [3, { units: 5, activation: "tanh", ...layer }, { units: 2, activation: "identity" }],
    precision: "float64",
    batchSize: "full",
    seed: 4,
    ...config,
  } as ConfigInput);
  const before = network
    .parameters()
    .map(({ weights, biases }) => ({ weights: weights.slice(), biases: biases.slice() }));
  await network.fit(data, { epochs: 1 });
  return network.parameters().map(({ weights, biases }, l) => ({
    weights: weights.map((w, i) => w - before[l]!.weights[i]!),
    biases: biases.map((b, i) => b - before[l]!.biases[i]!),
  }));
}

describe("rateFactor and biasRateFactor", () => {
  it.each(optimizerKinds.filter((kind) => kind !== "lbfgs"))(
    "scale the first step of the layer's weights and biases alone, with weight decay, to 1e-12: %s",
    async (kind) => {
      const config = { optimizer: { kind, learningRate: 0.01 }, weightDecay: 0.1 } as Partial<ConfigInput>;
      const [plain, scaled] = [
        await changes({}, config),
        await changes({ rateFactor: 0.25, biasRateFactor: 3 }, config),
      ];
      const bounds = { relative: 1e-12, absolute: 1e-16 };
      expectClose(
        scaled[0]!.weights,
        plain[0]!.weights.map((change) => 0.25 * change),
        bounds,
        "weights",
      );
      expectClose(
        scaled[0]!.biases,
        plain[0]!.biases.map((change) => 3 * change),
        bounds,
        "biases",
      );
      expectClose(scaled[1]!.weights, plain[1]!.weights, bounds, "weights above");
      expectClose(scaled[1]!.biases, plain[1]!.biases, bounds, "biases above");
    },
  );

  it("of 1 are left out, and others come back from a model file", () => {
    const layers = [
      3,
      { units: 5, rateFactor: 1, biasRateFactor: 1 },
      { units: 2, rateFactor: 0.5 },
    ] as const;
    const network = Network.load(Network.create({ layers }).save());
    expect(network.config.layers[0]).not.toHaveProperty("rateFactor");
    expect(network.config.layers[0]).not.toHaveProperty("biasRateFactor");
    expect(network.config.layers[1]).toMatchObject({ rateFactor: 0.5 });
  });

  it.each<[Partial<ConfigInput>, string]>([
    [
      { layers: [3, { units: 2, rateFactor: 0 }] },
      "layers[1].rateFactor: expected a finite number > 0, got 0.",
    ],
    [
      { layers: [3, { units: 2, biasRateFactor: 2 }], optimizer: "lbfgs" },
      "layers[1].biasRateFactor: lbfgs finds its steps. Drop it.",
    ],
  ])("are refused: %j", (config, message) => {
    expect(() => Network.create(config as ConfigInput)).toThrow(message);
  });
});
