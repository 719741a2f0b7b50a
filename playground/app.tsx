/** The layout of the page. Panels do not know each other; this component places them. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { LazyCollect } from "./collect/lazyCollect.js";
import { LazyBench } from "./lazyBench.js";
import { LazyExample } from "./worked/lazyExample.js";
import { ConfusionPanel } from "./panels/confusionPanel.js";
import { DrawPanel } from "./panels/drawPanel.js";
import { FitPanel } from "./panels/fitPanel.js";
import { InspectorPanel } from "./panels/inspectorPanel.js";
import { LossPanel } from "./panels/lossPanel.js";
import { MistakesPanel } from "./panels/mistakesPanel.js";
import { NetworkPanel } from "./panels/networkPanel.js";
import { StepsPanel, stepOnce } from "./panels/stepsPanel.js";
import { SurfacePanel } from "./panels/surfacePanel.js";
import { ExportPanel } from "./panels/exportPanel.js";
import { WeightsPanel } from "./panels/weightsPanel.js";
import { PageFooter } from "./pageFooter.js";
import { PageHeader } from "./pageHeader.js";
import type { PlaygroundSession } from "./session.js";
import { DataFields } from "./settingsPanels/dataFields.js";
import { DropAnywhere } from "./settingsPanels/dropAnywhere.js";
import { LinkedFileNotice } from "./settingsPanels/fileFields.js";
import { NetworkFields } from "./settingsPanels/networkFields.js";
import { Failure } from "./settingsPanels/status.js";
import { EngineSwitch, TransportBar } from "./settingsPanels/transport.js";
import { words as settingsWords } from "./settingsPanels/settings.words.js";
import { type Tab, Tabs } from "./tabs.js";
import { words } from "./page.words.js";
import { Message } from "./message.js";

interface AppProps {
  session: PlaygroundSession;
  /** What was wrong in the last link. */
  complaints: ReadonlySignal<readonly string[]>;
}

export function App({ session, complaints }: AppProps) {
  const say = words[session.language.value];
  const settings = settingsWords[session.language.value];
  const shown = useSignal<string>("steps");
  const more = useRef<HTMLDivElement>(null);
  const tabs: Tab[] = [
    { name: "steps", label: say.steps, content: () => <StepsPanel session={session} /> },
    { name: "weights", label: say.weights, content: () => <WeightsPanel session={session} /> },
    { name: "bench", label: say.bench, content: () => <LazyBench session={session} /> },
    { name: "export", label: say.export, content: () => <ExportPanel session={session} /> },
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
      <LinkedFileNotice session={session} />
      <DropAnywhere session={session} />
      <main class="columns">
        <div class="column left" role="group" aria-label={say.settings}>
          <Fold title={settings.data}>
            <DataFields session={session} />
          </Fold>
          <Fold title={settings.network}>
            <NetworkFields session={session} />
            <div class="narrow-engine">
              <EngineSwitch session={session} />
            </div>
          </Fold>
        </div>
        <LazyCollect session={session} />
        <LazyExample session={session} />
        <div class="column middle">
          <div class="card">
            <h2>{say.network}</h2>
            <NetworkPanel session={session} />
          </div>
          <div class="card">
            <InspectorPanel session={session} />
          </div>
          <DrawPanel session={session} />
        </div>
        <div class="column right">
          <SurfacePanel session={session} />
          <FitPanel session={session} />
          <LossPanel session={session} />
          <ConfusionPanel session={session} />
          <MistakesPanel session={session} />
        </div>
      </main>
      <div ref={more}>
        <Tabs label={say.tabs} tabs={tabs} chosen={shown} />
      </div>
      <PageFooter session={session} />
    </>
  );
}

/** Settings that are folded at first on a narrow screen. */
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
  const closed = useSignal<readonly string[] | null>(null);
  const texts = complaints.value;
  if (texts.length === 0 || closed.value === texts) return null;
  return (
    <div class="failure" role="status">
      <strong>{say.inLink}</strong>
      <ul>
        {texts.map((text) => (
          <li key={text}>
            <Message text={text} language={session.language.value} />
          </li>
        ))}
      </ul>
      <button type="button" class="plain" onClick={() => (closed.value = texts)}>
        {say.close}
      </button>
    </div>
  );
}
