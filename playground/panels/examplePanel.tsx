/**
 * "Fill in your own numbers": a worked example whose inputs, targets, weights, biases and learning rate are fields. Each
 * change calculates the first round again and marks what changed since the field got the focus.
 */
import "./example.css";
import { useComputed, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { defaultsOf } from "../choices.js";
import { writeLink } from "../link.js";
import { Segments } from "../settingsPanels/fields.js";
import type { Choices } from "../sessionTypes.js";
import type { PlaygroundSession } from "../session.js";
import { addDrawingStyle } from "../steps/drawingSheet.js";
import { isWorked, mostOwnWeights, ownLengths, type WorkedName } from "../worked/examples.js";
import { ChangeText } from "../worked/changeText.js";
import { NumberField } from "../worked/numberField.js";
import { ParameterTables, SamplesTable } from "../worked/numberTables.js";
import { RoundsView } from "../worked/roundsView.js";
import {
  areComparable,
  changedKeys,
  notesOf,
  type Study,
  studyOf,
  traceDrawing,
  type WorkedChoices,
} from "../worked/study.js";
import { WhyView } from "../worked/whyView.js";
import { words } from "./example.words.js";

/** The drawing of a network with more parameters needs the whole width, so its tables are below it. */
const mostBeside = 12;

export function ExamplePanel({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const root = useRef<HTMLElement>(null);
  const study = useSignal<Study | null>(null);
  const failure = useSignal<string | null>(null);
  /** The study that changes are compared with: that of the moment when the field got the focus. */
  const before = useSignal<Study | null>(null);
  /** The key of the number that has the focus. */
  const focused = useSignal<string | null>(null);
  useEffect(addDrawingStyle, []);
  useSignalEffect(() => {
    const choices = session.choices.value;
    if (!isWorked(choices.data) || ownLengths(choices).weights === 0) {
      study.value = null;
      return;
    }
    try {
      study.value = studyOf(choices as WorkedChoices);
      failure.value = null;
    } catch (error) {
      failure.value = (error as Error).message;
    }
  });
  const row = useComputed(() => Math.min(session.sample.value, (study.value?.traces.length ?? 1) - 1));
  const changed = useComputed(() => {
    const [old, now] = [before.value, study.value];
    if (!old || !now || old === now || !areComparable(old, now)) return null;
    return changedKeys(old, now, row.value);
  });
  const one = study.value;
  if (!one) {
    return <p class="steps-wrong">{failure.value ?? say.tooLarge(mostOwnWeights)}</p>;
  }
  const trace = one.traces[row.value]!;
  const example = restored(one.choices.data);
  const isOwn = (Object.keys(example) as (keyof Choices)[]).some(
    (name) => one.choices[name] !== example[name],
  );
  // the example says itself that its biases are fixed
  const others = trace.notes.filter(({ id }) => id !== "fixedBiases");
  const notes = notesOf({ ...trace, notes: others }, session.language.value);
  return (
    <section
      class="example"
      aria-label={say.title}
      ref={root}
      onFocusIn={({ target }) => {
        const symbol = (target as Element).getAttribute("data-symbol");
        focused.value = symbol;
        if (symbol !== null) before.value = study.peek();
      }}
      onFocusOut={() => (focused.value = null)}
    >
      <header class="example-head">
        <h2>{say.title}</h2>
        <p>{say.intro}</p>
      </header>
      <div class="example-bar">
        {one.traces.length > 1 && (
          <Segments
            label={say.samples}
            value={String(row.value)}
            options={one.traces.map((_, at) => ({ value: String(at), label: say.sample(at + 1) }))}
            onChoose={(at) => (session.sample.value = Number(at))}
          />
        )}
        <label class="example-rate">
          <span>{say.learningRate}</span>
          <NumberField
            label={say.learningRate}
            value={one.choices.learningRate}
            symbol="eta"
            isPositive
            refusal={say.expectedRate}
            isChanged={changed.value?.has("eta")}
            onChoose={(learningRate) => session.choose({ learningRate })}
          />
        </label>
        <span class="example-buttons">
          <button type="button" disabled={!isOwn} onClick={() => session.choose(example)}>
            {say.restore}
          </button>
          <CopyLink session={session} />
        </span>
      </div>
      {failure.value && (
        <p class="steps-wrong" role="alert">
          {failure.value}
        </p>
      )}
      <ChangeText say={say} before={before.value} study={one} row={row.value} changed={changed.value} />
      <SamplesTable session={session} study={one} row={row.value} changed={changed.value} />
      <div class={`example-stage${trace.network.parameters.length > mostBeside ? " stacked" : ""}`}>
        <div
          class="example-picture"
          tabIndex={0}
          onClick={({ target }) => {
            const key = (target as Element).closest("[data-key]")?.getAttribute("data-key");
            const field = key && root.current!.querySelector(`[data-symbol="${CSS.escape(key)}"]`);
            if (field) (field as HTMLElement).focus();
          }}
          // markup of the library, which escapes every name
          dangerouslySetInnerHTML={{
            __html: traceDrawing(
              trace,
              { title: say.drawing, text: say.drawingText },
              { changed: changed.value ?? new Set(), lit: stepOf(one, row.value, focused.value) },
            ),
          }}
        />
        <ParameterTables session={session} study={one} row={row.value} changed={changed.value} />
      </div>
      <RoundsView session={session} study={one} />
      <WhyView session={session} trace={trace} />
      {notes.length > 0 && (
        <p class="note">
          {say.notes}: {notes.join(" ")}
        </p>
      )}
    </section>
  );
}

/** The update of the parameter that has the focus, which the drawing highlights. */
function stepOf({ traces }: Study, row: number, focused: string | null) {
  return traces[row]!.steps.find(({ key }) => focused !== null && key === `${focused}_new`);
}

/** What brings the numbers of the example back. */
function restored(data: WorkedName): Partial<Choices> {
  const { learningRate } = defaultsOf(data);
  return { inputs: null, targets: null, weights: null, biases: null, learningRate };
}

function CopyLink({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const isCopied = useSignal(false);
  const copy = async () => {
    const link = new URL(location.href);
    link.hash = writeLink(session.choices.peek(), session.language.peek());
    await navigator.clipboard.writeText(link.href);
    isCopied.value = true;
    setTimeout(() => (isCopied.value = false), 2000);
  };
  return (
    <button type="button" onClick={() => void copy()}>
      {isCopied.value ? say.copied : say.copy}
    </button>
  );
}
