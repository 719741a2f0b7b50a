import { expect, test } from "vitest";
import type { ReferenceConfig } from "../../../src/reference/referenceNetwork.js";
import {
  addPenalties,
  clipToNorm,
  clipToValue,
  decayWeights,
  limitNorms,
  penaltyOf,
} from "../../../src/reference/regularise.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { copy, networkOf, noise } from "./networks.js";

const layer = (weights: number[], biases: number[]) => ({
  weights: Float64Array.from(weights),
  biases: Float64Array.from(biases),
});

test("clipToNorm takes the norm of all layers, weights and biases, and leaves a smaller one as it is", () => {
  const gradients = [layer([2, 0], [-4]), layer([5], [2])]; // norm 7
  for (const limit of [7, 100]) {
    clipToNorm(gradients, limit);
    expectSameBits(gradients[0]!.weights, [2, 0], `norm 7 of ${limit}`);
  }
  clipToNorm(gradients, 3.5);
  expectSameBits(gradients[0]!.weights, [1, 0], "layers[0].weights");
  expectSameBits(gradients[0]!.biases, [-2], "layers[0].biases");
  expectSameBits(gradients[1]!.weights, [2.5], "layers[1].weights");
  expectSameBits(gradients[1]!.biases, [1], "layers[1].biases");
  const zero = [layer([0], [0])];
  clipToNorm(zero, 1);
  expectSameBits(zero[0]!.weights, [0], "norm 0");
});

test("clipToValue bounds every element of weights and biases, and NaN stays NaN", () => {
  const gradients = [layer([3, -0.5, NaN], [-9])];
  clipToValue(gradients, 2);
  expectSameBits(gradients[0]!.weights, [2, -0.5, NaN], "weights");
  expectSameBits(gradients[0]!.biases, [-2], "biases");
});

test("addPenalties: l1 by sign, 0 at 0, and l2 in proportion; penaltyOf is what they are the slope of", () => {
  const weights = Float64Array.of(2, -4, 0);
  const gradient = Float64Array.of(1, 1, 1);
  addPenalties(gradient, weights, 0.5, 0.25);
  expectSameBits(gradient, [2, -0.5, 1], "gradient");
  expectSameBits(penaltyOf([{ weights, biases: Float64Array.of(99) }], 0.5, 0.25), 3 + 2.5, "penalty");
});

test("decayWeights takes η · weightDecay of each", () => {
  const weights = Float64Array.of(2, -4, 0);
  decayWeights(weights, 0.5, 0.25);
  expectSameBits(weights, [1.75, -3.5, 0], "weights");
});

test("limitNorms scales columns whose norm is larger, and no others", () => {
  const weights = Float64Array.of(3, 3, 0, -4, 0, 0); // [2 × 3], norms 5, 3, 0
  limitNorms(weights, 3, 2.5);
  expectClose(weights, [1.5, 2.5, 0, -2, 0, 0], { relative: 1e-15 }, "weights");
});

test.each<Partial<ReferenceConfig>>([
  { l1: 0.1 },
  { l2: 0.1 },
  { weightDecay: 0.1 },
  { clipNorm: 0.01 },
  { clipValue: 0.01 },
  { maxNorm: 0.5 },
])("a network with %j steps by the rule, and its reported loss is that without", (setting) => {
  const [plain, network] = [networkOf({}, [3, 4, 2]), networkOf(setting, [3, 4, 2])];
  const [inputs, targets] = [noise(6, 1), noise(4, 2)];
  const before = copy(plain);
  const gradients = network.gradients(inputs, targets, 2).map((values) => ({
    weights: values.weights.slice(),
    biases: values.biases.slice(),
  }));
  expectSameBits(network.step(inputs, targets, 2, 0.5), plain.step(inputs, targets, 2, 0.5), "loss");
  const all = gradients.flatMap(({ weights, biases }) => [...weights, ...biases]);
  const shrink = setting.clipNorm ? setting.clipNorm / Math.hypot(...all) : 1;
  const { l1 = 0, l2 = 0, weightDecay = 0, clipValue = Infinity, maxNorm = Infinity } = setting;
  network.layers.forEach(({ weights, biases, units }, l) => {
    const clip = (g: number): number => Math.max(-clipValue, Math.min(clipValue, g * shrink));
    const steps = before[l]!.weights.map((w, i) => {
      const g = clip(gradients[l]!.weights[i]!) + l1 * Math.sign(w) + l2 * w;
      return w - 0.5 * weightDecay * w - 0.5 * g;
    });
    const limited = steps.map((w, i) => {
      const norm = Math.hypot(...steps.filter((_, j) => j % units === i % units));
      return w * Math.min(1, maxNorm / norm);
    });
    expectClose(weights, limited, { relative: 1e-13 }, `layers[${l}].weights`);
    const moved = before[l]!.biases.map((b, i) => b - 0.5 * clip(gradients[l]!.biases[i]!));
    expectClose(biases, moved, { relative: 1e-13 }, `layers[${l}].biases`);
    expect(Array.from(weights)).not.toEqual(Array.from(plain.layers[l]!.weights));
  });
});

test("the order: norm, then value, then penalties, then decay, then the step, then the limit", () => {
  const network = networkOf(
    {
      layers: [{ units: 1, activation: "identity" }],
      clipNorm: 5,
      clipValue: 3.5,
      l1: 0.5,
      l2: 0.25,
      weightDecay: 0.5,
      maxNorm: 1,
    },
    [2],
  );
  network.setParameters([{ weights: [2, -4], biases: [0] }]);
  // Output −2·… of inputs (6, 8): 12 − 32 = −20; target −21; gradient (6, 8), bias 1.
  network.step(Float64Array.of(6, 8), Float64Array.of(-21), 1, 0.125);
  const shrink = 5 / Math.sqrt(101);
  const first = 2 - 0.0625 * 2 - 0.125 * (6 * shrink + 0.5 + 0.5);
  const second = -4 + 0.0625 * 4 - 0.125 * (3.5 - 0.5 - 1);
  const norm = Math.hypot(first, second);
  expectClose(network.layers[0]!.weights, [first / norm, second / norm], { relative: 1e-14 }, "weights");
  expectClose(network.layers[0]!.biases, [-0.125 * shrink], { relative: 1e-14 }, "biases");
});
