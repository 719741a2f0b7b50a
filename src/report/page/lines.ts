/** Line charts by epoch: a few series with common axes. Long series are thinned without a visible difference. */
import { coordinate, curve, mark, percent, plot, stretched } from "./plot.js";
import { isFigure } from "./numbers.js";
import { linearScale, logScale } from "./scale.js";
import type { Figure } from "./pageData.js";

export interface Series {
  /** A class of the style: "training", "validation", "plain". */
  kind: string;
  name: string;
  /** [epoch, value]; a value that is not finite breaks the line. */
  points: (readonly [number, Figure])[];
}

export interface LineChartOptions {
  title: string;
  yName: string;
  /** How a value is written in tooltips and in the description. */
  format: (value: number) => string;
  log?: boolean;
  /** Epoch to mark with a vertical line. */
  best?: number | null;
  /** Values that the axis always includes. */
  hold?: readonly number[];
  height?: number;
}

/** Longer series are thinned to about this many points. */
const mostPoints = 400;
/** With at most this many epochs, each has a mark with a tooltip. */
const mostMarks = 60;

/** A chart, or a sentence if no series has a number that the scale can show. */
export function lineChart(series: readonly Series[], options: LineChartOptions): string {
  const { log = false, format, best = null, hold = [], title, yName, height } = options;
  const shown = (value: Figure): value is number => isFigure(value) && (!log || value > 0);
  const values = [...series.flatMap(({ points }) => points.map(([, value]) => value)), ...hold].filter(shown);
  const epochs = series.flatMap(({ points }) => points.map(([epoch]) => epoch));
  if (values.length === 0) return `<p class="note">No epoch has a figure to show.</p>`;
  const [low, high] = [least(values), greatest(values)];
  const y = log ? logScale(low, high) : linearScale(low, high, { round: true, ticks: 4 });
  const x = linearScale(least(epochs), greatest(epochs), { whole: true, ticks: 5 });
  const layers: string[] = [];
  if (best !== null) {
    const at = coordinate(x.place(best));
    layers.push(stretched(`<path class="curve best" d="M${at} 0V1000"/>`));
    layers.push(`<text class="flag x" x="${percent(x.place(best))}" dy="-6" aria-hidden="true">best</text>`);
  }
  for (const { kind, points } of series) {
    const places = points.map(
      ([epoch, value]) => [x.place(epoch), shown(value) ? y.place(value) : Number.NaN] as const,
    );
    layers.push(curve(thinned(places, mostPoints), kind));
  }
  for (const { kind, name, points } of series) {
    const marked = points.length <= mostMarks ? points : points.slice(-1);
    for (const [epoch, value] of marked) {
      if (!shown(value)) continue;
      const text = `${name}, epoch ${epoch}: ${format(value)}`;
      layers.push(mark(x.place(epoch), y.place(value), `mark ${kind}`, text, marked.length > 30 ? 2 : 2.5));
    }
  }
  const description = series.map((one) => describe(one, format)).join(" ");
  return plot(layers, { title, description, x, y, xName: "epoch", yName, height });
}

/**
 * Leaves out points that cannot be seen. Of each stretch of points the first, lowest, highest and last stay, so no
 * spike is lost. Breaks stay, too.
 *
 * @param most about how many points stay
 */
export function thinned(
  points: readonly (readonly [number, number])[],
  most: number,
): (readonly [number, number])[] {
  if (points.length <= most) return [...points];
  const stretch = Math.ceil((4 * points.length) / most);
  const kept: (readonly [number, number])[] = [];
  for (let from = 0; from < points.length; from += stretch) {
    const to = Math.min(points.length, from + stretch);
    const chosen = new Set([from, to - 1]);
    let [lowest, highest] = [from, from];
    for (let at = from; at < to; at++) {
      const value = points[at]![1];
      if (Number.isNaN(value)) chosen.add(at);
      if (!(points[lowest]![1] <= value)) lowest = at;
      if (!(points[highest]![1] >= value)) highest = at;
    }
    chosen.add(lowest).add(highest);
    kept.push(...[...chosen].sort((a, b) => a - b).map((at) => points[at]!));
  }
  return kept;
}

function describe({ name, points }: Series, format: LineChartOptions["format"]): string {
  const known = points.filter((point): point is readonly [number, number] => isFigure(point[1]));
  if (known.length === 0) return `${name}: no figures.`;
  const [first, last] = [known[0]!, known.at(-1)!];
  const bottom = least(known.map(([, value]) => value));
  const top = greatest(known.map(([, value]) => value));
  return `${name}: ${format(first[1])} in epoch ${first[0]}, ${format(last[1])} in epoch ${last[0]}, between ${format(bottom)} and ${format(top)}.`;
}

function least(values: readonly number[]): number {
  return values.reduce((a, b) => Math.min(a, b), Infinity);
}

function greatest(values: readonly number[]): number {
  return values.reduce((a, b) => Math.max(a, b), -Infinity);
}
