import { expect, test } from "vitest";
import { type ActivationName, activationNames } from "../../../src/reference/activationTable.js";
import { type LossName, lossNames } from "../../../src/reference/lossTable.js";
import type { BatchExtras, ReferenceNetwork } from "../../../src/reference/referenceNetwork.js";
import { expectClose } from "../../compare.js";
import { differencesOf, networkOf, noise } from "./networks.js";

const rows = 3;
const outputs = 3;
const hidden = activationNames.filter((name) => name !== "softmax" && name !== "exponential");
const huberDelta = 0.6;
/** Where a slope jumps, or its slope does. */
const kinks: Partial<Record<ActivationName, number[]>> = {
  relu: [0],
  leakyRelu: [0],
  elu: [0],
  selu: [0],
  softsign: [0],
  hardSigmoid: [-3, 3],
};

const combinations = lossNames.flatMap((loss) => {
  const needed = { crossEntropy: "softmax", binaryCrossEntropy: "sigmoid", poisson: "exponential" }[
    loss as string
  ];
  return activationNames
    .filter((top) => needed === undefined || top === needed)
    .map((top) => ({ loss, top }));
});

/** Targets that the loss is made for. */
function targetsFor(loss: LossName): Float64Array {
  const values = noise(rows * outputs, 8);
  if (loss === "hinge") return values.map((value) => (value < 0 ? -1 : 1));
  if (loss === "poisson") return values.map((value) => Math.floor(2 * value + 2));
  if (loss === "binaryCrossEntropy") return values.map((value) => (value + 1) / 2);
  if (loss !== "crossEntropy") return values;
  return values.map((_, i) => {
    const row = values.subarray(i - (i % outputs), i - (i % outputs) + outputs);
    return Math.abs(values[i]!) / row.reduce((sum, value) => sum + Math.abs(value), 0);
  });
}

/** Whether a net input or an output of the last forward pass is so near a kink that a difference may cross it. */
function isNearKink(
  network: ReferenceNetwork,
  activations: ActivationName[],
  loss: LossName,
  targets: Float64Array,
): boolean {
  const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;
  const inside = network.layers.some((layer, l) =>
    layer.netInput.some((x) => kinks[activations[l]!]?.some((kink) => near(x, kink))),
  );
  const answers = Array.from(network.layers.at(-1)!.activation);
  const outside = answers.some((o, i) => {
    const t = targets[i]!;
    if (loss === "meanAbsoluteError" || loss === "pinball") return near(o, t);
    if (loss === "huber") return near(Math.abs(o - t), huberDelta);
    return loss === "hinge" && near(t * o, 1);
  });
  return inside || outside;
}

test.each(combinations)(
  "$top with $loss over every hidden activation: gradients as central differences, relative 1e-7, absolute 1e-8",
  ({ loss, top }) => {
    const targets = targetsFor(loss);
    let compared = 0;
    hidden.forEach((below, at) => {
      const network = networkOf(
        {
          layers: [
            { units: 4, activation: below, alpha: 0.2 },
            { units: outputs, activation: top, alpha: 0.7 },
          ],
          loss,
          huberDelta,
          labelSmoothing: at % 2 ? 0.1 : 0,
          reduction: at % 3 ? "mean" : "sum",
        },
        [3],
      );
      for (let seed = 7; seed < 12; seed++) {
        const inputs = noise(rows * 3, seed).map((value) => (top === "exponential" ? 1 : 4) * value);
        const extras: BatchExtras = at % 2 ? { sampleWeights: Float64Array.of(0.5, 2, 0) } : {};
        network.forward(inputs, rows);
        if (isNearKink(network, [below, top], loss, targets)) continue;
        const gradients = network.gradients(inputs, targets, rows, extras);
        const differences = differencesOf(network, () => network.loss(inputs, targets, rows, extras));
        const bounds = { relative: 1e-7, absolute: 1e-8 };
        gradients.forEach(({ weights, biases }, l) => {
          expectClose(weights, differences[l]!.weights, bounds, `${below}: layers[${l}].weights`);
          expectClose(biases, differences[l]!.biases, bounds, `${below}: layers[${l}].biases`);
        });
        compared++;
        break;
      }
    });
    expect(compared).toBe(hidden.length);
  },
);
