import { describe, expect, test } from "vitest";
import {
  type BatchExtras,
  type ReferenceConfig,
  ReferenceNetwork,
} from "../../../src/reference/referenceNetwork.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { biasModes, copy, squaredErrors, networkOf, noise } from "./networks.js";

test("the losses of one row, by hand, and how they differ", () => {
  const inputs = Float64Array.of(1);
  const targets = Float64Array.of(1, 0);
  const lossOf = (loss: (typeof squaredErrors)[number]): number => {
    const layers = [{ units: 2, activation: "identity" as const }];
    const network = new ReferenceNetwork({ inputs: 1, layers, loss });
    network.setParameters([{ weights: [3, -4], biases: [0, 0] }]);
    return network.loss(inputs, targets, 1);
  };
  expect(squaredErrors.map(lossOf)).toEqual([10, 20, 10]);
});

test("a step moves every parameter by −η times its gradient, bit for bit, and returns the loss before", () => {
  for (const biases of biasModes) {
    const network = networkOf({ biases }, [3, 4, 4, 2]);
    const inputs = noise(6, 1);
    const targets = noise(4, 2);
    const before = copy(network);
    const loss = network.loss(inputs, targets, 2);
    const gradients = network.gradients(inputs, targets, 2).map((layer) => ({
      weights: layer.weights.slice(),
      biases: layer.biases.slice(),
    }));
    expectSameBits(network.step(inputs, targets, 2, 0.25), loss, "loss");
    network.layers.forEach((layer, l) => {
      for (const kind of ["weights", "biases"] as const) {
        const expected = before[l]![kind].map((value, i) => value - 0.25 * gradients[l]![kind][i]!);
        expectSameBits(layer[kind], expected, `${biases}: layers[${l}].${kind}`);
      }
    });
  }
});

test("naive and blocked products train to the same bits, float64 and float32", () => {
  for (const precision of ["float64", "float32"] as const) {
    const [naive, blocked] = (["naive", "blocked"] as const).map((matmul) =>
      networkOf({ precision, matmul }, [13, 17, 11, 5]),
    );
    const inputs = noise(19 * 13, 1);
    const targets = noise(19 * 5, 2);
    for (let step = 0; step < 5; step++) {
      const loss = naive!.step(inputs, targets, 19, 0.5);
      expectSameBits(blocked!.step(inputs, targets, 19, 0.5), loss, `${precision}: loss of step ${step}`);
    }
    naive!.layers.forEach((layer, l) => {
      expectSameBits(blocked!.layers[l]!.weights, layer.weights, `${precision}: layers[${l}].weights`);
      expectSameBits(blocked!.layers[l]!.biases, layer.biases, `${precision}: layers[${l}].biases`);
    });
  }
});

test("float32 follows float64 over 20 steps, relative 1e-5", () => {
  const [double, single] = (["float64", "float32"] as const).map((precision) =>
    networkOf({ precision }, [8, 16, 4]),
  );
  const inputs = noise(32 * 8, 1);
  const targets = noise(32 * 4, 2);
  for (let step = 0; step < 20; step++) {
    const loss = double!.step(inputs, targets, 32, 0.1);
    expectClose(single!.step(inputs, targets, 32, 0.1), loss, { relative: 1e-5 }, `loss of step ${step}`);
  }
  expect(single!.layers[0]!.weights).toBeInstanceOf(Float32Array);
  double!.layers.forEach((layer, l) => {
    const bounds = { relative: 1e-5, absolute: 1e-6 };
    expectClose(single!.layers[l]!.weights, layer.weights, bounds, `layers[${l}].weights`);
  });
});

test("a frozen layer stays as it is, and the others move as if it were not frozen", () => {
  const trainable = [true, false, true];
  const layers = [4, 5, 2].map((units, l) => ({ units, trainable: trainable[l]! }));
  const frozen = networkOf({ layers }, [3]);
  const free = networkOf({}, [3, 4, 5, 2]);
  const before = copy(frozen);
  for (const network of [frozen, free]) network.step(noise(6, 1), noise(4, 2), 2, 0.5);
  frozen.layers.forEach((layer, l) => {
    for (const kind of ["weights", "biases"] as const) {
      const expected = trainable[l] ? free.layers[l]![kind] : before[l]![kind];
      expectSameBits(layer[kind], expected, `layers[${l}].${kind}`);
      expect(Array.from(free.layers[l]![kind])).not.toEqual(Array.from(before[l]![kind]));
    }
  });
});

test("with trainBiases false the biases stay, and weights move as if they did not", () => {
  for (const biases of ["perNeuron", "shared"] as const) {
    const fixed = networkOf({ biases, trainBiases: false }, [3, 4, 2]);
    const trained = networkOf({ biases }, [3, 4, 2]);
    const before = copy(fixed);
    for (const network of [fixed, trained]) network.step(noise(6, 1), noise(4, 2), 2, 0.5);
    fixed.layers.forEach((layer, l) => {
      expectSameBits(layer.biases, before[l]!.biases, `layers[${l}].biases`);
      expectSameBits(layer.weights, trained.layers[l]!.weights, `layers[${l}].weights`);
      expect(Array.from(trained.layers[l]!.biases)).not.toEqual(Array.from(before[l]!.biases));
    });
  }
});

test("a batch after a larger one has the bits it has alone, and evaluating changes no parameter", () => {
  const alone = networkOf({}, [3, 4, 2]);
  const after = networkOf({}, [3, 4, 2]);
  const before = copy(after);
  after.forward(noise(27, 5), 9);
  after.loss(noise(27, 5), noise(18, 6), 9);
  after.gradients(noise(27, 5), noise(18, 6), 9);
  after.layers.forEach((layer, l) =>
    expectSameBits(layer.weights, before[l]!.weights, `layers[${l}].weights`),
  );
  const inputs = noise(6, 1);
  const targets = noise(4, 2);
  expectSameBits(after.forward(inputs, 2), alone.forward(inputs, 2), "outputs");
  expectSameBits(after.step(inputs, targets, 2, 0.5), alone.step(inputs, targets, 2, 0.5), "loss");
  after.layers.forEach((layer, l) =>
    expectSameBits(layer.weights, alone.layers[l]!.weights, `layers[${l}].weights`),
  );
});

test("a step allocates no arrays once warm", () => {
  const network = networkOf({}, [13, 17, 5]);
  const inputs = noise(19 * 13, 1);
  const targets = noise(19 * 5, 2);
  network.step(inputs, targets, 19, 0.1);
  const arrays = network.layers.flatMap((layer) => [layer.netInput, layer.activation, layer.delta]);
  network.step(inputs, targets, 19, 0.1);
  network.step(inputs, targets, 7, 0.1);
  network.layers
    .flatMap((layer) => [layer.netInput, layer.activation, layer.delta])
    .forEach((array, at) => expect(array).toBe(arrays[at]));
});

describe("asserts what would give wrong numbers without an error", () => {
  const message = (what: string) => new Error(`reference: ${what}`);

  test("the sizes of inputs, targets, extras and parameters", () => {
    const network = networkOf({}, [3, 2]);
    expect(() => network.forward(noise(5, 1), 2)).toThrow(
      message("inputs: expected 2 rows × 3 columns, got 5 numbers"),
    );
    const step = (targets: number, extras: BatchExtras = {}) =>
      network.step(noise(6, 1), noise(targets, 1), 2, 1, extras);
    expect(() => step(3)).toThrow(message("targets: expected 2 rows × 2 columns, got 3 numbers"));
    expect(() => step(4, { inputNoise: noise(5, 1) })).toThrow(
      message("inputNoise: expected 2 rows × 3 columns, got 5 numbers"),
    );
    expect(() => step(4, { sampleWeights: noise(1, 1) })).toThrow(
      message("sampleWeights: expected 2 rows × 1 columns, got 1 numbers"),
    );
    expect(() => network.setParameters([])).toThrow(message("parameters: expected length 1, got 0"));
    expect(() => network.setParameters([{ weights: [1], biases: [1, 2] }])).toThrow(
      message("layers[0].weights: expected length 6, got 1"),
    );
    expect(() => network.setParameters([{ weights: [1, 2, 3, 4, 5, 6], biases: [1, 2, 3] }])).toThrow(
      message("layers[0].biases: expected length 2, got 3"),
    );
    expect(() => network.forward(noise(3, 1), 0)).toThrow(message("rows: expected an integer ≥ 1, got 0"));
  });

  const loss = "halfSquaredError";
  const two = { units: 2 };
  const softmax = { units: 2, activation: "softmax" } as const;
  test.each<[string, ReferenceConfig]>([
    ["expected at least 1 layer, got none", { inputs: 1, layers: [], loss }],
    ["sizes: expected integers ≥ 1, got 0, 2", { inputs: 0, layers: [two], loss }],
    ["sizes: expected integers ≥ 1, got 1, 1.5", { inputs: 1, layers: [{ units: 1.5 }], loss }],
    ["layer 1: softmax is for the last layer", { inputs: 1, layers: [softmax, two], loss }],
    ["crossEntropy needs softmax outputs, got sigmoid", { inputs: 1, layers: [two], loss: "crossEntropy" }],
    [
      "binaryCrossEntropy needs sigmoid outputs, got softmax",
      { inputs: 1, layers: [softmax], loss: "binaryCrossEntropy" },
    ],
    ...[0, 1, 2, 3].map((tied): [string, ReferenceConfig] => [
      `layer 2: cannot be tied to layer ${tied}`,
      { inputs: 3, layers: [two, { units: 4, tied }], loss },
    ]),
    [
      "layer 3: cannot be tied to layer 2",
      { inputs: 3, layers: [two, { units: 3, tied: 1 }, { units: 2, tied: 2 }], loss },
    ],
  ])("%s", (what, config) => {
    expect(() => new ReferenceNetwork(config)).toThrow(message(what));
  });
});
