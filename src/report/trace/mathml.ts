/** Mathematics in MathML Core, which browsers draw without fonts or scripts. */
import type { MathSymbol, Name } from "../../explain/symbol.js";
import { escape } from "../page/markup.js";
import type { Notation } from "./typeset.js";

export const mathml: Notation = {
  symbol: symbolMarkup,
  digits: (text) => (/^\d/.test(text) ? `<mn>${escape(text)}</mn>` : `<mi>${escape(text)}</mi>`),
  sign: (text, place) => `<mo${place === "before" ? ' form="prefix"' : ' form="infix"'}>${escape(text)}</mo>`,
  row: (parts) => (parts.length === 1 ? parts[0]! : `<mrow>${parts.join("")}</mrow>`),
  fraction: (over, under) => `<mfrac>${over}${under}</mfrac>`,
  power: (base, exponent) => `<msup>${base}${exponent}</msup>`,
  root: (of) => `<msqrt>${of}</msqrt>`,
  fenced: (open, of, close) =>
    `<mrow><mo form="prefix">${escape(open)}</mo>${of}<mo form="postfix">${escape(close)}</mo></mrow>`,
  open: '<mo form="prefix">(</mo>',
  close: '<mo form="postfix">)</mo>',
  word: (text) => `<mi${text.length === 1 ? ' mathvariant="normal"' : ""}>${escape(text)}</mi>`,
};

/** A symbol on one line, derivatives with a slash: for lists. */
export function lineSymbol(symbol: MathSymbol): string {
  if (symbol.kind === "name") return nameMarkup(symbol);
  const slash = '<mo form="infix" lspace="0" rspace="0" stretchy="false">/</mo>';
  const via = symbol.via ? `<mo form="prefix" stretchy="false">|</mo>${indexMarkup(symbol.via)}` : "";
  return `<mrow>${partMarkup(symbol.of)}${slash}${partMarkup(symbol.by)}${via}</mrow>`;
}

/**
 * A `<math>` element. @param parts from `typesetParts`: each part is an element, so that lines can break between
 * them
 */
export function mathElements(parts: readonly string[]): string {
  return parts.map((part) => `<math displaystyle="true">${part}</math>`).join(" ");
}

/**
 * Numbers in brackets. The style of the page draws the brackets, because few systems have a font with stretchable
 * brackets. @param cells markup, row by row
 */
export function matrixMarkup(cells: readonly (readonly string[])[]): string {
  const rows = cells.map((row) => `<mtr>${row.map((cell) => `<mtd>${cell}</mtd>`).join("")}</mtr>`);
  return `<mtable>${rows.join("")}</mtable>`;
}

function symbolMarkup(symbol: MathSymbol): string {
  if (symbol.kind === "name") return nameMarkup(symbol);
  const fraction = `<mfrac>${partMarkup(symbol.of)}${partMarkup(symbol.by)}</mfrac>`;
  if (!symbol.via) return fraction;
  return `<msub><mrow>${fraction}<mo form="postfix" stretchy="true">|</mo></mrow>${indexMarkup(symbol.via)}</msub>`;
}

const partMarkup = (of: Name) =>
  `<mrow><mo form="prefix" lspace="0" rspace="0">∂</mo>${nameMarkup(of)}</mrow>`;

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
