/** One chart of the panel of learning, kept up to date with the session. */
import { type ReadonlySignal, type Signal, useComputed, useSignalEffect } from "@preact/signals";
import { useMemo, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { useDrawing } from "../drawing/visible.js";
import type { Session } from "../sessionTypes.js";
import { makeLossChart } from "./lossChart.js";
import { columnOf, type PointName } from "./lossColumns.js";
import { ColumnsWatch } from "./trend.js";

export interface AxisChoice {
  loss: Signal<boolean>;
  epochs: Signal<boolean>;
}

interface LearningChartProps {
  session: Session;
  kind: "loss" | "accuracy";
  /** Whether axes are logarithmic. */
  isLog: AxisChoice;
  names: { train: string; test: string };
  description: string;
  visible: ReadonlySignal<boolean>;
  /** The index of the point at the pointer; null for none. */
  pointed: Signal<number | null>;
}

/** The columns of each kind. */
const columns: Record<LearningChartProps["kind"], readonly [PointName, PointName, PointName]> = {
  loss: ["epochs", "loss", "testLoss"],
  accuracy: ["epochs", "accuracy", "testAccuracy"],
};

export function LearningChart(props: LearningChartProps) {
  const { session, kind, isLog, names, description, visible, pointed } = props;
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const watch = useMemo(() => new ColumnsWatch(), []);
  const size = useSize(place);
  const isSized = useComputed(() => size.value.width > 0);
  const hasTest = useComputed(() => session.samples.value.test !== null);
  const first = useComputed(() => firstUpdate(session));
  const data = () => {
    const [record, frame] = [session.record.value, session.frame.value];
    return columns[kind].map((name) => columnOf(record, frame, name)) as unknown as uPlot.AlignedData;
  };

  // a new chart for another scale, other lines or other names
  useSignalEffect(() => {
    void session.language.value;
    const options = {
      kind,
      isLog: isLog.loss.value,
      epochs: { isLog: isLog.epochs.value, first: first.value },
      hasTest: hasTest.value,
    };
    if (!isSized.value) return;
    const made = makeLossChart(place.current!, size.peek(), data(), {
      ...options,
      names,
      colours: () => colours().peek(),
      onPoint: (index) => (pointed.value = index),
    });
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = null;
    };
  });
  useSignalEffect(() => {
    const now = size.value;
    if (now.width > 0) chart.current?.setSize(now);
  });
  useSignalEffect(() => {
    void colours().value;
    chart.current?.redraw(false);
  });
  useDrawing(visible, () => {
    const now = data();
    if (watch.hasChanged(now as number[][])) chart.current?.setData(now);
  });
  return <div class={`loss-chart of-${kind}`} role="img" aria-label={description} ref={place} />;
}

/** The position of the first update on the axis of epochs. */
function firstUpdate(session: Session): number {
  const { batchSize } = session.choices.value;
  const { rows } = session.samples.value.train;
  return batchSize === "full" ? 1 : Math.min(1, batchSize / rows);
}
