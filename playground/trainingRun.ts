/**
 * One call of `fit` that starts paused and runs until it is ended, with its progress. `session.ts` decides what to do
 * with it.
 */
import { ChainruleError } from "../src/errors.js";
import { TrainingControl } from "../src/train/loop/control.js";
import type { Progress } from "../src/train/loop/history.js";
import type { Network } from "../src/train/network.js";
import type { TrainingInput } from "../src/settings/generated/types.js";
import type { Samples } from "./sessionTypes.js";

/** Counts since the reset, including earlier fits of the same weights. */
export interface Counts {
  /** Epochs, with the fraction of the current one. */
  epochs: number;
  updates: number;
}

/** A number of epochs that is never reached. */
const manyEpochs = 1e9;

export class TrainingRun {
  readonly #control = new TrainingControl({ paused: true });
  #isPaused = true;
  /** The last report of `fit`. */
  progress: Progress | null = null;
  /** The message of the error that ended it; null otherwise. */
  failure: string | null = null;
  isOver = false;
  /** Resolves when the fit has ended. Never rejects. */
  readonly ended: Promise<void>;
  readonly #abort = new AbortController();

  constructor(
    readonly network: Network,
    { train }: Samples,
    settings: TrainingInput,
    /** Counts at the beginning, and those of earlier networks with the same weights. */
    readonly before: Counts,
    readonly offset: Counts,
    onEnd: () => void,
  ) {
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
    const { before, offset, progress } = this;
    if (!progress) return before;
    const { epoch, samples, samplesPerEpoch, updates } = progress;
    return {
      epochs: offset.epochs + epoch - 1 + samples / samplesPerEpoch,
      updates: offset.updates + updates,
    };
  }

  /** Number of samples that this network was trained on. */
  get samples(): number {
    const { progress } = this;
    return progress ? (progress.epoch - 1) * progress.samplesPerEpoch + progress.samples : 0;
  }

  /** Whether nothing is computed: the last batch before a pause has ended too. */
  get isIdle(): boolean {
    return this.isOver || this.#isPaused;
  }

  resume(): void {
    this.#isPaused = false;
    this.#control.resume();
  }

  /** Resolves when the training is paused, or resumed before that. */
  async pause(): Promise<void> {
    this.#control.pause();
    await Promise.race([this.#control.whenPaused(), this.ended]);
    this.#isPaused = this.#control.isPaused;
  }

  /** From a pause: trains to the end of the epoch, or one batch. Resolves when paused again. */
  async step(unit: "epoch" | "batch"): Promise<void> {
    this.#isPaused = false;
    const stepped = unit === "epoch" ? this.#control.runEpochs(1) : this.#control.runBatches(1);
    await Promise.race([stepped, this.ended]);
    this.#isPaused = this.#control.isPaused;
  }

  /** Ends the fit after the current batch. */
  end(): Promise<void> {
    this.#abort.abort();
    return this.ended;
  }
}
