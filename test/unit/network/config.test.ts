import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { configInput, checkConfig, checkTraining } from "../../../src/settings/configuration.js";

const good = { layers: [2, 3, 1] };
const known =
  "layers, biases, trainBiases, tiedWeights, members, inputScale, initializer, biasInitializer, precision, loss, huberDelta, quantile, labelSmoothing, classWeights, reduction, " +
  "optimizer, inputScaleRate, schedule, batchSize, epochs, shuffle, validation, stratify, trainingMetrics, earlyStopping, targetLoss, timeLimit, stepLimit, warmStart, " +
  "l1, l2, weightDecay, weightAverage, dropout, inputNoise, clipValue, clipNorm, maxNorm, scaling, targetScaling, inputBins, seed, threads, build";
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
        { inputs: 2, units: 3, activation: "sigmoid", alpha: 0, dropout: 0, trainable: true },
        { inputs: 3, units: 1, activation: "sigmoid", alpha: 0, dropout: 0, trainable: true },
      ],
      loss: "halfSquaredError",
      reduction: "mean",
      biases: "perNeuron",
      trainBiases: true,
      tiedWeights: false,
      members: 1,
      inputScale: false,
      initializer: { kind: "glorotUniform" },
      biasInitializer: { kind: "zeros" },
      precision: "float32",
      seed: 1,
      build: "auto",
      threads: "auto",
      optimizer: { kind: "sgd", learningRate: 1 },
      batchSize: 16,
      epochs: 10,
      shuffle: true,
      validation: 0,
      stratify: true,
      trainingMetrics: false,
      inputScaleRate: 1,
      schedule: { kind: "constant" },
      earlyStopping: false,
      warmStart: true,
      l1: 0,
      l2: 0,
      weightDecay: 0,
      weightAverage: 0,
      clipValue: 0,
      clipNorm: 0,
      maxNorm: 0,
      inputNoise: 0,
      huberDelta: 1,
      quantile: 0.5,
      labelSmoothing: 0,
      dropout: 0,
      inputDropout: 0,
      scaling: "auto",
      targetScaling: "none",
      inputBins: 0,
    });
  });

  it("of a complete configuration is that configuration", () => {
    for (const initializer of [
      { kind: "uniform", low: -1, high: 1 },
      { kind: "normal", deviation: 2 },
    ] as const) {
      const config = checkConfig({ ...good, initializer, seed: 7 });
      expect(checkConfig(configInput(config))).toEqual(config);
    }
  });

  it("takes a smaller learning rate for outputs that are not squashed", () => {
    const config = checkConfig({ layers: [2, { units: 1, activation: "identity" }] });
    expect(config.optimizer.learningRate).toBe(0.05);
  });

  it.each([
    [null, "ConfigError: config: expected an object of settings, as in { layers: [2, 3, 1] }, got null."],
    [[2, 1], "ConfigError: config: expected an object of settings, as in { layers: [2, 3, 1] }, got [2,1]."],
    [{}, "ConfigError: layers: expected a list of at least 2 layers, inputs first, got nothing."],
    [
      { layers: Array.from({ length: 10_001 }, () => 1) },
      "ConfigError: layers: expected at most 10000 layers, got 10001.",
    ],
    [{ layers: [2] }, "ConfigError: layers: expected a list of at least 2 layers, inputs first, got [2]."],
    [{ layers: [2, 0] }, "ConfigError: layers[1].units: expected an integer ≥ 1, got 0."],
    [{ layers: [2.5, 1] }, "ConfigError: layers[0].units: expected an integer ≥ 1, got 2.5."],
    [
      { layers: [2, "3"] },
      'ConfigError: layers[1]: expected a number of units, or an object such as { "units": 3 }, got "3".',
    ],
    [
      { layers: [2, null] },
      'ConfigError: layers[1]: expected a number of units, or an object such as { "units": 3 }, got null.',
    ],
    [
      { layers: [[2], 1] },
      'ConfigError: layers[0]: expected a number of units, or an object such as { "units": 3 }, got [2].',
    ],
    [{ layers: [2, {}] }, "ConfigError: layers[1].units: expected an integer ≥ 1, got nothing."],
    [
      { layers: [2, { units: 1, activation: "sigmoit" }] },
      "ConfigError: layers[1].activation: expected " +
        '"sigmoid", "tanh", "relu", "leakyRelu", "elu", "selu", ' +
        '"gelu", "silu", "mish", "softplus", "softsign", "hardSigmoid", "exponential", "identity" or "softmax", got "sigmoit".',
    ],
    [
      { ...good, loss: "mse" },
      'ConfigError: loss: expected "halfSquaredError", "squaredError", "meanSquaredError", ' +
        '"meanAbsoluteError", "huber", "pinball", "binaryCrossEntropy", "crossEntropy", "hinge" or "poisson", got "mse".',
    ],
    [{ ...good, reduction: "avg" }, 'ConfigError: reduction: expected "mean" or "sum", got "avg".'],
    [{ ...good, biases: true }, 'ConfigError: biases: expected "perNeuron", "shared" or "none", got true.'],
    [{ ...good, trainBiases: "no" }, 'ConfigError: trainBiases: expected true or false, got "no".'],
    [{ ...good, seed: -1 }, "ConfigError: seed: expected an integer ≥ 0, got -1."],
    [{ ...good, batchSize: "32x" }, 'ConfigError: batchSize: expected an integer ≥ 1 or "full", got "32x".'],
    [{ ...good, epochs: Number.NaN }, "ConfigError: epochs: expected an integer ≥ 0, got NaN."],
    [{ ...good, validation: 1 }, "ConfigError: validation: expected a number 0 ≤ x < 1, got 1."],
    [{ ...good, precision: "f16" }, 'ConfigError: precision: expected "float32" or "float64", got "f16".'],
    [
      { ...good, optimizer: { learningRate: Infinity } },
      "ConfigError: optimizer.learningRate: expected a finite number > 0, got Infinity.",
    ],
    [
      { ...good, optimizer: { kind: "adan" } },
      'ConfigError: optimizer.kind: expected "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", ' +
        '"adamw", "nadam", "irpropMinus" or "lbfgs", got "adan".',
    ],
    [
      { ...good, optimizer: { rate: 1 } },
      "ConfigError: optimizer.rate: there is no such setting. Known: kind, learningRate, momentum, epsilon, rho, beta1, beta2, " +
        "increase, decrease, minStep, maxStep, history.",
    ],
    [
      { ...good, optimizer: "sdg" },
      'ConfigError: optimizer: expected "sgd", "momentum", "nesterov", "adagrad", "rmsprop", "adam", ' +
        '"adamw", "nadam", "irpropMinus" or "lbfgs", got "sdg".',
    ],
    [
      { ...good, optimizer: [] },
      "ConfigError: optimizer: expected the name of an optimiser, or an object such as " +
        '{ "kind": "adam", "learningRate": 0.001 }, got [].',
    ],
    [
      { ...good, initializer: ["zeros"] },
      "ConfigError: initializer: expected the name of an initialiser, or an object such as " +
        '{ "kind": "uniform", "low": -0.5, "high": 0.5 }, got ["zeros"].',
    ],
    [
      { ...good, initializer: { low: 1 } },
      'ConfigError: initializer.kind: expected "glorotUniform", "glorotNormal", "heUniform", "heNormal", "lecunUniform", ' +
        '"lecunNormal", "uniform", "normal" or "zeros", got nothing.',
    ],
    [
      { ...good, optimizer: { learningrate: 1 } },
      'ConfigError: optimizer.learningrate: there is no such setting. Did you mean "learningRate"?',
    ],
    [{ ...good, epoch: 3 }, 'ConfigError: epoch: there is no such setting. Did you mean "epochs"?'],
    [{ ...good, constructor: 3 }, `ConfigError: constructor: there is no such setting. Known: ${known}.`],
    [{ ...good, "a.b\n": 3 }, `ConfigError: "a.b\\n": there is no such setting. Known: ${known}.`],
    [
      { ...good, initializer: "uniform" },
      "ConfigError: initializer.low: expected a finite number, got nothing.",
    ],
    [
      { ...good, initializer: { kind: "uniform", low: 1, high: 1 } },
      "ConfigError: initializer: uniform takes low < high, got low 1 and high 1.",
    ],
    [
      { ...good, biasInitializer: { kind: "uniform", low: 1, high: 1 } },
      "ConfigError: biasInitializer: uniform takes low < high, got low 1 and high 1.",
    ],
    [
      { ...good, biasInitializer: "heNormal" },
      'ConfigError: biasInitializer: expected "zeros", "uniform" or "normal", got "heNormal".',
    ],
    [
      { ...good, initializer: { kind: "zeros", low: 1, high: 2 } },
      "ConfigError: initializer.low: zeros takes no low. Drop it.",
    ],
    [
      { ...good, initializer: "normal" },
      "ConfigError: initializer.deviation: expected a finite number > 0, got nothing.",
    ],
    [
      { ...good, initializer: { kind: "normal", deviation: 0 } },
      "ConfigError: initializer.deviation: expected a finite number > 0, got 0.",
    ],
    [
      { ...good, initializer: { kind: "heNormal", deviation: 1 } },
      "ConfigError: initializer.deviation: heNormal takes no deviation. Drop it.",
    ],
    [
      { ...good, initializer: { kind: "normal", deviation: 1, low: 0 } },
      "ConfigError: initializer.low: normal takes no low. It takes mean, deviation.",
    ],
    [{ ...good, threads: 0 }, 'ConfigError: threads: expected an integer 1 to 64 or "auto", got 0.'],
  ])("refuses %j", (given, message) => {
    expect(messageOf(given)).toBe(message);
  });

  it("refuses what JSON cannot write, too", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    const seeds = [7n, Symbol("7"), () => 7, circle, new Map()];
    expect(seeds.map((seed) => messageOf({ ...good, seed }))).toEqual(
      ["7n", "a symbol", "a function", "an object that is no JSON", "a Map"].map(
        (got) => `ConfigError: seed: expected an integer ≥ 0, got ${got}.`,
      ),
    );
  });

  it("accepts any JSON at any place, or refuses it in words of our own (5,000 random configurations)", () => {
    const places: ((value: unknown) => object)[] = [
      ...known.split(", ").map((name) => (value: unknown) => ({ [name]: value })),
      ...["kind", "learningRate", "x"].map((name) => (value: unknown) => ({ optimizer: { [name]: value } })),
      ...["kind", "low", "mean", "x"].map((name) => (value: unknown) => ({ initializer: { [name]: value } })),
      (value) => ({ layers: [value, 1] }),
      (value) => ({ layers: [2, value] }),
      ...["units", "activation", "trainable", "x"].flatMap((name) => [
        (value: unknown) => ({ layers: [{ [name]: value }, 1] }),
        (value: unknown) => ({ layers: [2, { units: 1, [name]: value }] }),
      ]),
    ];
    const refusal =
      /^ConfigError: ([\w.[\]]|".*")+: (expected .+, got .+\.|there is no such setting\. (Known: .+\.|Did you mean "\w+"\?)|(\w+ goes with|goes with|does not go with) .+\.|\w+ takes all samples at once.+|lbfgs finds its steps, got .+|(softmax is for the last layer|the last layer takes no dropout)\. .+|\w+ takes .+\.)$/s;
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ depthSize: "small" }), (place, value) => {
        const message = messageOf({ ...good, ...place(value) });
        if (message !== "accepted") expect(message).toMatch(refusal);
        expect(message).not.toContain("Invalid");
      }),
      { numRuns: 5000, seed: 1 },
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

  it("checks the same settings once, and sees every difference", () => {
    const first = checkTraining({ epochs: 2, shuffle: true }, config);
    expect(checkTraining({ shuffle: true, epochs: 2, batchSize: undefined }, config)).toBe(first);
    expect(checkTraining({ epochs: 2, shuffle: false }, config).shuffle).toBe(false);
    expect(checkTraining({ epochs: 2 }, config).shuffle).toBe(config.shuffle);
    expect(checkTraining({ epochs: 2, shuffle: true, seed: undefined }, checkConfig(good)).optimizer).toEqual(
      checkConfig(good).optimizer,
    );
    const schedule = { kind: "step", every: 2 };
    const before = checkTraining({ schedule }, config);
    schedule.every = 3;
    expect([before, checkTraining({ schedule }, config)]).toMatchObject([
      { schedule: { every: 2 } },
      { schedule: { every: 3 } },
    ]);
    expect(() => checkTraining({ epochs: -1 }, config)).toThrow("epochs");
    expect(() => checkTraining({ epochs: -1 }, config)).toThrow("epochs");
  });
});
