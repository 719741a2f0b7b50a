/** Losses and metrics of the epochs of a training, as columns of numbers: a few dozen bytes for each epoch that is kept. */
import type { Metrics } from "../evaluation/evaluation.js";
import { type EpochEntry, keepsEpoch } from "../loop/history.js";

export class EpochLog {
  /**
   * One number for each epoch, by name: `epoch`, `loss`, `learningRate`, `metrics.accuracy` and so on, `validation.loss`,
   * `validation.metrics.accuracy` and so on. NaN stands for none.
   */
  readonly columns: Map<string, number[]>;

  constructor(columns: Iterable<readonly [string, Iterable<number>]> = []) {
    this.columns = new Map(Array.from(columns, ([name, values]) => [name, Array.from(values)]));
    for (const name of ["epoch", "loss", "learningRate"])
      if (!this.columns.has(name)) this.columns.set(name, []);
  }

  get length(): number {
    return this.columns.get("epoch")!.length;
  }

  /** The loss of the last epoch; NaN where there is none. */
  get lastLoss(): number {
    return this.columns.get("loss")!.at(-1) ?? NaN;
  }

  /** Enters the next epoch. The one before is dropped if it is not one of those that are kept. */
  add({ epoch, loss, learningRate, metrics, validation }: EpochEntry): void {
    const last = this.columns.get("epoch")!.at(-1);
    if (last !== undefined && !keepsEpoch(last)) for (const column of this.columns.values()) column.pop();
    const row = this.length;
    this.#put("epoch", row, epoch);
    this.#put("loss", row, loss);
    this.#put("learningRate", row, learningRate);
    for (const name in metrics) this.#put(`metrics.${name}`, row, metrics[name as keyof Metrics]!);
    if (validation) {
      this.#put("validation.loss", row, validation.loss);
      for (const name in validation.metrics)
        this.#put(`validation.metrics.${name}`, row, validation.metrics[name as keyof Metrics]!);
    }
    for (const column of this.columns.values()) if (column.length === row) column.push(NaN);
  }

  #put(name: string, row: number, value: number): void {
    const column = this.columns.get(name);
    if (column) column.push(value);
    else this.columns.set(name, [...Array.from({ length: row }, () => NaN), value]);
  }

  entries(): EpochEntry[] {
    const { columns } = this;
    const named = (group: string) =>
      [...columns]
        .filter(([name]) => name.startsWith(group))
        .map(([name, values]) => [name.slice(group.length), values] as const);
    const [own, held] = [named("metrics."), named("validation.metrics.")];
    const at = (of: typeof own, row: number): Metrics =>
      Object.fromEntries(
        of.map(([name, values]) => [name, values[row]!]).filter(([, value]) => !Number.isNaN(value)),
      );
    const [loss, learningRate, heldLoss] = ["loss", "learningRate", "validation.loss"].map((name) =>
      columns.get(name),
    );
    return columns.get("epoch")!.map((epoch, row) => {
      const metrics = at(own, row);
      const validation = heldLoss?.[row];
      return {
        epoch,
        loss: loss![row]!,
        learningRate: learningRate![row]!,
        metrics: Object.keys(metrics).length > 0 ? metrics : null,
        validation:
          validation === undefined || Number.isNaN(validation)
            ? null
            : { loss: validation, metrics: at(held, row) },
      };
    });
  }
}
