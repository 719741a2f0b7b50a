/** The bar at the top: buttons and keys that run, pause and step the training, its speed and goals, and its state. */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { Control } from "../control.js";
import { engineStatus } from "../engineStatus.js";
import { engineNames, type Session } from "../sessionTypes.js";
import { Segments } from "./fields.js";
import { Goals, SpeedField } from "./speedFields.js";
import { Status } from "./status.js";
import { words } from "./settings.words.js";
import "./transport.css";

interface TransportProps {
  session: Session;
  /** Goes one step on in the walkthrough of an update. */
  onStep: () => void;
}

export function TransportBar({ session, onStep }: TransportProps) {
  const say = words[session.language.value];
  const isRunning = useComputed(() => session.frame.value.state === "running").value;
  /** By key. */
  const act = {
    " ": () => (session.frame.peek().state === "running" ? session.pause() : session.run()),
    e: () => void session.trainEpoch(),
    b: () => void session.trainBatch(),
    s: () => onStep(),
    r: () => session.reset(),
  };
  const buttons = [
    ["e", say.oneEpoch],
    ["b", say.oneBatch],
    ["s", say.oneStep],
    ["r", say.reset],
  ] as const;
  useKeys(act);
  return (
    <section class="transport" aria-label={say.transport}>
      <div class="transport-buttons">
        <button
          type="button"
          class="main"
          title={say.key(say.space)}
          aria-keyshortcuts="Space"
          onClick={act[" "]}
        >
          <Icon>
            {isRunning ? (
              <path d="M5 3v10M11 3v10" class="thick" />
            ) : (
              <path d="M5 3l8 5-8 5z" class="filled" />
            )}
          </Icon>
          {isRunning ? say.pause : say.run}
        </button>
        {buttons.map(([key, label]) => (
          <button
            key={key}
            type="button"
            title={say.key(key.toUpperCase())}
            aria-keyshortcuts={key.toUpperCase()}
            onClick={act[key]}
          >
            {label}
          </button>
        ))}
      </div>
      <Control name="speed">
        <div class="transport-pace">
          <Goals session={session} />
          <SpeedField session={session} />
        </div>
      </Control>
      <Status session={session} />
    </section>
  );
}

export function EngineSwitch({ session }: { session: Session }) {
  const say = words[session.language.value];
  const { engine } = session.choices.value;
  const status = useMemo(engineStatus, []);
  return (
    <Segments
      label={say.engine}
      value={engine}
      options={engineNames.map((name) => ({
        value: name,
        label: say.engines[name],
        title: status[name].available ? say.engineHints[name] : say.unavailable(status[name].reason),
        isDisabled: !status[name].available && name !== engine,
      }))}
      onChoose={(value) => session.choose({ engine: value })}
    />
  );
}

function Icon({ children }: { children: ComponentChildren }) {
  return (
    <svg viewBox="0 0 16 16" class="icon" aria-hidden="true">
      {children}
    </svg>
  );
}

/** Elements that use keys themselves. */
const typing = "input:not([type=radio], [type=range], [type=checkbox]), textarea, select, [contenteditable]";
/** Elements that the space bar activates. */
const pressable = "button, a, summary, input, [role=tab], [role=slider]";

/** Calls an action on its key, unless the focused element uses the key. */
function useKeys(actions: Record<string, () => void>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
      const target = event.target instanceof Element ? event.target : document.body;
      const key = event.key.toLowerCase();
      if (!Object.hasOwn(actions, key) || target.closest(typing)) return;
      if (key === " " && target.closest(pressable)) return;
      event.preventDefault();
      actions[key]!();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  });
}
