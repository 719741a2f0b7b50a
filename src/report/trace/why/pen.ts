/**
 * How the explanations are written: text with mathematics in it, for Markdown or for a page. The texts of both languages
 * use a pen and do not know which it is.
 */
import type { Expression } from "../../../explain/expression.js";
import { symbol } from "../../../explain/expression.js";
import type { MathSymbol } from "../../../explain/symbol.js";
import { escape } from "../../page/markup.js";
import { katex } from "../katex.js";
import { equalTo, equationsMarkup, markedMathml, mathLine, withMarks } from "../mathml.js";
import { type Notation, type Setting, typeset, typesetNumber } from "../typeset.js";

/** A picture among the explanations. */
export type FigureId = "logistic" | "pathToLast" | "pathToFirst" | "descent" | "course";

export type Block =
  | { kind: "text"; markup: string }
  | { kind: "formula"; markup: string }
  | { kind: "figure"; figure: FigureId };

/** Mathematics for a text: an expression in symbols, a symbol, a number with some decimals, or pieces of a notation. */
export interface Pen {
  /** A paragraph: t`If ${symbol} grows …`. */
  t: (texts: TemplateStringsArray, ...parts: readonly string[]) => Block;
  /** Mathematics within a text. */
  math: (of: Expression) => string;
  symbol: (of: MathSymbol) => string;
  number: (value: number, digits?: number) => string;
  pieces: (build: (notation: Notation) => readonly string[]) => string;
  /** Equations on lines of their own: the left side, then one right side per line. */
  formula: (left: Expression, ...right: readonly Expression[]) => Block;
  figure: (figure: FigureId) => Block;
}

/** A pen for KaTeX in Markdown. */
export function markdownPen(digits: number): Pen {
  return penOf(katex, digits, {
    inline: (markup) => `$${markup}$`,
    text: (text) => text,
    paragraph: (markup) => markup,
    lines: (left, right) =>
      `$$\n\\begin{aligned}\n${right.map((one, at) => `${at === 0 ? left : " "} &= ${one}`).join(" \\\\\n")}\n\\end{aligned}\n$$`,
  });
}

/** A pen for HTML with MathML. */
export function pagePen(digits: number): Pen {
  return penOf(markedMathml, digits, {
    inline: (markup) => `<math>${markup}</math>`,
    text: escape,
    paragraph: withMarks,
    lines: (left, right) =>
      equationsMarkup(
        right.map((one, at) => ({ left: at === 0 ? mathLine([left]) : "", right: equalTo([one]) })),
      ),
  });
}

interface Spelling {
  inline: (markup: string) => string;
  text: (text: string) => string;
  /** Of the whole paragraph. */
  paragraph: (markup: string) => string;
  lines: (left: string, right: readonly string[]) => string;
}

function penOf(notation: Notation, usual: number, { inline, text, paragraph, lines }: Spelling): Pen {
  const setting = (digits: number): Setting => ({ notation, values: null, digits });
  const written = (of: Expression) => typeset(of, setting(usual));
  return {
    t: (texts, ...parts) => ({
      kind: "text",
      markup: paragraph(texts.map((one, at) => text(one) + (parts[at] ?? "")).join("")),
    }),
    math: (of) => inline(written(of)),
    symbol: (of) => inline(written(symbol(of))),
    number: (value, digits = usual) => inline(typesetNumber(value, setting(digits))),
    pieces: (build) => inline(notation.row(build(notation))),
    formula: (left, ...right) => ({ kind: "formula", markup: lines(written(left), right.map(written)) }),
    figure: (figure) => ({ kind: "figure", figure }),
  };
}
