/**
 * The messages of an ONNX file, as far as they are needed here. Source: onnx/onnx, onnx/onnx.proto (field numbers of IR version
 * 8; later ones add fields, which are passed over).
 */
import { show } from "../../wording.js";
import { outOfScope, type Refuse } from "../refusal.js";
import type { Floats } from "../steps.js";
import { type Field, fieldsOf, floatOf, integersOf, textOf } from "./protobuf.js";

/** A constant. */
export interface OnnxTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Whole numbers come as float64. */
  readonly data: Floats;
  readonly isInteger: boolean;
}

export interface OnnxAttribute {
  readonly float?: number;
  readonly integer?: number;
  readonly text?: string;
  readonly integers?: readonly number[];
  readonly floats?: readonly number[];
  readonly tensor?: OnnxTensor;
}

export interface OnnxNode {
  readonly operator: string;
  readonly domain: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly constants: ReadonlyMap<string, OnnxTensor>;
  /** Inputs and outputs with the last of their sizes; null where it is not known. */
  readonly inputs: readonly { readonly name: string; readonly columns: number | null }[];
  readonly outputs: readonly string[];
}

export interface OnnxModel {
  readonly graph: OnnxGraph;
  /** Version of ONNX's own operators. */
  readonly operatorSet: number;
  readonly metadata: ReadonlyMap<string, string>;
}

/** More nodes are no perceptron. */
const mostNodes = 20_000;
const mostParts = 32;
const mostSizes = 8;
const elementTypes: Readonly<Record<number, string>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  10: "float16",
  11: "float64",
  16: "bfloat16",
};

/** Reads a file. @throws ModelError for a damaged one, and for tensors of a type that is not known */
export function readOnnx(bytes: Uint8Array, refuse: Refuse): OnnxModel {
  let graph: OnnxGraph | null = null;
  let operatorSet = 0;
  const metadata = new Map<string, string>();
  for (const field of fieldsOf(bytes, refuse)) {
    if (field.number === 7 && field.wire === 2) graph = graphOf(field.bytes, refuse);
    else if (field.number === 8) {
      const [domain, version] = [textAt(field.bytes, 1, refuse), integerAt(field.bytes, 2, refuse)];
      if (domain === "" || domain === "ai.onnx") operatorSet = version;
    } else if (field.number === 14) {
      metadata.set(textAt(field.bytes, 1, refuse), textAt(field.bytes, 2, refuse));
    }
  }
  if (!graph) throw refuse("", "an ONNX model with a graph", "none");
  return { graph, operatorSet, metadata };
}

function graphOf(bytes: Uint8Array, refuse: Refuse): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const constants = new Map<string, OnnxTensor>();
  const inputs: { name: string; columns: number | null }[] = [];
  const outputs: string[] = [];
  for (const field of fieldsOf(bytes, refuse)) {
    if (field.number === 1) nodes.push(nodeOf(field.bytes, refuse));
    else if (field.number === 5) {
      const tensor = tensorOf(field.bytes, refuse);
      if (tensor) constants.set(tensor.name, tensor);
    } else if (field.number === 11) inputs.push(valueOf(field.bytes, refuse));
    else if (field.number === 12) outputs.push(textAt(field.bytes, 1, refuse));
    const most = Math.max(nodes.length, constants.size, inputs.length, outputs.length);
    if (most > mostNodes) throw refuse("graph", `at most ${mostNodes} nodes`, "more", outOfScope);
  }
  return { nodes, constants, inputs, outputs };
}

function nodeOf(bytes: Uint8Array, refuse: Refuse): OnnxNode {
  const [inputs, outputs]: [string[], string[]] = [[], []];
  let [name, operator, domain] = ["", "", ""];
  const attributes = new Map<string, OnnxAttribute>();
  for (const field of fieldsOf(bytes, refuse)) {
    if (field.number === 1) inputs.push(textOf(field));
    else if (field.number === 2) outputs.push(textOf(field));
    else if (field.number === 3) name = textOf(field);
    else if (field.number === 4) operator = textOf(field);
    else if (field.number === 5) attributes.set(...attributeOf(field.bytes, refuse));
    if (Math.max(attributes.size, inputs.length, outputs.length) > mostParts) {
      throw refuse(
        `node ${show(name)}`,
        `at most ${mostParts} inputs, outputs and attributes`,
        "more",
        outOfScope,
      );
    }
    if (field.number === 7) domain = textOf(field);
  }
  return { operator, domain: domain === "ai.onnx" ? "" : domain, name, inputs, outputs, attributes };
}

function attributeOf(bytes: Uint8Array, refuse: Refuse): [string, OnnxAttribute] {
  let name = "";
  const value: { -readonly [Key in keyof OnnxAttribute]: OnnxAttribute[Key] } = {};
  const [integers, floats]: [number[], number[]] = [[], []];
  for (const field of fieldsOf(bytes, refuse)) {
    if (field.number === 1) name = textOf(field);
    else if (field.number === 2) value.float = floatOf(field);
    else if (field.number === 3) value.integer = field.integer;
    else if (field.number === 4) value.text = textOf(field);
    else if (field.number === 5) {
      const tensor = tensorOf(field.bytes, refuse);
      if (tensor) value.tensor = tensor;
    } else if (field.number === 7) numbersOf(field, 4, floats, refuse);
    else if (field.number === 8) integersOf(field, integers, refuse);
  }
  return [name, { ...value, ...(integers.length > 0 && { integers }), ...(floats.length > 0 && { floats }) }];
}

/** A tensor of numbers; null for texts. */
function tensorOf(bytes: Uint8Array, refuse: Refuse): OnnxTensor | null {
  const shape: number[] = [];
  let [type, name] = [0, ""];
  let raw: Uint8Array | null = null;
  const listed: number[] = [];
  for (const field of fieldsOf(bytes, refuse)) {
    if (field.number === 1) integersOf(field, shape, refuse, mostSizes);
    else if (field.number === 2) type = field.integer;
    else if (field.number === 8) name = textOf(field);
    else if (field.number === 9) raw = field.bytes;
    else if (field.number === 4) numbersOf(field, 4, listed, refuse);
    else if (field.number === 10) numbersOf(field, 8, listed, refuse);
    else if (field.number === 5 || field.number === 7) integersOf(field, listed, refuse);
    else if (field.number === 13 || (field.number === 14 && field.integer === 1)) {
      throw refuse(`tensor ${show(name)}`, "numbers in the file", "external data", "Save it in one file.");
    }
  }
  if (type === 8 || type === 9) return null;
  const where = `tensor ${show(name)}`;
  const sizes = { 1: 4, 6: 4, 7: 8, 11: 8 }[type];
  if (sizes === undefined) {
    const advice = "Save the model in float32 or float64.";
    throw refuse(where, "float32 or float64", elementTypes[type] ?? `type ${type}`, advice);
  }
  const count = shape.reduce((product, size) => product * size, 1);
  const found = raw ? raw.length / sizes : listed.length;
  if (!shape.every((size) => Number.isSafeInteger(size) && size >= 0) || count !== found) {
    throw refuse(where, `${count} numbers, as its shape says`, String(found));
  }
  const isInteger = type === 6 || type === 7;
  return { name, shape, isInteger, data: raw ? ofRaw(raw, type) : ofList(listed, type) };
}

function ofList(listed: readonly number[], type: number): Floats {
  return type === 1 ? Float32Array.from(listed) : Float64Array.from(listed);
}

function ofRaw(raw: Uint8Array, type: number): Floats {
  const { buffer } = raw.slice();
  if (type === 1) return new Float32Array(buffer);
  if (type === 11) return new Float64Array(buffer);
  return type === 6
    ? Float64Array.from(new Int32Array(buffer))
    : Float64Array.from(new BigInt64Array(buffer), Number);
}

/** Adds the floats of a field: one, or a packed list. @param size of each, in bytes */
function numbersOf(field: Field, size: number, to: number[], refuse: Refuse): void {
  if (field.wire !== 2) {
    to.push(floatOf(field));
    return;
  }
  const { bytes } = field;
  if (bytes.length % size !== 0) throw refuse("tensor", "whole numbers of bytes", String(bytes.length));
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += size) {
    to.push(size === 4 ? view.getFloat32(at, true) : view.getFloat64(at, true));
  }
}

/** Name and columns of an input: ValueInfoProto → TypeProto → Tensor → shape. */
function valueOf(bytes: Uint8Array, refuse: Refuse): { name: string; columns: number | null } {
  const name = textAt(bytes, 1, refuse);
  const tensor = bytesAt(bytesAt(bytes, 2, refuse), 1, refuse);
  const sizes = [...fieldsOf(bytesAt(tensor, 2, refuse), refuse)].map((size) =>
    integerAt(size.bytes, 1, refuse),
  );
  const last = sizes.at(-1) ?? 0;
  return { name, columns: sizes.length === 2 && last > 0 ? last : null };
}

function bytesAt(bytes: Uint8Array, number: number, refuse: Refuse): Uint8Array {
  for (const field of fieldsOf(bytes, refuse)) if (field.number === number) return field.bytes;
  return bytes.subarray(0, 0);
}

function textAt(bytes: Uint8Array, number: number, refuse: Refuse): string {
  return new TextDecoder().decode(bytesAt(bytes, number, refuse));
}

function integerAt(bytes: Uint8Array, number: number, refuse: Refuse): number {
  for (const field of fieldsOf(bytes, refuse)) if (field.number === number) return field.integer;
  return 0;
}
