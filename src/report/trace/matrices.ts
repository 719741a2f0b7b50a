/** The lines of the matrix view, typeset in any notation. */
import type { Matrix, MatrixPart, MatrixStep } from "../../explain/matrix.js";
import { name } from "../../explain/symbol.js";
import { type Setting, typesetNumber } from "./typeset.js";

/** How a notation puts numbers in brackets. @param cells markup, row by row */
export type Brackets = (cells: readonly (readonly string[])[]) => string;

/** A line in markup: its symbol, the formula in symbols and with numbers, the result. */
export interface MatrixLine {
  symbol: string;
  formula: string;
  substituted: string;
  value: string;
}

export function matrixLine(step: MatrixStep, setting: Setting, brackets: Brackets): MatrixLine {
  const { notation } = setting;
  const numbers = (value: Matrix) =>
    brackets(value.map((row) => row.map((one) => typesetNumber(one, setting))));
  const shown = (part: MatrixPart, withNumbers: boolean, isFirst: boolean): string => {
    if (part.kind === "sign") return signMarkup(part.text, setting, isFirst);
    if (part.kind === "scalar") {
      return withNumbers ? typesetNumber(part.value, setting) : symbolMarkup(part.symbol, setting);
    }
    return withNumbers ? numbers(part.value) : symbolMarkup(part.symbol, setting);
  };
  const line = (withNumbers: boolean) =>
    notation.row(step.parts.map((part, at) => shown(part, withNumbers, at === 0)));
  return {
    symbol: symbolMarkup(step.symbol, setting),
    formula: line(false),
    substituted: line(true),
    value: numbers(step.value),
  };
}

/** W_h, W_hᵀ, W_h⁺, ∂E/∂W_h, σ′(net_h). */
function symbolMarkup(text: string, setting: Setting): string {
  const { notation } = setting;
  const of = (inner: string) => symbolMarkup(inner, setting);
  const derivative = /^∂(.+)\/∂(.+)$/.exec(text);
  if (derivative) {
    const part = (inner: string) => notation.row([notation.sign("∂", "before"), of(inner)]);
    return notation.fraction(part(derivative[1]!), part(derivative[2]!));
  }
  const slope = /^(.+)′\((.+)\)$/.exec(text);
  if (slope) {
    const primed = notation.power(notation.word(slope[1]!), notation.sign("′", "before"));
    return notation.row([primed, notation.fenced("(", of(slope[2]!), ")")]);
  }
  if (text.endsWith("ᵀ")) return notation.power(grouped(of(text.slice(0, -1)), text), notation.word("T"));
  const isNew = text.endsWith("⁺");
  const [base, index = ""] = (isNew ? text.slice(0, -1) : text).split("_");
  return notation.symbol({ ...name(base!, index, "underscore"), mark: isNew ? "new" : null });

  /** LaTeX needs braces around a symbol with an index before an exponent. */
  function grouped(markup: string, from: string): string {
    return from.includes("_") && !markup.startsWith("<") ? `{${markup}}` : markup;
  }
}

/** The signs that `matrixView.ts` uses: "·", "(", "σ(", "−(", "−2/n·". @param isFirst of the line */
function signMarkup(text: string, setting: Setting, isFirst: boolean): string {
  const { notation } = setting;
  if (text === "(") return notation.open;
  if (text === ")") return notation.close;
  if (text.endsWith("(")) {
    return notation.row([signMarkup(text.slice(0, -1), setting, isFirst), notation.open]);
  }
  const word = /^(\p{L}+)(′?)$/u.exec(text);
  if (word) {
    const plain = notation.word(word[1]!);
    return word[2] ? notation.power(plain, notation.sign("′", "before")) : plain;
  }
  const factor = /^−(\d+)(\/n)?·$/.exec(text);
  if (!factor) return notation.sign(text, isFirst ? "before" : "between");
  const number = notation.digits(factor[1]!);
  const part = factor[2] ? notation.fraction(number, notation.word("n")) : number;
  return notation.row([notation.sign("−", "before"), part, notation.sign("·", "between")]);
}
