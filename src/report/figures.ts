/**
 * Formats numbers for people: rates, durations, losses, percentages. All reports use these functions, so they
 * agree.
 */

/** A loss to three significant figures: `0.0432`, `1.23`, `3.51e-5`, `1.2e+4`. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value !== 0 && (size < 0.001 || size >= 100_000)) return value.toExponential(2);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : size >= 0.01 ? 4 : 5);
}

/** An accuracy, r² or similar metric to three decimals, always of the same width: `0.951`, `1.000`. */
export function formatMetric(value: number): string {
  return Math.abs(value) < 9.9995 ? value.toFixed(3) : formatLoss(value);
}

/** A count per second: `950`, `41.2k`, `3.10M`. */
export function formatRate(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value < 999.5) return value < 9.95 ? value.toFixed(1) : value.toFixed(0);
  const [scaled, unit] =
    value < 999_500 ? [value / 1e3, "k"] : value < 999.5e6 ? [value / 1e6, "M"] : [value / 1e9, "G"];
  return scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0) + unit;
}

/** A duration in seconds: `0.08 s`, `4.2 s`; from 10 s on as minutes and seconds: `0:12`. */
export function formatDuration(seconds: number): string {
  if (!(seconds >= 0 && seconds < 9.95)) return formatClock(seconds);
  return `${seconds.toFixed(seconds < 0.995 ? 2 : 1)} s`;
}

/** Seconds as minutes and seconds, always of the same width: `0:04`, `3:05`, `1:02:09`. */
export function formatClock(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/**
 * The number with the fewest digits that reads back as the same float32: 0.1 for 0.10000000149011612. (For 2⁻⁹⁶,
 * 2⁸⁷ and 2⁹⁰ the result has one digit too many, because the nearest decimal is not always the shortest. All other
 * float32 numbers are right.)
 */
export function shortestFloat32(value: number): number {
  const rounded = (digits: number) => Number(value.toPrecision(digits));
  // more digits come at least as close, so where 5 are too few, fewer are too
  for (let digits = Math.fround(rounded(5)) === value ? 1 : 6; digits <= 9; digits++) {
    if (Math.fround(rounded(digits)) === value) return rounded(digits);
  }
  return value;
}

/** A part of a whole in per cent: `97.3 %`. `100 %` only if the part is the whole; `–` if the whole is 0. */
export function formatPercent(part: number, whole: number): string {
  if (whole === 0) return "–";
  if (part === whole) return "100 %";
  return `${Math.min(99.9, (100 * part) / whole).toFixed(1)} %`;
}
