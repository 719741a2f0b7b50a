/** Ctrl-C: the first one stops training after the current batch, the second one ends the process at once. */

/** Thrown after an interrupted command has saved its results so far and said so. */
export class Interrupted extends Error {}

/** Runs `work` with a signal that Ctrl-C (or SIGTERM) aborts. `onFirst` may say so. */
export async function interruptible<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
  onFirst: () => void,
): Promise<Result> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
    onFirst();
  };
  process.on("SIGINT", stop).on("SIGTERM", stop);
  try {
    return await work(controller.signal);
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop);
  }
}
