/**
 * Cross-validation: how well a configuration does on samples it has not seen, measured on each part of the
 * data in turn. It leaves no trained network: for that, train on all of the data afterwards.
 */
import { ConfigError } from "../../errors.js";
import { checkOptions } from "../../arguments.js";
import type { Dataset } from "../../data/dataset.js";
import type { HostOptions } from "../engine.js";
import type { Evaluation } from "../evaluation/evaluation.js";
import type { MetricName } from "../../functions/metrics.js";
import { requireDataset } from "../../data/datasetChecks.js";
import { foldDataset } from "../../data/folds.js";
import { classesOf } from "../../data/split.js";
import { Network } from "../network.js";
import { checkShard, ownsPart, type Shard } from "./shards.js";
import type { ConfigInput } from "../../settings/generated/types.js";

/** Result of one fold: loss and all metrics of `Network.evaluate` on its held-out samples. */
export interface Fold extends Evaluation {
  /** Epochs that were trained. */
  epochs: number;
}

/** Results of all folds. */
export interface CrossValidation {
  /** The finished folds, in order. */
  folds: Fold[];
  /** Mean of the loss, and of each metric, over the folds; NaN if no fold was finished. */
  mean: Evaluation;
  /** Standard deviation of a sample, √(Σ (x − mean)² / (folds − 1)); NaN below 2 folds. */
  deviation: Evaluation;
  /** "folds" if all folds were trained, or all of the shard; "aborted" if the signal ended it early. */
  stopped: "folds" | "aborted";
}

/** How `crossValidate` divides the data, and its callbacks. It takes only one of the host's options, `spawn`. */
export interface CrossValidationOptions extends HostOptions {
  /** Number of folds (default: 5). */
  folds?: number;
  /**
   * Whether each fold has the same proportions of the classes (default: true if targets are classes). Groups of rows have
   * precedence: see `foldDataset`.
   */
  stratified?: boolean;
  /** Seed of the folds (default: that of the configuration). */
  seed?: number;
  /** Once aborted, training stops after the current batch; the current fold is not in the result. */
  signal?: AbortSignal;
  /**
   * Results of earlier calls with the same arguments, by the index of the fold, null for none: these folds are not trained again
   * (default: none).
   */
  finished?: readonly (Fold | null)[];
  /** Train only the folds of this part of the work: every `count`-th (default: all). */
  shard?: Shard;
  /** After every fold that was trained, awaited; `index` from 0. */
  onFold?: (fold: Fold, index: number) => void | Promise<void>;
}

/**
 * Trains one fresh network for each fold, on all samples but the fold's, and evaluates it on those.
 *
 * All networks begin with the same weights. Scalers are measured on the samples that a fold trains on. With `validation`
 * in the configuration, each training holds out that fraction of its own samples, for early stopping or the schedule.
 *
 * @param config  of the networks, as `Network.create` takes it
 * @param dataset all samples, with targets
 * @param options number of folds and the like
 * @returns figures of each fold, their mean and deviation; no trained network
 * @throws {ConfigError} for a wrong setting, too many folds, or strata without classes
 * @throws {DivergenceError} if a training diverges; also what `Network.fit` throws
 *
 * @example
 * ```js
 * import { crossValidate, makeDigits } from "chainrule";
 *
 * const digits = makeDigits({ rows: 300, seed: 1 });
 * const optimizer = { learningRate: 3 };
 * const config = { layers: [digits.columns, 16, 10], optimizer, epochs: 10 };
 * const { folds, mean, deviation } = await crossValidate(config, digits, { folds: 3 });
 * console.log(folds.map(({ metrics }) => metrics.accuracy)); // → [ 0.74, 0.63, 0.78 ]
 * console.log(mean.metrics.accuracy?.toFixed(3), "±", deviation.metrics.accuracy?.toFixed(3));
 * // → 0.717 ± 0.078
 * ```
 */
export async function crossValidate(
  config: ConfigInput,
  dataset: Dataset,
  options: CrossValidationOptions = {},
): Promise<CrossValidation> {
  requireDataset(dataset, "dataset");
  checkOptions(options, "crossValidate");
  const { folds = 5, stratified = classesOf(dataset) !== null, signal, onFold, spawn } = options;
  if (stratified && classesOf(dataset) === null) {
    throw new ConfigError("stratified: goes with classes, the targets are numbers. Set it to false.");
  }
  const { seed = config.seed ?? 1, finished = [], shard = { index: 1, count: 1 } } = options;
  checkShard(shard);
  const parts = foldDataset(dataset, folds, seed, stratified);
  const done = parts.map((_, index) => finished[index] ?? null);
  for (const [index, { train, validation }] of parts.entries()) {
    if (done[index] || !ownsPart(shard, index)) continue;
    const network = Network.create(config, { spawn });
    try {
      const history = await network.fit(dataset.select(train), { signal });
      if (history.stopped === "aborted") return { ...summary(done), stopped: "aborted" };
      done[index] = { ...network.evaluate(dataset.select(validation)), epochs: history.epochs };
    } finally {
      network.dispose();
    }
    await onFold?.(done[index]!, index);
  }
  return { ...summary(done), stopped: "folds" };
}

function summary(done: readonly (Fold | null)[]): Omit<CrossValidation, "stopped"> {
  const folds = done.filter((fold) => fold !== null);
  const names = Object.keys(folds[0]?.metrics ?? {}) as MetricName[];
  const over = (measure: (values: number[]) => number): Evaluation => ({
    loss: measure(folds.map(({ loss }) => loss)),
    metrics: Object.fromEntries(
      names.map((name) => [name, measure(folds.map(({ metrics }) => metrics[name] ?? NaN))]),
    ),
  });
  return { folds, mean: over(meanOf), deviation: over(deviationOf) };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1));
}
