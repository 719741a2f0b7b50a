/**
 * Does `work` for each item, several at a time. After an error it starts no more, waits for the running ones, and throws.
 *
 * @param controller aborted by the first error; once it is aborted, no more items are started
 */
export async function each<Item>(
  items: readonly Item[],
  concurrency: number,
  controller: AbortController,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = [...items];
  await eachOf(() => queue.shift(), concurrency, controller, work);
}

/** The same for items that `next` decides on, one at a time; undefined for none before the next one is finished. */
export async function eachOf<Item>(
  next: () => Item | undefined,
  concurrency: number,
  controller: AbortController,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const errors: unknown[] = [];
  let running = 0;
  const waiting: (() => void)[] = [];
  const line = async () => {
    while (!controller.signal.aborted) {
      const item = next();
      if (item === undefined) {
        if (running === 0) return;
        await new Promise<void>((resolve) => waiting.push(resolve));
        continue;
      }
      running++;
      try {
        await work(item);
      } catch (error) {
        errors.push(error);
        controller.abort();
      }
      running--;
      for (const wake of waiting.splice(0)) wake();
    }
  };
  await Promise.all(Array.from({ length: concurrency }, line));
  if (errors.length > 0) throw errors[0];
}

/** A controller that aborts with a signal of the caller. @returns it, and what ends that */
export function following(signal: AbortSignal | undefined): { controller: AbortController; end: () => void } {
  const controller = new AbortController();
  const abort = () => controller.abort();
  signal?.addEventListener("abort", abort);
  if (signal?.aborted) abort();
  return { controller, end: () => signal?.removeEventListener("abort", abort) };
}
