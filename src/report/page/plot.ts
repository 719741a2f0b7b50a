/**
 * The frame of every plot: grid, ticks and axis names. A plot is as wide as its card. Positions are in per cent,
 * and text and strokes in pixels, so that only the curves are stretched.
 */
import { escape } from "./markup.js";
import type { Scale } from "./scale.js";

export interface PlotOptions {
  /** What the plot shows, for screen readers: a short line, then details. */
  title: string;
  description: string;
  x: Scale;
  y: Scale;
  xName: string;
  /** Stands over the axis. */
  yName?: string;
  /** Pixels of the plotted area. */
  height?: number;
  square?: boolean;
}

/** Side of the inner coordinates of `curve`. */
const side = 1000;

/**
 * A plot.
 *
 * @param layers SVG in coordinates of the plot: per cent from the left and from the top
 */
export function plot(layers: readonly string[], options: PlotOptions): string {
  const { title, description, x, y, xName, yName = "", height = 200, square = false } = options;
  const across = y.ticks.map(({ value, text }) => {
    const at = percent(1 - y.place(value));
    return `<line class="rule" x2="100%" y1="${at}" y2="${at}"/><text class="y" x="-8" y="${at}" dy=".35em">${escape(text)}</text>`;
  });
  const every = Math.max(1, Math.ceil(widthOf(x) / leastWidth));
  const down = x.ticks.map(({ value, text }, index) => {
    if (index % every !== 0) return "";
    const place = x.place(value);
    return `<text class="x" x="${percent(place)}" y="100%" dy="18">${escape(text)}</text>`;
  });
  const labels = `${across.join("")}<line class="axis" x2="100%" y1="100%" y2="100%"/>${down.join("")}`;
  const names =
    `<text class="name end" x="100%" y="100%" dy="34">${escape(xName)}</text>` +
    (yName && `<text class="name" x="0" dy="-9">${escape(yName)}</text>`);
  const size = square ? 'class="plot square"' : `class="plot" height="${height}"`;
  return `<figure><svg ${size} role="img" aria-label="${escape(title)}"><title>${escape(title)}</title><desc>${escape(description)}</desc>
<g aria-hidden="true">${labels}${names}</g>
${layers.join("\n")}
</svg></figure>`;
}

/** Pixels that a plot has at least between its first and last tick. */
const leastWidth = 240;

/** Pixels that the labels of an axis take, with gaps. */
function widthOf({ ticks }: Scale): number {
  return ticks.reduce((sum, { text }) => sum + 14 + 7 * text.length, 0);
}

/** A fraction of the width or height, in per cent for SVG. */
export function percent(part: number): string {
  return `${Number((100 * part).toFixed(2))}%`;
}

/** A path through points [x, y], 0 to 1 from the left and from the bottom. A NaN breaks the path. */
export function curve(points: readonly (readonly [number, number])[], kind: string, tooltip = ""): string {
  let path = "";
  let pen = "M";
  for (const [x, y] of points) {
    if (!Number.isFinite(x) || !Number.isFinite(y)) {
      pen = "M";
      continue;
    }
    path += `${pen}${coordinate(x)} ${coordinate(1 - y)}`;
    pen = "L";
  }
  const inner = tooltip && `<title>${escape(tooltip)}</title>`;
  return stretched(`<path class="curve ${kind}" d="${path}">${inner}</path>`);
}

/** SVG in coordinates 0 … 1000 that fills the plot; strokes keep their width. */
export function stretched(content: string): string {
  return `<svg viewBox="0 0 ${side} ${side}" width="100%" height="100%" preserveAspectRatio="none">${content}</svg>`;
}

/** A coordinate of `stretched`. */
export function coordinate(part: number): string {
  return String(Number((side * part).toFixed(1)));
}

export function mark(x: number, y: number, kind: string, tooltip: string, radius = 3): string {
  if (!Number.isFinite(x) || !Number.isFinite(y)) return "";
  const inner = tooltip && `<title>${escape(tooltip)}</title>`;
  return `<circle class="${kind}" cx="${percent(x)}" cy="${percent(1 - y)}" r="${radius}">${inner}</circle>`;
}
