/**
 * The metrics of `evaluation.ts` for answers that come block by block, in memory that does not grow with the rows. Sums are taken
 * in another order, so numbers may differ in the last digits. rocAuc needs all answers at once, so it is not among them.
 */
import { activations } from "../../functions/activations.js";
import type { RowSource } from "../../data/rows/rowSource.js";
import { Spreads } from "../../data/scalers.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import { averageScores, classScores } from "../evaluation/classes.js";
import type { EvaluationDetail, Metrics } from "../evaluation/evaluation.js";
import { accuracyOf, argmax, logLoss, topKAccuracy } from "../evaluation/metrics.js";

/** Answers to some rows, and what they should be: [rows × outputs], in the units of the targets. */
export interface AnsweredRows {
  readonly answers: ArrayLike<number>;
  readonly labels: Uint32Array | null;
  readonly targets: ArrayLike<number> | null;
}

/** Follows metrics over blocks of answers. */
export interface RunningMetrics {
  add(rows: AnsweredRows): void;
  metrics(detail: EvaluationDetail): Metrics;
}

export function runningMetrics(source: RowSource, config: NetworkConfig): RunningMetrics {
  const width = config.layers.at(-1)!.units;
  if (source.targetType === "numbers" || width === 1) return new RunningNumbers(width);
  return new RunningClasses(width, activations[config.layers.at(-1)!.activation].isProbability === true);
}

/** The metrics that a source has. */
export function runningMetricNames(source: RowSource, config: NetworkConfig): string[] {
  return Object.keys(runningMetrics(source, config).metrics("full"));
}

class RunningClasses implements RunningMetrics {
  readonly #confusion: number[][];
  #rows = 0;
  #logLoss = 0;
  #amongFive = 0;

  constructor(
    private readonly classes: number,
    private readonly areProbabilities: boolean,
  ) {
    this.#confusion = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  }

  add({ answers, labels }: AnsweredRows): void {
    const { classes } = this;
    const rows = labels!.length;
    if (rows === 0) return;
    for (let row = 0; row < rows; row++) {
      this.#confusion[labels![row]!]![argmax(answers, row * classes, classes)]!++;
    }
    this.#rows += rows;
    if (this.areProbabilities) this.#logLoss += rows * logLoss(labels!, answers, classes);
    if (classes > 5) this.#amongFive += rows * topKAccuracy(labels!, answers, classes, 5);
  }

  metrics(detail: EvaluationDetail): Metrics {
    const accuracy = accuracyOf(this.#confusion);
    if (detail === "brief") return { accuracy };
    const { macro } = averageScores(this.#confusion, classScores(this.#confusion));
    return {
      accuracy,
      precisionMacro: macro.precision,
      recallMacro: macro.recall,
      f1Macro: macro.f1,
      ...(this.areProbabilities && { logLoss: this.#logLoss / this.#rows }),
      ...(this.classes > 5 && { top5: this.#amongFive / this.#rows }),
    };
  }
}

class RunningNumbers implements RunningMetrics {
  readonly #squares: Float64Array;
  readonly #absolute: Float64Array;
  readonly #targets: Spreads;
  #rows = 0;
  /** Whether all targets were 0 or 1 so far, and whether each row had exactly one 1. */
  #areFlags = true;
  #areOneHot = true;
  #rightRows = 0;
  #rightFlags = 0;

  constructor(private readonly outputs: number) {
    this.#squares = new Float64Array(outputs);
    this.#absolute = new Float64Array(outputs);
    this.#targets = new Spreads(outputs);
  }

  add({ answers, targets, labels }: AnsweredRows): void {
    const { outputs } = this;
    const wanted = targets ?? labels!;
    const rows = wanted.length / outputs;
    for (let row = 0; row < rows; row++) {
      const start = row * outputs;
      let ones = 0;
      for (let column = 0; column < outputs; column++) {
        const target = wanted[start + column]!;
        const error = target - answers[start + column]!;
        this.#squares[column]! += error * error;
        this.#absolute[column]! += Math.abs(error);
        this.#areFlags &&= target === 0 || target === 1;
        ones += target;
        this.#rightFlags += Number(answers[start + column]! > 0.5 === (target === 1));
      }
      this.#targets.add(wanted, row);
      this.#areOneHot &&= ones === 1;
      if (outputs > 1) {
        const right = argmax(wanted, start, outputs) === argmax(answers, start, outputs);
        this.#rightRows += Number(right);
      }
    }
    this.#rows += rows;
  }

  metrics(detail: EvaluationDetail): Metrics {
    const rows = this.#rows;
    const spreads = this.#targets.ofColumns();
    const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
    const errors = Array.from(this.#squares, (squares) => squares / rows);
    const mse = mean(errors);
    const mae = mean(Array.from(this.#absolute, (sum) => sum / rows));
    const each = errors.flatMap((error, column) => {
      const variation = spreads[column]!.deviation ** 2;
      return Number.isNaN(error) || variation > 0 ? [1 - error / variation] : [];
    });
    const isByRow = this.outputs > 1 && this.#areOneHot;
    const right = isByRow ? this.#rightRows / rows : this.#rightFlags / (rows * this.outputs);
    const accuracy = this.#areFlags ? { accuracy: right } : {};
    return { ...accuracy, ...(detail === "full" && { mse }), rmse: Math.sqrt(mse), mae, r2: mean(each) };
  }
}
