/** The page: what stands where. Panels know nothing of each other; they are put into their places here. */
import type { Session } from "./model.js";

export function App({ session, complaints }: { session: Session; complaints: readonly string[] }) {
  const frame = session.frame.value;
  return (
    <>
      <header class="page-header">
        <h1>Chainrule</h1>
      </header>
      <div class="transport">
        <button type="button" onClick={() => (frame.state === "running" ? session.pause() : session.run())}>
          {frame.state === "running" ? "Pause" : "Run"}
        </button>
        <button type="button" onClick={() => void session.trainEpoch()}>
          One epoch
        </button>
        <button type="button" onClick={() => session.reset()}>
          Reset
        </button>
        <output>{JSON.stringify(frame)}</output>
      </div>
      {complaints.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {/*
       * Mount points. A panel is imported above and takes its place here when it lands:
       *   left    settingsPanels/data.tsx, settingsPanels/network.tsx
       *   middle  panels/network.tsx, panels/inspector.tsx
       *   right   panels/surface.tsx, panels/loss.tsx, panels/confusion.tsx, panels/mistakes.tsx, panels/draw.tsx
       *   tabs    panels/steps.tsx, panels/weights.tsx, panels/bench.tsx (lazily), panels/take.tsx
       */}
      <main class="columns">
        <section class="left" />
        <section class="middle" />
        <section class="right" />
      </main>
    </>
  );
}
