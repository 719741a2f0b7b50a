/**
 * Activations as nodes. In float32 by ONNX's own operators, which every runtime knows and may fuse. In float64
 * from arithmetic, `Exp` and `Log`, for onnxruntime has most of them in float32 alone.
 */
import type { ActivationName } from "../../network/codes.js";
import { denominator, farthest, numerator } from "../normal.js";
import type { Graph } from "./graph.js";

/** selu's λ and α, as in `assembly/activation.ts`. */
const seluScale = 1.0507009873554805;
const seluAlpha = 1.6732632423543772;

/** Adds the nodes of an activation. @param x the net input's name @returns that of the activation */
type Writer = (graph: Graph, x: string, alpha: number) => string;

/** Adds σ(x). @returns the name of what comes out; x itself for the identity */
export function activate(graph: Graph, activation: ActivationName, x: string, alpha: number): string {
  const writers = graph.precision === "float64" ? { ...own, ...composed } : own;
  return writers[activation](graph, x, alpha);
}

const own: Record<ActivationName, Writer> = {
  sigmoid: (graph, x) => graph.node("Sigmoid", [x]),
  tanh: (graph, x) => graph.node("Tanh", [x]),
  relu: (graph, x) => graph.node("Relu", [x]),
  leakyRelu: (graph, x, alpha) => graph.node("LeakyRelu", [x], { alpha: { float: alpha } }),
  elu: (graph, x, alpha) => graph.node("Elu", [x], { alpha: { float: alpha } }),
  selu: (graph, x) => graph.node("Selu", [x], { alpha: { float: seluAlpha }, gamma: { float: seluScale } }),
  // ½ · x · (1 + erf(x / √2)): the pattern that runtimes know; operator set 20 has a Gelu
  gelu: (graph, x) => {
    const erf = graph.node("Erf", [graph.node("Div", [x, graph.number(Math.SQRT2)])]);
    const twice = graph.node("Mul", [x, graph.node("Add", [erf, graph.number(1)])]);
    return graph.node("Mul", [twice, graph.number(0.5)]);
  },
  silu: (graph, x) => graph.node("Mul", [x, graph.node("Sigmoid", [x])]),
  softplus: (graph, x) => graph.node("Softplus", [x]),
  softsign: (graph, x) => graph.node("Softsign", [x]),
  hardSigmoid: (graph, x) =>
    graph.node("HardSigmoid", [x], { alpha: { float: 1 / 6 }, beta: { float: 0.5 } }),
  identity: (_graph, x) => x,
  softmax: (graph, x) => graph.node("Softmax", [x], { axis: { integer: 1 } }),
};

const above = (graph: Graph, x: string) => graph.node("Max", [x, graph.number(0)]);
const below = (graph: Graph, x: string) => graph.node("Min", [x, graph.number(0)]);

const composed: Partial<Record<ActivationName, Writer>> = {
  leakyRelu: (graph, x, alpha) =>
    graph.node("Add", [above(graph, x), graph.node("Mul", [graph.number(alpha), below(graph, x)])]),
  elu: (graph, x, alpha) => exponentialUnit(graph, x, 1, alpha),
  selu: (graph, x) => exponentialUnit(graph, x, seluScale, seluScale * seluAlpha),
  gelu: (graph, x) => graph.node("Mul", [x, normal(graph, x)]),
  // x / (1 + e⁻ˣ): onnxruntime 1.30 makes of x · Sigmoid(x) an operator that it has in float32 alone
  silu: (graph, x) => {
    const power = graph.node("Exp", [graph.node("Neg", [x])]);
    return graph.node("Div", [x, graph.node("Add", [power, graph.number(1)])]);
  },
  softplus: (graph, x) => {
    const power = graph.node("Exp", [graph.node("Neg", [graph.node("Abs", [x])])]);
    return graph.node("Add", [
      above(graph, x),
      graph.node("Log", [graph.node("Add", [power, graph.number(1)])]),
    ]);
  },
  softsign: (graph, x) =>
    graph.node("Div", [x, graph.node("Add", [graph.node("Abs", [x]), graph.number(1)])]),
  hardSigmoid: (graph, x) => {
    const raised = above(graph, graph.node("Add", [x, graph.number(3)]));
    return graph.node("Div", [graph.node("Min", [raised, graph.number(6)]), graph.number(6)]);
  },
};

/** scale · x above 0, height · (eˣ − 1) below. */
function exponentialUnit(graph: Graph, x: string, scale: number, height: number): string {
  const power = graph.node("Exp", [below(graph, x)]);
  const low = graph.node("Mul", [graph.node("Sub", [power, graph.number(1)]), graph.number(height)]);
  const high = above(graph, x);
  return graph.node("Add", [scale === 1 ? high : graph.node("Mul", [high, graph.number(scale)]), low]);
}

/** Φ(x): see `normal.ts`. */
function normal(graph: Graph, x: string): string {
  const t = graph.node("Min", [graph.node("Abs", [x]), graph.number(farthest)]);
  const polynomial = (coefficients: readonly number[]) =>
    coefficients
      .map((coefficient) => graph.number(coefficient))
      .reduceRight((sum, coefficient) => graph.node("Add", [graph.node("Mul", [sum, t]), coefficient]));
  const square = graph.node("Mul", [graph.node("Mul", [t, t]), graph.number(-0.5)]);
  const ratio = graph.node("Div", [polynomial(numerator), polynomial(denominator)]);
  const tail = graph.node("Mul", [graph.node("Exp", [square]), ratio]);
  const isBelow = graph.node("Less", [x, graph.number(0)]);
  return graph.node("Where", [isBelow, tail, graph.node("Sub", [graph.number(1), tail])]);
}
