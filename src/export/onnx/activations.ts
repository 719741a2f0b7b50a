/**
 * Activations as nodes. In float32 by ONNX's operators where there are any: every runtime knows them and may fuse them.
 * In float64 onnxruntime has few of them; the others are composed from the activation's formula.
 */
import { type ActivationName, activationFormulas, activations } from "../../functions/activations.js";
import { type Expression, type Formula, number, symbol, writtenOut } from "../../functions/expression.js";
import { denominator, farthest, numerator } from "../normal.js";
import type { Graph } from "./graph.js";

/** Adds σ(x). @param x the net input's name @returns the name of the activation; x itself for the identity */
export function activate(graph: Graph, activation: ActivationName, x: string, alpha: number): string {
  if (activations[activation].isOfRow) return graph.node("Softmax", [x], { axis: { integer: 1 } });
  const { onnx, value } = activationFormulas[activation];
  if (onnx && (graph.precision === "float32" || onnx.isInFloat64)) {
    const given = Object.entries(onnx.attributes?.(alpha) ?? {});
    const attributes = Object.fromEntries(given.map(([name, float]) => [name, { float }]));
    return graph.node(onnx.operator, [x], attributes);
  }
  const formula = value(symbol(x), number(alpha), []);
  if (graph.precision === "float32") return compose(graph, formula);
  // onnxruntime 1.30 fuses x · Sigmoid(x) into an operator that it has in float32 only
  return compose(
    graph,
    formula.map((piece) => ({ ...piece, value: writtenOut(piece.value, (name) => name === "sigmoid") })),
  );
}

const operators = { "<": "Less", ">": "Greater", "≤": "LessOrEqual", "≥": "GreaterOrEqual", "=": "Equal" };

/** Adds the nodes of a formula whose symbols are names of the graph. @returns the name of its value */
function compose(graph: Graph, formula: Formula<string>): string {
  const of = (expression: Expression<string>) => composeOne(graph, expression);
  const last = of(formula.at(-1)!.value);
  return formula.slice(0, -1).reduceRight((rest, { when, value }) => {
    const holds = graph.node(operators[when!.relation], [of(when!.left), of(when!.right)]);
    return graph.node("Where", [holds, of(value), rest]);
  }, last);
}

function composeOne(graph: Graph, expression: Expression<string>): string {
  const of = (one: Expression<string>): string => composeOne(graph, one);
  const chain = (operator: string, names: string[]): string =>
    names.reduce((left, right) => graph.node(operator, [left, right]));
  switch (expression.kind) {
    case "symbol":
      return expression.symbol;
    case "number":
      return graph.number(expression.value);
    case "sum":
      return chain("Add", expression.terms.map(of));
    case "product":
      return chain(
        "Mul",
        expression.factors.flatMap((one) => (isNormal(one) ? normalFactors(graph, of(one.of)) : [of(one)])),
      );
    case "difference":
      return chain("Sub", [of(expression.from), of(expression.minus)]);
    case "quotient":
      return chain("Div", [of(expression.of), of(expression.by)]);
    case "negate":
      return graph.node("Neg", [of(expression.of)]);
    case "power":
      return graph.node("Pow", [of(expression.base), graph.number(expression.exponent)]);
    case "call":
      return composeCall(graph, expression);
  }
}

type Call = Extract<Expression<string>, { kind: "call" }>;
const isNormal = (one: Expression<string>): one is Call => one.kind === "call" && one.name === "normal";

function composeCall(graph: Graph, expression: Call): string {
  const x = composeOne(graph, expression.of);
  const one = () => graph.number(1);
  switch (expression.name) {
    case "exp":
      return graph.node("Exp", [x]);
    case "expm1":
      return graph.node("Sub", [graph.node("Exp", [x]), one()]);
    case "ln":
      return graph.node("Log", [x]);
    case "ln1p":
      return graph.node("Log", [graph.node("Add", [x, one()])]);
    case "tanh":
      return graph.node("Tanh", [x]);
    case "abs":
      return graph.node("Abs", [x]);
    case "max0":
      return graph.node("Max", [x, graph.number(0)]);
    case "sigmoid":
      return graph.node("Sigmoid", [x]);
    case "normal":
      return normalFactors(graph, x).reduce((left, right) => graph.node("Mul", [left, right]));
    case "erfc": {
      const turned = graph.node("Mul", [x, graph.number(-Math.SQRT2)]);
      return graph.node("Mul", [
        composeOne(graph, { kind: "call", name: "normal", of: symbol(turned) }),
        graph.number(2),
      ]);
    }
  }
}

/**
 * Φ(x) as factors. In float32 ½ and 1 + erf(x / √2): with x before them, the pattern that runtimes know as Gelu. In
 * float64 the rational function of `normal.ts`, because onnxruntime has Erf in float32 only.
 */
function normalFactors(graph: Graph, x: string): string[] {
  if (graph.precision === "float32") {
    const erf = graph.node("Erf", [graph.node("Div", [x, graph.number(Math.SQRT2)])]);
    return [graph.number(0.5), graph.node("Add", [erf, graph.number(1)])];
  }
  const t = graph.node("Min", [graph.node("Abs", [x]), graph.number(farthest)]);
  const polynomial = (coefficients: readonly number[]) =>
    coefficients
      .map((coefficient) => graph.number(coefficient))
      .reduceRight((sum, coefficient) => graph.node("Add", [graph.node("Mul", [sum, t]), coefficient]));
  const square = graph.node("Mul", [graph.node("Mul", [t, t]), graph.number(-0.5)]);
  const ratio = graph.node("Div", [polynomial(numerator), polynomial(denominator)]);
  const tail = graph.node("Mul", [graph.node("Exp", [square]), ratio]);
  const isBelow = graph.node("Less", [x, graph.number(0)]);
  return [graph.node("Where", [isBelow, tail, graph.node("Sub", [graph.number(1), tail])])];
}
