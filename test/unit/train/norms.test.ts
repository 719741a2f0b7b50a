import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const rows = 24;
const data = Dataset.from(numbers(rows * 4, 1), numbers(rows * 3, 2), { columns: 4 });

const create = (config: Partial<ConfigInput> = {}) =>
  Network.create({
    layers: [4, 7, 3],
    precision: "float64",
    batchSize: "full",
    epochs: 1,
    optimizer: { learningRate: 0.7 },
    ...config,
  });

const copy = (layers: readonly { weights: ArrayLike<number>; biases: ArrayLike<number> }[]) =>
  layers.map(({ weights, biases }) => ({
    weights: Array.from(weights),
    biases: Array.from(biases),
  }));

/** ‖w‖ of the weights into each unit. */
function norms({ weights }: { weights: ArrayLike<number> }, units: number): number[] {
  return Array.from({ length: units }, (_, unit) =>
    Math.sqrt(Array.from(weights).reduce((sum, w, at) => (at % units === unit ? sum + w * w : sum), 0)),
  );
}

describe("clipNorm", () => {
  const norm = (gradients: ReturnType<typeof copy>) =>
    Math.sqrt(
      gradients.flatMap(({ weights, biases }) => [...weights, ...biases]).reduce((sum, g) => sum + g * g, 0),
    );

  it.each([
    {},
    { reduction: "sum" },
    { biases: "shared" },
    { trainBiases: false },
    { layers: [4, { units: 7, trainable: false }, 3] },
    { layers: [4, 7, { units: 3, trainable: false }] },
    { layers: [4, 40, 20, 3], threads: 2 },
  ] as Partial<ConfigInput>[])(
    "shortens the gradient of all that trains to its limit, to 1e-13: %j",
    async (config) => {
      for (const part of [0.3, 2]) {
        const probe = create(config);
        const before = copy(probe.parameters());
        const found = copy(probe.gradients(data));
        const clipNorm = part * norm(found);
        const network = create({ ...config, clipNorm });
        await network.fit(data);
        const factor = 0.7 * Math.min(1, part);
        network.parameters().forEach(({ weights, biases }, layer) => {
          const step = (name: "weights" | "biases") =>
            before[layer]![name].map((value, at) => value - factor * (found[layer]![name][at] ?? 0));
          expectClose(weights, step("weights"), { absolute: 1e-13 }, `layer ${layer + 1}: weights`);
          expectClose(biases, step("biases"), { absolute: 1e-13 }, `layer ${layer + 1}: biases`);
        });
        network.dispose();
      }
    },
  );
});

describe("maxNorm", () => {
  it("scales the weights into a unit down to it after each update, to 1e-13; frozen layers stay", async () => {
    const layers = [4, { units: 7, trainable: false }, 5, 3];
    const free = create({ layers });
    const before = copy(free.parameters());
    await free.fit(data);
    const limited = create({ layers, maxNorm: 0.9 });
    await limited.fit(data);
    limited.parameters().forEach(({ weights, biases }, layer) => {
      const own = free.parameters()[layer]!;
      const { units, trainable } = free.config.layers[layer]!;
      const lengths = norms(own, units);
      const expected = Array.from(own.weights, (w, at) => w * Math.min(1, 0.9 / lengths[at % units]!));
      expectClose(weights, trainable ? expected : before[layer]!.weights, { absolute: 1e-13 }, "weights");
      expectClose(biases, own.biases, { absolute: 1e-13 }, "biases");
    });
  });

  it.each([{}, { optimizer: "adam" }, { threads: 2 }, { precision: "float32" }] as Partial<ConfigInput>[])(
    "holds after many updates: %j",
    async (config) => {
      const network = create({ maxNorm: 0.5, batchSize: 5, epochs: 30, ...config });
      await network.fit(data);
      network.parameters().forEach((layer, index) => {
        const found = norms(layer, network.config.layers[index]!.units);
        expect(Math.max(...found)).toBeLessThanOrEqual(0.5 * (1 + 1e-6));
        expect(Math.max(...found)).toBeGreaterThan(0.49);
      });
      network.dispose();
    },
  );
});

describe("clipNorm, clipValue and maxNorm together", () => {
  it.each([
    { precision: "float32" },
    { precision: "float64", optimizer: "momentum", l1: 0.01, l2: 0.02 },
  ] as const)("give the same bits for 1, 2, 3 threads, both builds: %j", async (config) => {
    const train = async (more: object) => {
      const limits = { clipNorm: 0.2, clipValue: 0.05, maxNorm: 0.8 };
      const network = create({
        layers: [4, 19, 33, 3],
        batchSize: 7,
        epochs: 20,
        ...limits,
        ...config,
        ...more,
      });
      const { loss } = await network.fit(data);
      const hash = await network.weightsSha256();
      network.dispose();
      return { loss, hash };
    };
    const scalar = await train({ build: "scalar" });
    expect(await train({ build: "simd" })).toEqual(scalar);
    for (const threads of [1, 2, 3]) expect(await train({ threads })).toEqual(scalar);
  });
});
