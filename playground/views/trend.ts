/** The trend of the losses, for the description of the chart. */
import type { Curve } from "../sessionTypes.js";

export type Trend = "falling" | "rising" | "steady";

/** Least relative change over the last tenth of the points that counts as a trend. */
const least = 0.03;

/** The trend of a loss over the last tenth of its points. */
export function trendOf(losses: readonly number[]): Trend {
  const now = losses.at(-1) ?? Number.NaN;
  const before = losses.at(-1 - Math.ceil(losses.length / 10)) ?? Number.NaN;
  if (now < before * (1 - least)) return "falling";
  return now > before * (1 + least) ? "rising" : "steady";
}

/** Tells whether a curve has changed since the last call: it grew, was thinned, or has another last point. */
export class CurveWatch {
  #curve: Curve | null = null;
  #last: readonly (number | undefined)[] = [];

  hasChanged(curve: Curve): boolean {
    const { epochs, train, test } = curve;
    const last = [epochs.length, epochs.at(-1), train.at(-1), test.at(-1)];
    const isSame = curve === this.#curve && last.every((value, at) => Object.is(value, this.#last[at]));
    this.#curve = curve;
    this.#last = last;
    return !isSame;
  }
}
