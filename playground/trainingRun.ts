/**
 * One call of `fit` that waits until it is told to make some updates, with its progress. `trainingLoop.ts` tells it how
 * many; `session.ts` begins and ends it.
 */
import { ChainruleError } from "../src/errors.js";
import { TrainingControl } from "../src/train/loop/control.js";
import type { Progress, Stopped } from "../src/train/loop/history.js";
import type { Network } from "../src/train/network.js";
import type { TrainingInput } from "../src/settings/generated/types.js";
import { multiplications } from "./networkSizes.js";
import { type Position, type Work, workOf } from "./recordTimes.js";
import type { Ending, Samples } from "./sessionTypes.js";

/** A number of epochs that is never reached. */
const manyEpochs = 1e9;

/** Where a training stands, and where its network began. */
export interface Standing {
  position: Position;
  /** What earlier networks with the same weights were trained: a new network counts from 0. */
  offset: { updates: number; epochs: number };
}

/** The beginning of new weights. */
export const firstStanding: Standing = {
  position: { updates: 0, epoch: 0, inEpoch: 0, perEpoch: 1 },
  offset: { updates: 0, epochs: 0 },
};

export class TrainingRun {
  readonly #control = new TrainingControl({ paused: true });
  readonly #abort = new AbortController();
  readonly #batch: number;
  readonly #first: Position;
  readonly #offset: Standing["offset"];
  /** The last report of `fit`. */
  progress: Progress | null = null;
  /** The message of the error that ended it; null otherwise. */
  failure: string | null = null;
  #stopped: Stopped | null = null;
  isOver = false;
  /** Resolves when the first update can be made: the scaling of the inputs is known from then on. */
  readonly begun: Promise<void>;
  /** Resolves when the fit has ended. Never rejects. */
  readonly ended: Promise<void>;
  /** What updates and recordings cost. */
  readonly work: Work;

  constructor(
    readonly network: Network,
    readonly samples: Samples,
    settings: TrainingInput,
    before: Standing,
    onEnd: () => void,
  ) {
    const { train, test } = samples;
    const { batchSize = "full" } = settings;
    this.#batch = batchSize === "full" ? train.rows : Math.min(batchSize, train.rows);
    this.#offset = before.offset;
    this.#first = withBatches(before.position, Math.ceil(train.rows / this.#batch));
    this.work = workOf(multiplications(network), this.#batch, train.rows + (test?.rows ?? 0));
    this.ended = network
      .fit(train, {
        ...settings,
        epochs: manyEpochs,
        keepEpochs: 1,
        control: this.#control,
        signal: this.#abort.signal,
        onProgress: (progress) => (this.progress = progress),
      })
      .then(
        ({ stopped }) => {
          this.#stopped = stopped;
        },
        (error: unknown) => {
          this.failure = error instanceof ChainruleError ? error.message : String(error);
        },
      )
      .then(() => {
        this.isOver = true;
        onEnd();
      });
    this.begun = Promise.race([this.#control.whenPaused(), this.ended]);
  }

  get position(): Position {
    const { progress } = this;
    if (!progress) return this.#first;
    const { epoch, samples, samplesPerEpoch, updates } = progress;
    const isWhole = samples === samplesPerEpoch;
    return {
      updates: this.#offset.updates + updates,
      epoch: Math.floor(this.#offset.epochs) + epoch - (isWhole ? 0 : 1),
      inEpoch: isWhole ? 0 : Math.floor(samples / this.#batch),
      perEpoch: Math.ceil(samplesPerEpoch / this.#batch),
    };
  }

  /** Epochs since the reset, with the fraction of the current one. A new network that began within an epoch adds that part. */
  get epochs(): number {
    const { epoch, inEpoch, perEpoch } = this.position;
    return epoch + inEpoch / perEpoch + (this.#offset.epochs % 1);
  }

  /** Where it stands, for the next fit: of the same network, or of a new one with the same weights. */
  standing(isOtherNetwork: boolean): Standing {
    const { position, epochs } = this;
    if (!isOtherNetwork) return { position, offset: this.#offset };
    const { updates, epoch, perEpoch } = position;
    return {
      position: { updates, epoch, inEpoch: 0, perEpoch },
      offset: { updates, epochs },
    };
  }

  /** Number of samples that this network was trained on. */
  get trained(): number {
    const { progress } = this;
    return progress ? (progress.epoch - 1) * progress.samplesPerEpoch + progress.samples : 0;
  }

  /** Why the optimiser ended it; null if it did not. */
  get ending(): Ending | null {
    if (this.#stopped !== "converged" && this.#stopped !== "lineSearch") return null;
    return { why: this.#stopped, isAgain: this.position.updates === this.#first.updates };
  }

  /** Makes some updates. Resolves when nothing is computed any more: then, or after `halt`, or at the end of the fit. */
  async advance(updates: number): Promise<void> {
    const { begun, ended } = this;
    await begun;
    await Promise.race([this.#control.runBatches(updates), ended]);
  }

  /** Stops `advance` after the current batches. */
  halt(): void {
    this.#control.pause();
  }

  /** Ends the fit after the current batch. */
  end(): Promise<void> {
    this.#abort.abort();
    return this.ended;
  }

  /** Whether it was told to end. */
  get isEnding(): boolean {
    return this.#abort.signal.aborted || this.isOver;
  }
}

/** A position with other batches: a fit with other batches leaves out the rest of an epoch. */
function withBatches(at: Position, perEpoch: number): Position {
  if (at.perEpoch === perEpoch) return at;
  const { updates, epoch, inEpoch } = at;
  return { updates, epoch: epoch + (inEpoch > 0 ? 1 : 0), inEpoch: 0, perEpoch };
}
