/** What a chart of losses writes, and where: ticks of its axes, names of its lines. */
import { decimal } from "../drawing/numbers.js";

/** Steps between ticks of epochs: there are no halves. */
export const wholeSteps = Array.from(
  { length: 30 },
  (_, index) => [1, 2, 5][index % 3]! * 10 ** Math.floor(index / 3),
);

/** Ticks of epochs, all in the same unit: thousands as k and millions as M, where there are many. */
export function epochTexts(epochs: readonly number[]): string[] {
  const most = epochs.at(-1) ?? 0;
  const [unit, name] = most >= 1e6 ? [1e6, " M"] : most >= 1e4 ? [1e3, " k"] : [1, ""];
  return epochs.map((epoch) => (epoch === 0 ? "0" : Number((epoch / unit).toPrecision(6)) + name));
}

/** As few digits as a tick needs: 0.05, 10⁻⁵, 2·10⁻⁵. */
export function tickText(value: number): string {
  if (value === 0 || (value >= 1e-4 && value < 1e5)) return String(Number(value.toPrecision(3)));
  return decimal(value, 0).replace(".0·", "·").replace(/^1·/, "");
}

/**
 * Where to write the names of lines: the upper one above its line, the lower one below it; or above it too, or both
 * above the upper line, where there is no room.
 *
 * @param ends   ordinates of one or two lines' ends, downwards, ascending
 * @param apart  height of a name
 * @param bottom the lowest place there is
 * @returns the names' base lines
 */
export function placesOfNames(ends: readonly number[], apart: number, bottom: number): number[] {
  const above = apart * 0.4;
  const [upper, lower] = [ends[0]! - above, ends[1]];
  if (lower === undefined) return [upper];
  if (lower + apart <= bottom) return [upper, lower + apart];
  return lower - above - apart > ends[0]! ? [upper, lower - above] : [upper - apart, upper];
}
