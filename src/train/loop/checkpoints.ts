/**
 * Saves a training now and then, while it goes on: at the next end of a call once it is due, one file at a time.
 */
import type { TrainingState } from "../state/trainingState.js";
import type { Checkpoint, Stopped } from "./history.js";

export class Checkpoints {
  #since: { at: number; updates: number; epochs: number };
  /** Updates before this call of `fit`. */
  readonly #begun: number;
  #writing: Promise<void> | null = null;
  #failure: { error: unknown } | null = null;

  /**
   * @param save  gives the model file with the state of the training
   */
  constructor(
    private readonly checkpoint: Checkpoint,
    private readonly state: TrainingState,
    private readonly save: () => Uint8Array,
  ) {
    this.#since = this.#now();
    this.#begun = state.updates;
  }

  /** Largest number of batches until it is due by batches. */
  get batches(): number {
    return this.#left(this.checkpoint.every.batches, this.state.updates - this.#since.updates);
  }

  /** Largest number of epochs until it is due by epochs. */
  get epochs(): number {
    return this.#left(this.checkpoint.every.epochs, this.state.epochs - this.#since.epochs);
  }

  #left(every: number | undefined, done: number): number {
    return every === undefined || this.#writing ? Infinity : Math.max(1, every - done);
  }

  /** Between two calls of kernels: begins to save if that is due. @throws what an earlier `write` rejected with */
  async saveIfDue(): Promise<void> {
    if (this.#failure) throw this.#failure.error;
    if (this.#writing || !this.#isDue()) return;
    this.#begin();
  }

  /**
   * Saves the end of the training if anything was trained, with the parameters that the network is left with; and waits for it.
   *
   * @param stopped why it ended; null for an error
   * @throws as above
   */
  async end(stopped: Stopped | null): Promise<void> {
    await this.#writing;
    if (!this.#failure && this.state.updates > this.#begun) this.#begin(stopped);
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  #isDue(): boolean {
    const { seconds = Infinity, batches = Infinity, epochs = Infinity } = this.checkpoint.every;
    const now = this.#now();
    const { at, updates, epochs: finished } = this.#since;
    if (now.updates === updates) return false;
    return (
      now.at - at >= 1000 * seconds || now.updates - updates >= batches || now.epochs - finished >= epochs
    );
  }

  #begin(stopped: Stopped | null = null): void {
    this.#since = this.#now();
    const { epochs, updates } = this.state;
    try {
      const written = this.checkpoint.write(this.save(), { epochs, updates, stopped });
      if (!written) return;
      this.#writing = Promise.resolve(written)
        .catch((error: unknown) => void (this.#failure = { error }))
        .finally(() => (this.#writing = null));
    } catch (error) {
      this.#failure = { error };
    }
  }

  #now() {
    return { at: performance.now(), updates: this.state.updates, epochs: this.state.epochs };
  }
}
