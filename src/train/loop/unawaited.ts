/**
 * Callbacks that training does not wait for. What they throw ends the training at once; where they return a promise that is
 * rejected, it ends with their next call, or at its own end.
 */
export class Unawaited {
  readonly #pending = new Set<Promise<void>>();
  #failure: { error: unknown } | null = null;

  /** The callback, followed. Undefined stays undefined. */
  follow<Given>(callback: ((given: Given) => unknown) | undefined): ((given: Given) => void) | undefined {
    if (!callback) return undefined;
    return (given) => {
      this.#refuse();
      const result = callback(given);
      if (typeof (result as PromiseLike<unknown> | undefined)?.then === "function") this.#note(result);
    };
  }

  /** Waits for the promises that are not settled yet. @throws what the first one that failed was rejected with */
  async end(): Promise<void> {
    await Promise.all(this.#pending);
    this.#refuse();
  }

  #note(result: unknown): void {
    const settled = Promise.resolve(result)
      .then(
        () => {},
        (error: unknown) => void (this.#failure ??= { error }),
      )
      .finally(() => this.#pending.delete(settled));
    this.#pending.add(settled);
  }

  #refuse(): void {
    if (this.#failure) throw this.#failure.error;
  }
}
