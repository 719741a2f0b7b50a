/**
 * Pausing, resuming and stepping a training from outside. `TrainingControl` is the caller's side, `Gate` that of
 * the epoch loops: they ask it before each call of a kernel, and stand still in it.
 */

import { ConfigError } from "../../errors.js";
import { show } from "../../wording.js";

/** What a training asks of its control: how far it may go, and to wait where it may not. */
export class Gate {
  /** Batches and whole epochs that may still be trained. */
  batches = Infinity;
  epochs = Infinity;
  /** Trainings that use the control, and those of them that stand still. */
  #trainings = 0;
  #wake = new Set<() => void>();
  #onStill: (() => void)[] = [];

  /** Whether nothing holds a training back. */
  get isFree(): boolean {
    return this.batches === Infinity && this.epochs === Infinity;
  }

  get isClosed(): boolean {
    return this.batches <= 0 || this.epochs <= 0;
  }

  /** Lets trainings go on so far. */
  open(batches: number, epochs: number): void {
    this.batches = batches;
    this.epochs = epochs;
    for (const wake of this.#wake) wake();
    this.#wake.clear();
  }

  begin(): void {
    this.#trainings++;
  }

  end(): void {
    this.#trainings--;
    this.#tellStill();
  }

  /** Resolves at once where nothing trains, else when what trains stands still or has ended. */
  whenStill(): Promise<void> {
    if (this.#trainings === 0 || this.#wake.size > 0) return Promise.resolve();
    return this.nextStill();
  }

  /** Resolves when a training next stands still or ends. */
  nextStill(): Promise<void> {
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

  /** Notes what was trained. */
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
 * Holds a training, lets it go on, or lets it go a few steps. Given to `fit` as `control`; where it stops and goes
 * on changes no bit.
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
    gateOf = (control) => control.#gate;
  }

  /**
   * Makes a control for one training or several.
   *
   * @param options whether to begin standing still: `paused`, false unless told
   */
  constructor(options: { paused?: boolean } = {}) {
    const { paused = false } = options;
    if (paused) this.pause();
  }

  /** Whether training is to stand still; it may still be in the midst of its last batches. */
  get isPaused(): boolean {
    return this.#gate.isClosed;
  }

  /**
   * Stands still after the batches at hand: some milliseconds of work. `whenPaused` tells when.
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
   * Goes on freely, to the end of the training.
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
   * Trains so many batches, one update each, then stands still.
   *
   * @param count how many, an integer ≥ 1
   * @returns resolves when training stands still after them, or has ended
   * @throws {ConfigError} for a count that is none
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
   * Trains to the end of so many epochs, the one at hand included, then stands still.
   *
   * @param count how many, an integer ≥ 1
   * @returns resolves when training stands still after them, or has ended
   * @throws {ConfigError} for a count that is none
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
   * Waits until training stands still or has ended.
   *
   * @returns resolves then; at once where none goes on
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
