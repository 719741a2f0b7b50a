/** Losses since the reset, for the chart: grows in place, and is thinned in place before it grows too long. */
import type { Curve } from "./sessionTypes.js";

/** Points beyond which every other one goes: more than a screen has columns. */
const mostPoints = 4000;

export const newCurve = (): Curve => ({ epochs: [], train: [], test: [] });

/** Adds a point; one at the same epoch takes the place of the last. */
export function extend(curve: Curve, epoch: number, train: number, test: number | null): void {
  if (curve.epochs.at(-1) === epoch) for (const list of Object.values(curve) as number[][]) list.pop();
  if (curve.epochs.length >= mostPoints) thin(curve);
  curve.epochs.push(epoch);
  curve.train.push(train);
  curve.test.push(test ?? NaN);
}

/** Keeps every other point, the first among them. */
function thin(curve: Curve): void {
  for (const list of Object.values(curve) as number[][]) {
    const kept = (list.length + 1) >> 1;
    for (let at = 0; at < kept; at++) list[at] = list[2 * at]!;
    list.length = kept;
  }
}
