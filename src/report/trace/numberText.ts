/** Formats the numbers of a trace with a number of decimal places, as the worked examples print them. */

/** From this many digits on, a number is written with all its digits. */
export const allDigits = 17;

/**
 * A number to `digits` decimal places, with "−" for minus. Trailing zeros are removed if nothing was cut off.
 * Smaller numbers are written as 2.291088e-7. With 17 digits or more, every number has the shortest digits that
 * identify it.
 */
export function formatNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (digits >= allDigits || !Number.isFinite(value)) return sign + String(size);
  const least = 10 ** -(digits < 9 ? Math.max(0, digits - 1) : digits - 4);
  if (size > 0 && size < least) return sign + trimmed(size.toExponential(Math.max(2, digits - 3)), size);
  if (size >= 1e15) return sign + String(size);
  return sign + trimmed(size.toFixed(digits), size);
}

/** Without trailing zeros, if the number is exact. */
function trimmed(text: string, value: number): string {
  if (Math.abs(Number(text) - value) > 4 * Number.EPSILON * value) return text;
  return text.replace(/(\.\d*?)0+(?=$|e)/, "$1").replace(/\.(?=$|e)/, "");
}
