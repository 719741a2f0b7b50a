import { describe, test } from "vitest";
import { expectClose } from "../../compare.js";
import { biasModes, copy, squaredErrors, networkOf, noise, reductions } from "./networks.js";

/** Units per layer, from the inputs up. */
const depths = ["3-2", "3-4-2", "3-5-4-3-2"];
const cases = squaredErrors.flatMap((loss) =>
  biasModes.flatMap((biases) =>
    reductions.flatMap((reduction) => depths.map((depth) => ({ loss, biases, reduction, depth }))),
  ),
);

test.each(cases)(
  "gradients agree with central differences, relative 1e-8, absolute 1e-10: $loss, $biases, $reduction, $depth",
  ({ depth, ...config }) => {
    const network = networkOf(config, depth.split("-").map(Number));
    const rows = 3;
    const inputs = noise(rows * 3, 7);
    const targets = noise(rows * 2, 8);
    const gradients = network.gradients(inputs, targets, rows).map(({ weights, biases }) => ({
      weights: weights.slice(),
      biases: biases.slice(),
    }));
    const step = 1e-5;
    for (const [l, layer] of network.layers.entries()) {
      for (const kind of ["weights", "biases"] as const) {
        const parameters = layer[kind];
        const differences = parameters.map((value, i) => {
          parameters[i] = value + step;
          const above = network.loss(inputs, targets, rows);
          parameters[i] = value - step;
          const below = network.loss(inputs, targets, rows);
          parameters[i] = value;
          return (above - below) / (2 * step);
        });
        expectClose(
          gradients[l]![kind],
          differences,
          { relative: 1e-8, absolute: 1e-10 },
          `layers[${l}].${kind}`,
        );
      }
    }
  },
);

test.each([
  { activation: "identity", below: "sigmoid" },
  { activation: "sigmoid", below: "identity" },
] as const)(
  "an $activation layer on a $below layer: gradients, relative 1e-8, absolute 1e-10",
  ({ activation, below }) => {
    const network = networkOf(
      {
        layers: [
          { units: 4, activation: below },
          { units: 2, activation },
        ],
      },
      [3],
    );
    const inputs = noise(6, 7);
    const targets = noise(4, 8);
    const gradient = network.gradients(inputs, targets, 2)[0]!.weights.slice();
    const { weights } = network.layers[0]!;
    const differences = weights.map((value, i) => {
      weights[i] = value + 1e-5;
      const above = network.loss(inputs, targets, 2);
      weights[i] = value - 1e-5;
      const difference = (above - network.loss(inputs, targets, 2)) / 2e-5;
      weights[i] = value;
      return difference;
    });
    expectClose(gradient, differences, { relative: 1e-8, absolute: 1e-10 }, "layers[0].weights");
  },
);

describe.each(reductions)("reduction %s", (reduction) => {
  test.each(biasModes)(
    "loss and gradients of a batch are those of its rows taken together, relative 1e-13: %s",
    (biases) => {
      const network = networkOf({ reduction, biases }, [4, 5, 3]);
      const rows = 6;
      const inputs = noise(rows * 4, 3);
      const targets = noise(rows * 3, 4);
      const sums = copy(network).map(({ weights, biases: b }) => ({
        weights: weights.fill(0),
        biases: b.fill(0),
      }));
      let loss = 0;
      const share = reduction === "mean" ? 1 / rows : 1;
      for (let row = 0; row < rows; row++) {
        const x = inputs.subarray(row * 4, row * 4 + 4);
        const t = targets.subarray(row * 3, row * 3 + 3);
        loss += network.loss(x, t, 1) * share;
        network.gradients(x, t, 1).forEach((layer, l) => {
          layer.weights.forEach((value, i) => (sums[l]!.weights[i]! += value * share));
          layer.biases.forEach((value, i) => (sums[l]!.biases[i]! += value * share));
        });
      }
      expectClose(network.loss(inputs, targets, rows), loss, { relative: 1e-13 }, "loss");
      network.gradients(inputs, targets, rows).forEach((layer, l) => {
        const bounds = { relative: 1e-13, absolute: 1e-15 };
        expectClose(layer.weights, sums[l]!.weights, bounds, `layers[${l}].weights`);
        expectClose(layer.biases, sums[l]!.biases, bounds, `layers[${l}].biases`);
      });
    },
  );
});
