import { expect, test } from "vitest";
import { ConfigError, ShapeError } from "../../../src/errors.js";
import { type ReferenceConfig, ReferenceNetwork } from "../../../src/reference/network.js";
import { noise } from "./networks.js";

const layers = [{ units: 2 }];
const loss = "halfSquaredError";
const activationNames =
  '"sigmoid", "tanh", "relu", "leakyRelu", "elu", "selu", "gelu", "silu", "softplus", "softsign", ' +
  '"hardSigmoid", "identity" or "softmax"';
const optimizerNames =
  '"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "nadam" or "irpropMinus"';

test.each<[string, ReferenceConfig]>([
  ["inputs: expected an integer ≥ 1, got 0.", { inputs: 0, layers, loss }],
  ["layers: expected at least 1 layer, got none.", { inputs: 1, layers: [], loss }],
  ["layers[0].units: expected an integer ≥ 1, got 1.5.", { inputs: 1, layers: [{ units: 1.5 }], loss }],
  [
    `layers[0].activation: expected ${activationNames}, got "tahn".`,
    { inputs: 1, layers: [{ units: 1, activation: "tahn" as "tanh" }], loss },
  ],
  [
    'loss: expected "halfSquaredError", "squaredError", "meanSquaredError", "meanAbsoluteError", "huber", ' +
      '"binaryCrossEntropy", "crossEntropy" or "hinge", got "mse".',
    { inputs: 1, layers, loss: "mse" as typeof loss },
  ],
  [
    'biases: expected "perNeuron", "shared" or "none", got "layer".',
    { inputs: 1, layers, loss, biases: "layer" as "shared" },
  ],
  ['reduction: expected "mean" or "sum", got "max".', { inputs: 1, layers, loss, reduction: "max" as "sum" }],
  [
    'precision: expected "float64" or "float32", got "float16".',
    { inputs: 1, layers, loss, precision: "float16" as "float32" },
  ],
  [
    'matmul: expected "naive" or "blocked", got "fast".',
    { inputs: 1, layers, loss, matmul: "fast" as "naive" },
  ],
  [
    `optimizer.kind: expected ${optimizerNames}, got "adamax".`,
    { inputs: 1, layers, loss, optimizer: { kind: "adamax" as "adam" } },
  ],
  [
    "optimizer.beta1: expected a number ≥ 0, got -1.",
    { inputs: 1, layers, loss, optimizer: { kind: "adam", beta1: -1 } },
  ],
  [
    'loss: crossEntropy needs softmax outputs, the last layer has "sigmoid". ' +
      'Set layers[0].activation to "softmax", or choose another loss.',
    { inputs: 1, layers, loss: "crossEntropy" },
  ],
  [
    'loss: binaryCrossEntropy needs sigmoid outputs, the last layer has "softmax". ' +
      'Set layers[1].activation to "sigmoid", or choose another loss.',
    { inputs: 1, layers: [...layers, { units: 2, activation: "softmax" }], loss: "binaryCrossEntropy" },
  ],
  ...[1, 2, 3].map((tied): [string, ReferenceConfig] => [
    `layers[1].tied: expected an earlier layer of 4 inputs and 2 units that is not tied, counted from 1, got ${tied}.`,
    { inputs: 3, layers: [...layers, { units: 4, tied }], loss },
  ]),
  [
    "layers[2].tied: expected an earlier layer of 2 inputs and 3 units that is not tied, counted from 1, got 2.",
    { inputs: 3, layers: [...layers, { units: 3, tied: 1 }, { units: 2, tied: 2 }], loss },
  ],
  [
    "layers[0].activation: softmax is for the last layer, which is layers[1]. Choose another here.",
    { inputs: 1, layers: [{ units: 2, activation: "softmax" }, ...layers], loss },
  ],
  [
    "layers[0].alpha: expected a number ≥ 0, got -0.1.",
    { inputs: 1, layers: [{ units: 2, activation: "elu", alpha: -0.1 }], loss },
  ],
  ["huberDelta: expected a number > 0, got 0.", { inputs: 1, layers, loss, huberDelta: 0 }],
  [
    "labelSmoothing: expected a number from 0 to below 1, got 1.",
    { inputs: 1, layers, loss, labelSmoothing: 1 },
  ],
  ...(["l1", "l2", "weightDecay", "clipValue", "clipNorm", "maxNorm"] as const).flatMap((name) =>
    [NaN, -1].map((value): [string, ReferenceConfig] => [
      `${name}: expected a number ≥ 0, got ${value}.`,
      { inputs: 1, layers, loss, [name]: value },
    ]),
  ),
])("%s", (message, config) => {
  expect(() => new ReferenceNetwork(config)).toThrow(new ConfigError(message));
});

test("noise and sample weights that are too short", () => {
  const network = new ReferenceNetwork({ inputs: 3, layers, loss });
  const [inputs, targets] = [noise(6, 1), noise(4, 2)];
  expect(() => network.step(inputs, targets, 2, 1, { inputNoise: noise(5, 1) })).toThrow(
    new ShapeError("inputNoise: expected 2 rows × 3 columns, got 5 numbers."),
  );
  expect(() => network.step(inputs, targets, 2, 1, { sampleWeights: noise(1, 1) })).toThrow(
    new ShapeError("sampleWeights: expected 2 rows × 1 columns, got 1 numbers."),
  );
});
