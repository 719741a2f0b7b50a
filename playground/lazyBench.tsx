/** Loads the benchmark panel when it is first shown: most visitors never open it. */
import { signal } from "@preact/signals";
import type { Session } from "./sessionTypes.js";
import type { BenchPanel } from "./panels/benchPanel.js";

const panel = signal<typeof BenchPanel | null>(null);
const failure = signal<string | null>(null);

export function LazyBench({ session }: { session: Session }) {
  const Panel = panel.value;
  if (Panel) return <Panel session={session} />;
  if (failure.value !== null) return <p role="alert">{failure.value}</p>;
  void import("./panels/benchPanel.js").then(
    (loaded) => (panel.value = loaded.BenchPanel),
    (error) => (failure.value = String(error)),
  );
  return <p aria-busy="true">…</p>;
}
