/**
 * Follows the rows of a batch through a graph, node by node, and notes what happens to them as steps. Between two steps a
 * value is a function of one number (`samples.ts`), until something shows what it was.
 */
import { ModelError } from "../../errors.js";
import { show } from "../../wording.js";
import { outOfScope, type Refuse } from "../refusal.js";
import type { Floats, Step } from "../steps.js";
import type { OnnxGraph, OnnxNode, OnnxTensor } from "./messages.js";
import { binary, floatsOf, unary } from "./operators.js";
import { activationOf, lineOf, points, type Samples } from "./samples.js";

/** Rows behind some steps. */
interface Base {
  readonly before: Base | null;
  readonly step: Step | null;
  /** Null while it is not known. */
  readonly columns: number | null;
}

/** A value of the graph: a constant, rows (and a function of each of their numbers), or what is wrong with it. */
type Value =
  | { readonly kind: "constant"; readonly tensor: OnnxTensor }
  | { readonly kind: "rows"; readonly base: Base; readonly samples: Samples | null }
  | { readonly kind: "problem"; readonly error: ModelError };
type Rows = Extract<Value, { kind: "rows" }>;

/** The steps from the input of a graph to its answers. @throws ModelError for a node that perceptrons do not have */
export function stepsOf(graph: OnnxGraph, operatorSet: number, refuse: Refuse): Step[] {
  return new Walk(graph, operatorSet, refuse).steps();
}

class Walk {
  readonly #values = new Map<string, Value>();

  constructor(
    readonly graph: OnnxGraph,
    readonly operatorSet: number,
    readonly refuse: Refuse,
  ) {}

  steps(): Step[] {
    const { nodes, constants, inputs, outputs } = this.graph;
    for (const [name, tensor] of constants) this.#values.set(name, { kind: "constant", tensor });
    const given = inputs.filter(({ name }) => !constants.has(name));
    if (given.length !== 1) {
      const names = given.slice(0, 3).map(({ name }) => show(name));
      const got = names.length === 0 ? "none" : `${given.length} (${names.join(", ")})`;
      throw this.refuse("graph", "one input, the rows of numbers", got, outOfScope);
    }
    const [{ name, columns }] = given as [{ name: string; columns: number | null }];
    this.#values.set(name, rows({ before: null, step: null, columns }, null));
    for (const node of nodes) this.#node(node);
    const found = outputs.map((output) => this.#values.get(output));
    const answers = found.find((value) => value?.kind === "rows");
    if (answers?.kind === "rows") return listed(this.#closed(answers, "output"));
    const problem = found.find((value) => value?.kind === "problem");
    if (problem?.kind === "problem") throw problem.error;
    throw this.refuse("graph", "an output that follows from the input", "none");
  }

  /** Computes the outputs of a node. What is not known is noted: it matters only where the answers need it. */
  #node(node: OnnxNode): void {
    let value: Value;
    try {
      const inputs = node.inputs.map((name) => (name === "" ? null : this.#value(name, node)));
      const problem = inputs.find((one) => one?.kind === "problem");
      value = problem ?? this.#result(node, inputs);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      value = { kind: "problem", error };
    }
    node.outputs.forEach((name, index) => {
      if (name !== "") this.#values.set(name, index === 0 ? value : this.#noOutput(node));
    });
  }

  #noOutput(node: OnnxNode): Value {
    const error = this.refuse(placeOf(node), "its first output", "a further one", outOfScope);
    return { kind: "problem", error };
  }

  #value(name: string, node: OnnxNode): Value {
    const value = this.#values.get(name);
    if (!value) throw this.refuse(placeOf(node), `a value ${show(name)} before it`, "none");
    return value;
  }

  #result(node: OnnxNode, inputs: readonly (Value | null)[]): Value {
    const { operator, domain, attributes } = node;
    const first = inputs[0] ?? null;
    const isOwn = domain === "";
    if (isOwn && operator === "Constant") return this.#constant(node);
    if (isOwn && (operator === "Identity" || operator === "Cast") && first) return first;
    if (isOwn && Object.hasOwn(binary, operator)) return this.#combined(node, inputs);
    if (isOwn && operator === "Where") return this.#chosen(node, inputs);
    if (isOwn && operator === "Transpose" && first?.kind === "constant") return turned(first.tensor);
    if (first?.kind !== "rows") throw this.#refused(node, first ? "a constant" : "none");
    if (isOwn && Object.hasOwn(unary, operator)) {
      return mapped(first, unary[operator]!(floatsOf(attributes)));
    }
    const kind = Object.hasOwn(kinds, operator) ? kinds[operator] : undefined;
    if (!kind || kind.domain !== domain) throw this.#refused(node, null);
    const of = (index: number) => this.#tensor(node, inputs[index]);
    return kind.of({
      node,
      rows: first,
      of,
      close: () => this.#closed(first, placeOf(node)),
      refuse: this.refuse,
      operatorSet: this.operatorSet,
    });
  }

  #refused(node: OnnxNode, got: string | null): ModelError {
    const { operator, domain } = node;
    if (got !== null) return this.refuse(placeOf(node), "rows of numbers in front of it", got, outOfScope);
    const known = [...Object.keys(kinds), ...Object.keys(binary), ...Object.keys(unary)].join(", ");
    return this.refuse(
      placeOf(node),
      `one of ${known}`,
      domain === "" ? operator : `${operator} of ${domain}`,
      outOfScope,
    );
  }

  #tensor(node: OnnxNode, value: Value | null | undefined): OnnxTensor | null {
    if (!value) return null;
    if (value.kind === "constant") return value.tensor;
    throw this.refuse(placeOf(node), "constants beside the rows", "values that are computed", outOfScope);
  }

  #constant(node: OnnxNode): Value {
    const { tensor, float, integer } = Object.fromEntries(
      ["value", "value_float", "value_int"].flatMap((name) =>
        Object.entries(node.attributes.get(name) ?? {}),
      ),
    ) as { tensor?: OnnxTensor; float?: number; integer?: number };
    const one = float ?? integer;
    if (tensor) return { kind: "constant", tensor };
    if (one === undefined) throw this.refuse(placeOf(node), "a tensor or a number", "none");
    return scalar(one);
  }

  /** Of two or more values, from left to right. */
  #combined(node: OnnxNode, inputs: readonly (Value | null)[]): Value {
    const [first, ...others] = inputs;
    if (!first || others.length === 0 || others.includes(null)) {
      throw this.refuse(placeOf(node), "two inputs", String(inputs.length));
    }
    return (others as Value[]).reduce((left, right) => this.#pair(node, left, right), first);
  }

  #pair(node: OnnxNode, left: Value, right: Value): Value {
    const of = binary[node.operator]!;
    const [a, b] = [numberIn(left), numberIn(right)];
    if (a !== null && b !== null) return scalar(of(a, b));
    if (left.kind === "rows" && right.kind === "rows") {
      this.#refuseBranch(node, left, right);
      const [f, g] = [left.samples ?? points, right.samples ?? points];
      return rows(left.base, f.map((one, at) => of(one, g[at]!))); // prettier-ignore
    }
    const given = left.kind === "rows" ? left : right;
    const other = left.kind === "rows" ? right : left;
    if (given.kind !== "rows" || other.kind !== "constant") throw this.#refused(node, "constants alone");
    const biased = node.operator === "Add" ? withBiases(given, other.tensor) : null;
    if (biased) return biased;
    if (a !== null) return mapped(given, (x) => of(a, x));
    if (b !== null) return mapped(given, (x) => of(x, b));
    return this.#affine(node, given, other.tensor, given === left);
  }

  /** Rows with a vector: their columns are scaled. */
  #affine(node: OnnxNode, given: Rows, tensor: OnnxTensor, isLeft: boolean): Value {
    const where = placeOf(node);
    const { operator } = node;
    const { data, shape } = tensor;
    const isVector = shape.slice(0, -1).every((size) => size === 1) && shape.length <= 2;
    if (!["Add", "Sub", "Mul", "Div"].includes(operator) || (operator === "Div" && !isLeft) || !isVector) {
      throw this.refuse(where, "a sum or a product with one number for each column", operator, outOfScope);
    }
    const base = this.#closed(given, where);
    const ones = new Float64Array(data.length).fill(operator === "Sub" && !isLeft ? -1 : 1);
    const isFactor = operator === "Mul" || operator === "Div";
    const sign = operator === "Sub" && isLeft ? -1 : 1;
    const scale = isFactor ? Float64Array.from(data, (one) => (operator === "Div" ? 1 / one : one)) : ones;
    const shift = isFactor ? new Float64Array(data.length) : Float64Array.from(data, (one) => sign * one);
    const step: Step = { kind: "affine", where, what: "scaling", scale, shift, isScaling: true };
    return rows({ before: base, step, columns: data.length }, null);
  }

  #chosen(node: OnnxNode, inputs: readonly (Value | null)[]): Value {
    const [given] = inputs.filter((one) => one?.kind === "rows") as Rows[];
    if (!given || inputs.length !== 3) throw this.#refused(node, "constants alone");
    const [when, yes, no] = inputs.map((value) => {
      const one = value && numberIn(value);
      if (typeof one === "number") return new Float64Array(points.length).fill(one);
      if (value?.kind !== "rows") throw this.#refused(node, "a constant of many numbers");
      this.#refuseBranch(node, given, value);
      return value.samples ?? points;
    }) as [Samples, Samples, Samples];
    return rows(given.base, when.map((one, at) => (one === 0 ? no[at]! : yes[at]!))); // prettier-ignore
  }

  #refuseBranch(node: OnnxNode, one: Rows, other: Rows): void {
    if (one.base !== other.base) {
      throw this.refuse(placeOf(node), "a chain of layers", "a branch", outOfScope);
    }
  }

  /** The rows with the function as a step. @throws ModelError for one that is no activation */
  #closed({ base, samples }: Rows, where: string): Base {
    if (!samples) return base;
    const { columns } = base;
    const line = lineOf(samples);
    if (line) {
      if (line.scale === 1 && line.shift === 0) return base;
      const [scale, shift] = [Float64Array.of(line.scale), Float64Array.of(line.shift)];
      const step: Step = { kind: "affine", where, what: "scaling", scale, shift, isScaling: true };
      return { before: base, step, columns };
    }
    const found = activationOf(samples);
    if (!found) {
      const got = "nodes that compute another function";
      throw this.refuse(`before ${where}`, "an activation of Chainrule's", got, outOfScope);
    }
    return { before: base, step: { kind: "activation", where: `before ${where}`, ...found }, columns };
  }
}

/** What an operator on rows with constants is given. */
interface Context {
  readonly node: OnnxNode;
  readonly rows: Rows;
  /** An input that is a constant; null for none. */
  readonly of: (index: number) => OnnxTensor | null;
  readonly close: () => Base;
  readonly refuse: Refuse;
  readonly operatorSet: number;
}

const kinds: Readonly<Record<string, { domain: string; of: (context: Context) => Value }>> = {
  Gemm: { domain: "", of: (context) => dense(context, context.of(1), context.of(2)) },
  MatMul: { domain: "", of: (context) => dense(context, context.of(1), null) },
  BatchNormalization: { domain: "", of: batchNormalization },
  Scaler: {
    domain: "ai.onnx.ml",
    of: ({ node, close, refuse }) => {
      const [offset, scale] = ["offset", "scale"].map((name) => node.attributes.get(name)?.floats ?? []);
      if (offset!.length === 0 || offset!.length !== scale!.length) {
        throw refuse(placeOf(node), "offset and scale, one for each column", String(scale!.length));
      }
      const shift = Float64Array.from(offset!, (one, column) => -one * scale![column]!);
      const affine = { scale: Float64Array.from(scale!), shift, what: "scaling", isScaling: true };
      return behind(close(), { kind: "affine", where: placeOf(node), ...affine });
    },
  },
  ZipMap: { domain: "ai.onnx.ml", of: ({ rows }) => rows },
  Dropout: {
    domain: "",
    of: ({ node, of, close }) => {
      const rate = of(1)?.data[0] ?? node.attributes.get("ratio")?.float ?? 0.5;
      return behind(close(), { kind: "dropout", where: placeOf(node), rate });
    },
  },
  Softmax: {
    domain: "",
    of: ({ node, close, refuse, operatorSet }) => {
      const axis = node.attributes.get("axis")?.integer ?? (operatorSet < 13 ? 1 : -1);
      if (axis !== 1 && axis !== -1) throw refuse(placeOf(node), "axis 1 or -1", String(axis), outOfScope);
      return behind(close(), { kind: "activation", where: placeOf(node), activation: "softmax" });
    },
  },
  Flatten: {
    domain: "",
    of: ({ node, rows: given, refuse }) => {
      const axis = node.attributes.get("axis")?.integer ?? 1;
      if (axis !== 1) throw refuse(placeOf(node), "axis 1", String(axis), outOfScope);
      return given;
    },
  },
  Reshape: {
    domain: "",
    of: ({ node, rows: given, of, refuse }) => {
      const sizes = Array.from(of(1)?.data ?? []);
      const { columns } = given.base;
      const isSame = sizes.length === 2 && sizes[0]! <= 0 && (sizes[1] === columns || sizes[1] === -1);
      const isWhole = sizes.length === 2 && sizes[0] === -1 && sizes[1] === -1;
      if (isSame && !isWhole) return given;
      throw refuse(placeOf(node), "the same rows", `[${sizes.slice(0, 8).join(" × ")}]`, outOfScope);
    },
  },
};

function dense(
  { node, close, refuse }: Context,
  matrix: OnnxTensor | null,
  biases: OnnxTensor | null,
): Value {
  const where = placeOf(node);
  const { attributes } = node;
  const base = close();
  const isTurned = attributes.get("transB")?.integer === 1;
  if (matrix?.shape.length !== 2 || matrix.isInteger) {
    throw refuse(
      where,
      "weights, a constant matrix",
      matrix ? `${matrix.shape.length} sizes` : "none",
      outOfScope,
    );
  }
  if (attributes.get("transA")?.integer === 1) throw refuse(where, "transA 0", "1", outOfScope);
  const [rowCount, columnCount] = matrix.shape as [number, number];
  const [inputs, units] = isTurned ? [columnCount, rowCount] : [rowCount, columnCount];
  if (inputs === 0 || units === 0) throw refuse(where, "weights", "none");
  if (base.columns !== null && base.columns !== inputs) {
    throw refuse(where, `weights for ${base.columns} columns`, String(inputs));
  }
  const [alpha, beta] = [attributes.get("alpha")?.float ?? 1, attributes.get("beta")?.float ?? 1];
  const plain = isTurned ? transposed(matrix) : matrix.data;
  const weights = alpha === 1 ? plain : plain.map((one) => one * alpha);
  const own = biases && spread(biases, units);
  if (biases && !own) throw refuse(`${where}, biases`, `${units} numbers`, `[${biases.shape.join(" × ")}]`);
  const factored = own && beta !== 1 ? own.map((one) => one * beta) : own;
  return behind(base, { kind: "dense", where, inputs, units, weights, biases: factored });
}

function batchNormalization({ node, of, close, refuse }: Context): Value {
  const where = placeOf(node);
  const tensors = [1, 2, 3, 4].map((index) => of(index)?.data);
  const [gamma, beta, mean, variance] = tensors;
  const columns = gamma?.length ?? 0;
  if (columns === 0 || tensors.some((data) => data?.length !== columns)) {
    throw refuse(where, "scale, bias, mean and variance of as many columns", "others");
  }
  if (node.attributes.get("training_mode")?.integer) throw refuse(where, "training_mode 0", "1", outOfScope);
  const epsilon = node.attributes.get("epsilon")?.float ?? 1e-5;
  const scale = Float64Array.from(gamma!, (one, at) => one / Math.sqrt(variance![at]! + epsilon));
  const shift = scale.map((one, at) => beta![at]! - mean![at]! * one);
  return behind(close(), {
    kind: "affine",
    where,
    what: "batch normalisation",
    scale,
    shift,
    isScaling: false,
  });
}

/** An addition right behind weights without biases: these are the biases. */
function withBiases({ base, samples }: Rows, tensor: OnnxTensor): Value | null {
  const { step, before } = base;
  if (samples || step?.kind !== "dense" || step.biases || !before) return null;
  const biases = spread(tensor, step.units);
  return biases && rows({ before, step: { ...step, biases }, columns: step.units }, null);
}

/** One number for each unit: a row, or a single number for all. */
function spread({ shape, data }: OnnxTensor, units: number): Floats | null {
  if (!shape.slice(0, -1).every((size) => size === 1) || shape.length > 2) return null;
  if (data.length === units) return data;
  return data.length === 1 ? Float64Array.from({ length: units }, () => data[0]!) : null;
}

function transposed({ shape, data }: OnnxTensor): Floats {
  const [rowCount, columnCount] = shape as [number, number];
  const to = data.slice();
  for (let row = 0, at = 0; row < rowCount; row++) {
    for (let column = 0; column < columnCount; column++) to[column * rowCount + row] = data[at++]!;
  }
  return to;
}

/** A constant matrix, transposed; others as they are. */
function turned(tensor: OnnxTensor): Value {
  if (tensor.shape.length !== 2) return { kind: "constant", tensor };
  const shape = tensor.shape.toReversed();
  return { kind: "constant", tensor: { ...tensor, shape, data: transposed(tensor) } };
}

function rows(base: Base, samples: Samples | null): Rows {
  return { kind: "rows", base, samples };
}

function behind(before: Base, step: Step): Rows {
  const columns = step.kind === "dense" ? step.units : before.columns;
  return rows({ before, step, columns }, null);
}

function mapped({ base, samples }: Rows, of: (x: number) => number): Rows {
  return rows(base, (samples ?? points).map(of));
}

function scalar(value: number): Value {
  return {
    kind: "constant",
    tensor: { name: "", shape: [], data: Float64Array.of(value), isInteger: false },
  };
}

/** The number of a constant of one number; null for others. */
function numberIn(value: Value): number | null {
  return value.kind === "constant" && value.tensor.data.length === 1 ? value.tensor.data[0]! : null;
}

/** The steps that lead to some rows, from the first. */
function listed(last: Base): Step[] {
  const steps: Step[] = [];
  for (let base: Base | null = last; base; base = base.before) if (base.step) steps.push(base.step);
  return steps.reverse();
}

/** How messages call a node. */
function placeOf({ name, operator, outputs }: OnnxNode): string {
  return `node ${show(name || (outputs[0] ?? ""))} (${operator})`;
}
