/**
 * Early stopping: ends a training that no longer improves, and knows which epoch was the best. `epochEnd.ts` keeps and
 * restores that epoch's weights.
 */
import { ConfigError } from "../../errors.js";
import type { EarlyStoppingSettings } from "../../settings/generated/types.js";

export type { EarlyStoppingInput, EarlyStoppingSettings } from "../../settings/generated/types.js";

/**
 * @param held samples held out
 * @throws ConfigError if the held-out loss is monitored and nothing is held out
 */
export function refuseMonitor(settings: EarlyStoppingSettings | false, held: number): void {
  if (!settings || settings.monitor !== "validation" || held > 0) return;
  throw new ConfigError({
    setting: "earlyStopping",
    reason: '"validation" is monitored, but no samples are held out',
    advice: 'Set validation to a fraction such as 0.1, or monitor "loss".',
  });
}

/**
 * Follows a value that should fall, epoch by epoch.
 *
 * A value is an improvement if it is below the best by more than `minChange`. NaN is not an improvement. The training
 * should stop after the `patience`-th epoch in a row without an improvement, as with Keras' EarlyStopping: with patience 1
 * after the first such epoch, with 10 at the end of epoch best + 10.
 */
export class EarlyStopping {
  readonly #settings: EarlyStoppingSettings;
  #waited = 0;
  /** Whether the last epoch was an improvement. If so, the caller keeps its weights. */
  isBest = false;
  /** 0 before the first improvement. */
  bestEpoch = 0;
  /** The value of `bestEpoch`. */
  best = Infinity;
  shouldStop = false;

  constructor(settings: EarlyStoppingSettings) {
    this.#settings = settings;
  }

  /**
   * Notes an epoch.
   *
   * @param epoch 1 for the first
   * @param value the monitored loss; lower is better
   */
  next(epoch: number, value: number): void {
    this.isBest = value < this.best - this.#settings.minChange;
    if (this.isBest) {
      this.best = value;
      this.bestEpoch = epoch;
      this.#waited = 0;
    } else {
      this.#waited++;
    }
    this.shouldStop = this.#waited >= this.#settings.patience;
  }
}
