/** Activations in JavaScript, each of a whole layer at once. The code comes from the activations' formulas. */
import { type ActivationName, activationFormulas, activations } from "../functions/activations.js";
import { type Formula, number, symbol } from "../functions/expression.js";
import { codeOf, type Dialect, helpersOf } from "../functions/program.js";
import { denominator, farthest, numerator } from "./normal.js";

/** The text of a function from net inputs to activations. */
export function activationText(activation: ActivationName, alpha: number): string {
  if (activations[activation].isOfRow) return "softmax";
  const code = codeOf(formulaOf(activation, alpha), javascript);
  return code === "x" ? "(net) => net" : `(net) => net.map((x) => ${code})`;
}

/** Sources of the functions that the activations call. */
export function functionsFor(used: readonly ActivationName[]): string {
  const ofOne = used.filter((name) => !activations[name].isOfRow);
  const formulas = ofOne.map((name) => formulaOf(name, 1));
  const ofRow = ofOne.length < used.length ? [softmax] : [];
  return [...helpersOf(formulas, javascript), ...ofRow].join("");
}

function formulaOf(activation: ActivationName, alpha: number): Formula<string> {
  return activationFormulas[activation].value(symbol("x"), number(alpha), []);
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

const javascript: Dialect = {
  number: String,
  calls: {
    exp: { write: (x) => `Math.exp(${x})` },
    expm1: { write: (x) => `Math.expm1(${x})` },
    ln: { write: (x) => `Math.log(${x})` },
    ln1p: { write: (x) => `Math.log1p(${x})` },
    tanh: { write: (x) => `Math.tanh(${x})` },
    abs: { write: (x) => `Math.abs(${x})` },
    max0: { write: (x) => `Math.max(0, ${x})` },
    sigmoid: { write: (x) => `sigmoid(${x})`, helper: sigmoid },
    normal: { write: (x) => `normal(${x})`, helper: normal },
    erfc: { write: (x) => `(2 * normal(-Math.SQRT2 * (${x})))`, helper: normal },
  },
  power: (base, exponent) => `${base} ** ${exponent}`,
  choice: (condition, then, otherwise) => `${condition} ? ${then} : ${otherwise}`,
  equal: "===",
};
