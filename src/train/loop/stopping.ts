/**
 * Early stopping: ends a training that no longer improves, and knows which epoch was the best. `epochEnd.ts` keeps and
 * restores that epoch's weights.
 */
import { ConfigError } from "../../errors.js";
import { metrics } from "../../functions/metrics.js";
import { type Evaluation, refuseMetric } from "../evaluation/evaluation.js";
import type { EarlyStoppingSettings } from "../../settings/generated/types.js";

/**
 * @param held     samples held out
 * @param measured the names of their metrics
 * @throws ConfigError if held-out samples are monitored and none are, or do not have the metric
 */
export function refuseMonitor(
  settings: EarlyStoppingSettings | false,
  held: number,
  measured: () => readonly string[],
): void {
  if (!settings || settings.monitor === "loss") return;
  const { monitor } = settings;
  if (held === 0) {
    throw new ConfigError({
      setting: "earlyStopping",
      reason: `"${monitor}" is monitored, but no samples are held out`,
      advice: 'Set validation to a fraction such as 0.1, or monitor "loss".',
    });
  }
  if (monitor !== "validation") refuseMetric("earlyStopping.monitor", monitor, measured());
}

/** What early stopping follows of an epoch, where less is better. @param validation null without held-out samples */
export function monitored(
  settings: EarlyStoppingSettings | false,
  loss: number,
  validation: Evaluation | null,
): number {
  const { monitor } = settings || { monitor: "validation" as const };
  if (monitor === "loss" || !validation) return loss;
  if (monitor === "validation") return validation.loss;
  const value = validation.metrics[monitor] ?? NaN;
  return metrics[monitor].better === "higher" ? -value : value;
}

/**
 * Follows a value that should fall, epoch by epoch.
 *
 * A value is an improvement if it is below the best by more than `minChange`. NaN is not an improvement. The training
 * should stop after the `patience`-th epoch in a row without an improvement, as with Keras' EarlyStopping: with patience 1
 * after the first such epoch, with 10 at the end of epoch best + 10.
 */
export class EarlyStopping {
  readonly #settings: Pick<EarlyStoppingSettings, "patience" | "minChange">;
  /** What it remembers: the best value, its epoch (0 before the first improvement), and the epochs since. */
  readonly memory: { best: number; waited: number; epoch: number; monitor: string };
  /** Whether the last epoch was an improvement. If so, the caller keeps its weights. */
  isBest = false;

  /**
   * @param monitor what is followed
   * @param before  the memory of the fit before, to go on from
   */
  constructor(
    settings: Pick<EarlyStoppingSettings, "patience" | "minChange">,
    monitor = "",
    before: EarlyStopping["memory"] | null = null,
  ) {
    this.#settings = settings;
    this.memory = before?.monitor === monitor ? before : { best: Infinity, waited: 0, epoch: 0, monitor };
  }

  /** The best value so far, and its epoch. */
  get best(): number {
    return this.memory.best;
  }
  get bestEpoch(): number {
    return this.memory.epoch;
  }

  get shouldStop(): boolean {
    return this.memory.waited >= this.#settings.patience;
  }

  /**
   * Notes an epoch.
   *
   * @param epoch 1 for the first
   * @param value of `monitored`; lower is better
   */
  next(epoch: number, value: number): void {
    const { memory } = this;
    this.isBest = value < memory.best - this.#settings.minChange;
    if (this.isBest) {
      memory.best = value;
      memory.epoch = epoch;
      memory.waited = 0;
    } else {
      memory.waited++;
    }
  }
}
