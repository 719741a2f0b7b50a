import { describe, expect, it } from "vitest";
import { checkConfig } from "../../../src/settings/configuration.js";

const messageOf = (given: object) => {
  try {
    checkConfig({ layers: [2, 3, 1], ...given });
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return "accepted";
};
const kinds =
  '"sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", "adamw", "nadam", "irpropMinus" or "lbfgs"';
const schedules =
  '"constant", "step", "exponential", "inverseScaling", "cosine", "flatCosine", "oneCycle", "coslog4" or "plateau"';
const asOptimizer =
  'the name of an optimiser, or an object such as { "kind": "adam", "learningRate": 0.001 }';
const asWeights = '"balanced", a list of numbers, or an object such as { "rare": 5 }';
const asStopping = 'a number of epochs, an object such as { "patience": 10 }, or false';
const units = (layer: object) => ({ layers: [2, { units: 3, ...layer }, 1] });

describe("wrong settings of training are refused by the name that was written", () => {
  it.each<[object, string]>([
    [{ optimizer: "adma" }, `optimizer: expected ${kinds}, got "adma".`],
    [{ optimizer: { kind: "adma" } }, `optimizer.kind: expected ${kinds}, got "adma".`],
    [{ optimizer: null }, `optimizer: expected ${asOptimizer}, got null.`],
    [{ optimizer: [] }, `optimizer: expected ${asOptimizer}, got [].`],
    [
      { optimizer: { kind: "adam", beta3: 1 } },
      'optimizer.beta3: there is no such setting. Did you mean "beta1"?',
    ],
    [{ optimizer: { kind: "adam", beta1: 1 } }, "optimizer.beta1: expected a number 0 ≤ x < 1, got 1."],
    [{ optimizer: { kind: "adam", beta2: -0.5 } }, "optimizer.beta2: expected a number 0 ≤ x < 1, got -0.5."],
    [{ optimizer: { kind: "adam", beta1: NaN } }, "optimizer.beta1: expected a number 0 ≤ x < 1, got NaN."],
    [
      { optimizer: { kind: "adam", epsilon: "0" } },
      'optimizer.epsilon: expected a finite number > 0, got "0".',
    ],
    [
      { optimizer: { kind: "adam", momentum: 0.9 } },
      "optimizer.momentum: adam takes no momentum. It takes learningRate, beta1, beta2, epsilon.",
    ],
    [
      { optimizer: { kind: "irpropMinus", increase: 1 } },
      "optimizer.increase: expected a finite number > 1, got 1.",
    ],
    [
      { optimizer: { kind: "irpropMinus", decrease: 1 } },
      "optimizer.decrease: expected a number 0 < x < 1, got 1.",
    ],
    [
      { optimizer: { kind: "lbfgs", history: 0 } },
      "optimizer.history: expected an integer 1 to 1000, got 0.",
    ],
    [
      { optimizer: "lbfgs", batchSize: 16 },
      'batchSize: lbfgs takes all samples at once, got 16. Set it to "full".',
    ],
    [{ optimizer: "lbfgs", dropout: 0.5 }, "dropout: does not go with lbfgs. Set it to 0."],
    [
      { optimizer: "lbfgs", layers: [{ units: 2, dropout: 0.1 }, 1] },
      "layers[0].dropout: does not go with lbfgs. Set it to 0.",
    ],
    [
      { optimizer: "lbfgs", ...units({ dropout: 0.1 }) },
      "layers[1].dropout: does not go with lbfgs. Set it to 0.",
    ],
    [{ optimizer: "lbfgs", l1: 0.1 }, "l1: does not go with lbfgs. Set it to 0."],
    [{ schedule: "cosin" }, `schedule: expected ${schedules}, got "cosin".`],
    [{ schedule: { kind: "cosin" } }, `schedule.kind: expected ${schedules}, got "cosin".`],
    [{ schedule: {} }, `schedule.kind: expected ${schedules}, got nothing.`],
    [
      { schedule: [] },
      'schedule: expected a name, or an object such as { "kind": "step", "every": 10 }, got [].',
    ],
    [{ schedule: { kind: "step", every: 0 } }, "schedule.every: expected an integer ≥ 1, got 0."],
    [
      { schedule: { kind: "step", evry: 1 } },
      'schedule.evry: there is no such setting. Did you mean "every"?',
    ],
    [
      { schedule: { kind: "step", power: 1 } },
      "schedule.power: step takes no power. It takes every, factor.",
    ],
    [
      { schedule: { kind: "cosine", minimum: 2 } },
      "schedule.minimum: expected at most the learning rate, 1, got 2.",
    ],
    [{ schedule: { kind: "oneCycle", warmup: 1 } }, "schedule.warmup: expected a number 0 ≤ x < 1, got 1."],
    [{ earlyStopping: 0 }, "earlyStopping.patience: expected an integer ≥ 1, got 0."],
    [{ earlyStopping: { patience: 0 } }, "earlyStopping.patience: expected an integer ≥ 1, got 0."],
    [{ earlyStopping: NaN }, "earlyStopping.patience: expected an integer ≥ 1, got NaN."],
    [{ earlyStopping: true }, `earlyStopping: expected ${asStopping}, got true.`],
    [{ earlyStopping: "10" }, `earlyStopping: expected ${asStopping}, got "10".`],
    [
      { earlyStopping: { patiance: 3 } },
      'earlyStopping.patiance: there is no such setting. Did you mean "patience"?',
    ],
    [{ classWeights: "balansed" }, `classWeights: expected ${asWeights}, got "balansed".`],
    [{ classWeights: null }, `classWeights: expected ${asWeights}, got null.`],
    [{ classWeights: [1, -1] }, "classWeights[1]: expected a finite number ≥ 0, got -1."],
    [{ classWeights: { rare: "2" } }, 'classWeights.rare: expected a finite number ≥ 0, got "2".'],
    [{ batchSize: 0 }, 'batchSize: expected an integer ≥ 1 or "full", got 0.'],
    [{ batchSize: "ful" }, 'batchSize: expected an integer ≥ 1 or "full", got "ful".'],
    [{ l1: -1 }, "l1: expected a finite number ≥ 0, got -1."],
    [{ weightDecay: Infinity }, "weightDecay: expected a finite number ≥ 0, got Infinity."],
    [{ dropout: 1 }, "dropout: expected a number 0 ≤ x < 1, got 1."],
    [{ timeLimit: 0 }, "timeLimit: expected a finite number > 0, got 0."],
    [{ stepLimit: 1.5 }, "stepLimit: expected an integer ≥ 1, got 1.5."],
    [{ warmStart: 1 }, "warmStart: expected true or false, got 1."],
    [{ huberDelta: 0 }, "huberDelta: expected a finite number > 0, got 0."],
    [
      { labelSmoothing: 0.1 },
      "labelSmoothing: goes with crossEntropy, the loss is halfSquaredError. Drop it, or take that loss.",
    ],
    [
      units({ activation: "relu", alpha: 1 }),
      "layers[1].alpha: relu takes no alpha. Drop it, or take leakyRelu or elu.",
    ],
    [
      units({ activation: "softmax" }),
      "layers[1].activation: softmax is for the last layer. Take another one here.",
    ],
    [
      units({ actvation: "relu" }),
      'layers[1].actvation: there is no such setting. Did you mean "activation"?',
    ],
    [{ layers: [2, {}] }, "layers[1].units: expected an integer ≥ 1, got nothing."],
    [
      { layers: [{ units: 2, activation: "relu" }, 1] },
      "layers[0].activation: there is no such setting. Known: units, dropout, name.",
    ],
    [
      { initializer: {} },
      'initializer.kind: expected "glorotUniform", "glorotNormal", "heUniform", "heNormal", "lecunUniform", "lecunNormal", "uniform", "normal" or "zeros", got nothing.',
    ],
  ])("%j", (given, message) => {
    expect(messageOf(given)).toBe(`ConfigError: ${message}`);
  });
});
