/** The losses since the reset, for the chart. The lists grow in place, and are thinned in place when they get long. */
import type { Curve } from "./sessionTypes.js";

/** When there are this many points, every second one is dropped. A screen has fewer columns. */
const mostPoints = 4000;

export const newCurve = (): Curve => ({ epochs: [], train: [], test: [] });

/** Adds a point. It replaces the last point where that has the same epoch. */
export function extend(curve: Curve, epoch: number, train: number, test: number | null): void {
  if (curve.epochs.at(-1) === epoch) for (const list of Object.values(curve) as number[][]) list.pop();
  if (curve.epochs.length >= mostPoints) thin(curve);
  curve.epochs.push(epoch);
  curve.train.push(train);
  curve.test.push(test ?? NaN);
}

/** Keeps every second point, starting with the first. */
function thin(curve: Curve): void {
  for (const list of Object.values(curve) as number[][]) {
    const kept = (list.length + 1) >> 1;
    for (let at = 0; at < kept; at++) list[at] = list[2 * at]!;
    list.length = kept;
  }
}
