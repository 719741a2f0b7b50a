/**
 * "Step by step": one update for one sample, with all its calculation steps. `../steps/walkthrough.ts` decides which
 * update and which step. `../steps/stepView.ts` makes the markup of a step; it is loaded when the panel is first shown.
 */
import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { aboutSteps, mostSteps } from "../../src/explain/extent.js";
import { sizesOf } from "../networkSizes.js";
import type { Session } from "../sessionTypes.js";
import { addDrawingStyle } from "../steps/drawingSheet.js";
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
import { Message } from "../message.js";

/** Goes one step on in the walkthrough. The first call pauses the training and opens it. */
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
        <OpenWalkthroughView session={session} walk={walk} state={state} lesson={lesson.value!} />
      ) : (
        <Start session={session} walk={walk} />
      )}
    </section>
  );
}

/** The panel before a walkthrough is open: what it will show, or why it cannot. */
function Start({ session, walk }: { session: Session; walk: Walkthrough }) {
  const say = words[session.language.value];
  const state = walk.state.value;
  const next = useComputed(() => nextSample(session, walk));
  const { config, inputs } = session.network.value;
  const steps = aboutSteps(config.layers);
  if (steps > mostSteps) {
    const shape = sizesOf(session.network.value).join("-");
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
          <Message text={state.message} language={session.language.value} />
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

/** The next training sample; null where the batch has several, it is not known, or the training runs. */
function nextSample(session: Session, walk: Walkthrough): number | null {
  // read here, so that a change of them updates the result
  void [session.choices.value, session.network.value];
  if (session.frame.value.state === "running") return null;
  const rows = walk.nextRows();
  return rows?.length === 1 ? rows[0]! : null;
}

interface WalkthroughProps {
  session: Session;
  walk: Walkthrough;
  state: OpenWalkthrough;
  lesson: LessonModule;
}

/** An open walkthrough: controls, the step or the end, and the list of all steps. */
function OpenWalkthroughView({ session, walk, state, lesson }: WalkthroughProps) {
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

/** Buttons for the phases and for one step back and forth, and the progress. */
function Controls({ session, walk, state, lesson }: WalkthroughProps) {
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
  useEffect(addDrawingStyle, []);
  return (
    <article class={`step ${trace.steps[at]!.phase}`}>
      <h3>
        <span class="number">{at + 1}</span> {view.where}
      </h3>
      {/* markup from the library's typesetting, which escapes every name */}
      <div dangerouslySetInnerHTML={{ __html: view.equations }} />
      <p class="why" dangerouslySetInnerHTML={{ __html: view.reason }} />
      <div dangerouslySetInnerHTML={{ __html: view.others }} />
      {view.curve && <div class="step-curve" dangerouslySetInnerHTML={{ __html: view.curve }} />}
      <div class="step-picture" tabIndex={0} dangerouslySetInnerHTML={{ __html: view.picture }} />
      <p class="unseen" aria-live="polite">
        {view.said}
      </p>
    </article>
  );
}

/** Arrow keys go through the steps, unless a field uses them. */
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
