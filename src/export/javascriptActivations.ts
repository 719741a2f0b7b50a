/** Activations in JavaScript, of a whole layer at once. */
import type { ActivationName } from "../network/codes.js";
import { denominator, farthest, numerator } from "./normal.js";

/** Of one net input x. */
const ofOne: Record<Exclude<ActivationName, "softmax" | "identity">, (alpha: number) => string> = {
  sigmoid: () => "sigmoid(x)",
  tanh: () => "Math.tanh(x)",
  relu: () => "Math.max(x, 0)",
  leakyRelu: (alpha) => `x > 0 ? x : ${alpha} * x`,
  elu: (alpha) => `x > 0 ? x : ${alpha} * Math.expm1(x)`,
  selu: () => "1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x))",
  gelu: () => "x * normal(x)",
  silu: () => "x * sigmoid(x)",
  softplus: () => "Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))",
  softsign: () => "x / (1 + Math.abs(x))",
  hardSigmoid: () => "Math.min(Math.max(x + 3, 0), 6) / 6",
};

/** The text of a function from net inputs to activations. */
export function activationText(activation: ActivationName, alpha: number): string {
  if (activation === "softmax") return "softmax";
  if (activation === "identity") return "(net) => net";
  return `(net) => net.map((x) => ${ofOne[activation](alpha)})`;
}

/** The functions that the activations call. */
export function functionsFor(activations: readonly ActivationName[]): string {
  const needs = (...names: ActivationName[]) => names.some((name) => activations.includes(name));
  return [
    ...(needs("sigmoid", "silu") ? [sigmoid] : []),
    ...(needs("gelu") ? [normal] : []),
    ...(needs("softmax") ? [softmax] : []),
  ].join("");
}

const sigmoid = `function sigmoid(x) {
  const power = Math.exp(-Math.abs(x)); // does not overflow
  return x < 0 ? power / (1 + power) : 1 / (1 + power);
}

`;

const normal = `/** The part of a normal distribution that lies below x. */
function normal(x) {
  const t = Math.min(Math.abs(x), ${farthest});
  const polynomial = (coefficients) => coefficients.reduceRight((sum, one) => sum * t + one);
  const above = polynomial([
    ${numerator.join(",\n    ")},
  ]);
  const below = polynomial([
    ${denominator.join(",\n    ")},
  ]);
  const tail = (Math.exp((-t * t) / 2) * above) / below;
  return x < 0 ? tail : 1 - tail;
}

`;

const softmax = `function softmax(net) {
  const greatest = net.reduce((a, b) => Math.max(a, b));
  const powers = net.map((x) => Math.exp(x - greatest));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

`;
