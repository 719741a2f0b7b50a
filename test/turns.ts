/** Turns of the event loop: what a test waits for instead of time. */

/** Aborts after this many timers, each set when the one before has run. Code that never lets timers run is never aborted. */
export function abortAfterTurns(turns: number): AbortSignal {
  const controller = new AbortController();
  const turn = () => void (turns-- > 0 ? setTimeout(turn) : controller.abort());
  turn();
  return controller.signal;
}
