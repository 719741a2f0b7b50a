/**
 * Early stopping: ends a training that no longer gets better, and knows which epoch was the best. Not here:
 * keeping and restoring that epoch's weights.
 */
import { ConfigError } from "../../errors.js";
import type { EarlyStoppingSettings } from "../../settings/generated/types.js";

export type { EarlyStoppingInput, EarlyStoppingSettings } from "../../settings/generated/types.js";

/**
 * @param held samples held out
 * @throws ConfigError where the held-out loss is asked for and nothing is held out
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
 * An improvement is a value below the best by more than `minChange`; NaN is none. The training should stop
 * after the epoch that is the `patience`-th in a row without an improvement, as Keras' EarlyStopping does:
 * with patience 1 after the first, with 10 at the end of epoch best + 10.
 */
export class EarlyStopping {
  readonly #settings: EarlyStoppingSettings;
  #waited = 0;
  /** Whether the last epoch was an improvement: its weights are to be kept. */
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
   * To be told of every epoch.
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
