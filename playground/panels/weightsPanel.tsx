/** Weights over time as lines. Pointing at a line sets the session's place; pointing elsewhere highlights lines. */
import "./weights.css";
import "uplot/dist/uPlot.min.css";
import { type Signal, untracked, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { makeNames } from "../../src/explain/names.js";
import { textOf } from "../../src/explain/symbol.js";
import { useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { count, decimal } from "../drawing/numbers.js";
import { pointAt, pointAway, samePlace } from "../drawing/pointing.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { Place, Session } from "../sessionTypes.js";
import { sizesOf } from "../networkSizes.js";
import { WeightsChart } from "../networkDrawing/weightsChart.js";
import { type WeightColumns, weightColumns } from "../networkDrawing/weightColumns.js";
import { type Series, seriesOf } from "../networkDrawing/weightSeries.js";
import { words } from "./weights.words.js";

const height = 260;
/** Milliseconds between drawings while the training runs. */
const drawEvery = 100;

export function WeightsPanel({ session }: { session: Session }) {
  const root = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const update = useSignal<number | null>(null);
  const line = useSignal<number | null>(null);
  const isLog = useSignal(true);
  const isEmpty = useComputed(() => session.frame.value.updates === 0);
  useChart(session, { root, place, update, line, isLog });
  const own = words[session.language.value];
  const columns = weightColumns(session);
  const [first] = columns.series;
  return (
    <section class="weights-panel" ref={root} aria-label={own.title}>
      <p class="note">{isEmpty.value ? own.empty : first && "layer" in first ? own.layers : own.all}</p>
      <div
        ref={place}
        class="weights-chart"
        style={{ height: `${height}px` }}
        role="img"
        aria-label={description(session, columns)}
      />
      <p class="note weights-read">
        <span>{readout(session, columns, line.value, update.value) ?? own.point}</span>
        <span class="weights-axis">
          {own.axis}
          <label>
            <input
              type="checkbox"
              checked={isLog.value}
              onChange={(event) => (isLog.value = event.currentTarget.checked)}
            />
            {own.log}
          </label>
        </span>
      </p>
    </section>
  );
}

interface Charted {
  root: { current: HTMLElement | null };
  place: { current: HTMLElement | null };
  update: Signal<number | null>;
  line: Signal<number | null>;
  isLog: Signal<boolean>;
}

/** Makes the chart, again for each network and theme, and draws it while it is visible. */
function useChart(session: Session, { root, place, update, line, isLog }: Charted): void {
  const visible = useVisible(root);
  const size = useSize(place);
  const record = session.record;
  const chart = useRef<WeightsChart | null>(null);
  const drawn = useRef(0);
  const width = useComputed(() => Math.floor(size.value.width));
  useDrawing(visible, () => {
    void record.value;
    if (!place.current || width.value < 100) return;
    const made = new WeightsChart({
      element: place.current,
      width: width.value,
      height,
      columns: untracked(() => weightColumns(session)),
      isLog: isLog.value,
      colours: colours().value,
      onUpdate: (at) => (update.value = at),
      onLine: (index) => {
        line.value = index;
        const series = index === null ? undefined : seriesOf(session.network.peek())[index];
        if (series && "place" in series) pointAt(session, series.place);
        else pointAway(session);
      },
    });
    chart.current = made;
    return () => {
      chart.current = null;
      made.destroy();
    };
  });
  useDrawing(visible, () => {
    const { state } = session.frame.value;
    void width.value;
    const wait = state === "running" ? drawn.current + drawEvery - performance.now() : 0;
    const draw = () => {
      drawn.current = performance.now();
      chart.current?.update(untracked(() => weightColumns(session)));
    };
    if (wait <= 0) return draw();
    const timer = setTimeout(draw, wait);
    return () => clearTimeout(timer);
  });
  useSignalEffect(() => {
    const at = session.place.value;
    void [width.value, record.value, visible.value, isLog.value];
    chart.current?.highlight(linesAt(seriesOf(session.network.value), at));
  });
  useEffect(() => () => chart.current?.destroy(), []);
}

/** The lines of a place: that of a weight, those into a unit, or those of its layer; null to highlight none. */
export function linesAt(series: readonly Series[], place: Place | null): ReadonlySet<number> | null {
  if (place === null) return null;
  const lit = new Set<number>();
  series.forEach((one, index) => {
    const isLit =
      "layer" in one
        ? one.layer === place.layer
        : place.from === undefined
          ? one.place.layer === place.layer && one.place.unit === place.unit
          : samePlace(one.place, place);
    if (isLit) lit.add(index);
  });
  return lit.size > 0 ? lit : null;
}

/** The line at the pointer and its value at that update, else the session's place and its current value. */
function readout(
  session: Session,
  columns: WeightColumns,
  line: number | null,
  pointed: number | null,
): string | null {
  const place = session.place.value;
  const index =
    line ??
    columns.series.findIndex((one) => "place" in one && place !== null && samePlace(one.place, place));
  const series = columns.series[index];
  const at = line === null ? null : pointed;
  const value = columns.lines[index]?.at(at ?? -1);
  if (!series || value === undefined) return null;
  const own = words[session.language.value];
  const update = columns.updates.at(at ?? -1);
  const when = update === undefined ? "" : ` (${own.update(count(update))})`;
  return textOfSeries(session, series, decimal(value, 4)) + when;
}

function textOfSeries(session: Session, series: Series, value: string): string {
  const own = words[session.language.value];
  if ("layer" in series) return own[series.kind](series.layer, value);
  const names = makeNames(session.samples.value.nameStyle, sizesOf(session.network.value));
  const { layer, unit, from } = series.place;
  const to = names.unit(layer, unit);
  if (from === undefined) return own.bias(to, value);
  return own.weight(textOf(names.weight(layer, from, unit)), names.unit(layer - 1, from), to, value);
}

function description(session: Session, { lines, updates }: WeightColumns): string {
  const own = words[session.language.value];
  const now = lines.map((values) => values.at(-1) ?? 0);
  const range = `${decimal(Math.min(...now), 2)} … ${decimal(Math.max(...now), 2)}`;
  return `${own.title}: ${own.chart(String(now.length), count(updates.at(-1) ?? 0), range)}`;
}
