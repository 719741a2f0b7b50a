import { describe, expect, it } from "vitest";
import { checkGradients } from "../../../src/explain/checkGradients.js";
import { runRounds } from "../../../src/explain/rounds.js";
import { makeDigits } from "../../../src/data/digits/digits.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { builds, numbers, precisions, variants } from "../kernels/variants.js";
import { tiedSituation } from "../kernels/situation.js";
import { expectToFollow } from "./reference-run.js";

const linear = { activation: "identity" } as const;

/** A network with given parameters; those of tied layers are biases alone. */
function made(config: ConfigInput, parameters: { weights: number[]; biases: number[] }[]): Network {
  const network = Network.create(config);
  network.setParameters(parameters);
  return network;
}

/**
 * 3-2-3, linear, one sample x = (1, 2, 3), targets (1, 0, 2), half squared error:
 *
 *     W = | 1  0 |   b = (0, 1)   h = x · W + b = (1 + 2·0 + 3·1, 0 + 2·1 + 3·1 + 1) = (4, 6)
 *         | 0  1 |   c = (1, −1, 0)
 *         | 1  1 |                o = h · Wᵀ + c = (4 + 1, 6 − 1, 10) = (5, 5, 10)
 *
 *     error = ½ (4² + 5² + 8²) = 52.5      δₒ = (4, 5, 8)      δₕ = δₒ · W = (4 + 8, 5 + 8) = (12, 13)
 *
 *     ∂E/∂W = xᵀ · δₕ + δₒᵀ · h = | 12 13 | + | 16 24 | = | 28 37 |
 *                                 | 24 26 |   | 20 30 |   | 44 56 |
 *                                 | 36 39 |   | 32 48 |   | 68 87 |
 */
const handMade = {
  config: { layers: [3, { units: 2, ...linear }, { units: 3, ...linear }], tiedWeights: true },
  parameters: [
    { weights: [1, 0, 0, 1, 1, 1], biases: [0, 1] },
    { weights: [], biases: [1, -1, 0] },
  ],
  data: Dataset.from([[1, 2, 3]], [[1, 0, 2]]),
  gradient: [28, 37, 44, 56, 68, 87],
} satisfies { config: ConfigInput } & Record<string, unknown>;

describe.each(variants)(
  "a 3-2-3 network worked out by hand, $precision in $build",
  ({ build, precision }) => {
    const { config, parameters, data, gradient } = handMade;
    const network = () => made({ ...config, build, precision }, parameters);

    it("gives the outputs, error and gradients of the shared matrix, exactly", () => {
      const own = network();
      expect(own.predict(data).map((row) => [...row])).toEqual([[5, 5, 10]]);
      expect(own.encode(data, 1).map((row) => [...row])).toEqual([[4, 6]]);
      expect(own.evaluate(data).loss).toBe(52.5);
      const gradients = own.gradients(data).map(({ weights, biases }) => [[...weights], [...biases]]);
      expect(gradients).toEqual([
        [gradient, [12, 13]],
        [[], [4, 5, 8]],
      ]);
    });

    it("goes down that gradient, biases apart, both times alone", async () => {
      const own = network();
      await own.fit(data, { optimizer: { learningRate: 0.125 }, epochs: 1 });
      const [first, second] = own.parameters();
      expect([...first!.weights]).toEqual([1, 0, 0, 1, 1, 1].map((w, at) => w - 0.125 * gradient[at]!));
      expect([...first!.biases]).toEqual([-1.5, 1 - 1.625]);
      expect([...second!.biases]).toEqual([0.5, -1.625, -1]);
      expect([second!.weights.length, second!.tied, first!.tied]).toEqual([0, 1, undefined]);
    });

    it("goes down it in rounds too, which bring no settings of an update", async () => {
      const rounds = (count: number) =>
        runRounds(network(), [{ inputs: [1, 2, 3], targets: [1, 0, 2] }], {
          rounds: count,
          learningRate: 2 ** -7,
        });
      const own = network();
      await own.fit(data, { optimizer: { learningRate: 2 ** -7 }, epochs: 2 });
      const { parameters: found } = rounds(2);
      own.parameters().forEach(({ weights, biases }, index) => {
        const bounds = { relative: precision === "float64" ? 1e-13 : 1e-5 };
        expectClose(found[index]!.weights, weights, bounds, `layer ${index + 1} weights`);
        expectClose(found[index]!.biases, biases, bounds, `layer ${index + 1} biases`);
      });
    });

    it("of a layer that stands still changes the biases of the other alone", async () => {
      const layers = (at: number) =>
        config.layers.map((layer, index) =>
          index === at ? { ...(layer as object), trainable: false } : layer,
        );
      const after = async (frozen: number) => {
        const own = made(
          { ...config, layers: layers(frozen) as ConfigInput["layers"], build, precision },
          parameters,
        );
        await own.fit(data, { optimizer: { learningRate: 0.125 }, epochs: 1 });
        return own.parameters().map(({ weights, biases }) => [[...weights], [...biases]]);
      };
      // the weights belong to layer 1, whichever layers use them
      expect(await after(1)).toEqual([
        [parameters[0]!.weights, [0, 1]],
        [[], [0.5, -1.625, -1]],
      ]);
      expect(await after(2)).toEqual([
        [[1, 0, 0, 1, 1, 1].map((w, at) => w - 0.125 * gradient[at]!), [-1.5, 1 - 1.625]],
        [[], [1, -1, 0]],
      ]);
    });
  },
);

describe("random trainings of tied weights follow the reference over 3 epochs", () => {
  it.each([0, 1, 2, 3])("float64 to 1e-10: thirty, set %i", async (set) => {
    for (let seed = 30 * set; seed < 30 * set + 30; seed++) {
      await expectToFollow(tiedSituation(seed, "float64"), seed, { relative: 1e-10, absolute: 1e-10 });
    }
  });

  it.each([0, 1, 2, 3])("float32 to 1e-4: thirty, set %i", async (set) => {
    for (let seed = 30 * set; seed < 30 * set + 30; seed++) {
      await expectToFollow(tiedSituation(seed, "float32"), seed, { relative: 1e-4, absolute: 1e-4 });
    }
  });
});

describe("tied weights", () => {
  const rows = 700; // more than a block of k
  const inputs = numbers(rows * 37, 5);
  const data = Dataset.from(inputs, null, { columns: 37 }).asAutoencoder();
  const tied: ConfigInput = { layers: [37, 21, 6, 21, 37], tiedWeights: true, epochs: 2, seed: 4 };

  it.each<[Partial<ConfigInput>]>([
    [{ batchSize: 29 }],
    [{ batchSize: 600, optimizer: "adam", dropout: 0.2, inputNoise: 0.1 }],
    [{ batchSize: 64, optimizer: "momentum", clipNorm: 0.1, maxNorm: 0.9, l2: 1e-3, biases: "shared" }],
    [{ optimizer: "lbfgs", epochs: 5, precision: "float64" }],
  ])("give the same bits in every build, for 1, 2, 3 threads and any cut: %j", async (more) => {
    const train = async (where: Partial<ConfigInput>, hooks = {}) => {
      const network = Network.create({ ...tied, ...more, ...where });
      const { loss } = await network.fit(data, hooks);
      const hash = await network.weightsSha256();
      network.dispose();
      return { loss, hash };
    };
    const expected = await train({ build: "scalar" });
    for (const build of builds) expect(await train({ build, threads: 1 })).toEqual(expected);
    for (const threads of [2, 3]) expect(await train({ threads })).toEqual(expected);
    expect(await train({}, { onBatch: () => {} })).toEqual(expected);
  });

  it("are the untied network's where its weights are the transpose, up to the first update", () => {
    for (const precision of precisions) {
      const network = Network.create({ ...tied, precision });
      const open = Network.load(network.save());
      const untied = Network.create({ ...tied, precision, tiedWeights: false });
      const written = [0, 1, 2, 3].map((index) => {
        const { weights, biases, tied: source } = open.parameters()[index]!;
        if (source === undefined) return { weights: weights.slice(), biases: biases.slice() };
        const shared = open.parameters()[source - 1]!.weights;
        const [outputs, columns] = [untied.config.layers[index]!.units, untied.config.layers[index]!.inputs];
        const transpose = Float64Array.from(
          { length: shared.length },
          (_, at) => shared[(at % outputs) * columns + Math.floor(at / outputs)]!,
        );
        return { weights: transpose, biases: biases.slice() };
      });
      untied.setParameters(written);
      open.setParameters(written); // written out, they are taken too
      expect(network.predict(data)).toEqual(untied.predict(data));
      expect(open.predict(data)).toEqual(untied.predict(data));
      const [shared, apart] = [network.gradients(data), untied.gradients(data)];
      const bounds = { relative: precision === "float64" ? 1e-12 : 1e-4, absolute: 1e-6 };
      for (const [index, mirror] of [
        [0, 3],
        [1, 2],
      ] as const) {
        const { inputs: columns, units } = untied.config.layers[index]!;
        const sum = apart[index]!.weights.map(
          (own, at) => own + apart[mirror]!.weights[(at % units) * columns + Math.floor(at / units)]!,
        );
        expectClose(shared[index]!.weights, sum, bounds, `layer ${index + 1}, ${precision}`);
        expectSameBits(shared[mirror]!.biases, apart[mirror]!.biases, `layer ${mirror + 1}`);
      }
    }
  });

  it.each<[ConfigInput]>([
    [{ layers: [5, 3, 5], tiedWeights: true }],
    [{ layers: [5, 4, { units: 4, activation: "tanh" }, 5], tiedWeights: true, biases: "shared" }],
    [{ layers: [5, 3, { units: 5, tied: 1 }, 3, { units: 5, tied: 1, activation: "gelu" }] }],
    [{ layers: [5, 7, 3, { units: 7, tied: 2 }, { units: 5, trainable: false }] }],
  ])("have gradients that are the slopes of the loss: %j", (config) => {
    const network = Network.create({ ...config, seed: 9 });
    const samples = Dataset.from(numbers(40, 3), null, { columns: 5 }).asAutoencoder();
    const check = checkGradients(network, samples);
    expect([check.passed, check.kinks]).toEqual([true, []]);
    const { tied: source } = network.parameters().at(-1)!;
    if (source !== undefined) expect(check.layers.at(-1)!.weights).toBeNull();
    expect(check.layers[0]!.weights!.checked).toBe(network.parameters()[0]!.weights.length);
  });

  it("learn digits: 784-32-784 with half the numbers", async () => {
    const digits = makeDigits({ rows: 300, seed: 1 }).asAutoencoder();
    const network = Network.create({
      layers: [784, { units: 32, activation: "relu" }, 784],
      tiedWeights: true,
      optimizer: "adam",
      loss: "binaryCrossEntropy",
      epochs: 8,
    });
    const history = await network.fit(digits);
    history.loss.slice(1).forEach((loss, at) => expect(loss).toBeLessThan(history.loss[at]!));
    expect(network.evaluate(digits).loss).toBeLessThan(0.6 * history.loss[0]!);
    const count = network.parameters().reduce((sum, one) => sum + one.weights.length + one.biases.length, 0);
    expect(count).toBe(784 * 32 + 32 + 784);
  });
});
