/** The inspector: how the value of the unit or weight that is pointed at is calculated, for one training sample. */
import "./inspector.css";
import { type ReadonlySignal, useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { sentenceOf } from "../../src/explain/language/language.js";
import { languages } from "../../src/explain/language/languages.js";
import { makeNames } from "../../src/explain/names.js";
import { proseMarkup } from "../../src/report/trace/proseMath.js";
import { decimal } from "../drawing/numbers.js";
import { useDrawing, useVisible } from "../drawing/visible.js";
import { numberAt } from "../edits.js";
import type { Place, Session } from "../sessionTypes.js";
import { sizesOf } from "../networkSizes.js";
import { Equations } from "../networkDrawing/equations.js";
import { explain } from "../networkDrawing/explain.js";
import type { Explanation } from "../networkDrawing/explanation.js";
import { SampleChooser } from "../networkDrawing/sampleChooser.js";
import { isThere, nameOf, sampleRow } from "../networkDrawing/shape.js";
import { words } from "./inspector.words.js";

/** Milliseconds between updates while the training runs. */
const explainEvery = 250;

export function InspectorPanel({ session }: { session: Session }) {
  const root = useRef<HTMLElement>(null);
  const explained = useExplained(session, root);
  const own = words[session.language.value];
  const found = explained.value;
  return (
    <section class="inspector-panel" ref={root} aria-label={own.title}>
      <h2>{own.title}</h2>
      <SampleChooser session={session} />
      {found === null && own.hints.map((hint) => <p key={hint}>{hint}</p>)}
      {typeof found === "string" && <p>{own.noExplanation(found)}</p>}
      {found !== null && typeof found === "object" && <Explained session={session} found={found} />}
    </section>
  );
}

function Explained({ session, found }: { session: Session; found: Explanation }) {
  const own = words[session.language.value];
  const language = languages[session.language.value];
  const { place, steps, values, notes } = found;
  const unit = calledOf(session, { layer: place.layer, unit: place.unit });
  return (
    <>
      <h3>
        <span>{titleOf(session, place)}</span> <Value session={session} place={place} />
      </h3>
      <ol class="explained">
        {steps.map((step, index) => (
          <li key={index}>
            <Equations step={step} values={values} />
            <p
              class="note"
              // markup of the library, which escapes every name
              dangerouslySetInnerHTML={{
                __html: proseMarkup(step.reason ? sentenceOf(language, step.reason) : own.delta(unit)),
              }}
            />
          </li>
        ))}
      </ol>
      {place.layer > 0 && (
        <p class="note">
          {isFrozen(session, place) && `${own.frozen} `}
          {own.forOne} {notes.map((note) => sentenceOf(language, note)).join(" ")}
        </p>
      )}
    </>
  );
}

/** The current value of the weight that is pointed at, or the sample's value of an input. */
function Value({ session, place }: { session: Session; place: Place }) {
  void session.frame.value;
  const samples = session.samples.value;
  const { inputs, columns } = samples.train;
  const value =
    place.layer === 0
      ? inputs[sampleRow(samples, session.sample.value) * columns + place.unit]!
      : place.from === undefined
        ? null
        : numberAt(session.network.value, place);
  if (value === null) return null;
  return (
    <output class={value < 0 ? "negative" : value > 0 ? "positive" : ""}>{`= ${decimal(value, 6)}`}</output>
  );
}

function titleOf(session: Session, place: Place): string {
  const own = words[session.language.value];
  const { layer, unit, from } = place;
  const name = calledOf(session, place);
  if (from !== undefined) {
    const source = calledOf(session, { layer: layer - 1, unit: from });
    return own.weight(name, source, calledOf(session, { layer, unit }));
  }
  const { inputNames } = session.samples.value;
  return layer > 0 ? own.unit(name) : own.input(inputNames[unit] ?? name);
}

/** The name of a unit or weight in formulas. */
function calledOf(session: Session, place: Place): string {
  const { nameStyle } = session.samples.value;
  return nameOf({ names: makeNames(nameStyle, sizesOf(session.network.value)) }, place);
}

function isFrozen(session: Session, { layer }: Place): boolean {
  return session.network.value.config.layers[layer - 1]?.trainable === false;
}

/**
 * The explanation of the place, the message of an error, or null for no place. It changes immediately when something
 * else is pointed at, and every `explainEvery` milliseconds while the training runs.
 */
function useExplained(
  session: Session,
  root: { current: HTMLElement | null },
): ReadonlySignal<Explanation | string | null> {
  const visible = useVisible(root);
  const explained = useSignal<Explanation | string | null>(null);
  const last = useRef<{ time: number; about: readonly unknown[] }>({ time: 0, about: [] });
  useDrawing(visible, () => {
    const { network, samples, place, sample, choices, frame } = session;
    const about = [network.value, samples.value, place.value, sample.value, choices.value.learningRate];
    const isRunning = frame.value.state === "running";
    const compute = () => {
      last.current = { time: performance.now(), about };
      explained.value = explanationOf(session);
    };
    const isOther = about.some((one, index) => one !== last.current.about[index]);
    const wait = isRunning && !isOther ? last.current.time + explainEvery - performance.now() : 0;
    if (wait <= 0) return compute();
    const timer = setTimeout(compute, wait);
    return () => clearTimeout(timer);
  });
  return explained;
}

function explanationOf({ network, samples, place, sample, choices }: Session): Explanation | string | null {
  const [now, at] = [samples.peek(), place.peek()];
  if (at === null || !isThere(sizesOf(network.peek()), at)) return null;
  try {
    const one = now.train.select([sampleRow(now, sample.peek())]);
    return explain(network.peek(), one, at, choices.peek().learningRate, now.nameStyle);
  } catch (error) {
    return (error as Error).message;
  }
}
