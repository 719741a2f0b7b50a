import { PbfReader } from "pbf";
import { describe, expect, it } from "vitest";
import { Graph } from "../../../../src/export/onnx/graph.js";
import { toOnnx } from "../../../../src/export/onnx/onnx.js";
import { networkOf } from "./networks.js";

type Fields = Record<string, unknown[]>;

/** Fields of messages by number: their name and kind, or a message of its own. */
type Shape = { [field: number]: [name: string, kind: "text" | "integer" | "float" | "bytes" | Shape] };

const entry: Shape = { 1: ["key", "text"], 2: ["value", "text"] };
const dimension: Shape = { 1: ["size", "integer"], 2: ["symbol", "text"] };
const tensorType: Shape = { 1: ["element", "integer"], 2: ["shape", { 1: ["dimensions", dimension] }] };
const value: Shape = {
  1: ["name", "text"],
  2: ["type", { 1: ["tensor", tensorType] }],
  3: ["about", "text"],
};
const attribute: Shape = {
  1: ["name", "text"],
  2: ["float", "float"],
  3: ["integer", "integer"],
  9: ["texts", "text"],
  20: ["kind", "integer"],
};
const node: Shape = {
  1: ["inputs", "text"],
  2: ["outputs", "text"],
  3: ["name", "text"],
  4: ["operator", "text"],
  5: ["attributes", attribute],
  7: ["domain", "text"],
};
const tensor: Shape = {
  1: ["shape", "integer"],
  2: ["type", "integer"],
  6: ["texts", "text"],
  8: ["name", "text"],
  9: ["raw", "bytes"],
};
const graph: Shape = {
  1: ["nodes", node],
  2: ["name", "text"],
  5: ["constants", tensor],
  11: ["inputs", value],
  12: ["outputs", value],
};
/** Written from onnx.proto apart from the writer. */
const model: Shape = {
  1: ["irVersion", "integer"],
  2: ["producer", "text"],
  3: ["producerVersion", "text"],
  6: ["about", "text"],
  7: ["graph", graph],
  8: ["sets", { 1: ["domain", "text"], 2: ["version", "integer"] }],
  14: ["metadata", entry],
};

function read(bytes: Uint8Array): any {
  const reader = (shape: Shape) => (field: number, result: Fields, pbf: PbfReader) => {
    const [name, kind] = shape[field] ?? [`field ${field}`, "bytes"];
    const read = {
      text: () => pbf.readString(),
      integer: () => pbf.readVarint(true),
      float: () => pbf.readFloat(),
    };
    const one =
      typeof kind === "object"
        ? pbf.readMessage(reader(kind), {})
        : kind === "bytes"
          ? pbf.readBytes()
          : read[kind]();
    (result[name] ??= []).push(one);
  };
  return new PbfReader(bytes).readFields(reader(model), {});
}

describe("an ONNX file", () => {
  it("of 2-3-2 holds what onnx.proto asks for", () => {
    const network = networkOf({
      layers: [2, { units: 3, activation: "leakyRelu" }, { units: 2, activation: "softmax" }],
    });
    network.notes.classes = ["no", "yes"];
    const file = read(toOnnx(network, { name: "weather" }));
    expect(file).toMatchObject({ irVersion: [8], producer: ["chainrule"], sets: [{ version: [17] }] });
    const metadata = file.metadata.map(({ key, value }: Record<string, string[]>) => [key![0], value![0]]);
    expect(Object.fromEntries(metadata)).toEqual({
      preparation: "included",
      classes: '["no","yes"]',
      outputs: '["no","yes"]',
    });
    const [{ name, nodes, constants, inputs, outputs }] = file.graph;
    expect(name).toEqual(["weather"]);
    expect(nodes.map((one: Fields) => [one.operator, one.inputs, one.outputs].flat().join(" "))).toEqual([
      "Gemm inputs layer1/weights layer1/biases layer1/Gemm",
      "LeakyRelu layer1/Gemm layer1/LeakyRelu",
      "Gemm layer1/LeakyRelu layer2/weights layer2/biases layer2/Gemm",
      "Softmax layer2/Gemm outputs",
      "ArgMax outputs label/ArgMax",
      "Gather label/classes label/ArgMax label",
    ]);
    expect(nodes[1].attributes).toEqual([{ name: ["alpha"], float: [Math.fround(0.01)], kind: [1] }]);
    expect(nodes[4].attributes).toEqual([
      { name: ["axis"], integer: [1], kind: [2] },
      { name: ["keepdims"], integer: [0], kind: [2] },
    ]);
    const { weights, biases } = network.parameters()[0]!;
    const bytesOf = (view: ArrayBufferView) => [
      ...new Uint8Array(view.buffer, view.byteOffset, view.byteLength),
    ];
    expect(constants[0]).toMatchObject({ name: ["layer1/weights"], shape: [2, 3], type: [1] });
    expect([...constants[0].raw[0]]).toEqual(bytesOf(weights));
    expect([...constants[1].raw[0]]).toEqual(bytesOf(biases));
    expect(constants[4]).toEqual({ name: ["label/classes"], shape: [2], type: [8], texts: ["no", "yes"] });
    const typed = (element: number, ...dimensions: object[]) => [
      { tensor: [{ element: [element], shape: [{ dimensions }] }] },
    ];
    const batch = { symbol: ["batch"] };
    expect(inputs).toEqual([{ name: ["inputs"], type: typed(1, batch, { size: [2] }) }]);
    expect(outputs).toEqual([
      { name: ["outputs"], type: typed(1, batch, { size: [2] }) },
      { name: ["label"], type: typed(8, batch) },
    ]);
  });

  it("without preparation tells the scalers; with columns of texts it names the set of operators", () => {
    const network = networkOf({ layers: [2, 1], precision: "float64" });
    network.notes.schema = { inputs: [{ name: "kind", kind: "category", values: ["a", "b"] }], target: null };
    const bare = read(toOnnx(network, { preparation: false }));
    expect(bare.metadata.map(({ key }: Fields) => key![0])).toEqual([
      "preparation",
      "inputs",
      "inputScaler",
      "targetScaler",
    ]);
    expect(bare.sets).toHaveLength(1);
    expect(bare.graph[0].constants[0].type).toEqual([11]);
    expect(read(toOnnx(network)).sets).toEqual([
      { version: [17], domain: [""] },
      { domain: ["ai.onnx.ml"], version: [3] },
    ]);
  });

  it("refuses classes that are not as many as the outputs; those of the notes are then not taken", () => {
    const network = networkOf({ layers: [2, 3] });
    expect(() => toOnnx(network, { classes: ["a", "b"] })).toThrow(
      "classes: expected 3 names, one for each output, got 2. Give them all, or null.",
    );
    network.notes.classes = ["a", "b"];
    expect(read(toOnnx(network)).graph[0].outputs).toHaveLength(1);
  });

  it("members share the constants of all layers but the last", () => {
    const layers = [2, 5, { units: 3, activation: "softmax" }] as const;
    const [{ nodes, constants }] = read(toOnnx(networkOf({ layers, members: 3 }))).graph;
    const count = (operator: string) => nodes.filter((one: any) => one.operator[0] === operator).length;
    expect([count("Gemm"), count("Softmax"), count("Sum")]).toEqual([6, 3, 1]);
    expect(constants.map(({ name, shape }: any) => `${name[0]} ${shape?.join(" × ") ?? ""}`.trim())).toEqual([
      "layer1/weights 2 × 5",
      "layer1/biases 5",
      ...[1, 2, 3].flatMap((member) => [
        `member${member}/factors 2`,
        `member${member}/layer2/weights 5 × 3`,
        `member${member}/layer2/biases 3`,
      ]),
      "number 0.3333333333333333",
    ]);
  });

  it("refuses layers that share weights", () => {
    const network = networkOf({ layers: [2, 3, { units: 2, tied: 1 }] });
    expect(() => toOnnx(network)).toThrow(
      "layer 2: expected weights of its own, got tied ones, which cannot be exported. Train without tying them.",
    );
  });
});

describe("a graph", () => {
  it("gives every name once, and holds a number once for each precision", () => {
    const grown = new Graph("float32");
    grown.reserve("outputs");
    expect([grown.name("outputs"), grown.name("outputs"), grown.name("x")]).toEqual([
      "outputs_",
      "outputs__",
      "x",
    ]);
    const names = [grown.number(0.5), grown.number(0.5), grown.number(0.5, "float64"), grown.number(2)];
    expect(names).toEqual(["number 0.5", "number 0.5", "number 0.5 float64", "number 2"]);
    expect(grown.constants.map(({ data }) => data)).toEqual([
      Float32Array.of(0.5),
      Float64Array.of(0.5),
      Float32Array.of(2),
    ]);
  });
});
