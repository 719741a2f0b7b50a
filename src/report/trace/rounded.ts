/**
 * Numbers of a lesson as `numberText.ts` writes them, split into digits and power of ten, so that the exponent can
 * be raised.
 */
import { formatNumber } from "./numberText.js";

/** A number as it is written. */
export interface Written {
  readonly isNegative: boolean;
  /** Of the magnitude. */
  readonly digits: string;
  /** The power of ten; 0 for none. */
  readonly exponent: number;
}

export const defaultDigits = 9;

/** @param digits decimals; 17 for all digits */
export function written(value: number, digits: number): Written {
  const text = formatNumber(value, digits);
  const isNegative = text.startsWith("−");
  const [mantissa, exponent = "0"] = text.slice(isNegative ? 1 : 0).split("e");
  const isZero = Number(mantissa) === 0;
  return { isNegative: isNegative && !isZero, digits: mantissa!, exponent: Number(exponent) };
}

/** The same as text: −0.5, 2.5⋅10⁻⁷. */
export function writtenText(value: number, digits: number): string {
  const { isNegative, digits: text, exponent } = written(value, digits);
  return (isNegative ? "−" : "") + text + (exponent === 0 ? "" : `⋅10${raised(exponent)}`);
}

const superscripts: Record<string, string> = { "-": "⁻" };
[..."⁰¹²³⁴⁵⁶⁷⁸⁹"].forEach((sign, digit) => (superscripts[digit] = sign));

function raised(exponent: number): string {
  return [...String(exponent)].map((sign) => superscripts[sign]).join("");
}
