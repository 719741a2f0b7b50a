/** onnxruntime-web, which does not train: its matrix product alone, as a model of one node written here. */
import type { Case } from "../cases.js";
import type { Data } from "../subject.js";
import type { Peer, PeerSubject } from "./peer.js";

export const onnx: Peer = {
  name: "onnxruntime-web",
  packages: ["onnxruntime-web"],
  takes: ({ kind, precision }) => kind === "product" && precision === "float32",
  async open([ort]) {
    ort.env.wasm.numThreads = 1;
    return async (one, data) => [await productSubject(ort, one, data)];
  },
};

async function productSubject(ort: any, one: Case, data: Data): Promise<PeerSubject> {
  const [inputs, units] = one.layers as [number, number];
  const session = await ort.InferenceSession.create(matmulModel(one.batch, inputs, units), {
    executionProviders: ["wasm"],
  });
  const feeds = {
    a: new ort.Tensor("float32", data.inputs, [one.batch, inputs]),
    b: new ort.Tensor("float32", data.targets, [inputs, units]),
  };
  let answers = new Float32Array(0);
  return {
    implementation: "onnxruntime-web",
    build: "wasm, MatMul",
    threads: 1,
    comparable: true,
    reset: () => {},
    async train(count) {
      for (let i = 0; i < count; i++) answers = (await session.run(feeds)).c.data;
    },
    loss: () => 0,
    answers: () => answers,
    dispose: () => void session.release(),
  };
}

/** c[m × n] = a[m × k] · b[k × n] as an ONNX model (onnx.proto: the numbers are those of its fields). */
function matmulModel(m: number, k: number, n: number): Uint8Array {
  const value = (name: string, rows: number, columns: number) => {
    const dimensions = [rows, columns].flatMap((size) => bytes(1, number(1, size)));
    const tensor = [...number(1, 1), ...bytes(2, dimensions)]; // of floats
    return [...text(1, name), ...bytes(2, bytes(1, tensor))];
  };
  const node = [...text(1, "a"), ...text(1, "b"), ...text(2, "c"), ...text(4, "MatMul")];
  const graph = [
    ...bytes(1, node),
    ...text(2, "product"),
    ...bytes(11, value("a", m, k)),
    ...bytes(11, value("b", k, n)),
    ...bytes(12, value("c", m, n)),
  ];
  const operators = bytes(8, [...text(1, ""), ...number(2, 13)]); // version 13 of the standard ones
  return Uint8Array.from([...number(1, 8), ...bytes(7, graph), ...operators]);
}

const varint = (value: number): number[] =>
  value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
const number = (field: number, value: number) => [...varint(field << 3), ...varint(value)];
const bytes = (field: number, content: number[]) => [
  ...varint((field << 3) | 2),
  ...varint(content.length),
  ...content,
];
const text = (field: number, content: string) => bytes(field, [...new TextEncoder().encode(content)]);
