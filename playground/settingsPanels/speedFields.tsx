/** How fast and how far to train: the speed, and goals in epochs. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { count } from "../drawing/numbers.js";
import { type Session, speedNames } from "../sessionTypes.js";
import { Select } from "./fields.js";
import { words } from "./speed.words.js";
import "./speedFields.css";

/** The greatest epoch that can be asked for. */
const mostEpochs = 1e9;

/** Epochs that a button adds. */
const steps = [10, 100, 1000];

export function SpeedField({ session }: { session: Session }) {
  const say = words[session.language.value];
  return (
    <div class="speed-field">
      <Select
        isBare
        label={say.speed}
        title={say.speedHint}
        value={session.choices.value.speed}
        options={speedNames.map((value) => ({ value, label: say.speeds[value] }))}
        onChoose={(speed) => session.choose({ speed })}
      />
    </div>
  );
}

/** A button that opens the goals: a number of further epochs, or an epoch to reach. */
export function Goals({ session }: { session: Session }) {
  const say = words[session.language.value];
  const root = useRef<HTMLDivElement>(null);
  const isOpen = useSignal(false);
  const text = useSignal("");
  const isWrong = useSignal(false);
  useEffect(() => {
    const close = (event: Event) => {
      const isOutside = event instanceof MouseEvent && !root.current!.contains(event.target as Node);
      if (isOutside || (event as KeyboardEvent).key === "Escape") isOpen.value = false;
    };
    for (const name of ["pointerdown", "keydown"]) document.addEventListener(name, close);
    return () => {
      for (const name of ["pointerdown", "keydown"]) document.removeEventListener(name, close);
    };
  }, []);
  const go = (event: Event) => {
    event.preventDefault();
    const epoch = Number(text.value.replace(/\s/g, "") || NaN);
    isWrong.value = !Number.isInteger(epoch) || epoch < 1 || epoch > mostEpochs;
    if (!isWrong.value) void session.trainTo(epoch);
  };
  return (
    <div class="goals" ref={root}>
      <button type="button" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
        {say.goals}
      </button>
      {isOpen.value && (
        <div class="goals-panel">
          <div class="goals-steps" role="group" aria-label={say.more}>
            {steps.map((step) => (
              <button
                key={step}
                type="button"
                title={say.moreEpochs(count(step))}
                onClick={() => void session.trainEpochs(step)}
              >
                +{count(step)}
              </button>
            ))}
            <span>{say.epochs}</span>
          </div>
          <form onSubmit={go} noValidate>
            <label>
              {say.upTo}
              <input
                class="typed"
                type="text"
                inputMode="numeric"
                autocomplete="off"
                value={text.value}
                aria-invalid={isWrong.value}
                aria-describedby={isWrong.value ? "goals-wrong" : undefined}
                onInput={(event) => {
                  text.value = event.currentTarget.value;
                  isWrong.value = false;
                }}
              />
            </label>
            <button type="submit">{say.go}</button>
          </form>
          {isWrong.value && (
            <p class="refusal" role="alert" id="goals-wrong">
              {say.wrong(count(mostEpochs))}
            </p>
          )}
        </div>
      )}
    </div>
  );
}
