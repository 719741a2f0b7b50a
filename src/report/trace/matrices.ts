/** The lines of the matrix view, typeset in any notation. */
import type { Matrix, MatrixPart, MatrixStep } from "../../explain/matrix.js";
import { name } from "../../explain/symbol.js";
import { type Setting, typesetNumber } from "./typeset.js";

/** A line in markup: its symbol, the formula in symbols and with numbers, the result. */
export interface MatrixLine {
  symbol: string;
  formula: string;
  /** With numbers, in parts between which a line may break. */
  substituted: readonly string[];
  value: string;
}

export function matrixLine(step: MatrixStep, setting: Setting): MatrixLine {
  const { notation } = setting;
  const numbers = (value: Matrix) =>
    notation.matrix(value.map((row) => row.map((one) => typesetNumber(one, setting))));
  const spell = (withNumbers: boolean) => (part: Exclude<MatrixPart, { kind: "sign" }>) => {
    if (!withNumbers) return symbolMarkup(part.symbol, setting);
    return part.kind === "scalar" ? typesetNumber(part.value, setting) : numbers(part.value);
  };
  const line = (withNumbers: boolean) => rowMarkup(step.parts, spell(withNumbers), setting);
  return {
    symbol: symbolMarkup(step.symbol, setting),
    formula: notation.row(line(false)),
    substituted: line(true),
    value: numbers(step.value),
  };
}

/** Parts of a line, each from a sign to the next. What stands between parentheses is a row of its own, so that they are as tall as it is. */
function rowMarkup(
  parts: readonly MatrixPart[],
  spell: (part: Exclude<MatrixPart, { kind: "sign" }>) => string,
  setting: Setting,
): string[] {
  const { notation } = setting;
  const done: string[] = [];
  const rows: string[][] = [[]];
  for (const part of parts) {
    const row = rows.at(-1)!;
    if (part.kind !== "sign") row.push(spell(part));
    else if (part.text === ")") {
      const inner = notation.row(rows.pop()!);
      rows.at(-1)!.push(notation.fenced("(", inner, ")"));
    } else {
      const isOpening = part.text.endsWith("(");
      const before = isOpening ? part.text.slice(0, -1) : part.text;
      if (!isOpening && rows.length === 1 && row.length > 0 && /^[·+−⊙]$/.test(before)) {
        done.push(notation.row(row.splice(0)));
        row.push(signMarkup(before, setting, false));
        continue;
      }
      if (before !== "") row.push(signMarkup(before, setting, row.length === 0));
      if (isOpening) rows.push([]);
    }
  }
  return [...done, notation.row(rows[0]!)];
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

/** The signs that `matrixView.ts` uses, without a parenthesis: "·", "σ", "−", "−2/n·". @param isFirst of its row */
function signMarkup(text: string, { notation }: Setting, isFirst: boolean): string {
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
