/** The page: what stands where. Panels know nothing of each other; they are put into their places here. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { StepsPanel, stepOnce } from "./panels/steps.js";
import { TakePanel } from "./panels/take.js";
import { PageFooter } from "./pageFooter.js";
import { PageHeader } from "./pageHeader.js";
import type { PlaygroundSession } from "./session.js";
import { DataSettings } from "./settingsPanels/data.js";
import { NetworkSettings } from "./settingsPanels/network.js";
import { Failure } from "./settingsPanels/status.js";
import { EngineSwitch, TransportBar } from "./settingsPanels/transport.js";
import { words as settingsWords } from "./settingsPanels/words.js";
import { type Tab, Tabs } from "./tabs.js";
import { words } from "./words.js";

/*
 * Panels that have not landed yet, and their places:
 *   middle  panels/network.tsx, panels/inspector.tsx
 *   right   panels/surface.tsx, panels/loss.tsx, panels/confusion.tsx, panels/mistakes.tsx, panels/draw.tsx
 *   tabs    panels/weights.tsx, panels/bench.tsx (lazily)
 */

interface AppProps {
  session: PlaygroundSession;
  /** What was wrong in the link that was opened last. */
  complaints: ReadonlySignal<readonly string[]>;
}

export function App({ session, complaints }: AppProps) {
  const say = words[session.language.value];
  const settings = settingsWords[session.language.value];
  const shown = useSignal<string>("steps");
  const more = useRef<HTMLDivElement>(null);
  const tabs: Tab[] = [
    { name: "steps", label: say.steps, content: () => <StepsPanel session={session} /> },
    { name: "take", label: say.take, content: () => <TakePanel session={session} /> },
  ];
  const step = () => {
    shown.value = "steps";
    void stepOnce(session).then(() => more.current?.scrollIntoView({ block: "nearest" }));
  };
  return (
    <>
      <PageHeader session={session} />
      <TransportBar session={session} onStep={step} />
      <Complaints session={session} complaints={complaints} />
      <Failure session={session} />
      <main class="columns">
        <div class="column left" role="group" aria-label={say.settings}>
          <Fold title={settings.data}>
            <DataSettings session={session} />
          </Fold>
          <Fold title={settings.network}>
            <NetworkSettings session={session} />
            <div class="narrow-engine">
              <EngineSwitch session={session} />
            </div>
          </Fold>
        </div>
        <div class="column middle" />
        <div class="column right" />
      </main>
      <div ref={more}>
        <Tabs label={say.tabs} tabs={tabs} chosen={shown} />
      </div>
      <PageFooter session={session} />
    </>
  );
}

/** Settings that a narrow screen begins with folded up. */
function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  const isOpen = useSignal(!matchMedia("(max-width: 719px)").matches);
  return (
    <details
      class="card fold"
      open={isOpen.value}
      onToggle={(event) => (isOpen.value = event.currentTarget.open)}
    >
      <summary>
        <h2>{title}</h2>
      </summary>
      {children}
    </details>
  );
}

function Complaints({ session, complaints }: AppProps) {
  const say = words[session.language.value];
  const read = useSignal<readonly string[] | null>(null);
  const texts = complaints.value;
  if (texts.length === 0 || read.value === texts) return null;
  return (
    <div class="failure" role="status">
      <strong>{say.inLink}</strong>
      <ul>
        {texts.map((text) => (
          <li key={text}>{text}</li>
        ))}
      </ul>
      <button type="button" class="plain" onClick={() => (read.value = texts)}>
        {say.close}
      </button>
    </div>
  );
}
