import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ModelError } from "../../../src/errors.js";
import { Graph } from "../../../src/export/onnx/graph.js";
import { modelBytes } from "../../../src/export/onnx/messages.js";
import { toOnnx } from "../../../src/export/onnx/onnx.js";
import { activationNames, activations } from "../../../src/functions/activations.js";
import { importOnnx } from "../../../src/import/onnx.js";
import { remarksOf } from "../../../src/import/network.js";
import { Network } from "../../../src/train/network.js";
import { expectClose } from "../../compare.js";
import { type Answers, expectAnswers, made, madePath } from "./made.js";

const all = made<Record<string, Answers>>("torch.json") as Record<string, Answers>;
const bytesOf = (name: string) => readFileSync(madePath(`${name}.onnx`));
const ofTorch = Object.keys(all).filter((name) => existsSync(madePath(`torch-${name}.onnx`)));
const rows = [
  [0.5, -1, 2],
  [-0.25, 0.75, 1.5],
  [1, 1, -3],
];

describe("models that PyTorch exported answer as there, within 10⁻⁶", () => {
  it.each(ofTorch)("%s", (name) => {
    expectAnswers(importOnnx(bytesOf(`torch-${name}`)), all[name]!, 1e-6);
  });

  it("activations of many nodes are recognised", () => {
    const activationIn = (name: string) =>
      importOnnx(bytesOf(`torch-${name}`)).config.layers.map(({ activation }) => activation);
    expect(["GELU", "SiLU", "Mish", "Softsign", "Hardsigmoid"].map((name) => activationIn(name)[0])).toEqual([
      "gelu",
      "silu",
      "mish",
      "softsign",
      "hardSigmoid",
    ]);
    expect(importOnnx(bytesOf("torch-LeakyReLU")).config.layers[0]).toMatchObject({ alpha: 0.2 });
    expect(importOnnx(bytesOf("torch-ELU3")).config.layers[0]).toMatchObject({ alpha: 0.3 });
  });
});

it("models as skl2onnx writes them answer as scikit-learn does, within the rounding of their weights", () => {
  for (const name of ["classifier", "regressor"]) {
    expectAnswers(importOnnx(bytesOf(`skl-${name}`)), all[name]!, 2e-6);
  }
});

describe("what Chainrule exported comes back", () => {
  for (const precision of ["float32", "float64"] as const) {
    it.each(activationNames)(`${precision}, %s`, (activation) => {
      const hidden = {
        units: 4,
        activation: activations[activation].isLastOnly ? ("tanh" as const) : activation,
      };
      const network = Network.create({
        layers: [3, hidden, { units: 2, activation }],
        precision,
        biasInitializer: { kind: "uniform", low: -1, high: 1 },
      });
      const again = importOnnx(toOnnx(network));
      expect(again.config.layers.map((layer) => [layer.activation, layer.alpha])).toEqual(
        network.config.layers.map((layer) => [layer.activation, layer.alpha]),
      );
      expect(again.predict(rows)).toEqual(network.predict(rows));
    });
  }

  it("with scalers at both ends, and classes", async () => {
    const network = Network.create({
      layers: [3, { units: 4, activation: "tanh" }, { units: 2, activation: "identity" }],
      scaling: "standard",
      targetScaling: "minMax",
      epochs: 2,
    });
    await network.fit(rows, [
      [10, 200],
      [20, 300],
      [15, 100],
    ]);
    const again = importOnnx(toOnnx(network));
    for (const [index, row] of network.predict(rows).entries()) {
      expectClose(again.predict(rows)[index]!, row, { relative: 1e-6 }, `row ${index}`);
    }
    expect(again.scalers.inputs).not.toBeNull();
    expect(again.scalers.targets).not.toBeNull();
    expect(remarksOf(again)).toEqual([]);
    await again.fit(rows, network.predict(rows), { epochs: 2 });
    const named = Network.create({ layers: [3, { units: 3, activation: "softmax" }] });
    named.notes = { classes: ["a", "b", "c"] };
    expect(importOnnx(toOnnx(named)).notes.classes).toEqual(["a", "b", "c"]);
  });
});

describe("what is not known is refused by its name", () => {
  const perceptrons =
    "Chainrule has perceptrons only: take this part out of the model, or keep that part in its own program.";
  const built = (build: (graph: Graph) => void): Uint8Array => {
    const graph = new Graph("float32");
    graph.reserve("y");
    graph.input({ name: "x", type: "float32", shape: ["batch", 2] });
    build(graph);
    graph.output({ name: "y", type: "float32", shape: ["batch", 1] });
    return modelBytes({
      irVersion: 8,
      producer: "test",
      producerVersion: "",
      description: "",
      graph: graph.message("g"),
      operatorSets: { "": 17 },
      metadata: {},
    });
  };
  const weights = (graph: Graph) => graph.constant("w", [2, 1], Float32Array.of(1, 2));
  const cases: [string, Uint8Array, string | RegExp][] = [
    [
      "an operator",
      built((graph) => graph.node("Conv", ["x", weights(graph)])),
      /^m\.onnx: node "Conv" \(Conv\): expected one of Gemm, MatMul, .*, Or, Relu, .*, got Conv\. Chainrule/,
    ],
    [
      "a function that is no activation",
      built((graph) => graph.node("Gemm", [graph.node("Exp", [graph.node("Tanh", ["x"])]), weights(graph)])),
      `m.onnx: before node "Gemm" (Gemm): expected an activation of Chainrule's, got nodes that compute another function. ${perceptrons}`,
    ],
    [
      "a branch",
      built((graph) => {
        const layer = graph.node("Gemm", ["x", weights(graph)]);
        graph.node("Add", [layer, graph.node("Gemm", ["x", weights(graph)])]);
      }),
      `m.onnx: node "Add" (Add): expected a chain of layers, got a branch. ${perceptrons}`,
    ],
    [
      "weights of another width",
      built((graph) => graph.node("Gemm", ["x", graph.constant("w", [3, 1], new Float32Array(3))])),
      'm.onnx: node "Gemm" (Gemm): expected weights for 2 columns, got 3. Save the model again with the program that made it.',
    ],
    [
      "a file that is cut short",
      built((graph) => graph.node("Gemm", ["x", weights(graph)])).subarray(0, 60),
      "m.onnx: expected an ONNX model, a protocol buffer, got one that is damaged or cut short. Save the model again with the program that made it.",
    ],
  ];
  it.each(cases)("%s", (_, bytes, message) => {
    let error: unknown;
    try {
      importOnnx(bytes, { name: "m.onnx" });
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(ModelError);
    if (message instanceof RegExp) expect((error as Error).message).toMatch(message);
    else expect((error as Error).message).toBe(message);
  });
});
