/** How long a call of a kernel takes, and when the host may run its own tasks between two calls. */

/** What sets the size of the next call. */
export interface Pace {
  /** When training began, by `performance.now()`, plus the time that it was paused. */
  began: number;
  batches: number;
  trained: number;
}

export function newPace(): Pace {
  return { began: performance.now(), batches: 1, trained: 0 };
}

/** How many pieces of work take about `sliceMs`, where `pieces` took `ms`; at most twice as many. */
export function nextCount(pieces: number, ms: number, sliceMs: number): number {
  const fitting = Math.floor((pieces * sliceMs) / Math.max(ms, 0.01));
  return Math.max(1, Math.min(fitting, pieces * 2));
}

/** For this many milliseconds the host can wait: neither a person nor a timer notices. */
const breathMs = 8;

/** When the host could last run its own tasks; over all trainings, for many short ones may follow each other. */
let lastBreath = -Infinity;

/** Lets the host run its own tasks, if it could not for long. */
export async function breatheInTime(): Promise<void> {
  if (performance.now() - lastBreath <= breathMs) return;
  await breathe();
  lastBreath = performance.now();
}

/** Lets timers, input and output of the host run. Does nothing if the host has no way to wait for that. */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else if (typeof MessageChannel !== "function") resolve();
    else {
      // browsers make nested timers wait 4 ms; a message does not wait
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(null);
    }
  });
}
