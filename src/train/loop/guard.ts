/**
 * What happens when numbers stop being finite: training ends at once, at the last finite weights, with the
 * place where it began. Nothing is watched while training goes well: a copy of the state is kept now and then,
 * and when a loss is not finite, training is repeated from there (it gives the same bits) in halves, down to
 * the batch.
 */
import { DivergenceError } from "../../errors.js";
import type { OptimizerState, Plan } from "../../network/plan.js";
import type { Parameters } from "../../network/parameters.js";
import type { Dataset } from "../../data/dataset.js";
import type { Runner } from "./runner.js";

/** Milliseconds of training that may have to be repeated. */
const mostMs = 1000;
/** Inputs beyond this are called large. */
const largeInput = 100;

export interface Watched {
  plan: Plan;
  runner: Runner;
  parameters: Parameters;
  dataset: Dataset;
  /** Whether inputs are scaled. */
  isScaled: boolean;
  batch: number;
  count: number;
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

  /** Back to the state that was kept last. */
  rewind(): void {
    this.#restore(this.#snapshot);
  }

  /** Before a call: keeps a copy of the state if the last one is old, or from another epoch. */
  watch(epoch: number, from: number, update: number): void {
    const now = performance.now();
    if (epoch === this.#at.epoch && now - this.#keptAt < mostMs) return;
    this.#keptAt = now;
    this.#at = { epoch, from, update };
    this.#snapshot = this.#take();
  }

  /**
   * After a call whose loss is not finite: finds the batch and the tensor, and leaves the weights from before.
   *
   * @param to place in the epoch where the call ended
   * @param prepare before a call that makes `count` updates from `update`: see `Rates`
   */
  async diverged(
    to: number,
    learningRate: number,
    prepare: (update: number, count: number) => void,
  ): Promise<DivergenceError> {
    const { plan, runner, batch } = this.watched;
    this.rewind();
    let { from, update } = this.#at;
    let batches = Math.ceil((to - from) / batch);
    while (batches > 1) {
      const half = batches >> 1;
      prepare(update, half);
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
    prepare(update, 1);
    plan.leaveTraces();
    plan.lossSum = 0;
    await runner.run("train", from, rows);
    const tensor = this.#firstNotFinite(rows);
    this.#restore(this.#snapshot);
    return new DivergenceError(
      `epoch ${this.#at.epoch}, batch ${Math.floor(from / batch) + 1}: ${tensor}. ${this.#causes(learningRate)} ` +
        "The weights are those of before this batch.",
    );
  }

  /** For weights that cannot even be begun with. */
  refusedStart(loss: number): DivergenceError {
    const what = Number.isFinite(loss) ? "the gradient is not finite" : `the loss is ${loss}`;
    const causes = ["start from smaller weights", ...this.#largeInputs()];
    return new DivergenceError(
      `before the first step: ${what}. To mend it: ${causes.join(", or ")}. The weights are as they were.`,
    );
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
    const { plan, runner, parameters } = this.watched;
    plan.lossSum = 0;
    await runner.run("train", from, samples);
    if (!Number.isFinite(plan.lossSum)) return false;
    return parameters.views().every(({ weights, biases }) => areFinite(weights) && areFinite(biases));
  }

  /** Where the first number that is not finite appeared, in the order of a step. */
  #firstNotFinite(rows: number): string {
    const { plan, parameters } = this.watched;
    for (const { layer, name, values, width } of plan.traces(rows)) {
      const at = values.findIndex((value) => !Number.isFinite(value));
      if (at >= 0)
        return `layer ${layer}: ${name}[${Math.floor(at / width)}][${at % width}] is ${values[at]}`;
      if (name === "deltas" && !Number.isFinite(plan.lossSum)) return `the loss is ${plan.lossSum}`;
    }
    for (const [index, { weights, biases }] of parameters.views().entries()) {
      for (const [name, values] of Object.entries({ weights, biases })) {
        const at = values.findIndex((value) => !Number.isFinite(value));
        if (at >= 0) return `layer ${index + 1}: ${name}[${at}] became ${values[at]}`;
      }
    }
    return "the loss is no longer finite";
  }

  /** What is likely to have caused it, the likeliest first. */
  #causes(learningRate: number): string {
    const causes = [
      `take a smaller learning rate than ${learningRate}`,
      ...this.#largeInputs(),
      "limit the gradient with clipNorm",
    ];
    return `To mend it: ${causes.join(", or ")}.`;
  }

  /** The advice to scale the inputs, where they are large. */
  #largeInputs(): string[] {
    const { dataset, isScaled } = this.watched;
    const { inputs, columns, inputNames } = dataset;
    if (isScaled) return [];
    let greatest = 0;
    for (let at = 1; at < inputs.length; at++) {
      if (Math.abs(inputs[at]!) > Math.abs(inputs[greatest]!)) greatest = at;
    }
    if (!(Math.abs(inputs[greatest]!) > largeInput)) return [];
    const column = greatest % columns;
    const name = inputNames ? `"${inputNames[column]}"` : `${column}`;
    return [`scale the inputs (column ${name} reaches ${inputs[greatest]})`];
  }
}

function areFinite(values: Float32Array | Float64Array): boolean {
  // a sum is finite only if all its terms are; it may overflow without cause, so that is looked at again
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return Number.isFinite(sum) || values.every((value) => Number.isFinite(value));
}
