import { describe, expect, it } from "vitest";
import { expectClose } from "../../compare.js";
import { copy, differencesOf, networkOf, noise } from "./networks.js";

const layers = [
  { units: 3, activation: "tanh" },
  { units: 4, activation: "silu", tied: 1 },
  { units: 3 },
  { units: 4, activation: "identity", tied: 1 },
] as const;
const rows = 5;
const [inputs, targets] = [noise(rows * 4, 1), noise(rows * 4, 2)];

describe("a layer tied to another", () => {
  it.each(["naive", "blocked"] as const)("answers by the transposed weights, to 1e-15, %s", (matmul) => {
    const network = networkOf({ layers, matmul }, [4]);
    const untied = networkOf({ layers: layers.map((layer) => ({ ...layer, tied: undefined })), matmul }, [4]);
    const [{ weights }] = copy(network) as [ReturnType<typeof copy>[0]];
    const transpose = weights.map((_, at) => weights[(at % 4) * 3 + Math.floor(at / 4)]!);
    untied.setParameters(
      copy(network).map(({ weights: own, biases }) => ({
        weights: own.length > 0 ? own : transpose,
        biases,
      })),
    );
    expectClose(network.forward(inputs, rows), untied.forward(inputs, rows), { absolute: 1e-15 }, "outputs");
  });

  it.each(["naive", "blocked"] as const)(
    "has gradients that are the slopes of its loss, to 1e-8, %s",
    (matmul) => {
      const network = networkOf({ layers, matmul }, [4]);
      const found = network.gradients(inputs, targets, rows).map(({ weights, biases }) => ({
        weights: weights.slice(),
        biases: biases.slice(),
      }));
      const expected = differencesOf(network, () => network.loss(inputs, targets, rows));
      found.forEach(({ weights, biases }, l) => {
        expectClose(weights, expected[l]!.weights, { absolute: 1e-8 }, `layer ${l} weights`);
        expectClose(biases, expected[l]!.biases, { absolute: 1e-8 }, `layer ${l} biases`);
      });
      expect(found.map(({ weights }) => weights.length)).toEqual([12, 0, 12, 0]);
    },
  );

  it.each([{}, { optimizer: { kind: "adam" } as const }])("goes down with %j", (more) => {
    const network = networkOf({ layers, ...more }, [4]);
    const losses = Array.from({ length: 30 }, () => network.step(inputs, targets, rows, 0.01));
    losses.slice(1).forEach((loss, at) => expect(loss).toBeLessThan(losses[at]!));
  });
});
