/**
 * What a training will use of sources of rows, as `loop/parts.ts` says it for data in memory: scalers, weights of classes, sizes of
 * batches and windows. Everything that can be refused before training is refused here; a row that does not fit, when it is read.
 */
import { Dataset } from "../../data/dataset.js";
import { classFactors } from "../../data/rowWeights.js";
import { readRows, rowBytesOf, type RowSource } from "../../data/rows/rowSource.js";
import type { Spread } from "../../data/scalers.js";
import { ConfigError, DataError } from "../../errors.js";
import { activations } from "../../functions/activations.js";
import { losses } from "../../functions/losses.js";
import { scaledNumber, type Scaler } from "../../network/scaling.js";
import type { NetworkConfig, TrainingConfig } from "../../settings/generated/types.js";
import type { Engine } from "../engine.js";
import { evaluatesTrained, isSecondOrder } from "../loop/parts.js";
import { refuseMonitor } from "../loop/stopping.js";
import { checkTargets } from "../loop/targetChecks.js";
import type { ThreadPlan } from "../loop/threads.js";
import { markOf } from "../state/dataMark.js";
import { measureRows } from "./measureRows.js";
import { runningMetricNames } from "./runningMetrics.js";
import { windowBytesPerRow, type WindowForm } from "./windowMemory.js";

/** Rows to train on and to validate on, which need not be in memory. */
export interface RowData {
  readonly source: RowSource;
  /** Rows to validate on; null for none. */
  readonly held: RowSource | null;
  /** Rows of a window (default: as many as take 32 MiB). */
  readonly windowRows: number | undefined;
}

/** What a training uses of them. */
export interface RowParts extends WindowForm {
  readonly held: RowSource | null;
  /** The first rows, for messages. */
  readonly head: Dataset;
  readonly batch: number;
  readonly batches: number;
  readonly windowRows: number;
  readonly blockRows: number;
  /** Rows of a window that is only evaluated. */
  readonly evaluatedRows: number;
  readonly warnings: string[];
  readonly mark: number;
}

const [windowBytes, evaluatedBytes, blockBytes] = [1 << 25, 1 << 22, 1 << 17];
/** Blocks of a window, at least: with fewer, a window would hold few different parts of the file. */
const fewestBlocks = 64;
/** Rows that stand for all in messages and in the mark of the data. */
const headRows = 256;

/** @throws ConfigError, DataError */
export async function divideRows(engine: Engine, data: RowData, settings: TrainingConfig): Promise<RowParts> {
  const { config, state } = engine;
  const { source, held } = data;
  if (isSecondOrder(settings)) {
    throw new ConfigError({
      setting: "optimizer",
      reason: "lbfgs needs all samples at once, and rows of a file come window by window",
      advice: "Use another one, such as adam.",
    });
  }
  refuseMonitor(settings.earlyStopping, held?.rows ?? 0, () => runningMetricNames(held!, config));
  const head = await readRows(source, 0, Math.min(headRows, source.rows));
  const mark = markOf(head, [source.rows, source.columns], held?.rows ?? 0);
  const known = settings.warmStart ? engine.scalers : { inputs: null, targets: null };
  const isKnown = settings.warmStart && state.mark === mark;
  const { classWeights } = settings;
  const domain = losses[config.loss].targets;
  const areNumbers = source.targetType === "numbers";
  const measured = await measureRows(source, {
    settings: { ...settings, inputBins: config.inputBins },
    known,
    counts: classWeights === "balanced",
    look:
      areNumbers && !isKnown
        ? domain !== undefined && settings.targetScaling === "none"
          ? refuseTargets(source, config)
          : () => {}
        : null,
  });
  const { scalers, counts, targets } = measured;
  const { outputs, classNames } = source;
  const factors =
    classWeights === undefined
      ? null
      : classFactors(classNames, classWeights, () => counts ?? new Float64Array(outputs));
  const form = { source, config, scalers, classFactors: factors, keepsTargets: false };
  const { rows } = source;
  const batch = settings.batchSize === "full" ? rows : Math.min(settings.batchSize, rows);
  const bytes = windowBytesPerRow(form);
  const most = data.windowRows ?? Math.floor(windowBytes / bytes);
  const windowRows = Math.min(Math.max(1, Math.ceil(most / batch)), Math.ceil(rows / batch)) * batch;
  return {
    ...form,
    held,
    head,
    batch,
    batches: Math.ceil(rows / batch),
    windowRows,
    blockRows: Math.max(
      1,
      Math.min(Math.ceil(blockBytes / rowBytesOf(source)), Math.floor(windowRows / fewestBlocks)),
    ),
    evaluatedRows: Math.max(1, Math.min(windowRows, Math.floor(evaluatedBytes / bytes))),
    warnings: targets ? rangeWarnings(targets, config, scalers.targets) : [],
    mark,
  };
}

export function rowPlanUse(
  { batch, held, evaluatedRows }: RowParts,
  settings: TrainingConfig,
  { pool }: ThreadPlan,
) {
  const isMeasured = held !== null || evaluatesTrained(settings);
  const answers = isMeasured ? evaluatedRows : 0;
  return { batch, answers, threads: Math.max(1, pool), pass: "train", update: settings } as const;
}

/** Refuses targets that the loss is not defined for, with their row. */
function refuseTargets(source: RowSource, config: NetworkConfig) {
  return (targets: Float64Array, from: number) => {
    const { outputs } = source;
    const rows = Uint32Array.from({ length: targets.length / outputs }, (_, row) => row);
    const some = Dataset.from(new Float64Array(rows.length), targets, { columns: 1 });
    try {
      checkTargets(some, rows, config, null);
    } catch (error) {
      if (!(error instanceof DataError) || error.row === undefined) throw error;
      const place = { matrix: "targets", row: from + error.row, column: error.column };
      throw new DataError(error.message.replace(/^targets: row \d+(, column \d+)?: /, ""), place);
    }
  };
}

const tolerance = 1e-5;
/** Targets beyond this are called large. */
const large = 1000;

/** Warnings about targets that the outputs cannot reach, or that are far from the answers of first weights. */
function rangeWarnings(spreads: readonly Spread[], config: NetworkConfig, scaler: Scaler | null): string[] {
  const { activation } = config.layers.at(-1)!;
  const [low, high] = activations[activation].range;
  for (const [column, { least, greatest }] of spreads.entries()) {
    for (const reached of [least, greatest]) {
      const seen = scaler ? scaledNumber(scaler, column, reached) : reached;
      if (low === -Infinity && high === Infinity) {
        if (scaler || Math.abs(reached) <= large) continue;
        return [
          `targets: they reach ${reached}, and training begins near 0. Set targetScaling to "standard"; ` +
            "answers stay in the units of the targets.",
        ];
      }
      if (seen >= low - tolerance && seen <= high + tolerance) continue;
      return [
        `targets: some cannot be reached: the ${activation} outputs of the last layer do not give ${reached}. ` +
          'Set the activation of the last layer to "identity".',
      ];
    }
  }
  return [];
}
