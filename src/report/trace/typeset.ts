/**
 * Typesets an expression, with fraction bars and raised exponents. This module places the parentheses; a notation
 * (KaTeX, MathML) spells fractions and symbols.
 */
import { bindings, type Expression, type Values } from "../../explain/expression.js";
import { keyOf, type MathSymbol } from "../../explain/symbol.js";
import { allDigits } from "./numberText.js";
import { written } from "./rounded.js";

/** How the pieces of mathematics are spelled. */
export interface Notation {
  symbol: (symbol: MathSymbol) => string;
  /** Digits without a sign. */
  digits: (text: string) => string;
  /** "+", "−", "·", "=", "⊙". */
  sign: (text: string, place: "before" | "between") => string;
  row: (parts: readonly string[]) => string;
  fraction: (over: string, under: string) => string;
  power: (base: string, exponent: string) => string;
  root: (of: string) => string;
  /** Content between brackets that are as tall as the content. */
  fenced: (open: string, of: string, close: string) => string;
  /** Rows of numbers in brackets. @param cells markup, row by row */
  matrix: (cells: readonly (readonly string[])[]) => string;
  /** The name of a function, upright. */
  word: (text: string) => string;
  /**
   * Marks a number that is calculated, so that a page can write it again with other decimals.
   *
   * @param markup of the number as it is written now
   * @param least  the precedence that its place requires: see `placedNumber`
   */
  marked?: (markup: string, value: number, least: number) => string;
}

export interface Setting {
  notation: Notation;
  /** Numbers that replace the symbols; null to keep the symbols. */
  values: Values | null;
  digits: number;
}

interface Piece {
  markup: string;
  binding: number;
}

export function typeset(expression: Expression, setting: Setting): string {
  return setting.notation.row(typesetParts(expression, setting));
}

/** An expression in parts between which a line may break: before the signs of the outermost sum or product. */
export function typesetParts(expression: Expression, setting: Setting): string[] {
  return partsOf(expression, setting).map((parts) => setting.notation.row(parts));
}

export function typesetNumber(value: number, setting: Setting): string {
  return calculated(value, 0, setting);
}

/** A number, in parentheses where its place requires a higher precedence than a minus sign or a power of ten has. */
export function placedNumber(value: number, least: number, { notation, digits }: Setting): string {
  const { markup, binding } = numberPiece(value, digits, notation);
  return binding < least ? notation.fenced("(", markup, ")") : markup;
}

function calculated(value: number, least: number, setting: Setting): string {
  const markup = placedNumber(value, least, setting);
  return setting.notation.marked?.(markup, value, least) ?? markup;
}

/** Parts from left to right; a line may break between two of them. */
function partsOf(expression: Expression, setting: Setting): string[][] {
  const { notation } = setting;
  const at = (one: Expression, least: number) => placed(one, least, setting);
  const sign = (text: string) => notation.sign(text, "between");
  switch (expression.kind) {
    case "sum":
      return expression.terms.map((term, i) =>
        i === 0 ? [at(term, bindings.sum)] : [sign("+"), at(term, bindings.product)],
      );
    case "difference":
      return [[at(expression.from, bindings.sum)], [sign("−"), at(expression.minus, bindings.product)]];
    case "product":
      return expression.factors.map((factor, i) =>
        i === 0 ? [at(factor, bindings.negate)] : [sign("·"), at(factor, bindings.power)],
      );
    default:
      return [[at(expression, 0)]];
  }
}

function placed(expression: Expression, least: number, setting: Setting): string {
  if (expression.kind === "symbol" && setting.values) {
    return calculated(valueOf(expression.symbol, setting.values), least, setting);
  }
  const { markup, binding } = pieceOf(expression, setting);
  return binding < least ? setting.notation.fenced("(", markup, ")") : markup;
}

function pieceOf(expression: Expression, setting: Setting): Piece {
  const { notation, values, digits } = setting;
  const whole = (one: Expression) => placed(one, 0, setting);
  const at = (one: Expression, least: number) => placed(one, least, setting);
  switch (expression.kind) {
    case "symbol": {
      if (!values) return { markup: notation.symbol(expression.symbol), binding: bindings.atom };
      return numberPiece(valueOf(expression.symbol, values), digits, notation);
    }
    case "number":
      return expression.text
        ? { markup: constant(expression.text, notation), binding: bindings.atom }
        : numberPiece(expression.value, allDigits, notation);
    case "sum":
    case "difference":
      return { markup: notation.row(partsOf(expression, setting).flat()), binding: bindings.sum };
    case "product":
      // with a minus sign before it, it has the precedence of a negation
      return {
        markup: notation.row(partsOf(expression, setting).flat()),
        binding: Math.min(bindings.product, pieceOf(expression.factors[0]!, setting).binding),
      };
    case "quotient":
      return {
        markup: notation.fraction(whole(expression.of), whole(expression.by)),
        binding: bindings.power,
      };
    case "negate":
      return {
        markup: notation.row([notation.sign("−", "before"), at(expression.of, bindings.product)]),
        binding: bindings.negate,
      };
    case "power":
      return {
        markup: notation.power(
          at(expression.base, bindings.atom),
          notation.digits(String(expression.exponent)),
        ),
        binding: bindings.power,
      };
    case "call":
      return callPiece(expression.name, whole(expression.of), notation);
  }
}

function valueOf(of: MathSymbol, values: Values): number {
  const value = values.get(keyOf(of));
  if (value === undefined) throw new Error(`no value for ${keyOf(of)}`);
  return value;
}

function callPiece(name: string, inner: string, notation: Notation): Piece {
  const { fenced, row, word, digits, sign } = notation;
  if (name === "exp") return { markup: notation.power(word("e"), inner), binding: bindings.power };
  if (name === "abs") return { markup: fenced("|", inner, "|"), binding: bindings.atom };
  const inside: Record<string, string[]> = {
    ln1p: [digits("1"), sign("+", "between"), inner],
    max0: [digits("0"), sign(",", "between"), inner],
  };
  const shown = { ln1p: "ln", max0: "max" }[name] ?? name;
  const markup = row([word(shown), fenced("(", row(inside[name] ?? [inner]), ")")]);
  return { markup, binding: bindings.atom };
}

function numberPiece(value: number, decimals: number, notation: Notation): Piece {
  const { isNegative, digits, exponent } = written(value, decimals);
  let markup = notation.digits(digits);
  let binding: number = bindings.atom;
  if (exponent !== 0) {
    const size = notation.digits(String(Math.abs(exponent)));
    const raised = exponent < 0 ? notation.row([notation.sign("−", "before"), size]) : size;
    const ten = notation.power(notation.digits("10"), raised);
    markup = notation.row([markup, notation.sign("·", "between"), ten]);
    binding = bindings.product;
  }
  if (!isNegative) return { markup, binding };
  return { markup: notation.row([notation.sign("−", "before"), markup]), binding: bindings.negate };
}

/** Constants that are not written as digits: ½, √2, √(2π). */
function constant(text: string, notation: Notation): string {
  if (text === "½") return notation.fraction(notation.digits("1"), notation.digits("2"));
  const root = /^√\(?([^)]+)\)?$/.exec(text);
  const spelled = (root?.[1] ?? text).split(/(?=π)/).map((part) => notation.digits(part));
  return root ? notation.root(notation.row(spelled)) : notation.row(spelled);
}
