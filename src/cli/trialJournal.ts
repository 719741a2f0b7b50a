/**
 * The journal of a search: the result of each training, and the model of each that was the best when it finished. A trial that
 * is beaten stays beaten, so the model of the final best is always there.
 */
import type { Dataset } from "../data/dataset.js";
import type { ConfigInput } from "../settings/generated/types.js";
import type { SearchOptions, Trial } from "../train/search/search.js";
import type { TrialResult } from "../train/search/trial.js";
import { dataHash } from "./dataHash.js";
import { Journal } from "./journal.js";

/** A finished training. */
interface Entry {
  trial: number;
  /** Epochs that were asked for: with halving, a trial trains several times. */
  epochs: number | undefined;
  result: Omit<TrialResult, "model">;
  /** Base64; null for a trial that was not the best so far. */
  model: string | null;
}

type Run = NonNullable<SearchOptions["run"]>;

export class TrialJournal {
  readonly #journal: Journal<Entry>;
  readonly #known: ReadonlyMap<string, Entry>;
  /** Results that `onTrial` has not been called for, by trial. */
  readonly #fresh = new Map<number, Entry & { bytes: Uint8Array | null }>();

  /** @param work settings that decide the results */
  constructor(output: string, work: { base: ConfigInput; search: unknown }, dataset: Dataset) {
    this.#journal = Journal.of(output, "trials", { ...work, data: dataHash(dataset) });
    this.#known = new Map(this.#journal.entries.map((entry) => [keyOf(entry), entry]));
  }

  get path(): string | null {
    return this.#journal.path;
  }

  get advice(): string {
    return this.#journal.advice;
  }

  /** Number of trainings that an earlier run has finished. */
  get finished(): number {
    return this.#known.size;
  }

  /** Trains, unless an earlier run has. */
  around(run: Run): Run {
    return async (task, signal) => {
      const { trial, config } = task;
      const known = this.#known.get(keyOf({ trial, epochs: config.epochs }));
      if (known) return { ...known.result, model: known.model === null ? null : bytesOf(known.model) };
      const { model, ...result } = await run(task, signal);
      this.#fresh.set(trial, { trial, epochs: config.epochs, result, model: null, bytes: model });
      return { ...result, model };
    };
  }

  /** Notes a training that counts. @returns whether it was trained now, not in an earlier run */
  note(trial: Trial, best: Trial | null): boolean {
    const fresh = this.#fresh.get(trial.trial);
    if (!fresh) return false;
    this.#fresh.delete(trial.trial);
    const { bytes, ...entry } = fresh;
    const isBest = best?.trial === trial.trial && bytes !== null;
    this.#journal.add(isBest ? { ...entry, model: Buffer.from(bytes).toString("base64") } : entry);
    return true;
  }

  close(): void {
    this.#journal.close();
  }

  remove(): Promise<void> {
    return this.#journal.remove();
  }
}

function keyOf({ trial, epochs }: Pick<Entry, "trial" | "epochs">): string {
  return `${trial} ${epochs}`;
}

/** A copy: a Buffer would be a view of a larger one. */
function bytesOf(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}
