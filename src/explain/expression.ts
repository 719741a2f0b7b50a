/**
 * Formulas of a trace: expressions over its symbols, with their values, their text in symbols, and their text with
 * numbers instead of symbols. Expressions are not simplified: the text shows what is calculated. The tree itself is
 * in src/functions/expression.ts.
 */
import * as tree from "../functions/expression.js";
import { erfc } from "../reference/erf.js";
import { keyOf, type MathSymbol, textOf } from "./symbol.js";

export type Expression = tree.Expression<MathSymbol>;
export const symbol = (of: MathSymbol): Expression => tree.symbol(of);

const functions: Record<tree.PlainFunction, (x: number) => number> = {
  exp: Math.exp,
  ln: Math.log,
  ln1p: Math.log1p,
  tanh: Math.tanh,
  abs: Math.abs,
  erfc,
  max0: (x) => Math.max(0, x),
};

const relations: Record<tree.Relation, (left: number, right: number) => boolean> = {
  "<": (left, right) => left < right,
  ">": (left, right) => left > right,
  "≤": (left, right) => left <= right,
  "≥": (left, right) => left >= right,
  "=": (left, right) => left === right,
};

/** Values of symbols by key. */
export type Values = ReadonlyMap<string, number>;

/** The value of an expression, calculated from left to right. @throws Error for a symbol without a value */
export function evaluate(expression: Expression, values: Values): number {
  return valueIn(expression, (of) => valueOf(of, values));
}

/** The value of an expression over any symbols. */
export function valueIn<S>(expression: tree.Expression<S>, valueOf: (symbol: S) => number): number {
  const of = (one: tree.Expression<S>): number => valueIn(one, valueOf);
  switch (expression.kind) {
    case "symbol":
      return valueOf(expression.symbol);
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
      return tree.isNamed(expression.name)
        ? of(tree.writtenOut(expression))
        : functions[expression.name](of(expression.of));
  }
}

/** The piece of a formula that applies to some values. */
export function pieceAt<S>(formula: tree.Formula<S>, valueOf: (symbol: S) => number): tree.Piece<S> {
  return formula.find(
    ({ when }) =>
      !when || relations[when.relation](valueIn(when.left, valueOf), valueIn(when.right, valueOf)),
  )!;
}

/**
 * Precedence of an expression. An expression with a lower precedence than its position requires needs parentheses.
 */
export const bindings = { sum: 1, negate: 2, product: 3, quotient: 3, power: 4, atom: 5 } as const;

/** @param text the expression as written; with a minus sign before it, it has the precedence of a negation */
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
 * The expression with numbers instead of symbols: ½·(0.01 − 0.75136507)².
 *
 * @param format formats numbers, with "−" for minus (default: the shortest exact digits)
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

/** The expression in symbols, in parentheses if it is a sum or a difference. */
export function placedText(expression: Expression): string {
  const text = formulaText(expression);
  return bindingOf(expression, text) < bindings.product ? `(${text})` : text;
}

/** The symbols of an expression, each once, from left to right. */
export function symbolsOf(expression: Expression): MathSymbol[] {
  const found = new Map<string, MathSymbol>();
  write(expression, (one) => {
    if (one.kind === "symbol") found.set(keyOf(one.symbol), one.symbol);
    return "";
  });
  return [...found.values()];
}

/** The shortest digits that identify the number, with "−" for minus. */
export function plainDigits(value: number): string {
  return (value < 0 ? "−" : "") + String(Math.abs(value));
}

type Atom = Extract<Expression, { kind: "symbol" | "number" }>;
type WriteAtom = (atom: Atom) => string;

const exponents: Record<number, string> = { 2: "²", 3: "³" };

/** @param isInSymbols in symbols, products have spaces around derivatives, because these contain a slash */
function write(expression: Expression, atom: WriteAtom, isInSymbols = false): string {
  /** The text, in parentheses if its precedence is lower than `least`. */
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

function writeCall(name: tree.FunctionName, inner: string): string {
  const forms: Partial<Record<tree.FunctionName, string>> = {
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
