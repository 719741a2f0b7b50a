/** Operators of ONNX that compute number by number, in plain arithmetic. */
import type { OnnxAttribute } from "./messages.js";
import { erf } from "./samples.js";

/** An operator with one input: the function that its attributes make. */
type Unary = (float: (name: string, usual: number) => number) => (x: number) => number;

const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)));
const sigmoid = (x: number) => (x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x)));

export const unary: Readonly<Record<string, Unary>> = {
  Relu: () => (x) => Math.max(0, x),
  LeakyRelu: (float) => {
    const alpha = float("alpha", 0.01);
    return (x) => (x < 0 ? alpha * x : x);
  },
  Elu: (float) => {
    const alpha = float("alpha", 1);
    return (x) => (x < 0 ? alpha * Math.expm1(x) : x);
  },
  Celu: (float) => {
    const alpha = float("alpha", 1);
    return (x) => Math.max(0, x) + Math.min(0, alpha * Math.expm1(x / alpha));
  },
  Selu: (float) => {
    const [alpha, gamma] = [float("alpha", 1.6732632423543772), float("gamma", 1.0507009873554805)];
    return (x) => gamma * (x < 0 ? alpha * Math.expm1(x) : x);
  },
  HardSigmoid: (float) => {
    const [alpha, beta] = [float("alpha", 0.2), float("beta", 0.5)];
    return (x) => Math.max(0, Math.min(1, alpha * x + beta));
  },
  ThresholdedRelu: (float) => {
    const alpha = float("alpha", 1);
    return (x) => (x > alpha ? x : 0);
  },
  HardSwish: () => (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)),
  Mish: () => (x) => x * Math.tanh(softplus(x)),
  Softplus: () => softplus,
  Softsign: () => (x) => x / (1 + Math.abs(x)),
  Sigmoid: () => sigmoid,
  Tanh: () => Math.tanh,
  Erf: () => erf,
  Exp: () => Math.exp,
  Log: () => Math.log,
  Sqrt: () => Math.sqrt,
  Abs: () => Math.abs,
  Neg: () => (x) => -x,
  Reciprocal: () => (x) => 1 / x,
  Not: () => (x) => (x === 0 ? 1 : 0),
};

/** Operators with two or more inputs, from left to right. Conditions are 0 and 1. */
export const binary: Readonly<Record<string, (left: number, right: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Min: Math.min,
  Max: Math.max,
  Less: (a, b) => Number(a < b),
  LessOrEqual: (a, b) => Number(a <= b),
  Greater: (a, b) => Number(a > b),
  GreaterOrEqual: (a, b) => Number(a >= b),
  Equal: (a, b) => Number(a === b),
  And: (a, b) => Number(a !== 0 && b !== 0),
  Or: (a, b) => Number(a !== 0 || b !== 0),
};

/** What `unary` asks for the attributes of a node. */
export function floatsOf(attributes: ReadonlyMap<string, OnnxAttribute>) {
  return (name: string, usual: number): number => attributes.get(name)?.float ?? usual;
}
