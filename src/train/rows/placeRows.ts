/** The windows of a training, as `loop/placeParts.ts` places data that are in memory as a whole. */
import type { RowSource } from "../../data/rows/rowSource.js";
import type { Plan } from "../../network/plan.js";
import type { TrainingConfig } from "../../settings/generated/types.js";
import type { EvaluationDetail } from "../evaluation/evaluation.js";
import type { EvaluatedRowPart, TrainingSamples } from "../loop/fitRun.js";
import { evaluatesTrained } from "../loop/parts.js";
import type { Runner } from "../loop/runner.js";
import { evaluateRows } from "./evaluateRows.js";
import { RowOrder } from "./rowOrder.js";
import type { RowParts } from "./rowParts.js";
import type { WindowForm } from "./windowMemory.js";
import { Windows } from "./windows.js";

/** What is in linear memory of the rows, now and later. */
export interface PlacedRows {
  readonly samples: TrainingSamples;
  /** Makes what is evaluated after each epoch; null where nothing is. */
  readonly held: EvaluatedLater | null;
  readonly trained: EvaluatedLater | null;
  /** Waits until no read is under way. */
  end(): Promise<void>;
}

/** Makes a part once its runner is known. */
type EvaluatedLater = (runner: Runner, detail: EvaluationDetail) => EvaluatedRowPart;

/** Before the first window. */
const nothing = { rows: 0, inputs: 0, inputBytes: 0, targets: 0, labels: 0 };

/** @param lastEpoch of this call of `fit` */
export function placeRows(
  plan: Plan,
  parts: RowParts,
  settings: TrainingConfig,
  lastEpoch: number,
): PlacedRows {
  const { source, held, head, config, scalers, batch, batches, windowRows, blockRows } = parts;
  const { shuffle: shuffles } = settings;
  const { rows } = source;
  const order = new RowOrder({ rows, windowRows, blockRows, shuffles, seed: config.seed });
  const windows = new Windows(plan, parts, order, lastEpoch);
  const all = [windows];
  const evaluated = (of: RowSource): EvaluatedLater => {
    const options = { rows: of.rows, windowRows: parts.evaluatedRows, blockRows, shuffles: false, seed: 0 };
    const form: WindowForm = { ...parts, source: of, classFactors: null, keepsTargets: true };
    const own = new Windows(plan, form, new RowOrder(options), 1);
    all.push(own);
    const targetScaler = of.targetType === "numbers" ? scalers.targets : null;
    return (runner, detail) => ({
      rows: of.rows,
      measure: () =>
        evaluateRows({ plan, runner, config, targetScaler, source: of, windows: own, batch }, detail),
    });
  };
  return {
    samples: { dataset: head, placed: nothing, order: 0, windows, count: rows, batch, batches },
    held: held && evaluated(held),
    trained: evaluatesTrained(settings) ? evaluated(source) : null,
    async end() {
      await Promise.all(all.map((one) => one.end()));
    },
  };
}
