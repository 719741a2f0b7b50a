/** Evaluates a network on the rows of a source, window by window: constant memory. */
import type { RowSource } from "../../data/rows/rowSource.js";
import type { Plan } from "../../network/plan.js";
import { type Scaler, undoScaler } from "../../network/scaling.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import type { Floats } from "../../wasm/kernels.js";
import type { Evaluation, EvaluationDetail } from "../evaluation/evaluation.js";
import { evaluateSlices } from "../loop/evaluateSlices.js";
import type { Engine } from "../engine.js";
import { Runner } from "../loop/runner.js";
import { RowOrder } from "./rowOrder.js";
import { runningMetrics } from "./runningMetrics.js";
import { type WindowMemory, windowBytesPerRow } from "./windowMemory.js";
import { Windows } from "./windows.js";

/** What is evaluated, and by whom. */
export interface EvaluatedRows {
  readonly plan: Plan;
  readonly runner: Runner;
  readonly config: NetworkConfig;
  readonly targetScaler: Scaler | null;
  readonly source: RowSource;
  /** Windows over the rows in their own order, whose form keeps the targets. */
  readonly windows: Windows;
  /** Rows of a batch of the plan. */
  readonly batch: number;
}

/** @throws DataError for rows that cannot be read or do not fit; ThreadError where a thread fails and no other may go on */
export async function evaluateRows(given: EvaluatedRows, detail: EvaluationDetail): Promise<Evaluation> {
  const { plan, config, source } = given;
  const running = runningMetrics(source, config);
  let counting = 0;
  plan.lossSum = 0;
  for await (const { answers, memory, rows, order } of answeredWindows(given)) {
    const { labels, targets } = wantedOf(memory, source, rows, order);
    running.add({ answers, labels, targets });
    counting += order?.length ?? rows;
  }
  const loss = plan.lossSum / (config.reduction === "mean" ? counting : 1);
  return { loss, metrics: running.metrics(detail) };
}

/** Bytes of the rows that are evaluated at once, and rows of a batch. */
const [windowBytes, mostBatch] = [1 << 22, 128];

/**
 * Evaluates a network on all rows of a source, on the caller's thread.
 *
 * @throws as above
 */
export async function evaluateSource(engine: Engine, source: RowSource): Promise<Evaluation> {
  await engine.load();
  const { config, scalers, parameters } = engine;
  const form = { source, config, scalers, classFactors: null, keepsTargets: true };
  const most = Math.max(1, Math.floor(windowBytes / windowBytesPerRow(form)));
  const windowRows = Math.min(most, source.rows);
  const batch = Math.min(mostBatch, windowRows);
  const plan = engine.plan({ batch, pass: "forward", answers: windowRows });
  const order = new RowOrder({ rows: source.rows, windowRows, blockRows: 1, shuffles: false, seed: 0 });
  const windows = new Windows(plan, form, order, 1);
  try {
    const runner = new Runner(plan, {
      pool: null,
      threads: 1,
      measure: false,
      alone: "here",
      mayRunHere: true,
      processors: 1,
      sampleMs: 0,
      memory: parameters.arena.memory,
    });
    const targetScaler = source.targetType === "numbers" ? scalers.targets : null;
    return await evaluateRows({ plan, runner, config, targetScaler, source, windows, batch }, "full");
  } finally {
    await windows.end();
    plan.close();
  }
}

/** The answers to the rows of one window. */
interface AnsweredWindow {
  /** [rows that count × outputs], in the units of the targets; a view or a copy, valid until the next. */
  readonly answers: Floats;
  readonly memory: WindowMemory;
  readonly rows: number;
  /** The rows that count, by their place in the window; null for all. */
  readonly order: Uint32Array | null;
}

async function* answeredWindows(given: EvaluatedRows): AsyncGenerator<AnsweredWindow, void, void> {
  const { plan, source, windows, targetScaler } = given;
  for (let from = 0; from < source.rows;) {
    const { end } = await windows.at(1, from);
    const { memory, rows } = windows.now;
    const order = countingRows(memory, rows);
    const count = order?.length ?? rows;
    await answer(given, memory, count, order !== null);
    let answers = plan.answers(count);
    if (targetScaler) {
      answers = answers.slice();
      undoScaler(answers, targetScaler);
    }
    yield { answers, memory, rows, order };
    from = end;
  }
}

/** The rows of a window whose weight is not 0, written into its order; null if that is all. */
function countingRows(memory: WindowMemory, rows: number): Uint32Array | null {
  const weights = memory.weightsOf(rows);
  if (!weights?.includes(0)) return null;
  const all = Uint32Array.from({ length: rows }, (_, row) => row).filter((row) => weights[row] !== 0);
  memory.orderOf(all.length).set(all);
  return all;
}

/** Runs the plan over the rows of a window. */
function answer(
  given: EvaluatedRows,
  memory: WindowMemory,
  count: number,
  isOrdered: boolean,
): Promise<void> {
  const { order, weights: _, ...placed } = memory.at(0, isOrdered);
  return evaluateSlices(given, count, () => given.plan.use(placed, order));
}

/** What the answers should be, of the rows that count. */
function wantedOf(memory: WindowMemory, source: RowSource, rows: number, order: Uint32Array | null) {
  const { outputs } = source;
  if (source.targetType === "labels") {
    const all = memory.rawLabels!.subarray(0, rows);
    return { labels: order ? order.map((row) => all[row]!) : all, targets: null };
  }
  const all = memory.rawTargets!.subarray(0, rows * outputs);
  if (!order) return { labels: null, targets: all };
  const targets = new Float64Array(order.length * outputs);
  order.forEach((row, at) => targets.set(all.subarray(row * outputs, (row + 1) * outputs), at * outputs));
  return { labels: null, targets };
}
