/** Loads the panel "Fill in your own numbers" when a worked example is chosen. */
import { signal } from "@preact/signals";
import type { PlaygroundSession } from "../session.js";
import type { ExamplePanel } from "../panels/examplePanel.js";
import { isWorked } from "./examples.js";

const panel = signal<typeof ExamplePanel | null>(null);
const failure = signal<string | null>(null);

export function LazyExample({ session }: { session: PlaygroundSession }) {
  if (!isWorked(session.choices.value.data)) return null;
  const Panel = panel.value;
  if (failure.value !== null) return <p role="alert">{failure.value}</p>;
  if (!Panel) {
    void import("../panels/examplePanel.js").then(
      (loaded) => (panel.value = loaded.ExamplePanel),
      (error) => (failure.value = String(error)),
    );
  }
  return <div class="card wide">{Panel ? <Panel session={session} /> : <p aria-busy="true">…</p>}</div>;
}
