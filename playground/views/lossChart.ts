/**
 * A chart over epochs, of losses or of accuracies, drawn by uPlot: two lines in the page's colours, each with its name at its
 * end, and a mark for each point while points are few. `panels/lossPanel.tsx` gives it the data.
 */
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { linearScale, logScale } from "../../src/report/page/scale.js";
import type { Size } from "../drawing/canvas.js";
import type { Colours } from "../drawing/colours.js";
import { percent } from "../drawing/numbers.js";
import { placesOfNames, tickText } from "./lossText.js";
import { type TimeAxis, timeScale, timeTicks } from "./timeAxis.js";

export interface LossChartOptions {
  kind: "loss" | "accuracy";
  /** Whether the axis of losses is logarithmic. */
  isLog: boolean;
  epochs: TimeAxis;
  hasTest: boolean;
  /** Read at every drawing, because the theme can change. */
  colours: () => Colours;
  names: { train: string; test: string };
  /** Receives the index of the point at the pointer; null when the pointer has left. */
  onPoint: (index: number | null) => void;
}

const font = "12px system-ui, -apple-system, 'Segoe UI', sans-serif";
/** Least distance of two names, in CSS pixels. */
const lineHeight = 15;
/** With more points, marks would touch. */
const mostMarks = 40;
/** Charts with this key show the same point. */
const together = "learning";

/** Makes the chart inside an element. @param columns epochs, training, test */
export function makeLossChart(
  parent: HTMLElement,
  { width, height }: Size,
  columns: uPlot.AlignedData,
  { kind, isLog, epochs, hasTest, colours, names, onPoint }: LossChartOptions,
): uPlot {
  const axis = (size: number): uPlot.Axis => ({
    stroke: () => colours().quiet,
    grid: { stroke: () => colours().faint, width: 1 },
    ticks: { show: false },
    font,
    size,
    gap: 6,
  });
  const series = (colour: "training" | "validation", lineWidth: number): uPlot.Series => ({
    stroke: () => colours()[colour],
    width: lineWidth,
    points: { show: (chart) => chart.data[0].length <= mostMarks, size: 5, fill: () => colours()[colour] },
    spanGaps: false,
  });
  const lossTicks = (_: uPlot, __: number, low: number, high: number) =>
    (isLog ? logScale : linearScale)(low, high, { ticks: 4 }).ticks.map(({ value }) => value);
  /** The range of the log scale. Whole powers of ten would waste space on a line within one of them. */
  const logRange = (_: uPlot, low: number | null, high: number | null): [number, number] =>
    low === null || high === null ? [0.1, 1] : [low / 1.15, Math.max(high, low * 1.5) * 1.15];
  const fromZero = (_: uPlot, __: number | null, high: number | null): [number, number] => [
    0,
    high === null || high <= 0 ? 1 : high * 1.06,
  ];
  /** Up to 100 %, with some space for the line there. */
  const toAll = (_: uPlot, low: number | null): [number, number] => {
    const least = low === null ? 0 : Math.max(0, Math.floor((low - 0.02) * 10) / 10);
    return [least, 1 + 0.04 * (1 - least)];
  };
  const percentTicks = (_: uPlot, __: number, low: number) =>
    linearScale(low, 1, { ticks: 2 }).ticks.map(({ value }) => value);
  return new uPlot(
    {
      width,
      height,
      // space for the names at the ends
      padding: [10, 12, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        drag: { x: false, y: false },
        points: { size: 7 },
        sync: { key: together, setSeries: false, scales: ["x", null] },
      },
      scales: {
        x: timeScale(epochs),
        y:
          kind === "accuracy"
            ? { range: toAll }
            : isLog
              ? { distr: 3, range: logRange }
              : { range: fromZero },
      },
      axes: [
        { ...axis(28), ...timeTicks(epochs) },
        {
          ...axis(48),
          splits: kind === "accuracy" ? percentTicks : lossTicks,
          filter: (_, splits) => splits,
          values: (_, splits) => splits.map(kind === "accuracy" ? (part) => percent(part, 0) : tickText),
        },
      ],
      series: [{}, series("training", 1.5), { ...series("validation", 2), show: hasTest }],
      hooks: {
        draw: [(chart) => nameLines(chart, colours(), names)],
        setCursor: [({ cursor }) => onPoint((cursor.left ?? -1) < 0 ? null : (cursor.idx ?? null))],
      },
    },
    columns,
    parent,
  );
}

/** Writes the names at the ends of the lines without overlap, outlined in the colour of the card. */
function nameLines(chart: uPlot, colours: Colours, names: { train: string; test: string }): void {
  const { ctx: context, bbox } = chart;
  const ratio = uPlot.pxRatio;
  const ends = [
    { text: names.train, colour: colours.training, column: 1 },
    { text: names.test, colour: colours.validation, column: 2 },
  ].flatMap(({ text, colour, column }) => {
    const value = chart.data[column]!.at(-1);
    if (value == null || !chart.series[column]!.show) return [];
    return [{ text, colour, y: chart.valToPos(value, "y", true) }];
  });
  if (ends.length === 0) return;
  ends.sort((one, other) => one.y - other.y);
  const apart = lineHeight * ratio;
  const bottom = bbox.top + bbox.height - 4 * ratio;
  const places = placesOfNames(
    ends.map(({ y }) => y),
    apart,
    bottom,
  );
  context.save();
  context.font = font.replace("12px", `${12 * ratio}px`);
  context.textAlign = "right";
  context.textBaseline = "alphabetic";
  context.lineJoin = "round";
  context.lineWidth = 4 * ratio;
  context.strokeStyle = colours.card;
  ends.forEach(({ text, colour }, index) => {
    const x = bbox.left + bbox.width - 4 * ratio;
    context.strokeText(text, x, places[index]!);
    context.fillStyle = colour;
    context.fillText(text, x, places[index]!);
  });
  context.restore();
}
