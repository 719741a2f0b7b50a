/** The layout of the page. Panels do not know each other; this component places them. */
import { type ReadonlySignal, useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Article } from "./article.js";
import { LazyCollect } from "./collect/lazyCollect.js";
import { Control } from "./control.js";
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
import { TabPanel } from "./tabs.js";
import { words } from "./page.words.js";
import { Message } from "./message.js";
import { isHidden, showTab, view } from "./view.js";

interface AppProps {
  session: PlaygroundSession;
  /** What was wrong in the last link. */
  complaints: ReadonlySignal<readonly string[]>;
}

export function App({ session, complaints }: AppProps) {
  const { tab } = view.value;
  const step = () => {
    if (!isHidden("steps")) showTab("steps");
    void stepOnce(session);
  };
  return (
    <>
      <PageHeader session={session} />
      <TransportBar session={session} onStep={step} />
      <Complaints session={session} complaints={complaints} />
      <Failure session={session} />
      <LinkedFileNotice session={session} />
      <DropAnywhere session={session} />
      <main>
        <TabPanel name="train" isShown={tab === "train"}>
          <Train session={session} />
          <Control name="article">
            <Article session={session} />
          </Control>
        </TabPanel>
        <TabPanel name="steps" class="card alone" isShown={tab === "steps"}>
          {tab === "steps" && <StepsPanel session={session} />}
        </TabPanel>
        <TabPanel name="bench" class="card alone" isShown={tab === "bench"}>
          {tab === "bench" && <LazyBench session={session} />}
        </TabPanel>
        <TabPanel name="export" class="card alone" isShown={tab === "export"}>
          {tab === "export" && <ExportPanel session={session} />}
        </TabPanel>
      </main>
      <PageFooter session={session} />
    </>
  );
}

/** The first tab: settings, the network with its inspector, and what it has learned. */
function Train({ session }: { session: PlaygroundSession }) {
  const say = words[session.language.value];
  const settings = settingsWords[session.language.value];
  return (
    <div class="columns">
      <div class="column settings-column" role="group" aria-label={say.settings}>
        <Control name="data">
          <Fold title={settings.data}>
            <DataFields session={session} />
          </Fold>
        </Control>
        <Fold title={settings.network}>
          <NetworkFields session={session} />
          <Control name="engine">
            <div class="narrow-engine">
              <EngineSwitch session={session} />
            </div>
          </Control>
        </Fold>
      </div>
      <LazyCollect session={session} />
      <LazyExample session={session} />
      <div class="column network-column">
        <div class="card">
          <NetworkPanel session={session} />
        </div>
        <Control name="inspector">
          <div class="card">
            <InspectorPanel session={session} />
          </div>
        </Control>
        <Control name="weights">
          <div class="card last">
            <h2>{say.weights}</h2>
            <WeightsPanel session={session} />
          </div>
        </Control>
      </div>
      <div class="column results-column">
        <Control name="plane">
          <SurfacePanel session={session} />
          <FitPanel session={session} />
        </Control>
        <Control name="draw">
          <DrawPanel session={session} />
        </Control>
        <Control name="curve">
          <LossPanel session={session} />
        </Control>
        <Control name="confusion">
          <ConfusionPanel session={session} />
        </Control>
        <Control name="mistakes">
          <MistakesPanel session={session} />
        </Control>
      </div>
    </div>
  );
}

/** Settings that are folded at first on a narrow screen. */
function Fold({ title, children }: { title: string; children: ComponentChildren }) {
  const isOpen = useSignal(!matchMedia("(max-width: 959px)").matches);
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
