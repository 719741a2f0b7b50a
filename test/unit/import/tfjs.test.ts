import { describe, expect, it } from "vitest";
import { ModelError } from "../../../src/errors.js";
import { remarksOf } from "../../../src/import/network.js";
import { importTfjs, shardPaths } from "../../../src/import/tfjs.js";
import { bytesFrom, expectAnswers, made } from "./made.js";

interface Made {
  json: Record<string, unknown>;
  /** In base64. */
  weights: string;
}

const names =
  "elu selu relu linear sigmoid softplus softsign tanh gelu mish swish normalised functional".split(" ");

describe("models of TensorFlow.js answer as there, within 10⁻⁶", () => {
  for (const name of names) {
    it(name, () => {
      const file = made<Made>(`tfjs-${name}.json`);
      const network = importTfjs(file.json, { weights: bytesFrom(file.weights) });
      expectAnswers(network, file, 1e-6);
    });
  }
});

it("weights come in shards, and from the artifacts of a save handler", () => {
  const file = made<Made>("tfjs-normalised.json");
  const bytes = bytesFrom(file.weights);
  const shards = [bytes.subarray(0, 7), bytes.slice(7, 100), bytes.slice(100).buffer];
  expectAnswers(importTfjs(JSON.stringify(file.json), { weights: shards }), file, 1e-6);
  const { modelTopology, weightsManifest } = file.json as {
    modelTopology: object;
    weightsManifest: { weights: object[] }[];
  };
  const weightSpecs = weightsManifest[0]!.weights;
  expectAnswers(importTfjs({ modelTopology, weightSpecs, weightData: bytes.slice().buffer }), file, 1e-6);
  expect(shardPaths(file.json, "model.json")).toEqual(["weights.bin"]);
});

it("batch normalisation is folded and said, dropout is kept", () => {
  const file = made<Made>("tfjs-normalised.json");
  const network = importTfjs(file.json, { weights: bytesFrom(file.weights) });
  const { layers, inputDropout } = network.config;
  expect(layers.map(({ activation }) => activation)).toEqual(["leakyRelu", "tanh", "elu", "relu", "softmax"]);
  expect(inputDropout).toBe(0.1);
  expect(layers[0]).toMatchObject({ alpha: 0.2, dropout: 0.25 });
  const remarks = remarksOf(network);
  expect(remarks.filter((one) => one.includes("the batch normalisation was folded"))).toHaveLength(3);
});

it("training goes on, and the model file keeps what was said", async () => {
  const file = made<Made>("tfjs-functional.json");
  const network = importTfjs(file.json, {
    weights: bytesFrom(file.weights),
    classes: ["a", "b"],
    settings: { optimizer: { kind: "adam", learningRate: 0.05 }, epochs: 200 },
  });
  const history = await network.fit(file.inputs, ["a", "b", "a"]);
  expect(history.loss.at(-1)!).toBeLessThan(history.loss[0]! / 2);
  expect(network.notes.imported).toMatchObject({ from: "TensorFlow.js" });
});

describe("what is not known is refused by its name", () => {
  const file = made<Made>("tfjs-functional.json");
  const dense = (config: object) => ({
    class_name: "Dense",
    config: { name: "d", units: 1, activation: "linear", batch_input_shape: [null, 2], ...config },
  });
  const model = (layers: object[], specs: object[] = plain, bytes = 12) => ({
    modelTopology: { class_name: "Sequential", config: { layers } },
    weightSpecs: specs,
    weightData: new ArrayBuffer(bytes),
  });
  const plain = [
    { name: "d/kernel", shape: [2, 1], dtype: "float32" },
    { name: "d/bias", shape: [1], dtype: "float32" },
  ];
  const again = "Save the model again with the program that made it.";
  const perceptrons =
    "Chainrule has perceptrons only: take this part out of the model, or keep that part in its own program.";
  const cases: [string, object, string][] = [
    [
      "a layer",
      model([{ class_name: "Conv2D", config: { name: "c" } }]),
      'model.json: layer "c" (Conv2D): expected one of InputLayer, Dense, Activation, ReLU, LeakyReLU, ELU, Softmax, ' +
        `Dropout, BatchNormalization, Flatten, Rescaling, Normalization, got Conv2D. ${perceptrons}`,
    ],
    [
      "an activation",
      model([dense({ activation: "hardSigmoid" })]),
      'model.json: layer "d" (Dense), activation: expected "sigmoid", "tanh", "relu", "elu", "selu", "gelu", "swish", ' +
        `"mish", "softplus", "softsign", "linear" or "softmax", got "hardSigmoid". ${perceptrons}`,
    ],
    [
      "a type",
      model([dense({})], [{ ...plain[0], dtype: "int32" }, plain[1]!]),
      'model.json: weight "d/kernel": expected float32, got "int32". Save the model without quantization.',
    ],
    [
      "weights that are cut short",
      model([dense({})], plain, 8),
      `model.json: weight "d/bias": expected 1 numbers of 4 bytes, got 0 bytes. ${again}`,
    ],
    [
      "weights of another shape",
      model([dense({})], [{ ...plain[0], shape: [1, 2] }, plain[1]!]),
      `model.json: layer "d" (Dense), kernel: expected [2 × 1], got [1 × 2]. ${again}`,
    ],
    [
      "weights of another layer",
      model([dense({ name: "e" })]),
      `model.json: layer "e" (Dense): expected one tensor "e/kernel", got none. ${again}`,
    ],
    [
      "two activations in a row",
      model([dense({ activation: "tanh" }), { class_name: "ReLU", config: { name: "r" } }]),
      `model.json: layer "r" (ReLU): expected an activation right behind the weights of a layer, got relu behind tanh. ${perceptrons}`,
    ],
    [
      "softmax in a hidden layer",
      model([dense({ units: 1, activation: "softmax" }), dense({ name: "x/d", batch_input_shape: null, units: 1 })], [
        ...plain,
        { name: "x/d/kernel", shape: [1, 1], dtype: "float32" },
        { name: "x/d/bias", shape: [1], dtype: "float32" },
      ], 20), // prettier-ignore
      `model.json: layer "d" (Dense): expected another activation in a hidden layer, got softmax. ${perceptrons}`,
    ],
    [
      "a graph model",
      { format: "graph-model" },
      'model.json: format: expected "layers-model", got "graph-model". Convert or save it as a LayersModel.',
    ],
    [
      "a model with two outputs",
      { ...file.json, weightData: bytesFrom(file.weights), modelTopology: twoOutputs(file.json) },
      `model.json: model: expected one output layer, got 2 output layers. ${perceptrons}`,
    ],
  ];
  for (const [what, json, message] of cases) {
    it(what, () => {
      let error: unknown;
      try {
        importTfjs(json, { name: "model.json" });
      } catch (caught) {
        error = caught;
      }
      expect(error).toBeInstanceOf(ModelError);
      expect((error as Error).message).toBe(message);
    });
  }
});

function twoOutputs(json: Record<string, unknown>): object {
  const topology = structuredClone(json.modelTopology) as { config: { output_layers: unknown[][] } };
  const [output] = topology.config.output_layers;
  topology.config.output_layers = [output!, ["other", 0, 0]];
  return topology;
}
