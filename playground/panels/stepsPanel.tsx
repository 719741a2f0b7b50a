/**
 * "Step by step": one round on one sample taken apart. Which round and which step is the business of
 * `../steps/walk.ts`, what a step looks like that of `../steps/lesson.ts`, loaded when the panel is first shown.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { aboutSteps, mostSteps } from "../../src/explain/extent.js";
import type { Session } from "../sessionTypes.js";
import { Ending } from "../steps/ending.js";
import { StepList } from "../steps/stepList.js";
import {
  type LessonModule,
  type OpenWalkthrough,
  type Walkthrough,
  walkthroughOf,
} from "../steps/walkthrough.js";
import "./steps.css";
import { words } from "./steps.words.js";

/** One step on in the round that is taken apart; the first call pauses the training and takes it apart. */
export function stepOnce(session: Session): Promise<void> {
  return walkthroughOf(session).forward();
}

export function StepsPanel({ session }: { session: Session }) {
  const say = words[session.language.value];
  const walk = walkthroughOf(session);
  const lesson = useSignal<LessonModule | null>(null);
  useEffect(() => void import("../steps/stepView.js").then((module) => (lesson.value = module)), []);
  const state = walk.state.value;
  const isOpen = state.kind === "open" && lesson.value !== null;
  return (
    <section class="steps-panel" aria-label={say.title} onKeyDown={(event) => onKey(event, walk)}>
      {isOpen ? (
        <Round session={session} walk={walk} state={state} lesson={lesson.value!} />
      ) : (
        <Start session={session} walk={walk} />
      )}
    </section>
  );
}

/** Before a round is open: what it would be, or why there is none. */
function Start({ session, walk }: { session: Session; walk: Walkthrough }) {
  const say = words[session.language.value];
  const state = walk.state.value;
  const next = useComputed(() => nextInLine(session, walk));
  const { config, inputs } = session.network.value;
  const steps = aboutSteps(config.layers);
  if (steps > mostSteps) {
    const shape = [inputs, ...config.layers.map(({ units }) => units)].join("-");
    const activation = config.layers.length > 1 ? config.layers[0]!.activation : "sigmoid";
    return (
      <>
        <p class="steps-intro">{say.tooLarge(shape, steps.toLocaleString("en"))}</p>
        <p class="steps-buttons">
          {inputs <= 20 && (
            <button type="button" onClick={() => session.choose({ hidden: [{ units: 4, activation }] })}>
              {say.smaller(4)}
            </button>
          )}
          <button type="button" onClick={() => session.choose({ data: "mazur" })}>
            {say.smallData}
          </button>
        </p>
      </>
    );
  }
  const { rows } = session.samples.value.train;
  const sample = Math.min(session.sample.value, rows - 1);
  const isSingle = session.choices.value.batchSize === 1 || rows === 1;
  const isOther = isSingle && next.value !== null && next.value !== sample;
  const isBusy = walk.isBusy.value;
  return (
    <>
      <p class="steps-intro">{say.intro}</p>
      {state.kind === "closed" && state.why === "moved" && <p class="steps-quiet">{say.moved}</p>}
      {state.kind === "failed" && (
        <p class="steps-wrong" role="alert">
          {state.message}
        </p>
      )}
      <p class="steps-buttons">
        <button type="button" class="main" disabled={isBusy} onClick={() => void walk.open()}>
          {isBusy ? say.working : isSingle ? say.openNext : say.openSample(sample + 1)}
        </button>
        {isOther && (
          <button type="button" disabled={isBusy} onClick={() => void walk.open(sample)}>
            {say.openSample(sample + 1)}
          </button>
        )}
      </p>
    </>
  );
}

/** The sample that trains next, where it is one and the training stands still. */
function nextInLine(session: Session, walk: Walkthrough): number | null {
  // read, so that they bring another answer
  void [session.choices.value, session.network.value];
  if (session.frame.value.state === "running") return null;
  const rows = walk.nextRows();
  return rows?.length === 1 ? rows[0]! : null;
}

interface RoundProps {
  session: Session;
  walk: Walkthrough;
  state: OpenWalkthrough;
  lesson: LessonModule;
}

/** An open round: controls, the step or the end, the list of all steps. */
function Round({ session, walk, state, lesson }: RoundProps) {
  const code = session.language.value;
  const say = words[code];
  const digits = useSignal(9);
  const { trace, at, row, updates } = state;
  const { rows } = session.samples.value.train;
  const notes = lesson.notesOf(trace, code);
  return (
    <>
      <header class="steps-head">
        <span>{say.about(row + 1, rows, updates + 1)}</span>
        <span class="steps-quiet">{trace.network.sizes.join("-")}</span>
        <label>
          {say.decimals}{" "}
          <select
            value={digits.value}
            onChange={({ currentTarget }) => (digits.value = Number(currentTarget.value))}
          >
            {[4, 6, 9, 17].map((count) => (
              <option key={count} value={count}>
                {count}
              </option>
            ))}
          </select>
        </label>
        <button type="button" class="plain" onClick={() => walk.close()}>
          {say.close}
        </button>
      </header>
      <Controls session={session} walk={walk} state={state} lesson={lesson} />
      <div class="steps-stage">
        <StepList
          walk={walk}
          state={state}
          lesson={lesson}
          code={code}
          digits={Math.min(digits.value, 9)}
          title={say.allSteps}
        />
        <div class="steps-scene">
          {at < trace.steps.length ? (
            <Step lesson={lesson} state={state} code={code} digits={digits.value} />
          ) : (
            <Ending session={session} walk={walk} state={state} lesson={lesson} />
          )}
          <p class="steps-quiet steps-keys">{say.keys}</p>
          {notes.length > 0 && (
            <details class="steps-notes" open={notes.length < 3}>
              <summary>{say.notes}</summary>
              <ul>
                {notes.map((note) => (
                  <li key={note}>{note}</li>
                ))}
              </ul>
            </details>
          )}
        </div>
      </div>
    </>
  );
}

/** Phases to jump to, the way back and forth, and how far it is. */
function Controls({ session, walk, state, lesson }: RoundProps) {
  const say = words[session.language.value];
  const { trace, at, outcome } = state;
  const count = trace.steps.length;
  const phase = trace.steps[at]?.phase ?? null;
  const isBusy = walk.isBusy.value;
  const progress = at < count ? say.progress(at + 1, count) : say.phases.after;
  const nextWords = at >= count ? say.nextUpdate : at === count - 1 && !outcome ? say.train : say.next;
  const onNext = () =>
    at < count - 1 || (at === count - 1 && outcome) ? walk.go(at + 1) : void walk.forward();
  return (
    <div class="steps-controls" role="group" aria-label={say.steps}>
      <div class="steps-phases">
        {lesson.phases.map((one) => {
          const from = trace.steps.findIndex((step) => step.phase === one);
          const steps = trace.steps.filter((step) => step.phase === one).length;
          return (
            <button
              key={one}
              type="button"
              disabled={from < 0}
              aria-current={phase === one ? "step" : undefined}
              onClick={() => walk.go(from)}
            >
              {say.phases[one]} <small>{steps}</small>
            </button>
          );
        })}
        <button
          type="button"
          disabled={!outcome}
          aria-current={at >= count ? "step" : undefined}
          onClick={() => walk.go(count)}
        >
          {say.phases.after}
        </button>
      </div>
      <div class="steps-move">
        <button
          type="button"
          class="end"
          aria-label={say.first}
          disabled={at === 0}
          onClick={() => walk.go(0)}
        >
          ⇤
        </button>
        <button type="button" disabled={at === 0} onClick={() => walk.go(at - 1)}>
          ← <span>{say.previous}</span>
        </button>
        <div class="steps-where">
          <span aria-hidden="true">{progress}</span>
          <input
            type="range"
            min={1}
            max={count}
            value={Math.min(at + 1, count)}
            aria-label={say.steps}
            aria-valuetext={progress}
            onInput={({ currentTarget }) => walk.go(Number(currentTarget.value) - 1)}
          />
        </div>
        <button type="button" class="main" disabled={isBusy} onClick={onNext}>
          <span>{isBusy ? say.working : nextWords}</span> →
        </button>
        <button
          type="button"
          class="end"
          aria-label={say.last}
          disabled={at >= count - 1}
          onClick={() => walk.go(count - 1)}
        >
          ⇥
        </button>
      </div>
    </div>
  );
}

interface StepProps {
  lesson: LessonModule;
  state: OpenWalkthrough;
  code: Session["language"]["value"];
  digits: number;
}

function Step({ lesson, state, code, digits }: StepProps) {
  const { trace, at } = state;
  const view = lesson.stepView(trace, at, code, digits);
  return (
    <article class={`step ${trace.steps[at]!.phase}`}>
      <h3>
        <span class="number">{at + 1}</span> {view.where}
      </h3>
      {/* markup of the library's own typesetting, every name in it escaped */}
      <div dangerouslySetInnerHTML={{ __html: view.equations }} />
      <p class="why">{view.reason}</p>
      <div dangerouslySetInnerHTML={{ __html: view.others }} />
      <p class="steps-unseen" aria-live="polite">
        {view.said}
      </p>
    </article>
  );
}

/** Arrow keys go through the steps, where nothing else wants them. */
function onKey(event: KeyboardEvent, walk: Walkthrough): void {
  const state = walk.state.peek();
  if (state.kind !== "open" || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if ((event.target as Element).closest("input, select, textarea, .sideways")) return;
  const count = state.trace.steps.length;
  const to: Record<string, number> = {
    ArrowRight: state.at + 1,
    ArrowLeft: state.at - 1,
    Home: 0,
    End: count - 1,
  };
  if (!Object.hasOwn(to, event.key)) return;
  event.preventDefault();
  walk.go(to[event.key]!);
}
