/**
 * One number as people write it: with a decimal comma, thousands marks, a currency, % or in brackets.
 *
 *     1.234,5   1,234.5   1'234.5   1 234,5   $ 9.20   9,20 €   19 %   (1,234)
 *
 * The value is the number as it is written: "19 %" is 19. What a column of such texts means as a whole is decided in
 * `src/readers/numberFormats.ts`.
 */

/** A decimal sign. */
export type Sign = "." | ",";

const currency = "[$€£¥₹]|USD|EUR|GBP|CHF|JPY|CNY|INR";
const outer = new RegExp(
  `^\\s*(\\()?\\s*([+-])?\\s*(${currency})?\\s*([+-])?([\\d.,'’\\s]*\\d[.,]?)\\s*(%|${currency})?\\s*(\\))?\\s*$`,
);
const exponent = /^[+-]?\d*[.,]?\d+[eE][+-]?\d+$/;
/** Whole numbers with marks between groups of three digits, and a fraction, by decimal sign. */
const shapes: Readonly<Record<Sign, RegExp>> = {
  ".": /^(\d{1,3}([,'’\s]\d{3})+|\d+)(\.\d*)?$|^\.\d+$/,
  ",": /^(\d{1,3}([.'’\s]\d{3})+|\d+)(,\d*)?$|^,\d+$/,
};

/** A text, taken apart. */
export interface Parts {
  readonly isNegative: boolean;
  /** Digits and marks. */
  readonly digits: string;
  /** "%", "$" or "". */
  readonly unit: string;
}

/** Longer texts are no numbers. The limit bounds the time that a text of blanks takes. */
const mostCharacters = 60;

/** The parts of a text; null if it is no number. */
export function partsOf(text: string): Parts | null {
  if (text.length > mostCharacters) return null;
  if (exponent.test(text))
    return { isNegative: text.startsWith("-"), digits: text.replace(/^[+-]/, ""), unit: "" };
  const match = outer.exec(text);
  if (!match) return null;
  const [, open, sign, before, inner, digits, after, close] = match;
  if ((open === undefined) !== (close === undefined) || (sign && inner) || (before && after)) return null;
  const isNegative = open !== undefined || (sign ?? inner) === "-";
  return { isNegative, digits: digits!, unit: before ?? after ?? "" };
}

/** Whether the marks are those of numbers with a decimal sign. */
export function fits({ digits }: Parts, sign: Sign): boolean {
  if (exponent.test(digits)) return !digits.includes(sign === "." ? "," : ".");
  return shapes[sign].test(digits);
}

/** The number, where `fits` says that it is one. */
export function valueOf({ digits, isNegative }: Parts, sign: Sign): number {
  const plain = digits.replaceAll(sign === "." ? /[,'’\s]/g : /[.'’\s]/g, "").replace(",", ".");
  const value = Number(plain);
  return isNegative ? -value : value;
}

/**
 * The number in a text; null where it has none.
 *
 * @param decimal the decimal sign, for texts such as "1,234" that fit both
 */
export function numberInText(text: string, decimal: Sign = "."): number | null {
  const parts = partsOf(text);
  if (parts === null) return null;
  const sign = fits(parts, decimal) ? decimal : decimal === "." ? "," : ".";
  return fits(parts, sign) ? valueOf(parts, sign) : null;
}
