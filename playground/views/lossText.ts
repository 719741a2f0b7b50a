/** The texts of the loss chart: ticks of its axes, and positions of the names of its lines. */
import { decimal } from "../drawing/numbers.js";

/** Possible steps between ticks of epochs: integers. */
export const wholeSteps = Array.from(
  { length: 30 },
  (_, index) => [1, 2, 5][index % 3]! * 10 ** Math.floor(index / 3),
);

/** Texts of the ticks of epochs, all in one unit: 1, k (thousand) or M (million). */
export function epochTexts(epochs: readonly number[]): string[] {
  const most = epochs.at(-1) ?? 0;
  const [unit, name] = most >= 1e6 ? [1e6, " M"] : most >= 1e4 ? [1e3, " k"] : [1, ""];
  return epochs.map((epoch) => (epoch === 0 ? "0" : Number((epoch / unit).toPrecision(6)) + name));
}

/** The text of a tick of the loss, with few digits: 0.05, 10⁻⁵, 2·10⁻⁵. */
export function tickText(value: number): string {
  if (value === 0 || (value >= 1e-4 && value < 1e5)) return String(Number(value.toPrecision(3)));
  return decimal(value, 0).replace(".0·", "·").replace(/^1·/, "");
}

/**
 * Positions of the names of the lines: the upper name above its line, the lower name below its line. Where there is no
 * space below, the lower name goes above its line, or both go above the upper line.
 *
 * @param ends   y of the ends of one or two lines, downwards, ascending
 * @param apart  height of a name
 * @param bottom the greatest y of a name
 * @returns y of the names' base lines
 */
export function placesOfNames(ends: readonly number[], apart: number, bottom: number): number[] {
  const above = apart * 0.4;
  const [upper, lower] = [ends[0]! - above, ends[1]];
  if (lower === undefined) return [upper];
  if (lower + apart <= bottom) return [upper, lower + apart];
  return lower - above - apart > ends[0]! ? [upper, lower - above] : [upper - apart, upper];
}
