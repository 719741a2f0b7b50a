import { describe, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { builds, numbers } from "../kernels/variants.js";
import { referenceRun } from "./reference-run.js";

const columns = 17;
const rows = 1300; // 600 + 600 + 100, and 1100 + 200
const data = Dataset.from(
  numbers(rows * columns, 3),
  Array.from({ length: rows }, (_, row) => row % 5),
  { columns, classes: 5, sampleWeights: numbers(rows, 4).map((x) => 1 + x) },
);

/** What the reference comes to, by optimiser and batch: it is slow, and the same for every build. */
const found = new Map<string, ReturnType<typeof referenceRun>>();
function expectedOf(kind: string, batchSize: number, run: () => ReturnType<typeof referenceRun>) {
  const key = `${kind} ${batchSize}`;
  if (!found.has(key)) found.set(key, run());
  return found.get(key)!;
}

describe.each(builds)("batches of more rows than a block of a product has terms, in %s", (build) => {
  it.each(["sgd", "momentum", "adam"] as const)(
    "follow the reference over 2 epochs to 1e-10: %s",
    async (kind) => {
      for (const batchSize of [600, 1100]) {
        const network = Network.create({
          layers: [{ units: columns, dropout: 0.1 }, { units: 61, activation: "gelu", dropout: 0.2 }, 5],
          loss: "crossEntropy",
          optimizer: { kind, learningRate: 0.02 },
          precision: "float64",
          epochs: 2,
          batchSize,
          build,
          ...(kind === "adam" && { clipNorm: 0.1 }),
        });
        const initial = network.parameters().map(({ weights, biases }) => ({
          weights: weights.slice(),
          biases: biases.slice(),
        }));
        const history = await network.fit(data);
        const { losses, network: wanted } = expectedOf(kind, batchSize, () =>
          referenceRun(network.config, data, initial, null),
        );
        const bounds = { relative: 1e-10, absolute: 1e-10 };
        expectClose(history.loss, losses, bounds, `loss, batches of ${batchSize}`);
        network.parameters().forEach(({ weights, biases }, index) => {
          const layer = wanted.layers[index]!;
          expectClose(weights, layer.weights, bounds, `weights ${index}, batches of ${batchSize}`);
          expectClose(biases, layer.biases, bounds, `biases ${index}, batches of ${batchSize}`);
        });
        network.dispose();
      }
    },
  );
});

describe("what a training leaves behind", () => {
  it("is nothing: evaluations and gradients between two fits change no bit of the second", async () => {
    const train = async (between: (network: Network) => unknown) => {
      const network = Network.create({
        layers: [columns, { units: 5, dropout: 0.5 }, 5],
        loss: "crossEntropy",
        optimizer: "adam",
        epochs: 1,
        batchSize: 100,
      });
      await network.fit(data);
      await between(network);
      const { loss } = await network.fit(data);
      const parameters = network.parameters().flatMap(({ weights, biases }) => [...weights, ...biases]);
      network.dispose();
      return [...loss, ...parameters];
    };
    const alone = await train(() => {});
    expectSameBits(await train((network) => network.evaluate(data)), alone, "after an evaluation");
    expectSameBits(await train((network) => network.gradients(data)), alone, "after gradients");
    expectSameBits(await train((network) => network.predict(data)), alone, "after predictions");
  });
});
