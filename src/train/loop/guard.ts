/**
 * What happens when a number stops being finite: training ends, the weights are restored to their last finite values,
 * and the error names the batch, the layer and the tensor. Normally this costs only a copy of the state now and then. Once
 * a loss is not finite, training is repeated from the copy, with the same bits. Halving the range finds the batch.
 */
import { DivergenceError } from "../../errors.js";
import type { OptimizerState, Plan } from "../../network/plan.js";
import type { Scaler, Scalers } from "../../network/scaling.js";
import type { Parameters } from "../../network/parameters.js";
import type { Dataset } from "../../data/dataset.js";
import type { Rates } from "./rates.js";
import type { Runner } from "./runner.js";

/** Most milliseconds of training that may have to be repeated. */
const mostMs = 1000;
/** Inputs and targets beyond this, as the network sees them, are called large. */
const large = 20;

export interface Watched {
  plan: Plan;
  runner: Runner;
  parameters: Parameters;
  rates: Rates;
  dataset: Dataset;
  scalers: Scalers;
  batch: number;
  learningRate: number;
}

interface Snapshot {
  bytes: Uint8Array;
  state: OptimizerState;
}

export class Guard {
  #snapshot!: Snapshot;
  #at = { epoch: 0, from: 0, update: 0 };
  #keptAt = -Infinity;

  constructor(private readonly watched: Watched) {}

  /** Restores the state that was copied last. */
  rewind(): void {
    this.#restore(this.#snapshot);
  }

  /** Whether the next `watch` copies the state. */
  isDue(epoch: number): boolean {
    return epoch !== this.#at.epoch || performance.now() - this.#keptAt >= mostMs;
  }

  /** Before a call: copies the state if the last copy is old, or from another epoch. */
  watch(epoch: number, from: number, update: number): void {
    if (!this.isDue(epoch)) return;
    this.#keptAt = performance.now();
    this.#at = { epoch, from, update };
    this.#snapshot = this.#take();
  }

  /**
   * After a call whose loss is not finite: finds the batch and the tensor, and restores the weights from before.
   *
   * @param to place in the epoch where the call ended
   */
  async diverged(to: number): Promise<DivergenceError> {
    const { plan, runner, rates, batch, learningRate } = this.watched;
    this.rewind();
    let { from, update } = this.#at;
    let batches = Math.ceil((to - from) / batch);
    while (batches > 1) {
      const half = batches >> 1;
      rates.prepare(update, half);
      if (await this.#isFiniteAfter(from, half * batch)) {
        this.#snapshot = this.#take();
        from += half * batch;
        update += half;
        batches -= half;
      } else {
        this.#restore(this.#snapshot);
        batches = half;
      }
    }
    const rows = Math.min(batch, to - from);
    rates.prepare(update, 1);
    plan.leaveTraces();
    plan.lossSum = 0;
    await runner.run("train", from, rows);
    const found = this.#firstNotFinite(rows);
    this.#restore(this.#snapshot);
    const ways = [...this.#scalingAdvice(), `lower the learning rate (now ${learningRate})`, "set clipNorm"];
    const advice = sentence(ways);
    return new DivergenceError({
      epoch: this.#at.epoch,
      batch: Math.floor(from / batch) + 1,
      ...found,
      advice: `${advice} Weights were restored to their values before this batch.`,
    });
  }

  /** The error for first weights whose loss or gradient is not finite. */
  refusedStart(loss: number): DivergenceError {
    const what = Number.isFinite(loss) ? "the gradient is not finite" : `the loss is ${loss}`;
    const ways = [...this.#scalingAdvice(), "start from smaller weights"];
    const advice = `${sentence(ways)} The weights did not change.`;
    return new DivergenceError({ epoch: null, batch: null, layer: null, what, advice });
  }

  #take(): Snapshot {
    const { plan, parameters } = this.watched;
    return { bytes: parameters.bytes(), state: plan.optimizerState() };
  }

  #restore({ bytes, state }: Snapshot): void {
    this.watched.parameters.restore(bytes);
    this.watched.plan.restoreOptimizer(state);
  }

  async #isFiniteAfter(from: number, samples: number): Promise<boolean> {
    const { plan, runner } = this.watched;
    plan.lossSum = 0;
    await runner.run("train", from, samples);
    return Number.isFinite(plan.lossSum) && this.hasFiniteWeights;
  }

  /** Whether all weights are finite: those of the last update may not be, although its loss, taken before it, is. */
  get hasFiniteWeights(): boolean {
    return this.watched.parameters
      .views()
      .every(({ weights, biases, inputFactors }) => [weights, biases, inputFactors ?? []].every(areFinite));
  }

  /** The first number that is not finite, in the order of a step. */
  #firstNotFinite(rows: number): { layer: number | null; what: string } {
    const { plan, parameters } = this.watched;
    for (const { layer, name, values, width } of plan.traces(rows)) {
      const at = values.findIndex((value) => !Number.isFinite(value));
      if (at >= 0) {
        const row = Math.floor(at / width);
        const what = `${name}[${row % rows}][${at % width}] is ${values[at]}`;
        return { layer, what: row < rows ? what : `${what} in member ${Math.floor(row / rows)}` };
      }
      if (name === "deltas" && !Number.isFinite(plan.lossSum)) {
        return { layer: null, what: `the loss is ${plan.lossSum}` };
      }
    }
    for (const [index, { weights, biases, inputFactors = [] }] of parameters.views().entries()) {
      for (const [name, values] of Object.entries({ weights, biases, inputFactors })) {
        const at = values.findIndex((value) => !Number.isFinite(value));
        if (at >= 0) return { layer: index + 1, what: `${name}[${at}] became ${values[at]}` };
      }
    }
    return { layer: null, what: "the loss is no longer finite" };
  }

  /** What to scale, where targets or inputs are large; the first of them is the likeliest cause. */
  #scalingAdvice(): string[] {
    const { dataset, scalers } = this.watched;
    const { inputs, columns, inputNames, targets, outputs, isAutoencoder } = dataset;
    const advice: string[] = [];
    const target = isAutoencoder || !targets ? null : greatest(targets, outputs, scalers.targets);
    if (target && Math.abs(target.scaled) > large && !scalers.targets) {
      advice.push(`set targetScaling to "standard" (targets reach ${target.value})`);
    }
    const input = greatest(inputs, columns, scalers.inputs);
    if (Math.abs(input.scaled) > large) {
      const name = inputNames ? `"${inputNames[input.column]}"` : `${input.column}`;
      const isScaled = scalers.inputs !== null && scalers.inputs.kind !== "none";
      const reached = isScaled
        ? `is ${input.scaled.toPrecision(3)} after "${scalers.inputs!.kind}"`
        : `reaches ${input.value}`;
      const other = isScaled ? "minMax" : "standard";
      advice.push(`set scaling to "${other}" (column ${name} ${reached})`);
    }
    return advice;
  }
}

/** The number of a matrix that is furthest from 0 when scaled; curves and bins keep theirs near 0. */
function greatest(
  values: ArrayLike<number>,
  columns: number,
  scaler: Scaler | null,
): { column: number; value: number; scaled: number } {
  let found = { column: 0, value: 0, scaled: 0 };
  for (let at = 0; at < values.length; at++) {
    const column = at % columns;
    const value = values[at]!;
    if (scaler?.limit?.[column] || scaler?.edges?.[column]?.length) continue;
    const scaled = scaler ? (value - scaler.shift[column]!) * scaler.scale[column]! : value;
    if (Math.abs(scaled) > Math.abs(found.scaled)) found = { column, value, scaled };
  }
  return found;
}

/** `Do this, do that, or do the other.` */
function sentence(ways: readonly string[]): string {
  const text = ways.length > 1 ? `${ways.slice(0, -1).join(", ")}, or ${ways.at(-1)!}` : ways[0]!;
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}

function areFinite(values: Float32Array | Float64Array | readonly number[]): boolean {
  // a finite sum has finite terms only; a sum of finite terms may overflow, so then each is looked at
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return Number.isFinite(sum) || Array.prototype.every.call(values, (value) => Number.isFinite(value));
}
