import { describe, expect, test } from "vitest";
import { ReferenceNetwork } from "../../../src/reference/referenceNetwork.js";
import {
  makeOptimizer,
  optimizerNames,
  type OptimizerSettings,
} from "../../../src/reference/optimizerTable.js";
import { expectClose, expectSameBits } from "../../compare.js";
import { networkOf, noise } from "./networks.js";

/** A weight and a bias from 1, by the same gradients, after each update. */
function trace(
  settings: OptimizerSettings,
  gradients: readonly number[],
  learningRate: number,
  weightDecay?: number,
): { weights: number[]; biases: number[] } {
  const optimizer = makeOptimizer(settings, weightDecay);
  const parameters = { weights: Float64Array.of(1), biases: Float64Array.of(1) };
  const path: { weights: number[]; biases: number[] } = { weights: [], biases: [] };
  for (const g of gradients) {
    optimizer.step([parameters], [{ weights: Float64Array.of(g), biases: Float64Array.of(g) }], learningRate);
    path.weights.push(parameters.weights[0]!);
    path.biases.push(parameters.biases[0]!);
  }
  return path;
}

describe("three updates of one parameter from 1 by gradients ½, −2, ¼ at η = ⅛, relative 1e-14", () => {
  test.each<[OptimizerSettings, number[]]>([
    [{ kind: "sgd" }, [0.9375, 1.1875, 1.15625]],
    [{ kind: "sgd", momentum: 0.5 }, [0.9375, 1.15625, 1.234375]],
    [{ kind: "momentum" }, [0.9375, 1.13125, 1.274375]],
    [{ kind: "nesterov" }, [0.88125, 1.305625, 1.4031875]],
    [{ kind: "adagrad" }, [0.875000000025, 0.9962678125372841, 0.9812195809022877]],
    [{ kind: "rmsprop" }, [0.604715317478951, 0.989330696177176, 0.9390645875343249]],
    [{ kind: "adam" }, [0.8750000025, 0.9449379387750698, 0.9889885348210544]],
    [{ kind: "adam", epsilon: 0.5 }, [0.9375, 0.9895789464946697, 1.0206653377077803]],
    [{ kind: "adamw" }, [0.8737500024999999, 0.9425957512719448, 0.9854681026288394]],
    [{ kind: "nadam" }, [0.8679435303467059, 0.992758530901473, 0.982596031126035]],
  ])("%j", (settings, expected) => {
    const { weights, biases } = trace(settings, [0.5, -2, 0.25], 0.125);
    expectClose(weights, expected, { relative: 1e-14 }, "weight");
    // adamw's biases do not decay: they go as adam's.
    const free = settings.kind === "adamw" ? [0.8750000025, 0.9449379387750698] : expected;
    expectClose(biases.slice(0, free.length), free, { relative: 1e-14 }, "bias");
  });
});

test("adamw is adam with a weight decay, which may be set", () => {
  const gradients = [0.5, -2, 0.25];
  const own = trace({ kind: "adamw" }, gradients, 0.125, 0.3);
  expectSameBits(own.weights, trace({ kind: "adam" }, gradients, 0.125, 0.3).weights, "0.3");
  const none = trace({ kind: "adamw" }, gradients, 0.125, 0);
  expectSameBits(none.weights, trace({ kind: "adam" }, gradients, 0.125).weights, "0");
});

describe("irpropMinus", () => {
  test("step by step as published: longer, shorter and forgetful, still at 0, relative 1e-14", () => {
    // Δ: 0.1, 0.12, 0.06 and g forgotten, 0.06, 0.072, g = 0, 0.072, 0.036 and forgotten, 0.036
    const gradients = [1, 2, -0.5, -0.5, -1, 0, 1e-200, -1e-200, -1e-200];
    const expected = [0.9, 0.78, 0.78, 0.84, 0.912, 0.912, 0.84, 0.84, 0.876];
    const { weights } = trace({ kind: "irpropMinus" }, gradients, 0.1);
    expectClose(weights, expected, { relative: 1e-14 }, "weight");
  });

  test("steps stay between minStep and maxStep, relative 1e-14", () => {
    const settings = { kind: "irpropMinus", minStep: 0.08, maxStep: 0.11 } as const;
    const expected = [0.9, 0.79, 0.79, 0.87];
    expectClose(trace(settings, [1, 1, -1, -1], 0.1).weights, expected, { relative: 1e-14 }, "weight");
  });

  test("a learning rate other than the first changes nothing", () => {
    const optimizer = makeOptimizer({ kind: "irpropMinus" });
    const parameters = { weights: Float64Array.of(1), biases: new Float64Array(0) };
    const gradient = { weights: Float64Array.of(1), biases: new Float64Array(0) };
    for (const learningRate of [0.5, 7]) optimizer.step([parameters], [gradient], learningRate);
    expectClose(parameters.weights[0]!, 1 - 0.5 - 0.6, { absolute: 1e-15 }, "weight");
  });
});

test("each optimiser: every parameter has a state of its own, in its own precision", () => {
  for (const kind of optimizerNames) {
    const gradients = [
      [0.5, -2],
      [-1, 0.25],
      [3, 0.125],
    ];
    const optimizer = makeOptimizer({ kind });
    const single = { weights: Float32Array.of(1, 1), biases: Float32Array.of(1) };
    for (const [g, h] of gradients) {
      const gradient = { weights: Float32Array.of(g!, h!), biases: Float32Array.of(g!) };
      optimizer.step([single], [gradient], 0.125);
    }
    const firsts = trace({ kind }, [0.5, -1, 3], 0.125);
    const second = trace({ kind }, [-2, 0.25, 0.125], 0.125).weights.at(-1)!;
    const bounds = { relative: 1e-6 };
    expectClose(single.weights, [firsts.weights.at(-1)!, second], bounds, `${kind}: weights`);
    expectClose(single.biases[0]!, firsts.biases.at(-1)!, bounds, `${kind}: biases`);
  }
});

test("each optimiser: layers do not share their state, same bits", () => {
  for (const kind of optimizerNames) {
    const optimizer = makeOptimizer({ kind });
    const layers = [0, 1].map(() => ({ weights: Float64Array.of(1), biases: Float64Array.of(1) }));
    for (const g of [0.5, -2, 0.25]) {
      const gradients = [g, 3 * g].map((h) => ({ weights: Float64Array.of(h), biases: Float64Array.of(h) }));
      optimizer.step(layers, gradients, 0.125);
    }
    const alone = trace({ kind }, [1.5, -6, 0.75], 0.125);
    expectSameBits(layers[1]!.weights, alone.weights.slice(-1), `${kind}: weights`);
    expectSameBits(layers[1]!.biases, alone.biases.slice(-1), `${kind}: biases`);
  }
});

test("float32: the state is rounded too, so that 1 + 2⁻²⁵ is 1", () => {
  const optimizer = makeOptimizer({ kind: "momentum", momentum: 0.5 });
  const parameters = { weights: Float32Array.of(3), biases: Float32Array.of(3) };
  for (const g of [2, 2 ** -25, -0.5]) {
    optimizer.step([parameters], [{ weights: Float32Array.of(g), biases: Float32Array.of(g) }], 1);
  }
  expectSameBits([parameters.weights[0]!, parameters.biases[0]!], [0, 0], "after v = 2, 1, 0");
});

test("sgd named and sgd by default are the same bits", () => {
  const nets = [networkOf({}, [3, 4, 2]), networkOf({ optimizer: { kind: "sgd" } }, [3, 4, 2])];
  for (let step = 0; step < 5; step++) {
    for (const network of nets) network.step(noise(6, step), noise(4, step + 9), 2, 0.5);
  }
  nets[0]!.layers.forEach((layer, l) => {
    expectSameBits(nets[1]!.layers[l]!.weights, layer.weights, `layers[${l}].weights`);
    expectSameBits(nets[1]!.layers[l]!.biases, layer.biases, `layers[${l}].biases`);
  });
});

test("each optimiser: frozen layers and biases that are not trained stay, and the loss falls", () => {
  for (const kind of optimizerNames) {
    const layers = [
      { units: 4, trainable: false },
      { units: 5, activation: "tanh" as const },
      { units: 2, activation: "identity" as const },
    ];
    const network: ReferenceNetwork = networkOf({ layers, optimizer: { kind }, trainBiases: false }, [3]);
    const frozen = [
      network.layers[0]!.weights.slice(),
      ...network.layers.map(({ biases }) => biases.slice()),
    ];
    const [inputs, targets] = [noise(24, 1), noise(16, 2)];
    const before = network.loss(inputs, targets, 8);
    for (let step = 0; step < 30; step++) network.step(inputs, targets, 8, 0.01);
    expect(network.loss(inputs, targets, 8), kind).toBeLessThan(before * 0.98);
    const after = [network.layers[0]!.weights, ...network.layers.map(({ biases }) => biases)];
    after.forEach((values, at) => expectSameBits(values, frozen[at]!, `${kind}: frozen ${at}`));
  }
});
