/** Scales map numbers to positions 0 … 1 on an axis, with a few ticks at round numbers. */
import { typeset } from "./numbers.js";

export interface Scale {
  /** Position: 0 at the start of the axis, 1 at its end; NaN for a number that the scale cannot show. */
  place: (value: number) => number;
  ticks: { value: number; text: string }[];
}

export interface ScaleOptions {
  /** About how many steps between ticks. There are at most 1.5 times as many, plus two at the ends with `round`. */
  ticks?: number;
  /** Extends the axis to the ticks around its ends. */
  round?: boolean;
  /** Ticks at whole numbers only. */
  whole?: boolean;
}

/**
 * A linear scale with ticks at multiples of 1, 2 or 5 times a power of ten. A single value is placed in the middle.
 */
export function linearScale(low: number, high: number, options: ScaleOptions = {}): Scale {
  const { ticks: wanted = 5, round = false, whole = false } = options;
  if (!(high > low)) {
    const middle = Number.isFinite(low) ? low : 0;
    const half = whole ? 0.5 : Math.abs(middle) / 2 || 0.5;
    [low, high] = [middle - half, middle + half];
  }
  const step = niceStep((high - low) / Math.max(1, wanted), whole);
  // rounding must not lose a tick at an end of the axis
  const slack = 1e-9;
  const first = round ? Math.floor(low / step + slack) : Math.ceil(low / step - slack);
  const last = round ? Math.ceil(high / step - slack) : Math.floor(high / step + slack);
  if (round) [low, high] = [Math.min(low, first * step), Math.max(high, last * step)];
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + slack));
  const ticks = Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const value = (first + index) * step;
    return { value, text: tickText(value, decimals) };
  });
  return { place: (value) => (value - low) / (high - low), ticks };
}

/**
 * A logarithmic scale with ticks at powers of ten, and also at 2 and 5 times those if there are few.
 *
 * @param low  > 0
 * @param high ≥ low
 */
export function logScale(low: number, high: number, options: { ticks?: number } = {}): Scale {
  const { ticks: wanted = 5 } = options;
  if (!(high > low)) [low, high] = [low / 2, high * 2];
  const [from, to] = [Math.log10(low), Math.log10(high)];
  const first = Math.floor(from);
  const powers = Math.floor(to) - first + 1;
  const every = Math.max(1, Math.ceil(powers / (wanted + 1)));
  const factors = powers > 3 ? [1] : to - from > 0.6 ? [1, 2, 5] : [1, 1.5, 2, 3, 4, 5, 6, 7, 8, 9];
  const ticks: Scale["ticks"] = [];
  for (let power = first; power <= Math.floor(to); power += every) {
    for (const factor of factors) {
      const value = Number(`${factor}e${power}`);
      if (value < low * (1 - 1e-9) || value > high * (1 + 1e-9)) continue;
      ticks.push({ value, text: tickText(value, Math.max(0, -power + (factor === 1.5 ? 1 : 0))) });
    }
  }
  return { place: (value) => (value > 0 ? (Math.log10(value) - from) / (to - from) : Number.NaN), ticks };
}

/** The smallest of 1, 2, 5 · 10ⁿ that is not less than `step`, apart from rounding. */
function niceStep(step: number, whole: boolean): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = step / power;
  const nice = (factor < 1.5 ? 1 : factor < 3 ? 2 : factor < 7 ? 5 : 10) * power;
  return whole ? Math.max(1, Math.round(nice)) : nice;
}

function tickText(value: number, decimals: number): string {
  if (value !== 0 && (Math.abs(value) >= 1e6 || decimals > 5)) {
    // sums of steps may be wrong in the last digit
    return typeset(Number(value.toPrecision(6)).toExponential());
  }
  if (value === 0 && decimals > 5) return "0";
  return typeset(value.toFixed(decimals));
}
