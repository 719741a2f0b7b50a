/** How long a call of a kernel takes, and when the host gets its turn between two calls. */

/** What sets the size of the next call. */
export interface Pace {
  /** When training began, by `performance.now()`; later by the time that it was paused. */
  began: number;
  /** When the host last had its turn. */
  lastBreath: number;
  /** Batches of the next call. */
  batches: number;
  /** Samples trained on so far. */
  trained: number;
}

export function newPace(): Pace {
  const now = performance.now();
  return { began: now, lastBreath: now, batches: 1, trained: 0 };
}

/** How many pieces of work take about `sliceMs`, where `pieces` took `ms`; at most twice as many. */
export function nextCount(pieces: number, ms: number, sliceMs: number): number {
  const fitting = Math.floor((pieces * sliceMs) / Math.max(ms, 0.01));
  return Math.max(1, Math.min(fitting, pieces * 2));
}

/** Milliseconds without a turn for the host that neither a person nor a timer notices. */
const breathMs = 8;

/** Gives the host its turn if its last one was long ago. */
export async function breatheInTime(pace: Pace): Promise<void> {
  if (performance.now() - pace.lastBreath <= breathMs) return;
  await breathe();
  pace.lastBreath = performance.now();
}

/** Gives timers, input and output of the host their turn. Does nothing where the host has no way to wait for it. */
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
