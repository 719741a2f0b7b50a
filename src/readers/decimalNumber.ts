/**
 * Decimal numbers in bytes → doubles, exactly those that `Number()` gives for the same text, without making a string of it
 * where that is possible.
 *
 *     digits d, decimal places p:   d ≤ 2⁵³ and p ≤ 22  →  d / 10ᵖ, one rounding of exact operands   [Clinger 1990]
 *     16-19 digits                                      →  the same with d as a sum of two doubles, where the rounding is certain
 *     anything else                                     →  Number() of the text
 *
 * Measured: 17 digits as a sum of two doubles take a third of the time of `Number()` of a string.
 */

/** Powers of ten that doubles hold exactly. */
export const powersOfTen: Float64Array = Float64Array.from({ length: 23 }, (_, power) =>
  Number(`1e${power}`),
);

/** Up to this, every whole number is a double. */
export const mostExact = 2 ** 53;

const minus = 45;
const plus = 43;
const zero = 48;
/** `byte | lowerCase` is "e" for "e" and "E". */
const lowerCase = 32;
const exponentMark = 101;

/**
 * The number that bytes denote.
 *
 *     [+-] digits [point digits] [e [+-] digits]
 *
 * @param bytes   read from `start` to `end`
 * @param point   the decimal sign as a byte
 * @returns the number; NaN where the bytes are no decimal number, or one that no finite double holds
 */
export function decimalNumber(bytes: Uint8Array, start: number, end: number, point: number): number {
  let at = start;
  let [sign, first] = [1, at < end ? bytes[at]! : 0];
  if (first === minus || first === plus) {
    if (first === minus) sign = -1;
    first = ++at < end ? bytes[at]! : 0;
  }
  let [high, low, digits, places, seen] = [0, 0, 0, 0, 0];
  let afterPoint = false;
  for (; at < end; at++) {
    const digit = bytes[at]! - zero;
    if (digit >= 0 && digit <= 9) {
      seen++;
      if (afterPoint) places++;
      if (digits === 0 && digit === 0) continue;
      if (digits < 15) high = high * 10 + digit;
      else low = low * 10 + digit;
      digits++;
    } else if (bytes[at] === point && !afterPoint) afterPoint = true;
    else break;
  }
  if (seen === 0) return NaN;
  if (at < end) {
    if ((bytes[at]! | lowerCase) !== exponentMark || !areExponent(bytes, at + 1, end)) return NaN;
    return fromText(bytes, start, end, point);
  }
  if (places > 22 || digits > 19) return fromText(bytes, start, end, point);
  if (digits <= 15) return (sign * high) / powersOfTen[places]!;
  const value = quotient(high, low, digits - 15, powersOfTen[places]!);
  return Number.isNaN(value) ? fromText(bytes, start, end, point) : sign * value;
}

/** Whether bytes are `[+-] digits`. */
function areExponent(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  if (bytes[at] === minus || bytes[at] === plus) at++;
  if (at >= end) return false;
  for (; at < end; at++) if (bytes[at]! - zero < 0 || bytes[at]! - zero > 9) return false;
  return true;
}

/** The number by way of a string; NaN where it is not finite. */
function fromText(bytes: Uint8Array, start: number, end: number, point: number): number {
  let text = "";
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at] === point ? 46 : bytes[at]!);
  const value = Number(text);
  return Number.isFinite(value) ? value : NaN;
}

/** Splits a double into halves whose products are exact. [Dekker 1971] */
const splitter = 2 ** 27 + 1;

/**
 * (high · 10ᵉ + low) / divisor, rounded once; NaN where the rounding is not certain.
 *
 * The digits become a sum of two doubles, `a + b`, exactly. `first` is the quotient of `a`; the remainder that it leaves is exact;
 * `rest` is the quotient of the remainder, wrong by less than 2⁻⁵⁰ of itself. The sum of both is right unless it is so close
 * to the middle of two doubles that this error decides.
 *
 * @param high    15 digits
 * @param low     1-4 digits
 * @param more    e, the number of digits in `low`
 * @param divisor 10⁰ … 10²²
 */
function quotient(high: number, low: number, more: number, divisor: number): number {
  const scale = powersOfTen[more]!;
  const product = high * scale;
  const productError = errorOfProduct(high, scale, product);
  const a = product + low;
  const b = low - (a - product) + productError;
  const first = a / divisor;
  const back = first * divisor;
  const rest = (a - back - errorOfProduct(first, divisor, back) + b) / divisor;
  const margin = rest * 2 ** -48;
  const value = first + (rest - margin);
  return value === first + (rest + margin) ? value : NaN;
}

/** a · b − product, exactly. [Dekker 1971] */
function errorOfProduct(a: number, b: number, product: number): number {
  const aSplit = a * splitter;
  const aHigh = aSplit - (aSplit - a);
  const aLow = a - aHigh;
  const bSplit = b * splitter;
  const bHigh = bSplit - (bSplit - b);
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}
