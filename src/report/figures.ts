/** Numbers as people read them: rates, durations, losses, shares. One place, so that all reports agree. */

/** A loss to three significant figures: `0.0432`, `1.23`, `3.51e-5`, `1.2e+4`. */
export function formatLoss(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value !== 0 && (size < 0.001 || size >= 100_000)) return value.toExponential(2);
  return value.toFixed(size >= 100 ? 1 : size >= 10 ? 2 : size >= 0.1 ? 3 : size >= 0.01 ? 4 : 5);
}

/** A count per second: `950`, `41.2k`, `3.10M`. */
export function formatRate(value: number): string {
  if (!Number.isFinite(value)) return "–";
  if (value < 999.5) return value < 9.95 ? value.toFixed(1) : value.toFixed(0);
  const [scaled, unit] =
    value < 999_500 ? [value / 1e3, "k"] : value < 999.5e6 ? [value / 1e6, "M"] : [value / 1e9, "G"];
  return scaled.toFixed(scaled < 9.995 ? 2 : scaled < 99.95 ? 1 : 0) + unit;
}

/** Seconds as a clock shows them: `0:12`, `3:05`, `1:02:09`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "–";
  const whole = Math.round(seconds);
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** A part of a whole: `97.3 %`; `100 %` only where nothing is missing, `–` where there is no whole. */
export function formatShare(part: number, whole: number): string {
  if (whole === 0) return "–";
  if (part === whole) return "100 %";
  return `${Math.min(99.9, (100 * part) / whole).toFixed(1)} %`;
}
