/** Loads the panel for collecting images when it is first opened. */
import { signal } from "@preact/signals";
import type { PlaygroundSession } from "../session.js";
import type { CollectPanel } from "../panels/collectPanel.js";
import { collectingOf } from "./collecting.js";

const panel = signal<typeof CollectPanel | null>(null);
const failure = signal<string | null>(null);

export function LazyCollect({ session }: { session: PlaygroundSession }) {
  if (!collectingOf(session).isOpen.value) return null;
  const Panel = panel.value;
  if (failure.value !== null) return <p role="alert">{failure.value}</p>;
  if (!Panel) {
    void import("../panels/collectPanel.js").then(
      (loaded) => (panel.value = loaded.CollectPanel),
      (error) => (failure.value = String(error)),
    );
  }
  return <div class="card wide">{Panel ? <Panel session={session} /> : <p aria-busy="true">…</p>}</div>;
}
