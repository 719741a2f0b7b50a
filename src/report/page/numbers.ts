/** Numbers as the page writes them: true minus signs, powers of ten, thin spaces between thousands. No figure has another form. */
import { formatLoss, formatMetric } from "../figures.js";
import type { Figure } from "./pageData.js";

/** From here on numbers are written without decimals, and with spaces. */
const large = 1e4;
/** From here on as powers of ten. */
const huge = 1e9;
/** Significant digits that the largest value of a column has at least. */
const digits = 4;

const raised = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** What `String`, `toFixed` or `toExponential` makes, as people write it: `-3.5e-5` becomes `−3.5×10⁻⁵`. */
export function typeset(text: string): string {
  const [, sign, factor, power] = /^(-?)([\d.]+)(?:e([+-]?\d+))?$/.exec(text) ?? [];
  if (factor === undefined) return text;
  // no "−0.000"
  const minus = sign && Number(factor) !== 0 ? "−" : "";
  if (power === undefined) return minus + grouped(factor);
  const exponent = String(Number(power))
    .replace("-", "⁻")
    .replace(/\d/g, (digit) => raised[Number(digit)]!);
  return `${minus}${factor === "1" ? "" : `${factor}×`}10${exponent}`;
}

/** Spaces between the thousands of five digits and more: `23 520`. */
function grouped(text: string): string {
  const [whole, decimals] = text.split(".");
  const spaced = whole!.length > 4 ? whole!.replace(/\B(?=(\d{3})+$)/g, "\u2009") : whole!;
  return decimals === undefined ? spaced : `${spaced}.${decimals}`;
}

/** A loss or another figure to three significant digits, all digits of a large one; "–" for none. */
export function lossText(value: Figure | undefined): string {
  if (!isFigure(value)) return "–";
  if (value === 0) return "0";
  const size = Math.abs(value);
  return typeset(size >= large && size < huge ? value.toFixed(0) : formatLoss(value));
}

/** A metric to three decimals; a large or tiny one as a loss; "–" for none. */
export function metricText(value: Figure | undefined): string {
  if (!isFigure(value)) return "–";
  const isTiny = value !== 0 && Math.abs(value) < 0.0005;
  return Math.abs(value) >= 9.9995 || isTiny ? lossText(value) : typeset(formatMetric(value));
}

/** A count: `23 520`. */
export function countText(value: number): string {
  return typeset(Math.round(value).toFixed(0));
}

/** A value of the data as the data have it: 6, not 6.000. */
export function valueText(value: number): string {
  return Number.isFinite(value) ? typeset(String(Number(value.toPrecision(7)))) : "–";
}

/**
 * How values of one column are written: all with the same number of decimals, by which the largest has four digits.
 * Answers stand beside the values of the data with it: 108 234 beside 500 001.
 */
export function columnFormat(values: ArrayLike<number>): (value: number) => string {
  let most = 0;
  for (let at = 0; at < values.length; at++) {
    const size = Math.abs(values[at]!);
    if (Number.isFinite(size)) most = Math.max(most, size);
  }
  const power = most > 0 ? Math.floor(Math.log10(most)) : 0;
  if (power < -3 || most >= 1e15) return (value) => lossText(value);
  const decimals = Math.max(0, digits - 1 - power);
  return (value) => (Number.isFinite(value) ? typeset(value.toFixed(decimals)) : "–");
}

export function isFigure(value: Figure | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
