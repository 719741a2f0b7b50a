/** What the suite cannot measure in this browser, and why. */
import { hasThreads } from "../../../wasm/builds.js";
import { info } from "../../../wasm/info.js";
import { defaultSpawn } from "../../../wasm/spawn.js";

export interface Missing {
  /** A build; null: more than one thread, of builds that have threads. */
  build: string | null;
  /** In the library's words; "" where threads are missing because there is no way to start them. */
  reason: string;
}

export function missing(): Missing[] {
  const { builds } = info();
  const none: Missing[] = builds
    .filter(({ available }) => !available)
    .map(({ name, reason }) => ({ build: name, reason }));
  const isShared = builds.some(({ name, available }) => available && hasThreads(name));
  if (isShared && !defaultSpawn()) none.push({ build: null, reason: "" });
  return none;
}
