import { describe, expect, it } from "vitest";
import { checkGradients } from "../../../src/explain/checkGradients.js";
import { activationNames } from "../../../src/functions/activations.js";
import { lossNames } from "../../../src/functions/losses.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { LayerGradients } from "../../../src/train/networkTypes.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { numbers } from "../kernels/variants.js";

const rows = 11;
const inputs = numbers(rows * 4, 1);
const part = (x: number) => 0.1 + 0.4 * (x + 1);
const data = Dataset.from(inputs, numbers(rows * 3, 2).map(part), { columns: 4 });
const labels = Array.from({ length: rows }, (_, row) => row % 3);
const classes = Dataset.from(inputs, labels, { columns: 4, classes: 3 });

/** A network with biases that are not 0. */
function create(config: Partial<ConfigInput>): Network {
  const network = Network.create({ layers: [4, 5, 3], ...config });
  network.setParameters(
    network
      .parameters()
      .map(({ weights, biases }, layer) => ({ weights, biases: numbers(biases.length, 30 + layer) })),
  );
  return network;
}

/** Pairs of output activation and loss that go together. */
const pairs = activationNames.flatMap((activation) =>
  lossNames
    .filter((loss) => loss !== "crossEntropy" || activation === "softmax")
    .filter((loss) => loss !== "binaryCrossEntropy" || activation === "sigmoid")
    .filter((loss) => loss !== "poisson" || activation === "exponential")
    .map((loss) => ({ activation, loss })),
);

describe("checkGradients passes", () => {
  it.each(pairs)(
    "$activation outputs with $loss, and that activation in a hidden layer",
    ({ activation, loss }) => {
      const hidden = activation === "softmax" || activation === "exponential" ? "sigmoid" : activation;
      const layers = [4, { units: 5, activation: hidden }, { units: 3, activation }];
      const network = create({ layers, loss, huberDelta: 0.3, precision: "float64" });
      const check = checkGradients(network, loss === "hinge" ? classes : data);
      expect(check).toMatchObject({ passed: true, kinks: [] });
      expect(check.layers.map(({ weights, biases }) => [weights!.checked, biases!.checked])).toEqual([
        [20, 5],
        [15, 3],
      ]);
    },
  );

  it.each([
    { biases: "shared" },
    { biases: "none" },
    { reduction: "sum" },
    { precision: "float32", reduction: "sum", biases: "shared" },
    { trainBiases: false },
    { layers: [4, { units: 5, trainable: false }, 4, 3] },
    { layers: [4, 5, { units: 4, trainable: false }, 3] },
    { layers: [{ units: 4, dropout: 0.5 }, { units: 5, dropout: 0.5 }, 3], inputNoise: 0.3 },
  ] as Partial<ConfigInput>[])("%j, with null for what does not train", async (config) => {
    const network = create(config);
    const before = await network.weightsSha256();
    const check = checkGradients(network, classes);
    expect(check.passed).toBe(true);
    network.config.layers.forEach(({ trainable, inputs, units }, layer) => {
      const { biases, trainBiases } = network.config;
      const count = biases === "none" ? 0 : biases === "shared" ? 1 : units;
      const own = check.layers[layer]!;
      expect(own.weights?.checked ?? 0).toBe(trainable ? inputs * units : 0);
      expect(own.biases?.checked ?? 0).toBe(trainable && trainBiases ? count : 0);
    });
    expect(await network.weightsSha256()).toBe(before);
  });

  it("on scaled data, and on a sample of the parameters, the same one for the same seed", async () => {
    const network = create({ layers: [4, 20, 3], scaling: "standard" });
    await network.fit(classes, { epochs: 1 });
    const wheres = [1, 1, 2].map((seed) => {
      const check = checkGradients(network, classes, { most: 9, seed });
      expect(check.passed).toBe(true);
      const counts = check.layers.flatMap(({ weights, biases }) => [weights!.checked, biases!.checked]);
      expect(counts.reduce((a, b) => a + b)).toBe(9);
      return JSON.stringify(check);
    });
    expect(wheres[0]).toBe(wheres[1]);
    expect(wheres[0]).not.toBe(wheres[2]);
  });
});

describe("checkGradients fails", () => {
  const spoilt = (spoil: (found: LayerGradients[]) => void) =>
    checkGradients(create({}), data, {
      gradients: (network, dataset) => {
        const found = network.gradients(dataset);
        spoil(found);
        return found;
      },
    });

  it("a gradient that is off by a thousandth, and names its parameter", () => {
    const check = spoilt((found) => void (found[1]!.weights[7]! *= 1.001));
    expect(check).toMatchObject({ passed: false, where: "layer 2: weights[7]", kinks: [] });
    expect(check.layers[1]!.weights).toMatchObject({ where: 7, worst: check.worst });
    expect(check.worst).toBeCloseTo(0.0005, 5);
    expect(check.layers[0]!.weights!.worst).toBeLessThan(1e-6);
  });

  it("a wrong sign, a bias left out, and NaN", () => {
    expect(spoilt((found) => void (found[0]!.weights[3]! *= -1))).toMatchObject({
      passed: false,
      where: "layer 1: weights[3]",
    });
    expect(spoilt((found) => void (found[0]!.biases[2] = 0)).where).toBe("layer 1: biases[2]");
    expect(spoilt((found) => void (found[0]!.biases[4] = NaN))).toMatchObject({
      passed: false,
      worst: Infinity,
      where: "layer 1: biases[4]",
    });
  });
});

describe("a kink", () => {
  it("at relu(0) is reported, and is no failure", () => {
    const network = Network.create({
      layers: [2, { units: 2, activation: "relu" }, { units: 1, activation: "identity" }],
    });
    // unit 0 has net input 0 on the only sample, unit 1 is well above
    network.setParameters([
      { weights: [1, 1, -1, 1], biases: [0, 0] },
      { weights: [1, 1], biases: [0] },
    ]);
    const check = checkGradients(network, Dataset.from([[1, 1]], [[0]]));
    expect(check.passed).toBe(true);
    expect(check.kinks.map(({ where }) => where)).toEqual([
      "layer 1: weights[0]",
      "layer 1: weights[2]",
      "layer 1: biases[0]",
    ]);
    for (const { below, above, gradient } of check.kinks) {
      expect(below).toBe(0);
      expect(above).toBeCloseTo(2, 4);
      expect(gradient).toBe(0);
    }
  });

  it("does not hide a wrong gradient elsewhere", () => {
    const network = Network.create({ layers: [2, { units: 1, activation: "identity" }] });
    const check = checkGradients(network, Dataset.from([[1, 1]], [[5]]), {
      gradients: () => [{ weights: Float64Array.of(1, 1), biases: Float64Array.of(1) }],
    });
    expect(check).toMatchObject({ passed: false, kinks: [] });
  });
});

describe("wrong options", () => {
  it.each([
    [{ most: 0 }, "most: expected an integer ≥ 1, got 0."],
    [{ tolerance: 2 }, "tolerance: expected a number 0 < x < 1, got 2."],
  ])("%j are refused", (options, message) => {
    expect(() => checkGradients(create({}), data, options)).toThrow(message);
  });
});
