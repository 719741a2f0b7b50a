/**
 * A small tree for the right-hand side of a formula, and its walks: its value, its text in symbols, its text
 * with numbers put in. Does not simplify: what is written is what is calculated.
 */
import { erfc } from "../reference/erf.js";
import { keyOf, type MathSymbol, textOf } from "./symbol.js";

export type Expression =
  | { readonly kind: "symbol"; readonly symbol: MathSymbol }
  /** A constant; `text` is how it is written where that is not its digits: ½. */
  | { readonly kind: "number"; readonly value: number; readonly text?: string }
  | { readonly kind: "sum"; readonly terms: readonly Expression[] }
  | { readonly kind: "product"; readonly factors: readonly Expression[] }
  | { readonly kind: "difference"; readonly from: Expression; readonly minus: Expression }
  | { readonly kind: "quotient"; readonly of: Expression; readonly by: Expression }
  | { readonly kind: "negate"; readonly of: Expression }
  | { readonly kind: "power"; readonly base: Expression; readonly exponent: number }
  | { readonly kind: "call"; readonly name: FunctionName; readonly of: Expression };

/** `ln1p(x)` is written ln(1 + x); `exp(x)` is written e^x. */
export type FunctionName = "exp" | "ln" | "ln1p" | "tanh" | "abs" | "erfc" | "max0";

const functions: Record<FunctionName, (x: number) => number> = {
  exp: Math.exp,
  ln: Math.log,
  ln1p: Math.log1p,
  tanh: Math.tanh,
  abs: Math.abs,
  erfc,
  max0: (x) => Math.max(0, x),
};

export const symbol = (of: MathSymbol): Expression => ({ kind: "symbol", symbol: of });
export const number = (value: number, text?: string): Expression =>
  text === undefined ? { kind: "number", value } : { kind: "number", value, text };
export const sum = (...terms: Expression[]): Expression =>
  terms.length === 1 ? terms[0]! : { kind: "sum", terms };
/** A product of products is one. */
export const product = (...factors: Expression[]): Expression => {
  const flat = factors.flatMap((factor) => (factor.kind === "product" ? factor.factors : [factor]));
  return flat.length === 1 ? flat[0]! : { kind: "product", factors: flat };
};
export const difference = (from: Expression, minus: Expression): Expression => ({
  kind: "difference",
  from,
  minus,
});
export const quotient = (of: Expression, by: Expression): Expression => ({ kind: "quotient", of, by });
export const negate = (of: Expression): Expression => ({ kind: "negate", of });
export const power = (base: Expression, exponent: number): Expression => ({ kind: "power", base, exponent });
export const call = (name: FunctionName, of: Expression): Expression => ({ kind: "call", name, of });

/** Values of symbols by key. */
export type Values = ReadonlyMap<string, number>;

/** The value of an expression, calculated from left to right. @throws Error for a symbol without a value */
export function evaluate(expression: Expression, values: Values): number {
  const of = (one: Expression): number => evaluate(one, values);
  switch (expression.kind) {
    case "symbol":
      return valueOf(expression.symbol, values);
    case "number":
      return expression.value;
    case "sum":
      return expression.terms.map(of).reduce((total, term) => total + term);
    case "product":
      return expression.factors.map(of).reduce((total, factor) => total * factor);
    case "difference":
      return of(expression.from) - of(expression.minus);
    case "quotient":
      return of(expression.of) / of(expression.by);
    case "negate":
      return -of(expression.of);
    case "power":
      return of(expression.base) ** expression.exponent;
    case "call":
      return functions[expression.name](of(expression.of));
  }
}

/** How tightly an expression binds: one that binds less than its place asks for stands in parentheses. */
export const bindings = { sum: 1, negate: 2, product: 3, quotient: 3, power: 4, atom: 5 } as const;

/** @param text the expression as written: with a minus before it, it binds no more than a negation */
export function bindingOf(expression: Expression, text: string): number {
  const { kind } = expression;
  let binding: number = bindings.atom;
  if (kind === "difference") binding = bindings.sum;
  else if (kind === "call") binding = expression.name === "exp" ? bindings.power : bindings.atom;
  else if (kind !== "symbol" && kind !== "number") binding = bindings[kind];
  return /^[−-]/.test(text) ? Math.min(binding, bindings.negate) : binding;
}

/** The expression in symbols: ½·(target_o1 − out_o1)². */
export function formulaText(expression: Expression): string {
  const atom: WriteAtom = (one) =>
    one.kind === "symbol" ? textOf(one.symbol) : (one.text ?? plainDigits(one.value));
  return write(expression, atom, true);
}

/**
 * The expression with numbers put in: ½·(0.01 − 0.75136507)².
 *
 * @param format of numbers, "−" for minus; their shortest exact digits unless told
 */
export function substitutedText(
  expression: Expression,
  values: Values,
  format: (value: number) => string = plainDigits,
): string {
  return write(expression, (one) =>
    one.kind === "symbol" ? format(valueOf(one.symbol, values)) : (one.text ?? plainDigits(one.value)),
  );
}

/** Every symbol of an expression, each once, from left to right. */
export function symbolsOf(expression: Expression): MathSymbol[] {
  const found = new Map<string, MathSymbol>();
  write(expression, (one) => {
    if (one.kind === "symbol") found.set(keyOf(one.symbol), one.symbol);
    return "";
  });
  return [...found.values()];
}

/** The shortest digits that are this number and no other, with "−" for minus. */
export function plainDigits(value: number): string {
  return (value < 0 ? "−" : "") + String(Math.abs(value));
}

type Atom = Extract<Expression, { kind: "symbol" | "number" }>;
type WriteAtom = (atom: Atom) => string;

const exponents: Record<number, string> = { 2: "²", 3: "³" };

/** @param isInSymbols derivatives, with a fraction line of their own, stand apart in products */
function write(expression: Expression, atom: WriteAtom, isInSymbols = false): string {
  /** At a place where something that binds less than `least` needs parentheses. */
  const at = (one: Expression, least: number): string => {
    const text = write(one, atom, isInSymbols);
    return bindingOf(one, text) < least ? `(${text})` : text;
  };
  switch (expression.kind) {
    case "symbol":
    case "number":
      return atom(expression);
    case "sum":
      return expression.terms
        .map((term, i) => at(term, i === 0 ? bindings.sum : bindings.product))
        .join(" + ");
    case "product":
      return expression.factors
        .map((factor, i) => at(factor, i === 0 ? bindings.negate : bindings.power))
        .join(expression.factors.filter(isDerivative).length > 1 && isInSymbols ? " · " : "·");
    case "difference":
      return `${at(expression.from, bindings.sum)} − ${at(expression.minus, bindings.product)}`;
    case "quotient":
      return `${at(expression.of, bindings.negate)}/${at(expression.by, bindings.atom)}`;
    case "negate":
      return `−${at(expression.of, bindings.product)}`;
    case "power":
      return `${at(expression.base, bindings.atom)}${exponents[expression.exponent] ?? `^${expression.exponent}`}`;
    case "call":
      return writeCall(expression.name, write(expression.of, atom, isInSymbols));
  }
}

function writeCall(name: FunctionName, inner: string): string {
  const forms: Partial<Record<FunctionName, string>> = {
    exp: /^[\p{L}\d._]+$/u.test(inner) ? `e^${inner}` : `e^(${inner})`,
    ln1p: `ln(1 + ${inner})`,
    abs: `|${inner}|`,
    max0: `max(0, ${inner})`,
  };
  return forms[name] ?? `${name}(${inner})`;
}

function isDerivative(one: Expression): boolean {
  return one.kind === "symbol" && one.symbol.kind === "derivative";
}

function valueOf(of: MathSymbol, values: Values): number {
  const value = values.get(keyOf(of));
  if (value === undefined) throw new Error(`no value for ${keyOf(of)}`);
  return value;
}
