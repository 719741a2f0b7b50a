/**
 * What happens when a number stops being finite: training ends, the weights are restored to their last finite values,
 * and the error names the batch, the layer and the tensor. Normally this costs only a copy of the state now and then. Once
 * a loss is not finite, training is repeated from the copy, with the same bits. Halving the range finds the batch.
 */
import { DivergenceError } from "../../errors.js";
import type { Plan } from "../../network/plan.js";
import { scaledNumber, type Scaler, type Scalers } from "../../network/scaling.js";
import type { Parameters } from "../../network/parameters.js";
import type { Dataset } from "../../data/dataset.js";
import { areFinite } from "./finite.js";
import type { Rates } from "./rates.js";
import type { Runner } from "./runner.js";
import type { Snapshot, TrainingState } from "../state/trainingState.js";

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
  state: TrainingState;
  batch: number;
  learningRate: number;
}

export class Guard {
  #snapshot: Snapshot | null = null;
  /** Whether somebody else has the last copy, so that its memory must not be used again. */
  #isShared = false;
  #keptAt = -Infinity;

  constructor(private readonly watched: Watched) {}

  /** The last copy of the state, for the caller to keep; null before the first. */
  get snapshot(): Snapshot | null {
    this.#isShared = true;
    return this.#snapshot;
  }

  /** Restores the state that was copied last. */
  rewind(): void {
    if (this.#snapshot) this.#restore(this.#snapshot);
  }

  /** Makes the next `watch` copy the state. */
  forget(): void {
    this.#keptAt = -Infinity;
  }

  /** Whether the next `watch` copies the state. */
  get isDue(): boolean {
    const isOfEpoch = this.#snapshot?.position.epochs === this.watched.state.epochs;
    return !isOfEpoch || performance.now() - this.#keptAt >= mostMs;
  }

  /**
   * Before a call: copies the state if the last copy is old, or from another epoch. It goes into the memory of the last copy:
   * new memory would cost more than the copying, several percent of an epoch that is one large batch.
   */
  watch(): void {
    if (!this.isDue) return;
    this.#keptAt = performance.now();
    this.#snapshot = this.take(this.#isShared ? null : this.#snapshot);
    this.#isShared = false;
  }

  /** A copy of the present state; between two calls only. @param into a copy that nobody needs any more */
  take(into: Snapshot | null = null): Snapshot {
    const { plan, parameters, state } = this.watched;
    const { epochs, samples, lossSum, updates } = state;
    return {
      parameters: parameters.bytes(into?.parameters),
      optimizer: plan.optimizerMemory(into?.optimizer),
      position: { epochs, samples, lossSum, updates },
    };
  }

  /**
   * After a call whose loss is not finite: finds the batch and the tensor, and restores the state from before that batch.
   *
   * @param to place in the epoch where the call ended
   */
  async diverged(to: number): Promise<DivergenceError> {
    const { plan, runner, rates, state, batch, learningRate } = this.watched;
    this.rewind();
    let batches = Math.ceil((to - state.samples) / batch);
    while (batches > 1) {
      const half = batches >> 1;
      rates.prepare(state, half);
      if (await this.#isFiniteAfter(state.samples, half * batch)) {
        state.samples += half * batch;
        state.updates += half;
        state.lossSum = plan.lossSum;
        this.#snapshot = this.take();
        batches -= half;
      } else {
        this.rewind();
        batches = half;
      }
    }
    const { epochs, samples: from } = state;
    const rows = Math.min(batch, to - from);
    rates.prepare(state, 1);
    plan.leaveTraces();
    plan.lossSum = 0;
    await runner.run("train", from, rows);
    const found = this.#firstNotFinite(rows);
    this.rewind();
    const ways = [...this.#scalingAdvice(), `lower the learning rate (now ${learningRate})`, "set clipNorm"];
    const advice = sentence(ways);
    return new DivergenceError({
      epoch: epochs + 1,
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

  #restore({ parameters, optimizer, position }: Snapshot): void {
    this.watched.parameters.restore(parameters);
    this.watched.plan.restoreOptimizer(optimizer);
    Object.assign(this.watched.state, position);
  }

  async #isFiniteAfter(from: number, samples: number): Promise<boolean> {
    const { plan, runner, state } = this.watched;
    plan.lossSum = state.lossSum;
    await runner.run("train", from, samples);
    return Number.isFinite(plan.lossSum) && this.hasFiniteWeights;
  }

  /** Whether all weights are finite: those of the last update may not be, although its loss, taken before it, is. */
  get hasFiniteWeights(): boolean {
    return this.watched.parameters
      .views()
      .every((layer) =>
        [layer.weights, layer.biases, layer.inputFactors].every((values) => !values || areFinite(values)),
      );
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
    const scaled = scaler ? scaledNumber(scaler, column, value) : value;
    if (Math.abs(scaled) > Math.abs(found.scaled)) found = { column, value, scaled };
  }
  return found;
}

/** `Do this, do that, or do the other.` */
function sentence(ways: readonly string[]): string {
  const text = ways.length > 1 ? `${ways.slice(0, -1).join(", ")}, or ${ways.at(-1)!}` : ways[0]!;
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
