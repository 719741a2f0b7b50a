/**
 * Numbers as the playground writes them: short, with a real minus sign, and of equal width in columns (the page's digits
 * are tabular). `src/report/trace/numberText.ts` writes exact digits.
 */
/** Stands for a missing number. */
export const noNumber = "–";
/** As wide as a digit. */
const figureSpace = "\u2007";
/** Between thousands. */
const thinSpace = "\u2009";

/** Rounded to `decimals`: −0.123, 0.5 as 0.500. Very small or large numbers: 1.2·10⁻⁷, 3.4·10⁸. */
export function decimal(value: number | null | undefined, decimals = 3): string {
  if (value === null || value === undefined || Number.isNaN(value)) return noNumber;
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (size === Infinity) return `${sign}∞`;
  if (size !== 0 && (size < 0.5 * 10 ** -decimals || size >= 1e6)) return scientific(value);
  const text = size.toFixed(decimals);
  return Number(text) === 0 ? text : sign + text;
}

/** Rounded to about three digits, as in 0.058, 3.14, 46 014 as 46014. */
export function short(value: number | null | undefined): string {
  const size = Math.abs(value ?? 0);
  return decimal(value, size === 0 ? 0 : Math.max(0, Math.min(4, 2 - Math.floor(Math.log10(size)))));
}

/** The same, with a space as wide as a digit in place of a minus, for columns. */
export function aligned(value: number | null | undefined, decimals = 3): string {
  const text = decimal(value, decimals);
  return text.startsWith("−") ? text : figureSpace + text;
}

/** An integer with its thousands separated: 23 520. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, thinSpace);
}

/** A fraction in percent: 97.5 %. */
export function percent(part: number | null | undefined, decimals = 1): string {
  if (part === null || part === undefined || Number.isNaN(part)) return noNumber;
  return `${(100 * part).toFixed(decimals)}${thinSpace}%`;
}

const superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

function scientific(value: number): string {
  const [mantissa, exponent] = value.toExponential(1).split("e");
  const size = [...exponent!.replace(/[+-]/, "")].map((digit) => superscripts[Number(digit)]).join("");
  return `${mantissa!.replace("-", "−")}·10${Number(exponent) < 0 ? "⁻" : ""}${size}`;
}
