/** The bar at the top: runs, pauses and steps the training, by buttons and by keys, and chooses what computes. */
import { useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { engineStatus } from "../engineStatus.js";
import { engineNames, type Session } from "../sessionTypes.js";
import { Segments } from "./fields.js";
import { Status } from "./status.js";
import { words } from "./settings.words.js";
import "./transport.css";

interface TransportProps {
  session: Session;
  /** Takes one step of the round that is taken apart. */
  onStep: () => void;
}

export function TransportBar({ session, onStep }: TransportProps) {
  const say = words[session.language.value];
  const isRunning = useComputed(() => session.frame.value.state === "running").value;
  const act = {
    run: () => (session.frame.peek().state === "running" ? session.pause() : session.run()),
    epoch: () => void session.trainEpoch(),
    batch: () => void session.trainBatch(),
    step: () => onStep(),
    reset: () => session.reset(),
  };
  useKeys({ " ": act.run, e: act.epoch, b: act.batch, s: act.step, r: act.reset });
  return (
    <section class="transport" aria-label={say.transport}>
      <div class="transport-buttons">
        <button
          type="button"
          class="main"
          title={say.key(say.space)}
          aria-keyshortcuts="Space"
          onClick={act.run}
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
        <button type="button" title={say.key("E")} aria-keyshortcuts="E" onClick={act.epoch}>
          {say.oneEpoch}
        </button>
        <button type="button" title={say.key("B")} aria-keyshortcuts="B" onClick={act.batch}>
          {say.oneBatch}
        </button>
        <button type="button" title={say.key("S")} aria-keyshortcuts="S" onClick={act.step}>
          {say.oneStep}
        </button>
        <button type="button" title={say.key("R")} aria-keyshortcuts="R" onClick={act.reset}>
          {say.reset}
        </button>
      </div>
      <Status session={session} />
      <div class="transport-engine">
        <EngineSwitch session={session} />
      </div>
    </section>
  );
}

/** What computes. */
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

/** What takes keys for itself. */
const typing = "input:not([type=radio], [type=range], [type=checkbox]), textarea, select, [contenteditable]";
/** What the space bar presses. */
const pressable = "button, a, summary, input, [role=tab], [role=slider]";

/** Calls back on keys, where nobody is typing and nothing else wants them. */
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
