/** How the numbers of a trace are written: to so many decimal places, as the worked examples print them. */

/** From so many digits on a number is written with all it has. */
export const allDigits = 17;

/**
 * A number to `digits` decimal places, with "−" for minus. Zeros at the end go where nothing was cut off. Numbers
 * too small for it are written as 2.291088e-7; from 17 digits on every number has the shortest digits that are it.
 */
export function formatNumber(value: number, digits: number): string {
  const size = Math.abs(value);
  const sign = value < 0 ? "−" : "";
  if (digits >= allDigits || !Number.isFinite(value)) return sign + String(size);
  const least = 10 ** -(digits < 6 ? Math.max(0, digits - 1) : digits - 4);
  if (size > 0 && size < least) return sign + trimmed(size.toExponential(Math.max(2, digits - 3)), size);
  if (size >= 1e15) return sign + String(size);
  return sign + trimmed(size.toFixed(digits), size);
}

/** Without zeros at the end, where the number is meant to be no other. */
function trimmed(text: string, value: number): string {
  if (Math.abs(Number(text) - value) > 4 * Number.EPSILON * value) return text;
  return text.replace(/(\.\d*?)0+(?=$|e)/, "$1").replace(/\.(?=$|e)/, "");
}
