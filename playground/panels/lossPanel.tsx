/** Losses and accuracies over epochs: of the training samples in grey, of the test samples in violet. */
import { type Signal, useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { count, decimal, percent } from "../drawing/numbers.js";
import { useVisible } from "../drawing/visible.js";
import type { Session } from "../sessionTypes.js";
import { LearningChart } from "../views/learningChart.js";
import { columnOf, pointOf, pointsIn } from "../views/lossColumns.js";
import { trendOf } from "../views/trend.js";
import { words } from "./loss.words.js";
import "./loss.css";

/** Least time between two updates of the description for screen readers. */
const textEveryMs = 1000;

export function LossPanel({ session }: { session: Session }) {
  const text = words[session.language.value];
  const section = useRef<HTMLElement>(null);
  const isLog = { loss: useSignal(true), epochs: useSignal(true) };
  const pointed = useSignal<number | null>(null);
  const descriptions = useSignal({ loss: "", accuracy: "" });
  const visible = useVisible(section);
  const hasTest = useComputed(() => session.samples.value.test !== null);
  const hasClasses = useComputed(() => session.samples.value.classNames !== null);

  const lastText = useRef(-Infinity);
  useSignalEffect(() => {
    const { state } = session.frame.value;
    const say = words[session.language.value];
    if (state === "running" && performance.now() - lastText.current < textEveryMs) return;
    lastText.current = performance.now();
    const of = (kind: Kind) => describe(session, kind, hasTest.value, say);
    descriptions.value = { loss: of("loss"), accuracy: of("accuracy") };
  });
  const chart = { session, isLog, visible, pointed, names: { train: text.train, test: text.test } };
  return (
    <section class="card loss" aria-labelledby="loss-title" ref={section}>
      <div class="loss-head">
        <h2 id="loss-title">{hasClasses.value ? text.both : text.title}</h2>
        <div class="loss-axes" role="group" aria-label={text.scale}>
          <Log label={text.logLoss} isOn={isLog.loss} />
          <Log label={text.logEpochs} isOn={isLog.epochs} />
        </div>
      </div>
      <Reading session={session} index={pointed.value} hasTest={hasTest.value} />
      <LearningChart {...chart} kind="loss" description={descriptions.value.loss} />
      {hasClasses.value && (
        <LearningChart {...chart} kind="accuracy" description={descriptions.value.accuracy} />
      )}
    </section>
  );
}

/** Whether an axis is logarithmic. */
function Log({ label, isOn }: { label: string; isOn: Signal<boolean> }) {
  return (
    <label>
      <input
        type="checkbox"
        checked={isOn.value}
        onChange={(event) => (isOn.value = event.currentTarget.checked)}
      />
      {label}
    </label>
  );
}

/** The values at the pointer, or the latest: those of the figures at the top. */
function Reading({ session, index, hasTest }: { session: Session; index: number | null; hasTest: boolean }) {
  const text = words[session.language.value];
  const [record, frame] = [session.record.value, session.frame.value];
  const last = pointsIn(record, frame) - 1;
  const point = pointOf(record, frame, Math.min(index ?? last, last));
  if (!point) return <p class="loss-values">{text.none}</p>;
  const { epochs, loss, testLoss, accuracy, testAccuracy } = point;
  const rate = (value: number) => !Number.isNaN(value) && <b>{percent(value)}</b>;
  return (
    <p class="loss-values">
      <span>
        {text.epoch} <b>{epochName(epochs)}</b>
      </span>
      <span class="of-training">
        {text.train} <b>{lossText(loss)}</b> {rate(accuracy)}
      </span>
      {hasTest && (
        <span class="of-validation">
          {text.test} <b>{lossText(testLoss)}</b> {rate(testAccuracy)}
        </span>
      )}
    </p>
  );
}

type Kind = "loss" | "accuracy";

function describe(session: Session, kind: Kind, hasTest: boolean, text: (typeof words)["en"]): string {
  const [record, frame] = [session.record.value, session.frame.value];
  const point = pointOf(record, frame, pointsIn(record, frame) - 1);
  if (!point) return text.none;
  const part = (name: string, of: "loss" | "testLoss" | "accuracy" | "testAccuracy") => {
    const value = kind === "loss" ? lossText(point[of]) : percent(point[of]);
    return text.part(name, value, text[trendOf(columnOf(record, frame, of))]);
  };
  const parts = [
    part(text.train, kind),
    ...(hasTest ? [part(text.test, kind === "loss" ? "testLoss" : "testAccuracy")] : []),
  ];
  return text.chart(text[kind], epochName(point.epochs), parts.join("; "));
}

function epochName(epoch: number): string {
  return Number.isInteger(epoch) || epoch >= 100 ? count(Math.floor(epoch)) : decimal(epoch, 1);
}

function lossText(loss: number): string {
  return decimal(loss, 4);
}
