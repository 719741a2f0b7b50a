import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ModelError } from "../../../src/errors.js";
import { toTorchSafetensors } from "../../../src/export/torch.js";
import { remarksOf } from "../../../src/import/network.js";
import { importTorch } from "../../../src/import/torch.js";
import { writeSafetensors } from "../../../src/network/safetensors.js";
import { Network } from "../../../src/train/network.js";
import { type Answers, expectAnswers, made, madePath } from "./made.js";

type Made = Record<string, Answers & { module?: string }>;

const all = made<Made>("torch.json") as Made;
const bytesOf = (name: string) => readFileSync(madePath(`torch-${name}.safetensors`));
const withModule = Object.entries(all).filter(([, { module }]) => module !== undefined);

describe("models of PyTorch answer as there, within 10⁻⁶", () => {
  it.each(withModule)("%s", (name, file) => {
    const network = importTorch(bytesOf(name), { module: file.module! });
    expectAnswers(network, file, 1e-6);
    expect(network.config.precision).toBe(name === "double" ? "float64" : "float32");
  });

  it("named modules, by their activations; fc10 comes after fc2", () => {
    const network = importTorch(bytesOf("named"), { activations: ["relu", "nn.Tanh()", "Sigmoid"] });
    expectAnswers(network, all.named!, 1e-6);
    expect(remarksOf(network)).toEqual([
      "The activations are those that were given: relu, nn.Tanh(), Sigmoid.",
    ]);
  });
});

it("what Chainrule exported comes back with its scalers, classes and names", async () => {
  const network = Network.create({
    layers: [2, { units: 4, activation: "gelu" }, { units: 2, activation: "softmax" }],
    scaling: "standard",
    epochs: 3,
  });
  const rows = [
    [1, 20],
    [2, 30],
    [4, 10],
  ];
  await network.fit(rows, ["a", "b", "a"]);
  const again = importTorch(toTorchSafetensors(network));
  expect(again.predict(rows)).toEqual(network.predict(rows));
  expect(again.notes.classes).toEqual(["a", "b"]);
  expect(again.scalers).toEqual(network.scalers);
  await again.fit(rows, ["a", "b", "a"], { epochs: 2 });
});

it("batch normalisation is folded and said, dropout is kept", () => {
  const { module } = all.normalised!;
  const network = importTorch(bytesOf("normalised"), { module: module! });
  expect(network.config.inputDropout).toBe(0.1);
  expect(network.config.layers.map(({ activation, dropout }) => [activation, dropout])).toEqual([
    ["relu", 0.25],
    ["tanh", 0],
    ["softmax", 0],
  ]);
  expect(remarksOf(network).filter((one) => one.includes("was folded"))).toHaveLength(3);
});

describe("what is not known is refused", () => {
  const named = bytesOf("named");
  const again = "Save the model again with the program that made it.";
  const advice =
    "Give activations, one for each Linear module, or the module as text (--activations, --module).";
  const perceptrons =
    "Chainrule has perceptrons only: take this part out of the model, or keep that part in its own program.";
  const convolution = writeSafetensors({
    tensors: new Map([["0.weight", { shape: [1, 1, 1], data: Float32Array.of(1) }]]),
    metadata: {},
  });
  const cases: [string, () => unknown, string][] = [
    [
      "activations that nobody gave",
      () => importTorch(named, { name: "m.st" }),
      `m.st: expected what is between the weights, which such a file does not have, got nothing. ${advice}`,
    ],
    [
      "too few activations",
      () => importTorch(named, { activations: ["relu"] }),
      'activations: expected one for each of 3 Linear modules, got 1. Give "identity" where there is none.',
    ],
    [
      "an activation",
      () => importTorch(named, { activations: ["relu", "relu", "Tanhshrink()"] }),
      "activations: expected names of activations (sigmoid, tanh, relu, leakyRelu, elu, selu, gelu, silu, mish, softplus, " +
        'softsign, hardSigmoid, exponential, identity, softmax) or modules such as "LeakyReLU(0.2)", got "Tanhshrink()".',
    ],
    [
      "a normalisation without a module",
      () => importTorch(bytesOf("normalised"), { name: "m.st", activations: ["relu"] }),
      `m.st: module "0": expected the module as text, for a BatchNorm1d, got none. ${advice}`,
    ],
    [
      "a module",
      () => importTorch(named, { name: "m.st", module: "nn.Sequential(nn.Linear(3, 4), nn.LSTM(4, 4))" }),
      "m.st: module: expected one of Linear, BatchNorm1d, Flatten, Dropout, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, " +
        `SELU, GELU, SiLU, Mish, Softplus, Softsign, Hardsigmoid, Identity, Softmax, got "LSTM(4, 4)". ${perceptrons}`,
    ],
    [
      "GELU by tanh",
      () => importTorch(named, { name: "m.st", module: "GELU(approximate='tanh')" }),
      `m.st: module: expected one of Linear, BatchNorm1d, Flatten, Dropout, Sigmoid, Tanh, ReLU, LeakyReLU, ELU, ` +
        `SELU, GELU, SiLU, Mish, Softplus, Softsign, Hardsigmoid, Identity, Softmax, got "GELU('tanh')". ${perceptrons}`,
    ],
    [
      "a convolution",
      () => importTorch(convolution, { name: "m.st", activations: ["relu"] }),
      `m.st: module "0": expected a weight of two dimensions, got [1 × 1 × 1]. ${perceptrons}`,
    ],
    [
      "a file that is cut short",
      () => importTorch(named.subarray(0, 100), { name: "m.st", activations: ["relu"] }),
      `m.st: expected a safetensors file, got no header of that length. ${again}`,
    ],
  ];
  it.each(cases)("%s", (_, run, message) => {
    let error: unknown;
    try {
      run();
    } catch (caught) {
      error = caught;
    }
    expect((error as Error).message).toBe(message);
    if (message.startsWith("m.st")) expect(error).toBeInstanceOf(ModelError);
  });
});
