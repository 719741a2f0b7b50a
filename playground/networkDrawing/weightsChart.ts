/**
 * The chart of weights over time, drawn by uPlot in the page's colours: blue above zero, orange below. Points are marked while
 * they are few.
 */
import uPlot from "uplot";
import type { Colours } from "../drawing/colours.js";
import { decimal } from "../drawing/numbers.js";
import { timeScale, timeTicks } from "../views/timeAxis.js";
import type { WeightColumns } from "./weightColumns.js";
import type { Series } from "./weightSeries.js";

export interface ChartOptions {
  element: HTMLElement;
  width: number;
  height: number;
  columns: WeightColumns;
  /** Whether the axis of updates is logarithmic. */
  isLog: boolean;
  colours: Colours;
  /** Receives the index of the series at the pointer, or null. */
  onLine: (index: number | null) => void;
  /** Receives the index of the recorded update at the pointer, or null. */
  onUpdate: (at: number | null) => void;
}

/** With more points, marks would hide the lines. */
const mostMarks = 24;
/** Greatest distance of the pointer from a line, in pixels. */
const nearness = 16;
/** Space at the ends of lines for the numbers of layers, in pixels. */
const labelWidth = 20;

export class WeightsChart {
  readonly #plot: uPlot;
  #columns: WeightColumns;
  #isPointed = false;

  constructor({ element, width, height, columns, isLog, colours, onLine, onUpdate }: ChartOptions) {
    this.#columns = columns;
    const { series } = columns;
    const updates = { isLog, first: 1 };
    const axis: uPlot.Axis = {
      stroke: colours.quiet,
      font: "12px system-ui, sans-serif",
      grid: { stroke: colours.faint, width: 1 },
      ticks: { show: false },
    };
    const areLayers = series.some(({ kind }) => kind === "mean");
    this.#plot = new uPlot(
      {
        width,
        height,
        scales: { x: timeScale(updates), y: { range: (_, low, high) => rangeOf(low, high, areLayers) } },
        axes: [
          { ...axis, size: 28, ...timeTicks(updates) },
          {
            ...axis,
            size: 48,
            values: (_, ticks) => ticks.map((tick) => decimal(tick, tickDecimals(ticks))),
          },
        ],
        series: [{}, ...series.map((one) => lineOf(one, colours))],
        padding: [8, areLayers ? labelWidth : 16, 0, 0],
        legend: { show: false },
        focus: { alpha: 0.12 },
        cursor: {
          focus: { prox: nearness },
          drag: { x: false, y: false },
          points: { size: 6, fill: colours.card },
          y: false,
        },
        hooks: {
          setSeries: [
            (_, index) => {
              if (this.#isPointed) onLine(index === null || index === 0 ? null : index - 1);
            },
          ],
          setCursor: [(plot) => onUpdate(this.#isPointed ? (plot.cursor.idx ?? null) : null)],
          draw: areLayers ? [(plot) => labelLayers(plot, this.#columns, colours)] : [],
        },
      },
      dataOf(columns),
      element,
    );
    const { over } = this.#plot;
    over.addEventListener("pointerenter", () => (this.#isPointed = true));
    over.addEventListener("pointerleave", () => {
      if (!this.#isPointed) return;
      this.#isPointed = false;
      onLine(null);
      onUpdate(null);
    });
  }

  /** Draws other columns of the same series. */
  update(columns: WeightColumns): void {
    this.#columns = columns;
    this.#plot.setData(dataOf(columns));
  }

  /** Highlights some lines by their indices; null: no highlight. Ignored while the pointer is in the chart. */
  highlight(lit: ReadonlySet<number> | null): void {
    if (this.#isPointed) return;
    this.#plot.series.forEach((series, index) => {
      if (index > 0) series.alpha = lit === null || lit.has(index - 1) ? 1 : 0.12;
    });
    this.#plot.redraw(false);
  }

  destroy(): void {
    this.#plot.destroy();
  }
}

function dataOf({ updates, lines }: WeightColumns): uPlot.AlignedData {
  return [updates, ...lines];
}

function lineOf({ kind }: Series, colours: Colours): uPlot.Series {
  const show = (plot: uPlot) => plot.data[0].length <= mostMarks;
  const line: uPlot.Series = { width: 1.5, points: { show, size: 4 } };
  if (kind === "mean") return { ...line, stroke: colours.text };
  if (kind === "largest") return { ...line, stroke: colours.quiet, dash: [4, 4] };
  const dash = kind === "bias" ? { dash: [2, 3] } : {};
  return { ...line, ...dash, stroke: (plot) => signStroke(plot, colours) };
}

/** A colour above zero and another below. */
function signStroke(plot: uPlot, { positive, negative }: Colours): CanvasGradient | string {
  const { top, height } = plot.bbox;
  const zero = (plot.valToPos(0, "y", true) - top) / height;
  if (!Number.isFinite(zero) || zero >= 1) return positive;
  if (zero <= 0) return negative;
  const gradient = plot.ctx.createLinearGradient(0, top, 0, top + height);
  gradient.addColorStop(0, positive);
  gradient.addColorStop(zero, positive);
  gradient.addColorStop(zero, negative);
  gradient.addColorStop(1, negative);
  return gradient;
}

/** The range of the numbers with a margin. Sizes start at 0. */
function rangeOf(low: number, high: number, areSizes: boolean): [number, number] {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high)) return [-1, 1];
  const margin = Math.max(1e-6, (high - low) * 0.05, high === low ? Math.abs(high) * 0.1 || 1 : 0);
  return areSizes ? [0, high + margin] : [low - margin, high + margin];
}

function tickDecimals(ticks: readonly number[]): number {
  const step = ticks.length > 1 ? Math.abs(ticks[1]! - ticks[0]!) : 1;
  return Math.max(0, Math.min(6, -Math.floor(Math.log10(step) + 1e-9)));
}

/** Writes the numbers of layers at the ends of their lines, where they do not overlap. */
function labelLayers(plot: uPlot, { series, lines }: WeightColumns, { text, quiet }: Colours): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio || 1;
  ctx.save();
  ctx.font = `${12 * ratio}px system-ui, sans-serif`;
  [ctx.textAlign, ctx.textBaseline] = ["left", "middle"];
  const used: number[] = [];
  series.forEach((one, index) => {
    const value = lines[index]!.at(-1);
    if (!("layer" in one) || value === undefined || !Number.isFinite(value)) return;
    const y = plot.valToPos(value, "y", true);
    if (used.some((other) => Math.abs(other - y) < 11 * ratio)) return;
    used.push(y);
    ctx.fillStyle = one.kind === "mean" ? text : quiet;
    ctx.fillText(String(one.layer), bbox.left + bbox.width + 4 * ratio, y);
  });
  ctx.restore();
}
