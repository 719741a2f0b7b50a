import { describe, expect, it } from "vitest";
import { Dataset } from "../../../src/data/dataset.js";
import { Random } from "../../../src/network/random.js";
import { temper } from "../../../src/network/temperature.js";
import { calibrate } from "../../../src/train/evaluation/calibrate.js";
import { calibrationOf, fitTemperature, reliability } from "../../../src/train/evaluation/calibration.js";
import { logLoss } from "../../../src/train/evaluation/metrics.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput } from "../../../src/settings/generated/types.js";
import { expectClose } from "../../compare.js";

const softmax = (nets: readonly number[]) => {
  const powers = nets.map(Math.exp);
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
};

describe("temper", () => {
  it("of softmax is the softmax of the net inputs divided by T, to 1e-14", () => {
    const nets = [
      [0, 1, -2],
      [5, 5, 4],
      [-30, 3, 0],
    ];
    for (const temperature of [0.3, 1.7, 8]) {
      const answers = Float64Array.from(nets.flatMap(softmax));
      temper(answers, 3, temperature, true);
      const expected = nets.flatMap((row) => softmax(row.map((net) => net / temperature)));
      expectClose(answers, expected, { relative: 1e-13 }, `T = ${temperature}`);
    }
  });

  it("of sigmoids is the sigmoid of each net input divided by T; 0, ½ and 1 stay", () => {
    const nets = [-6, -0.5, 0, 2, 12];
    const sigmoid = (net: number) => 1 / (1 + Math.exp(-net));
    const answers = Float64Array.from(nets, sigmoid);
    temper(answers, 5, 2.5, false);
    expectClose(
      answers,
      nets.map((net) => sigmoid(net / 2.5)),
      { relative: 1e-12 },
      "sigmoid",
    );
    const exact = Float64Array.of(0, 0.5, 1);
    temper(exact, 3, 3, false);
    expect([...exact]).toEqual([0, 0.5, 1]);
    const certain = Float32Array.of(0, 1, 0);
    temper(certain, 3, 3, true);
    expect([...certain]).toEqual([0, 1, 0]);
  });

  it("at 1 changes no bit", () => {
    const answers = Float32Array.of(0.1, 0.2, 0.7);
    temper(answers, 3, 1, true);
    expect(answers).toEqual(Float32Array.of(0.1, 0.2, 0.7));
  });
});

describe("reliability", () => {
  it("counts answers by confidence, with the mean confidence and accuracy of each bin", () => {
    const outputs = [0.95, 0.05, 0.92, 0.08, 0.3, 0.7, 0.6, 0.4];
    const { bins, calibrationError } = reliability([0, 1, 1, 0], outputs, 2, 5);
    expect(bins.map(({ rows }) => rows)).toEqual([0, 0, 0, 2, 2]);
    expect([bins[4]!.from, bins[4]!.to, bins[4]!.accuracy]).toEqual([0.8, 1, 0.5]);
    expectClose([bins[3]!.confidence, bins[4]!.confidence], [0.65, 0.935], { relative: 1e-15 }, "confidence");
    expect([bins[3]!.accuracy, bins[0]!.accuracy]).toEqual([1, NaN]);
    expectClose([calibrationError], [(2 * 0.35 + 2 * 0.435) / 4], { relative: 1e-14 }, "error");
  });

  it("puts a confidence of 1 into the last bin, and refuses labels that are no classes", () => {
    expect(reliability([0], [1, 0], 2).bins[9]!.rows).toBe(1);
    expect(() => reliability([2], [1, 0], 2)).toThrow("expected a class index 0 to 1, got 2");
    expect(() => reliability([0], [1, 0], 2, 0)).toThrow("bins: expected an integer ≥ 1");
    expect(reliability([], [], 2).calibrationError).toBeNaN();
  });
});

/** Net inputs, and labels drawn from softmax(net / truth). */
function drawn(rows: number, truth: number) {
  const random = new Random(5, 99);
  const nets = Array.from({ length: rows }, () => Array.from({ length: 3 }, () => 8 * random.uniform()));
  const labels = nets.map((row) => {
    const [first, second] = softmax(row.map((net) => net / truth));
    const at = random.uniform();
    return at < first! ? 0 : at < first! + second! ? 1 : 2;
  });
  return { labels, probabilities: Float64Array.from(nets.flatMap(softmax)), classes: 3 };
}

describe("the temperature", () => {
  it.each([0.5, 1, 3])("comes out near the one that the labels were drawn with, %d", (truth) => {
    expect(fitTemperature(drawn(4000, truth)) / truth).toBeCloseTo(1, 1);
  });

  it("has the least log loss: a hundredth more or less has a greater one", () => {
    const given = drawn(500, 2);
    const best = fitTemperature(given);
    const lossAt = (temperature: number) => {
      const answers = given.probabilities.slice();
      temper(answers, 3, temperature, true);
      return logLoss(given.labels, answers, 3);
    };
    expect(lossAt(best)).toBeLessThan(lossAt(best * 1.01));
    expect(lossAt(best)).toBeLessThan(lossAt(best / 1.01));
    const { before, after, temperature, rows } = calibrationOf(given, 500);
    expect([temperature, rows, before.logLoss, after.logLoss]).toEqual([best, 500, lossAt(1), lossAt(best)]);
    expect(after.calibrationError).toBeLessThan(before.calibrationError / 2);
  });

  it("is 1 where all answers are right, and at most 10 where answers are worse than chance", () => {
    const right = { labels: [0, 1], probabilities: Float64Array.of(0.6, 0.4, 0.2, 0.8), classes: 2 };
    expect(fitTemperature(right)).toBe(1);
    expect(fitTemperature({ ...right, labels: [1, 0] })).toBeCloseTo(10, 9);
  });
});

const random = new Random(3, 7);
const points = Array.from({ length: 160 }, () => [random.uniform() - 0.5, random.uniform() - 0.5]);
const noisy = points.map(([a, b]) => (a! + b! + 1.4 * (random.uniform() - 0.5) > 0 ? "yes" : "no"));
const data = Dataset.from(points, noisy);
const config = {
  layers: [2, { units: 24, activation: "relu" }, { units: 2, activation: "softmax" }],
  optimizer: { kind: "adam", learningRate: 0.05 },
  epochs: 150,
  seed: 4,
} as const;

describe("calibrate", () => {
  const [train, held] = [0, 80].map((start) =>
    data.select(Uint32Array.from({ length: 80 }, (_, row) => start + row)),
  ) as [Dataset, Dataset];
  const trained = async (own: Partial<ConfigInput> = {}) => {
    const network = Network.create({ ...config, ...own } as ConfigInput);
    await network.fit(train);
    return network;
  };

  it("finds the temperature on other samples, and leaves weights and classes as they are", async () => {
    const [plain, calibrated] = [await trained(), await trained()];
    const calibration = calibrate(calibrated, held);
    expect(calibration.rows).toBe(80);
    expect(calibration.temperature).toBeGreaterThan(1.2); // it learnt noise by heart
    expect(calibration.after.logLoss).toBeLessThan(calibration.before.logLoss - 0.01);
    expect(calibrated.scalers.temperature).toBe(calibration.temperature);
    expect(await calibrated.weightsSha256()).toBe(await plain.weightsSha256());
    expect(calibrated.classify(points)).toEqual(plain.classify(points));
    const raw = plain.predict(points);
    raw.forEach((row) => temper(row, 2, calibration.temperature, true));
    expect(calibrated.predict(points)).toEqual(raw);
    expect(calibrated.predict(data)).toEqual(raw);
    const predictor = calibrated.predictor();
    expect(points.map((row) => predictor.predict(row))).toEqual(raw);
    const [one, other] = [plain.evaluate(held), calibrated.evaluate(held)];
    expect(other.loss).toBe(one.loss);
    expectClose([one.metrics.logLoss!], [calibration.before.logLoss], { relative: 1e-6 }, "before");
    expectClose([other.metrics.logLoss!], [calibration.after.logLoss], { relative: 1e-6 }, "after");
    expect(calibrate(calibrated, held)).toEqual(calibration);
  });

  it("is kept by save, load and clone; further training is at 1, leaves it there, and has the same bits", async () => {
    const [plain, calibrated] = [await trained(), await trained()];
    calibrate(calibrated, held);
    for (const other of [Network.load(calibrated.save()), calibrated.clone()]) {
      expect(other.scalers.temperature).toBe(calibrated.scalers.temperature);
      expect(other.predict(points)).toEqual(calibrated.predict(points));
    }
    const loaded = Network.load(calibrated.save({ training: true }));
    const heard = await Promise.all(
      [plain, loaded].map((one) => one.fit(train, { epochs: 3, validation: held })),
    );
    expect(heard[1]!.validation).toEqual(heard[0]!.validation);
    expect(loaded.scalers).not.toHaveProperty("temperature");
    expect(await loaded.weightsSha256()).toBe(await plain.weightsSha256());
    calibrated.applyGradients(calibrated.gradients(train));
    expect(calibrated.scalers).not.toHaveProperty("temperature");
  });

  it.each<[string, Partial<ConfigInput>]>([
    ["members", { members: 3 }],
    [
      "one sigmoid output",
      { layers: [2, 8, { units: 1, activation: "sigmoid" }], loss: "binaryCrossEntropy" },
    ],
  ])("goes with %s", async (_, own) => {
    const network = await trained({ epochs: 20, ...own });
    const { before, after } = calibrate(network, held);
    expect(after.logLoss).toBeLessThan(before.logLoss);
    expect(network.scalers.temperature).not.toBe(1);
  });

  it("is refused for outputs that are no probabilities of what the targets say, and changes nothing", () => {
    const numbers = Dataset.from(
      points,
      points.map(([a]) => [a!]),
    );
    const message =
      "calibrate: goes with softmax outputs for classes, or with sigmoid outputs for targets 0 and 1. Drop it.";
    const line = Network.create({ layers: [2, { units: 1, activation: "identity" }] });
    expect(() => calibrate(line, numbers)).toThrow(message);
    const single = Network.create({ layers: [2, 4, 1] });
    expect(() => calibrate(single, numbers)).toThrow(message);
    const each = Network.create({ layers: [2, 4, 2] });
    each.scalers = { ...each.scalers, temperature: 3 };
    expect(() => calibrate(each, data)).toThrow(message);
    expect(each.scalers.temperature).toBe(3);
  });
});

it("a temperature is refused for other outputs, and for anything but a number above 0", () => {
  const none = { inputs: null, targets: null };
  const network = Network.create(config);
  for (const wrong of [0, -1, NaN, Infinity, "x"]) {
    expect(() => void (network.scalers = { ...none, temperature: wrong as number })).toThrow(
      "scalers.temperature: expected a number > 0",
    );
  }
  const line = Network.create({ layers: [1, { units: 1, activation: "identity" }] });
  expect(() => void (line.scalers = { ...none, temperature: 2 })).toThrow(
    "scalers.temperature: expected a number > 0, of probabilities, got 2 of identity outputs.",
  );
});
