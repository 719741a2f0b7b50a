/** The losses over epochs: of the training samples in grey, of the test samples in violet. */
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useId, useMemo, useRef } from "preact/hooks";
import type uPlot from "uplot";
import { useSize } from "../drawing/canvas.js";
import { colours } from "../drawing/colours.js";
import { count, decimal } from "../drawing/numbers.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import type { Curve, Session } from "../sessionTypes.js";
import { makeLossChart } from "../views/lossChart.js";
import { CurveWatch, trendOf } from "../views/trend.js";
import { words } from "./loss.words.js";
import "./loss.css";

/** Least time between two updates of the description for screen readers. */
const textEveryMs = 1000;

export function LossPanel({ session }: { session: Session }) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const watch = useMemo(() => new CurveWatch(), []);
  const radios = useId();
  const isLog = useSignal(false);
  const pointed = useSignal<number | null>(null);
  const description = useSignal("");
  const visible = useVisible(section);
  const size = useSize(place);
  const isSized = useComputed(() => size.value.width > 0);
  const hasTest = useComputed(() => session.samples.value.test !== null);

  // a new chart for another scale, other lines or other names
  useSignalEffect(() => {
    const names = words[session.language.value];
    const options = { isLog: isLog.value, hasTest: hasTest.value };
    if (!isSized.value) return;
    const made = makeLossChart(place.current!, size.peek(), columnsOf(session.curve.peek()), {
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
    void session.frame.value;
    const curve = session.curve.value;
    if (watch.hasChanged(curve)) chart.current?.setData(columnsOf(curve));
  });

  const lastText = useRef(-Infinity);
  useSignalEffect(() => {
    const { state } = session.frame.value;
    const text = words[session.language.value];
    if (state === "running" && performance.now() - lastText.current < textEveryMs) return;
    lastText.current = performance.now();
    description.value = describe(session.curve.value, hasTest.value, text);
  });

  return (
    <section class="card loss" aria-labelledby="loss-title" ref={section}>
      <div class="loss-head">
        <h2 id="loss-title">{text.title}</h2>
        <fieldset class="segments">
          <legend class="unseen">{text.scale}</legend>
          {[false, true].map((log) => (
            <label key={log}>
              <input
                type="radio"
                name={radios}
                checked={isLog.value === log}
                onChange={() => (isLog.value = log)}
              />
              <span>{log ? text.log : text.linear}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <Reading session={session} index={pointed.value} hasTest={hasTest.value} />
      <div class="loss-chart" role="img" aria-label={description.value} ref={place} />
    </section>
  );
}

/** The values at the pointer, or the latest. */
function Reading({ session, index, hasTest }: { session: Session; index: number | null; hasTest: boolean }) {
  const text = words[session.language.value];
  void session.frame.value;
  const { epochs, train, test } = session.curve.value;
  const at = index !== null && index < epochs.length ? index : epochs.length - 1;
  if (at < 0) return <p class="loss-values">{text.none}</p>;
  return (
    <p class="loss-values">
      <span>
        {text.epoch} <b>{epochName(epochs[at]!)}</b>
      </span>
      <span class="of-training">
        {text.train} <b>{lossText(train[at]!)}</b>
      </span>
      {hasTest && (
        <span class="of-validation">
          {text.test} <b>{lossText(test[at]!)}</b>
        </span>
      )}
    </p>
  );
}

/** The columns of each curve, made once instead of once per frame. */
const columns = new WeakMap<Curve, uPlot.AlignedData>();

function columnsOf(curve: Curve): uPlot.AlignedData {
  const known = columns.get(curve) ?? [curve.epochs, curve.train, curve.test];
  columns.set(curve, known);
  return known;
}

function describe(curve: Curve, hasTest: boolean, text: (typeof words)["en"]): string {
  const last = curve.epochs.at(-1);
  if (last === undefined) return text.none;
  const part = (name: string, losses: readonly number[]) =>
    text.part(name, lossText(losses.at(-1)!), text[trendOf(losses)]);
  const parts = [part(text.train, curve.train), ...(hasTest ? [part(text.test, curve.test)] : [])];
  return text.chart(epochName(last), parts.join("; "));
}

function epochName(epoch: number): string {
  return Number.isInteger(epoch) || epoch >= 100 ? count(Math.floor(epoch)) : decimal(epoch, 1);
}

function lossText(loss: number): string {
  return decimal(loss, 4);
}
