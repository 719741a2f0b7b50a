/**
 * How a training of the library is steered from here: paused, resumed, taken forward by batches or epochs. A
 * stand-in over `onBatch` for the library's own `TrainingControl`, with the same face.
 */
import type { Progress } from "../../train/history.js";
import type { Dataset } from "../../train/dataset.js";
import type { Network } from "../../train/network.js";
import type { TrainingInput } from "../../train/settings.js";

export class TrainingControl {
  #paused: boolean;
  #batches = 0;
  #epochs = 0;
  #wake: (() => void)[] = [];
  #still: (() => void)[] = [];
  #stands = false;

  constructor({ paused = false } = {}) {
    this.#paused = paused;
  }

  get isPaused(): boolean {
    return this.#paused && this.#batches === 0 && this.#epochs === 0;
  }

  pause(): void {
    this.#paused = true;
    this.#batches = this.#epochs = 0;
  }

  resume(): void {
    this.#paused = false;
    this.#go();
  }

  runBatches(count: number): Promise<void> {
    this.#batches = count;
    this.#go();
    return this.whenPaused();
  }

  runEpochs(count: number): Promise<void> {
    this.#epochs = count;
    this.#go();
    return this.whenPaused();
  }

  whenPaused(): Promise<void> {
    if (this.#stands && this.isPaused) return Promise.resolve();
    return new Promise((resolve) => this.#still.push(resolve));
  }

  /** Before the first batch, and after each. */
  async turn(progress: Progress | null, signal: AbortSignal): Promise<void> {
    if (progress && this.#batches > 0) this.#batches--;
    if (progress && this.#epochs > 0 && progress.samples === progress.samplesPerEpoch) this.#epochs--;
    while (this.isPaused && !signal.aborted) {
      this.#stands = true;
      this.#still.splice(0).forEach((resolve) => resolve());
      await new Promise<void>((resolve) => {
        this.#wake.push(resolve);
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
    }
    this.#stands = false;
  }

  #go(): void {
    this.#wake.splice(0).forEach((resolve) => resolve());
  }
}

export interface SteeredFit {
  control: TrainingControl;
  signal: AbortSignal;
  settings: TrainingInput;
  onProgress: (progress: Progress) => void;
}

/** Trains until the signal ends it. @throws what `Network.fit` throws */
export async function fitUnder(
  network: Network,
  dataset: Dataset,
  { control, signal, settings, onProgress }: SteeredFit,
): Promise<void> {
  await control.turn(null, signal);
  if (signal.aborted) return;
  await network.fit(dataset, {
    ...settings,
    epochs: 1e9,
    signal,
    onBatch(progress) {
      onProgress(progress);
      return control.turn(progress, signal);
    },
  });
}
