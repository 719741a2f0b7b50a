/**
 * Pausing, resuming and stepping a training from outside. `TrainingControl` is the caller's side. `Gate` is the side of
 * the training loops: they wait at it before each call of a kernel while the training is paused.
 */

import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";
import { findable, objectBehind, worksThroughProxies } from "../proxies.js";

/** How far trainings may go before they pause. */
export class Gate {
  /** Batches and whole epochs that may still be trained. */
  batches = Infinity;
  epochs = Infinity;
  /** Trainings that use the control; those of them that are paused are in `#wake`. */
  #trainings = 0;
  #hasTrained = false;
  #wake = new Set<() => void>();
  #onStill: (() => void)[] = [];

  /** How many whole epochs, of `batches` batches each, trainings may still go. */
  wholeEpochs(batches: number): number {
    return Math.min(this.epochs, Math.floor(this.batches / batches));
  }

  get isClosed(): boolean {
    return this.batches <= 0 || this.epochs <= 0;
  }

  /** Lets trainings continue for this many batches and whole epochs. */
  open(batches: number, epochs: number): void {
    this.batches = batches;
    this.epochs = epochs;
    for (const wake of this.#wake) wake();
    this.#wake.clear();
  }

  /** @returns ends it; safe to call twice */
  begin(): () => void {
    this.#trainings++;
    this.#hasTrained = true;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      this.#trainings--;
      this.#tellStill();
    };
  }

  /** Resolves at once where nothing trains, else when the training has paused or ended. */
  whenStill(): Promise<void> {
    if (this.#trainings === 0 || this.#wake.size > 0) return Promise.resolve();
    return this.nextStill();
  }

  /** Resolves when a training next pauses or ends, the first one included; at once where all have ended. */
  nextStill(): Promise<void> {
    if (this.#trainings === 0 && this.#hasTrained) return Promise.resolve();
    return new Promise((resolve) => this.#onStill.push(resolve));
  }

  /** Waits until training may go on, or is aborted. */
  async pass(signal?: AbortSignal): Promise<void> {
    while (this.isClosed && !signal?.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          signal?.removeEventListener("abort", wake);
          this.#wake.delete(wake);
          resolve();
        };
        this.#wake.add(wake);
        signal?.addEventListener("abort", wake);
        this.#tellStill();
      });
    }
  }

  trained(batches: number, epochs: number): void {
    this.batches -= batches;
    this.epochs -= epochs;
  }

  #tellStill(): void {
    const waiting = this.#onStill;
    this.#onStill = [];
    for (const resolve of waiting) resolve();
  }
}

/** The gate of a control; only the loops need it. */
export let gateOf: (control: TrainingControl) => Gate;

/**
 * Pauses a training, resumes it, or lets it make a few steps. Give it to `fit` as `control`. Where a training pauses
 * changes no bit.
 *
 * @example
 * ```js
 * import { Dataset, Network, TrainingControl } from "chainrule";
 *
 * const control = new TrainingControl({ paused: true });
 * const network = Network.create({ layers: [1, 1] });
 * const pair = Dataset.from([[0], [1]], [[1], [0]]);
 * const training = network.fit(pair, { epochs: 1000, control });
 * await control.runBatches(1); // the first update is made, and nothing more
 * control.resume();
 * console.log((await training).updates); // → 1000
 * ```
 */
export class TrainingControl {
  readonly #gate = new Gate();

  static {
    worksThroughProxies(this);
    gateOf = (control) => objectBehind(control).#gate;
  }

  /**
   * Makes a control for one training or several.
   *
   * @param options `paused`: whether to begin paused (default: false)
   */
  constructor(options: { paused?: boolean } = {}) {
    findable(this);
    const { paused = false } = options;
    if (paused) this.pause();
  }

  /** Whether training has been told to pause; its last batches may still be running. */
  get isPaused(): boolean {
    return this.#gate.isClosed;
  }

  /**
   * Pauses after the current call of a kernel, which takes some milliseconds. `whenPaused` tells when.
   *
   * @example
   * ```js
   * import { Dataset, Network, TrainingControl } from "chainrule";
   *
   * const control = new TrainingControl();
   * const network = Network.create({ layers: [1, 1] });
   * const pair = Dataset.from([[0], [1]], [[1], [0]]);
   * const training = network.fit(pair, { epochs: 100, control });
   * control.pause();
   * await control.whenPaused();
   * console.log(control.isPaused); // → true
   * control.resume();
   * console.log((await training).epochs); // → 100
   * ```
   */
  pause(): void {
    this.#gate.open(0, 0);
  }

  /**
   * Resumes, up to the end of the training.
   *
   * @example
   * ```js
   * import { Dataset, Network, TrainingControl } from "chainrule";
   *
   * const control = new TrainingControl({ paused: true });
   * const network = Network.create({ layers: [1, 1] });
   * const training = network.fit(Dataset.from([[1]], [[0]]), { epochs: 3, control });
   * control.resume();
   * console.log((await training).epochs, control.isPaused); // → 3 false
   * ```
   */
  resume(): void {
    this.#gate.open(Infinity, Infinity);
  }

  /**
   * Trains `count` batches, one update each, then pauses.
   *
   * @param count an integer ≥ 1
   * @returns resolves when training has paused after them, or has ended; at once where it has ended already
   * @throws {ConfigError} for any other count
   *
   * @example
   * ```js
   * import { Dataset, Network, TrainingControl } from "chainrule";
   *
   * const control = new TrainingControl({ paused: true });
   * const network = Network.create({ layers: [1, 1], batchSize: 2 });
   * const samples = Dataset.from([[0], [1], [2], [3]], [[1], [1], [0], [0]]);
   * const onBatch = ({ epoch = 0, samples = 0 }) => console.log(epoch, samples);
   * const training = network.fit(samples, { epochs: 50, control, onBatch });
   * await control.runBatches(3);
   * // → 1 2
   * // → 1 4
   * // → 2 2
   * network.dispose();
   * await training.catch(() => {});
   * ```
   */
  runBatches(count: number): Promise<void> {
    return this.#run(count, Infinity);
  }

  /**
   * Trains to the end of `count` epochs, the current one included, then pauses.
   *
   * @param count an integer ≥ 1
   * @returns resolves when training has paused after them, or has ended; at once where it has ended already
   * @throws {ConfigError} for any other count
   *
   * @example
   * ```js
   * import { Dataset, Network, TrainingControl } from "chainrule";
   *
   * const control = new TrainingControl({ paused: true });
   * const abort = new AbortController();
   * const network = Network.create({ layers: [1, 1] });
   * const pair = Dataset.from([[0], [1]], [[1], [0]]);
   * const training = network.fit(pair, { epochs: 50, control, signal: abort.signal });
   * await control.runEpochs(10);
   * abort.abort();
   * const { epochs, stopped } = await training;
   * console.log(epochs, stopped); // → 10 aborted
   * ```
   */
  runEpochs(count: number): Promise<void> {
    return this.#run(Infinity, count);
  }

  /**
   * Waits until training has paused or ended.
   *
   * @returns resolves then; at once where nothing trains
   *
   * @example
   * ```js
   * import { TrainingControl } from "chainrule";
   *
   * const control = new TrainingControl({ paused: true });
   * await control.whenPaused(); // nothing trains
   * console.log(control.isPaused); // → true
   * ```
   */
  whenPaused(): Promise<void> {
    return this.#gate.whenStill();
  }

  async #run(batches: number, epochs: number): Promise<void> {
    const count = Math.min(batches, epochs);
    if (!Number.isInteger(count) || count < 1) {
      throw new ConfigError(`control: expected a number of batches or epochs ≥ 1, got ${show(count)}.`);
    }
    const still = this.#gate.nextStill();
    this.#gate.open(batches, epochs);
    await still;
  }
}
