/**
 * Keeps 256-bit lanes to the wide builds. The flag of V8 that they need belongs to the process: V8 reads it whenever it
 * optimises a function, and then packs the vectors of any module. With the flag on, the `simd` rows would be faster than
 * for a user without it (mnist 124 k → 158 k samples/s, Node 24). So it is on only while code of a wide build runs: for its
 * self-check, its losses, its warm-up and its turns. It is off for everything else, even in a process that was started
 * with it. V8 optimises in the background, so the flag waits for the functions that were begun before it changes.
 */
import { type BuildName, buildNames, narrowerBuild, wideLanes } from "../src/wasm/builds.js";

/** Milliseconds before the flag changes. The largest kernel takes V8 about 15. */
const settleMs = 50;

/** What the flag was last set to; null before the first time. */
let isOn: boolean | null = null;

/** Whether the code of a build needs 256-bit lanes. */
export function isWide(build: string): boolean {
  return narrowerBuild(build as BuildName) !== null;
}

/** Turns 256-bit lanes on or off for what V8 optimises from now on. Does nothing where the host has none. */
export async function useLanes(wide: boolean): Promise<void> {
  if (isOn === wide) return;
  const canBeOn = buildNames.some((name) => isWide(name) && wideLanes?.reason(name) === "");
  if (!canBeOn && !isOn) return; // a build may fail its check while the flag is on
  if (isOn !== null) await new Promise((resolve) => setTimeout(resolve, settleMs));
  isOn = wide;
  wideLanes!.set(wide);
}
