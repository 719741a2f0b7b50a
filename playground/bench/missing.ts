/** What the suite cannot measure in this browser, and why. */
import { info } from "../../src/wasm/info.js";

export interface Missing {
  /** A build; null: more than one thread. */
  build: string | null;
  /** In the library's words. */
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
