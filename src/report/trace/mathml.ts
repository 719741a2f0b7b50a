/** Mathematics in MathML Core, which browsers draw without scripts; the font is in math.css. */
import type { MathSymbol, Name } from "../../explain/symbol.js";
import { escape } from "../page/markup.js";
import type { Notation } from "./typeset.js";

export const mathml: Notation = {
  symbol: symbolMarkup,
  digits: (text) => (/^\d/.test(text) ? `<mn>${escape(text)}</mn>` : `<mi>${escape(text)}</mi>`),
  sign: (text, place) => {
    if (text === "∂") return partial;
    return `<mo${place === "before" ? ' form="prefix"' : ' form="infix"'}>${signOf(text)}</mo>`;
  },
  row: (parts) => (parts.length === 1 ? parts[0]! : `<mrow>${parts.join("")}</mrow>`),
  fraction: (over, under) => `<mfrac>${over}${under}</mfrac>`,
  power: (base, exponent) => `<msup>${base}${exponent}</msup>`,
  root: (of) => `<msqrt>${of}</msqrt>`,
  fenced: (open, of, close) =>
    `<mrow><mo form="prefix">${escape(open)}</mo>${of}<mo form="postfix">${escape(close)}</mo></mrow>`,
  matrix: (cells) => {
    const rows = cells.map((row) => `<mtr>${row.map((cell) => `<mtd>${cell}</mtd>`).join("")}</mtr>`);
    return mathml.fenced("[", `<mtable>${rows.join("")}</mtable>`, "]");
  },
  word: (text) => `<mi${text.length === 1 ? ' mathvariant="normal"' : ""}>${escape(text)}</mi>`,
};

/** The same, with all calculated numbers marked, for a page that changes their decimals. */
export const markedMathml: Notation = {
  ...mathml,
  marked: (markup, value, least) =>
    `<mrow data-value="${value}"${least > 0 ? ` data-least="${least}"` : ""}>${markup}</mrow>`,
};

/** The operator of a product has a character of its own; Chinese fonts draw U+00B7 as wide as a character. */
const signOf = (text: string) => (text === "·" ? "\u22c5" : escape(text));

/** A symbol on one line, derivatives with a slash: for lists. */
export function lineSymbol(symbol: MathSymbol): string {
  if (symbol.kind === "name") return nameMarkup(symbol);
  const slash = '<mo form="infix" lspace="0" rspace="0" stretchy="false">/</mo>';
  const via = symbol.via ? `<mo form="prefix" stretchy="false">|</mo>${indexMarkup(symbol.via)}` : "";
  return `<mrow>${partMarkup(symbol.of)}${slash}${partMarkup(symbol.by)}${via}</mrow>`;
}

/** Keeps a closing mark on the line of the formula before it: browsers break lines between them. */
export function withMarks(markup: string): string {
  return markup.replace(
    /(<math>(?:(?!<math>).)*?<\/math>)((?:[，。；：、）”！？,.;:!?)])+)/gu,
    '<span class="kept">$1$2</span>',
  );
}

/** One line of mathematics. @param parts from `typesetParts`: a narrow page breaks the line between two of them */
export function mathLine(parts: readonly string[]): string {
  return `<math class="line-of-math" displaystyle="true">${parts.join("")}</math>`;
}

/** A line that begins with "=", which stays with the part behind it. */
export function equalTo(parts: readonly string[]): string {
  const [first, ...others] = parts;
  return mathLine([mathml.row([mathml.sign("=", "between"), first!]), ...others]);
}

/** A line of a calculation in markup: what stands left of "=", if anything, and the rest from "=" on. */
export interface EquationRow {
  left: string;
  right: string;
  /** Classes of the row. */
  kind?: string;
}

/** Lines under each other, aligned at "=". */
export function equationsMarkup(rows: readonly EquationRow[]): string {
  const lines = rows.map(
    ({ left, right, kind = "" }) =>
      `<div class="equation${kind && ` ${kind}`}"><div class="left">${left}</div><div class="right sideways">${right}</div></div>`,
  );
  return `<div class="equations">${lines.join("")}</div>`;
}

function symbolMarkup(symbol: MathSymbol): string {
  if (symbol.kind === "name") return nameMarkup(symbol);
  const fraction = `<mfrac>${partMarkup(symbol.of)}${partMarkup(symbol.by)}</mfrac>`;
  if (!symbol.via) return fraction;
  return `<msub><mrow>${fraction}<mo form="postfix" stretchy="true">|</mo></mrow>${indexMarkup(symbol.via)}</msub>`;
}

const partial = '<mo form="prefix" lspace="0" rspace="0">∂</mo>';
const partMarkup = (of: Name) => `<mrow>${partial}${nameMarkup(of)}</mrow>`;

const marks = { new: "+", minus: "−", shared: "" } as const;

function nameMarkup({ base, index, primes, mark }: Name): string {
  const word = `<mi>${escape(base)}</mi>`;
  const above = "′".repeat(primes) + (mark ? marks[mark] : "");
  const over = above && `<mrow>${[...above].map((sign) => `<mo form="prefix">${sign}</mo>`).join("")}</mrow>`;
  const under = index && indexMarkup(index);
  if (over && under) return `<msubsup>${word}${under}${over}</msubsup>`;
  if (over) return `<msup>${word}${over}</msup>`;
  return under ? `<msub>${word}${under}</msub>` : word;
}

/** "h1" as a letter and a number, "total" as a word, "1,2" as two numbers. */
function indexMarkup(index: string): string {
  const parts = index.match(/\p{L}+|[\d.]+|[^\p{L}\d.]/gu) ?? [];
  const marked = parts.map((part) => {
    const tag = /^\d/.test(part) ? "mn" : /^\p{L}/u.test(part) ? "mi" : "mo";
    return `<${tag}>${escape(part)}</${tag}>`;
  });
  return mathml.row(marked);
}
