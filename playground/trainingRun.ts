/**
 * One `fit` that goes on until it is ended, and what it tells: begun standing still, steered by its control.
 * What is shown of it is the business of `session.ts`.
 */
import { ChainruleError } from "../src/errors.js";
import { TrainingControl } from "../src/train/loop/control.js";
import type { Progress } from "../src/train/loop/history.js";
import type { Network } from "../src/train/network.js";
import type { TrainingInput } from "../src/train/settings.js";
import type { Samples } from "./sessionTypes.js";

/** Counted since the reset; what trained the same weights before counts too. */
export interface Counts {
  /** Epochs, with the part of the one at hand. */
  epochs: number;
  updates: number;
}

/** More than anybody waits for. */
const manyEpochs = 1e9;

export class TrainingRun {
  readonly #control = new TrainingControl({ paused: true });
  #stands = true;
  /** The last that was heard. */
  progress: Progress | null = null;
  /** Why it ended by itself, in words; null while it goes on, and where it was ended. */
  failure: string | null = null;
  /** Whether it has ended, unasked or not. */
  isOver = false;
  /** Resolves when it has ended; never rejects. */
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();
  /** Rows of a batch, and batches of an epoch: the last may be short. */
  readonly #batch: number;
  readonly #batches: number;

  constructor(
    readonly network: Network,
    { train }: Samples,
    settings: TrainingInput,
    readonly before: Counts,
    onEnd: () => void,
  ) {
    const { batchSize = 16 } = settings;
    this.#batch = batchSize === "full" ? train.rows : Math.min(batchSize, train.rows);
    this.#batches = Math.ceil(train.rows / this.#batch);
    this.ended = network
      .fit(train, {
        ...settings,
        epochs: manyEpochs,
        keepEpochs: 1,
        control: this.#control,
        signal: this.#abort.signal,
        onProgress: (progress) => (this.progress = progress),
      })
      .then(() => null)
      .catch((error: unknown) => (error instanceof ChainruleError ? error.message : String(error)))
      .then((failure) => {
        this.failure = failure;
        this.isOver = true;
        onEnd();
      });
  }

  get counts(): Counts {
    const { before, progress } = this;
    if (!progress) return before;
    const { epoch, samples, samplesPerEpoch } = progress;
    return {
      epochs: before.epochs + epoch - 1 + samples / samplesPerEpoch,
      updates: before.updates + (epoch - 1) * this.#batches + Math.ceil(samples / this.#batch),
    };
  }

  /** Samples that it has trained on. */
  get samples(): number {
    const { progress } = this;
    return progress ? (progress.epoch - 1) * progress.samplesPerEpoch + progress.samples : 0;
  }

  /** Whether nothing is trained: neither by a run, nor by a batch that was on its way when a pause came. */
  get stands(): boolean {
    return this.isOver || this.#stands;
  }

  resume(): void {
    this.#stands = false;
    this.#control.resume();
  }

  /** Resolves when it stands still, or is to go on after all. */
  async pause(): Promise<void> {
    this.#control.pause();
    await Promise.race([this.#control.whenPaused(), this.ended]);
    this.#stands = this.#control.isPaused;
  }

  /** From standing still: trains one epoch, the one at hand, or one batch; resolves when it stands still again. */
  async step(unit: "epoch" | "batch"): Promise<void> {
    this.#stands = false;
    const stepped = unit === "epoch" ? this.#control.runEpochs(1) : this.#control.runBatches(1);
    await Promise.race([stepped, this.ended]);
    this.#stands = this.#control.isPaused;
  }

  /** Ends it after the batch at hand. */
  end(): Promise<void> {
    this.#abort.abort();
    return this.ended;
  }
}
