/**
 * The messages of an ONNX file that are needed here, and their bytes. What stands in them is the business of
 * `graph.ts` and of those who use it.
 *
 * Source: onnx/onnx, onnx/onnx.proto (field numbers and enumerations as of IR version 8).
 */
import { PbfWriter } from "pbf";

/** Codes of element types (TensorProto.DataType). */
const elementTypes = { float32: 1, int64: 7, string: 8, float64: 11 } as const;
export type ElementType = keyof typeof elementTypes;

/** A constant: numbers, or texts. */
export interface TensorMessage {
  name: string;
  /** [] for a single number. */
  shape: readonly number[];
  data: Float32Array | Float64Array | BigInt64Array | readonly string[];
}

export type Attribute =
  | { float: number }
  | { integer: number }
  | { floats: readonly number[] }
  | { integers: readonly number[] }
  | { texts: readonly string[] };

export interface NodeMessage {
  operator: string;
  /** "" for ONNX's own operators. */
  domain: string;
  name: string;
  inputs: readonly string[];
  outputs: string[];
  attributes: Readonly<Record<string, Attribute>>;
}

/** An input or output of the graph. */
export interface ValueMessage {
  name: string;
  type: ElementType;
  /** A text names a size that is known only at run time. */
  shape: readonly (number | string)[];
  description?: string;
}

export interface GraphMessage {
  name: string;
  nodes: readonly NodeMessage[];
  constants: readonly TensorMessage[];
  inputs: readonly ValueMessage[];
  outputs: readonly ValueMessage[];
}

export interface ModelMessage {
  irVersion: number;
  producer: string;
  producerVersion: string;
  description: string;
  graph: GraphMessage;
  /** Versions of the sets of operators, by domain. */
  operatorSets: Readonly<Record<string, number>>;
  metadata: Readonly<Record<string, string>>;
}

export function modelBytes(model: ModelMessage): Uint8Array {
  const file = new PbfWriter();
  file.writeVarintField(1, model.irVersion);
  file.writeStringField(2, model.producer);
  file.writeStringField(3, model.producerVersion);
  file.writeStringField(6, model.description);
  file.writeMessage(7, writeGraph, model.graph);
  for (const set of Object.entries(model.operatorSets)) file.writeMessage(8, writeOperatorSet, set);
  for (const entry of Object.entries(model.metadata)) file.writeMessage(14, writeEntry, entry);
  return file.finish();
}

function writeGraph({ nodes, name, constants, inputs, outputs }: GraphMessage, graph: PbfWriter): void {
  for (const node of nodes) graph.writeMessage(1, writeNode, node);
  graph.writeStringField(2, name);
  for (const constant of constants) graph.writeMessage(5, writeTensor, constant);
  for (const input of inputs) graph.writeMessage(11, writeValue, input);
  for (const output of outputs) graph.writeMessage(12, writeValue, output);
}

function writeNode(message: NodeMessage, node: PbfWriter): void {
  for (const input of message.inputs) node.writeStringField(1, input);
  for (const output of message.outputs) node.writeStringField(2, output);
  node.writeStringField(3, message.name);
  node.writeStringField(4, message.operator);
  for (const attribute of Object.entries(message.attributes)) node.writeMessage(5, writeAttribute, attribute);
  if (message.domain !== "") node.writeStringField(7, message.domain);
}

function writeAttribute([name, value]: [string, Attribute], attribute: PbfWriter): void {
  attribute.writeStringField(1, name);
  if ("float" in value) {
    attribute.writeFloatField(2, value.float);
    attribute.writeVarintField(20, 1);
  } else if ("integer" in value) {
    attribute.writeVarintField(3, value.integer);
    attribute.writeVarintField(20, 2);
  } else if ("floats" in value) {
    for (const float of value.floats) attribute.writeFloatField(7, float);
    attribute.writeVarintField(20, 6);
  } else if ("integers" in value) {
    for (const integer of value.integers) attribute.writeVarintField(8, integer);
    attribute.writeVarintField(20, 7);
  } else {
    for (const text of value.texts) attribute.writeStringField(9, text);
    attribute.writeVarintField(20, 8);
  }
}

function typeOf(data: TensorMessage["data"]): number {
  if (data instanceof BigInt64Array) return elementTypes.int64;
  return data instanceof Float64Array ? elementTypes.float64 : elementTypes.float32;
}

function writeTensor({ name, shape, data }: TensorMessage, tensor: PbfWriter): void {
  for (const size of shape) tensor.writeVarintField(1, size);
  if (ArrayBuffer.isView(data)) {
    const { buffer, byteOffset, byteLength } = data;
    tensor.writeVarintField(2, typeOf(data));
    tensor.writeStringField(8, name);
    tensor.writeBytesField(9, new Uint8Array(buffer, byteOffset, byteLength));
  } else {
    tensor.writeVarintField(2, elementTypes.string);
    for (const text of data) tensor.writeStringField(6, text); // bytes and strings look alike
    tensor.writeStringField(8, name);
  }
}

function writeValue({ name, type, shape, description }: ValueMessage, value: PbfWriter): void {
  value.writeStringField(1, name);
  value.writeMessage(2, writeType, { type, shape });
  if (description !== undefined) value.writeStringField(3, description);
}

type TypeMessage = Pick<ValueMessage, "type" | "shape">;

/** TypeProto of a tensor, the only kind that is used here. */
function writeType(type: TypeMessage, message: PbfWriter): void {
  message.writeMessage(1, writeTensorType, type);
}

function writeTensorType({ type, shape }: TypeMessage, message: PbfWriter): void {
  message.writeVarintField(1, elementTypes[type]);
  message.writeMessage(2, writeShape, shape);
}

function writeShape(shape: TypeMessage["shape"], message: PbfWriter): void {
  for (const size of shape) message.writeMessage(1, writeDimension, size);
}

function writeDimension(size: number | string, dimension: PbfWriter): void {
  if (typeof size === "number") dimension.writeVarintField(1, size);
  else dimension.writeStringField(2, size);
}

function writeOperatorSet([domain, version]: [string, number], set: PbfWriter): void {
  set.writeStringField(1, domain);
  set.writeVarintField(2, version);
}

function writeEntry([key, value]: [string, string], entry: PbfWriter): void {
  entry.writeStringField(1, key);
  entry.writeStringField(2, value);
}
