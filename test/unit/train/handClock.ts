/** A clock that a test turns by hand, so that what depends on time is the same on every machine. */
import { onTestFinished, vi } from "vitest";

/** Stops `performance.now()` until the test ends. @returns what turns it on, by milliseconds */
export function handClock(): (ms: number) => void {
  // a whole number, so that sums of whole milliseconds are exact
  let now = Math.ceil(performance.now());
  const spy = vi.spyOn(performance, "now").mockImplementation(() => now);
  onTestFinished(() => spy.mockRestore());
  return (ms) => void (now += ms);
}
