/** What the benchmark cannot measure in this browser, and why. */
import { info } from "../../src/wasm/info.js";

export interface Missing {
  /** The name of a build; null for several threads. */
  build: string | null;
  reason: string;
}

export function missing(): Missing[] {
  const { builds, workers } = info();
  const none: Missing[] = builds
    .filter(({ available }) => !available)
    .map(({ name, reason }) => ({ build: name, reason }));
  if (!workers.available) none.push({ build: null, reason: workers.reason });
  return none;
}
