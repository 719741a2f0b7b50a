/**
 * Activations in C99: static functions, and the line that applies one to a layer in place. The code comes from the
 * activations' formulas.
 */
import { type ActivationName, activationFormulas, activations } from "../functions/activations.js";
import { number, symbol } from "../functions/expression.js";
import { codeOf, type Dialect, functionsOf, helpersOf } from "../functions/program.js";
import { literal } from "./source.js";

export interface CActivation {
  /** Functions that the line calls, in the order in which they must stand. */
  sources: string[];
  needsMath: boolean;
  /** The line that turns `units` net inputs into activations. @param array their name */
  call: (array: string, units: number) => string;
}

/**
 * @param prefix what names of functions begin with
 * @returns null for the identity
 */
export function activationOf(
  activation: ActivationName,
  alpha: number,
  precision: "float32" | "float64",
  prefix: string,
): CActivation | null {
  const type = precision === "float32" ? "float" : "double";
  if (activations[activation].isOfRow) {
    return {
      needsMath: true,
      sources: [softmax(`${prefix}_softmax`, precision)],
      call: (array, units) => `${prefix}_softmax(${array}, ${units});`,
    };
  }
  const dialect = dialectOf(precision, prefix);
  const takesAlpha = activations[activation].alpha !== undefined;
  const parameter = takesAlpha ? symbol("alpha") : number(0);
  const formula = activationFormulas[activation].value(symbol("x"), parameter, []);
  const code = codeOf(formula, dialect);
  if (code === "x") return null;
  const name = `${prefix}_${activation.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`;
  const own = `static ${type} ${name}(${type} x${takesAlpha ? `, ${type} alpha` : ""})\n{\n    return ${code};\n}\n`;
  // a function of C or of the helpers may be the activation itself
  const sources = [...helpersOf([formula], dialect), ...(code === `${name}(x)` ? [] : [own])];
  return {
    needsMath: functionsOf(formula).length > 0,
    sources,
    call: (array, units) =>
      `for (k = 0; k < ${units}; k++) ${array}[k] = ${name}(${array}[k]${takesAlpha ? `, ${literal(alpha, precision)}` : ""});`,
  };
}

function dialectOf(precision: "float32" | "float64", prefix: string): Dialect {
  const isFloat = precision === "float32";
  const [type, f] = isFloat ? ["float", "f"] : ["double", ""];
  const ofMath = (name: string) => ({ write: (x: string) => `${name}${f}(${x})` });
  const sigmoid = `static ${type} ${prefix}_sigmoid(${type} x)
{
    ${type} power = exp${f}(-fabs${f}(x)); /* does not overflow */
    return x < 0 ? power / (1 + power) : 1 / (1 + power);
}
`;
  // in doubles: a rounded argument of erfc would cost the digits of small values
  const normal = isFloat
    ? "(float)(0.5 * erfc(-0.7071067811865476 * (double)x))"
    : "0.5 * erfc(-0.7071067811865476 * x)";
  return {
    number: (value) => literal(value, precision),
    calls: {
      exp: ofMath("exp"),
      expm1: ofMath("expm1"),
      ln: ofMath("log"),
      ln1p: ofMath("log1p"),
      tanh: ofMath("tanh"),
      abs: ofMath("fabs"),
      erfc: ofMath("erfc"),
      max0: { write: (x) => `fmax${f}(0, ${x})` },
      sigmoid: { write: (x) => `${prefix}_sigmoid(${x})`, helper: sigmoid },
      normal: {
        write: (x) => `${prefix}_normal(${x})`,
        helper: `static ${type} ${prefix}_normal(${type} x)\n{\n    return ${normal};\n}\n`,
      },
    },
    power: (base, exponent) => `pow${f}(${base}, ${literal(exponent, precision)})`,
    choice: (condition, then, otherwise) => `${condition} ? ${then} : ${otherwise}`,
    equal: "==",
  };
}

function softmax(name: string, precision: "float32" | "float64"): string {
  const isFloat = precision === "float32";
  const [type, f] = isFloat ? ["float", "f"] : ["double", ""];
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
