/** Activations in C99: static functions, and the line that applies one to a layer in place. */
import type { ActivationName } from "../network/codes.js";

export interface CActivation {
  /** Functions that the line calls; "" for none. */
  source: string;
  needsMath: boolean;
  /** The line that turns `units` net inputs into activations. @param array their name */
  call: (array: string, units: number) => string;
}

/**
 * @param alpha  as a constant of C
 * @param prefix what names of functions begin with
 * @returns null for the identity
 */
export function activationOf(
  activation: ActivationName,
  alpha: string,
  precision: "float32" | "float64",
  prefix: string,
): CActivation | null {
  if (activation === "identity") return null;
  const isFloat = precision === "float32";
  const type = isFloat ? "float" : "double";
  /** Functions and constants of the precision. */
  const f = isFloat ? "f" : "";
  if (activation === "softmax") {
    return {
      needsMath: true,
      source: softmax(`${prefix}_softmax`, type, f),
      call: (array, units) => `${prefix}_softmax(${array}, ${units});`,
    };
  }
  const takesAlpha = activation === "leakyRelu" || activation === "elu";
  const [stem, body] = functions[activation](f);
  const name = `${prefix}_${stem}`;
  return {
    needsMath: /(?:exp|erfc|tanh|fabs|log)/.test(body),
    source: `static ${type} ${name}(${type} x${takesAlpha ? `, ${type} alpha` : ""})\n{\n${body}\n}\n`,
    call: (array, units) =>
      `for (k = 0; k < ${units}; k++) ${array}[k] = ${name}(${array}[k]${takesAlpha ? `, ${alpha}` : ""});`,
  };
}

/** Name and body; `f` ends the names of float's functions and its constants. */
const functions: Record<
  Exclude<ActivationName, "identity" | "softmax">,
  (f: string) => [name: string, body: string]
> = {
  sigmoid: (f) => ["sigmoid", logistic(f, "1")],
  tanh: (f) => ["tangent", `    return tanh${f}(x);`],
  relu: () => ["relu", "    return x > 0 ? x : 0;"],
  leakyRelu: () => ["leaky_relu", "    return x > 0 ? x : alpha * x;"],
  elu: (f) => ["elu", `    return x > 0 ? x : alpha * expm1${f}(x);`],
  selu: (f) => [
    "selu",
    `    return x > 0 ? 1.0507009873554805${f} * x : 1.7580993408473766${f} * expm1${f}(x);`,
  ],
  // by doubles: rounding the argument of erfc would cost the digits of small values
  gelu: (f) => [
    "gelu",
    `    return ${f && "(float)"}(0.5 * ${f && "(double)"}x * erfc(-0.7071067811865476 * ${f && "(double)"}x));`,
  ],
  silu: (f) => ["silu", logistic(f, "x")],
  softplus: (f) => ["softplus", `    return (x > 0 ? x : 0) + log1p${f}(exp${f}(-fabs${f}(x)));`],
  softsign: (f) => ["softsign", `    return x / (1 + fabs${f}(x));`],
  hardSigmoid: () => ["hard_sigmoid", "    return x < -3 ? 0 : x > 3 ? 1 : (x + 3) / 6;"],
};

/** factor / (1 + e⁻ˣ), so written that no power overflows. */
function logistic(f: string, factor: string): string {
  const type = f ? "float" : "double";
  return `    ${type} power = exp${f}(-fabs${f}(x));\n    return x < 0 ? ${factor} * power / (1 + power) : ${factor} / (1 + power);`;
}

function softmax(name: string, type: string, f: string): string {
  return `static void ${name}(${type} *x, int units)
{
    ${type} greatest = x[0];
    double sum = 0;
    int k;
    for (k = 1; k < units; k++) {
        if (x[k] > greatest) greatest = x[k];
    }
    for (k = 0; k < units; k++) {
        x[k] = exp${f}(x[k] - greatest);
        sum += ${f && "(double)"}x[k];
    }
    for (k = 0; k < units; k++) x[k] /= ${f && "(float)"}sum;
}
`;
}
