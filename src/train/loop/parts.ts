/**
 * What a training will use of the data: which rows train and which are held out, how they are scaled and weighted, and how long
 * a batch is. Everything that can be refused about them is refused here, before anything changes.
 */
import { Dataset } from "../../data/dataset.js";
import { countingRows } from "../../data/datasetChecks.js";
import { rowWeights } from "../../data/rowWeights.js";
import { measureScalers } from "../../data/scalers.js";
import { type Split, splitRows } from "../../data/split.js";
import { ConfigError } from "../../errors.js";
import type { Scalers } from "../../network/scaling.js";
import type { TrainingConfig } from "../../settings/generated/types.js";
import { show } from "../../wording.js";
import type { Engine } from "../engine.js";
import { metricNamesOf } from "../evaluation/evaluation.js";
import { sliceRows } from "../secondOrder/secondOrder.js";
import { markOf } from "../state/dataMark.js";
import { refuseMonitor } from "./stopping.js";
import { checkTargets } from "./targetChecks.js";
import type { ThreadPlan } from "./threads.js";

export interface FitData {
  dataset: Dataset;
  /** Samples to validate on, or the rows of `dataset` to train and to validate on. */
  validation: Dataset | Split;
}

/** The settings of scaling that a call of `fit` names. */
export type NamedScaling = Partial<Pick<TrainingConfig, "scaling" | "targetScaling">>;

/**
 * The settings, with the scaling that the scalers were measured by where this call names none.
 *
 * @throws ConfigError for another scaling, which would change what trained weights mean
 */
export function withKnownScaling(
  { state, scalers }: Engine,
  settings: TrainingConfig,
  named: NamedScaling,
): TrainingConfig {
  const { scaling: known, updates } = state;
  if (!settings.warmStart || (!known && updates === 0 && !scalers.inputs && !scalers.targets))
    return settings;
  for (const name of ["scaling", "targetScaling"] as const) {
    const wanted = named[name];
    if (wanted === undefined || wanted === known?.[name]) continue;
    const has = known
      ? `the network was trained with ${show(known[name])}`
      : "the network has scalers already";
    throw new ConfigError({
      setting: name,
      reason: `${has}, and its weights fit no other scaling, got ${show(wanted)}`,
      advice: "Drop it, or set warmStart to false to begin anew.",
    });
  }
  return { ...settings, ...(known as typeof named) };
}

/** Which rows train, how they are scaled and weighted, and how many there are in a batch. */
export interface Parts {
  train: Uint32Array;
  /** Rows of the data set that are held out. */
  held: Uint32Array;
  /** Samples to validate on, if they are a data set of their own. */
  heldSet: Dataset | null;
  /** Rows to validate on: those held out, or those of `heldSet`. */
  heldRows: number;
  scalers: Scalers;
  /** [rows of the data set] weights, or null if all rows count alike. */
  weights: Float64Array | null;
  batch: number;
  batches: number;
  /** What seems wrong with the data, and what to do. */
  warnings: string[];
  /** Mark of the data; see `dataMark.ts`. */
  mark: number;
}

/** What is known of rows in memory and of rows that come in windows. */
export type CommonParts = Pick<Parts, "scalers" | "batch" | "batches" | "warnings" | "mark">;

/** @throws ConfigError, DataError */
export function divide(engine: Engine, data: FitData, settings: TrainingConfig): Parts {
  const { dataset, validation } = data;
  const heldSet = validation instanceof Dataset ? countingRows(validation) : null;
  const split = heldSet ? splitRows(dataset.rows, 0, 0) : (validation as Split);
  const { train } = split;
  const held = countingOf(dataset, split.validation);
  const weights = rowWeights(dataset, settings.classWeights);
  const counting = weights ? train.filter((row) => weights[row]! !== 0) : train;
  const { inputBins } = engine.config;
  // new weights know nothing of the old data
  const known = settings.warmStart ? engine.scalers : { inputs: null, targets: null };
  const scalers = measureScalers(dataset, counting, { ...settings, inputBins }, known);
  if (counting.length === 1) refuseOneRow(scalers, known);
  const warnings = checkTargets(dataset, counting, engine.config, scalers.targets);
  const heldRows = heldSet?.rows ?? held.length;
  refuseMonitor(settings.earlyStopping, heldRows, () =>
    metricNamesOf(heldSet ?? dataset.select(held), engine.config),
  );
  const count = train.length;
  const whole = isSecondOrder(settings) ? Math.min(sliceRows, count) : count;
  const batch = settings.batchSize === "full" ? whole : Math.min(settings.batchSize, count);
  const batches = Math.ceil(count / batch);
  const mark = markOf(dataset, train, heldRows);
  return { train, held, heldSet, heldRows, scalers, weights, batch, batches, warnings, mark };
}

/** Refuses to measure scalers on one row: every column would be constant, and mapped to 0 from then on. */
function refuseOneRow(scalers: Scalers, known: Scalers): void {
  for (const [part, setting] of [
    ["inputs", "scaling"],
    ["targets", "targetScaling"],
  ] as const) {
    const { kind = "none" } = scalers[part] ?? {};
    if (known[part] || kind === "none" || kind === "bytes") continue;
    throw new ConfigError({
      setting,
      reason: "is measured on the rows that train, and one row has no spread",
      advice: 'Give more rows, set network.scalers, or set it to "none".',
    });
  }
}

export function isSecondOrder({ optimizer }: TrainingConfig): boolean {
  return optimizer.kind === "lbfgs";
}

/** Whether the training samples are evaluated after every epoch. L-BFGS knows their loss anyway. */
export function evaluatesTrained({ trainingMetrics, earlyStopping, optimizer }: TrainingConfig): boolean {
  return trainingMetrics || (earlyStopping && earlyStopping.monitor === "loss" && optimizer.kind !== "lbfgs");
}

export function planUse({ train, batch, heldRows }: Parts, settings: TrainingConfig, { pool }: ThreadPlan) {
  const threads = Math.max(1, pool);
  const answers = evaluatesTrained(settings) ? Math.max(train.length, heldRows) : heldRows;
  const use = { batch, answers, threads };
  return isSecondOrder(settings)
    ? ({ ...use, pass: "gradients", update: undefined } as const)
    : ({ ...use, pass: "train", update: settings } as const);
}

/** The rows whose samples do not have the weight 0: only they are measured. */
export function countingOf({ sampleWeights }: Dataset, rows: Uint32Array): Uint32Array {
  return sampleWeights ? rows.filter((row) => sampleWeights[row] !== 0) : rows;
}
