import { describe, expect, it } from "vitest";
import { configInput, checkConfig, checkTraining } from "../../../src/train/settings.js";

const good = { layers: [2, 3, 1] };
const messageOf = (given: unknown) => {
  try {
    checkConfig(given);
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return "accepted";
};

describe("checkConfig", () => {
  it("fills in every default", () => {
    expect(checkConfig(good)).toEqual({
      layers: [
        { inputs: 2, units: 3, activation: "sigmoid", trainable: true },
        { inputs: 3, units: 1, activation: "sigmoid", trainable: true },
      ],
      loss: "halfSquaredError",
      reduction: "mean",
      biases: "perNeuron",
      trainBiases: true,
      initializer: { kind: "glorotUniform" },
      precision: "float32",
      seed: 1,
      build: "auto",
      threads: "auto",
      optimizer: { kind: "sgd", learningRate: 1 },
      batchSize: 16,
      epochs: 10,
      shuffle: true,
      validation: 0,
      scaling: "auto",
      targetScaling: "none",
    });
  });

  it("of a complete configuration is that configuration", () => {
    const config = checkConfig({ ...good, initializer: { kind: "uniform", low: -1, high: 1 }, seed: 7 });
    expect(checkConfig(configInput(config))).toEqual(config);
  });

  it("takes a smaller learning rate for outputs that are not squashed", () => {
    const config = checkConfig({ layers: [2, { units: 1, activation: "identity" }] });
    expect(config.optimizer.learningRate).toBe(0.05);
  });

  it.each([
    [null, "ConfigError: config: expected an object of settings, as in { layers: [2, 3, 1] }."],
    [{}, "ConfigError: layers: expected a list of at least 2 layers, inputs first, got undefined."],
    [{ layers: [2] }, "ConfigError: layers: expected a list of at least 2 layers, inputs first, got [2]."],
    [{ layers: [2, 0] }, "ConfigError: layers[1].units: expected an integer ≥ 1, got 0."],
    [{ layers: [2.5, 1] }, "ConfigError: layers[0].units: expected an integer ≥ 1, got 2.5."],
    [{ layers: [2, "3"] }, 'ConfigError: layers[1].units: expected an integer ≥ 1, got "3".'],
    [{ layers: [2, {}] }, "ConfigError: layers[1].units: expected a value, got nothing."],
    [
      { layers: [2, { units: 1, activation: "sigmoit" }] },
      'ConfigError: layers[1].activation: expected "sigmoid" or "identity", got "sigmoit".',
    ],
    [
      { ...good, loss: "mse" },
      'ConfigError: loss: expected "halfSquaredError", "squaredError" or "meanSquaredError", got "mse".',
    ],
    [{ ...good, reduction: "avg" }, 'ConfigError: reduction: expected "mean" or "sum", got "avg".'],
    [{ ...good, biases: true }, 'ConfigError: biases: expected "perNeuron", "shared" or "none", got true.'],
    [{ ...good, trainBiases: "no" }, 'ConfigError: trainBiases: expected true or false, got "no".'],
    [{ ...good, seed: -1 }, "ConfigError: seed: expected an integer ≥ 0, got -1."],
    [{ ...good, batchSize: "32x" }, 'ConfigError: batchSize: expected an integer ≥ 1, got "32x".'],
    [{ ...good, epochs: Number.NaN }, "ConfigError: epochs: expected an integer ≥ 0, got NaN."],
    [{ ...good, validation: 1 }, "ConfigError: validation: expected a fraction 0 ≤ f < 1, got 1."],
    [{ ...good, precision: "f16" }, 'ConfigError: precision: expected "float32" or "float64", got "f16".'],
    [
      { ...good, optimizer: { learningRate: Infinity } },
      "ConfigError: optimizer.learningRate: expected a finite number > 0, got Infinity.",
    ],
    [{ ...good, optimizer: { kind: "adam" } }, 'ConfigError: optimizer.kind: expected "sgd", got "adam".'],
    [
      { ...good, optimizer: { rate: 1 } },
      "ConfigError: optimizer.rate: there is no such setting. Known: kind, learningRate.",
    ],
    [
      { ...good, initializer: "uniform" },
      "ConfigError: initializer: uniform takes low < high, got low undefined and high undefined.",
    ],
    [
      { ...good, initializer: { kind: "zeros", low: 1, high: 2 } },
      'ConfigError: initializer: zeros takes no low or high. Drop them, or use "uniform".',
    ],
    [{ ...good, threads: 0 }, 'ConfigError: threads: expected an integer 1 to 64 or "auto", got 0.'],
  ])("refuses %j", (given, message) => {
    expect(messageOf(given)).toBe(message);
  });

  it("refuses a name it does not know, and says which it knows", () => {
    expect(messageOf({ ...good, epoch: 3 })).toMatch(
      /^ConfigError: epoch: there is no such setting\. (Did you mean "epochs"\?|Known: .*epochs.*\.)$/,
    );
  });
});

describe("checkTraining", () => {
  const config = checkConfig({ ...good, epochs: 3, optimizer: { learningRate: 0.25 } });

  it("puts what is given now over what the network was created with; undefined is not given", () => {
    const training = checkTraining({ batchSize: 4, epochs: undefined }, config);
    expect(training).toMatchObject({
      batchSize: 4,
      epochs: 3,
      optimizer: { kind: "sgd", learningRate: 0.25 },
    });
  });

  it("takes 0 epochs as 0", () => {
    expect(checkTraining({ epochs: 0 }, config).epochs).toBe(0);
  });
});
