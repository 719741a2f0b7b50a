/**
 * Signals: the first SIGINT (Ctrl-C), SIGTERM or SIGHUP (a terminal that is closed) ends the work after the current batch, and its
 * results are saved. The second one ends the process at once.
 */
import { constants } from "node:os";

/** Thrown after an interrupted command has saved its results so far and said so. */
export class Interrupted extends Error {
  /** @param exitCode 128 and the number of the signal, as shells give it */
  constructor(readonly exitCode: number) {
    super("interrupted");
  }
}

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Runs `work` with a signal that the first interruption aborts; its reason is an `Interrupted`. `onFirst` may say so.
 */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  onFirst: () => void,
): Promise<Result> {
  const controller = new AbortController();
  const stop = (name: (typeof signals)[number]) => {
    const exitCode = 128 + constants.signals[name];
    if (controller.signal.aborted) process.exit(exitCode);
    controller.abort(new Interrupted(exitCode));
    onFirst();
  };
  for (const name of signals) process.on(name, stop);
  try {
    return await work(controller.signal);
  } finally {
    for (const name of signals) process.off(name, stop);
  }
}
