/**
 * The plan in linear memory: places the data that one training or evaluation needs, and runs it over the tables
 * and buffers that `layout.ts` lays out. Plans stack: one opened while another is in use lies above it and is closed first.
 */
import { Trainable } from "../../assembly/codes.js";
import type { Arena } from "../wasm/arena.js";
import type { layerFields } from "../wasm/generated/layout.js";
import { bytesPerFloat, type Floats, floatsAt, type Kernels } from "../wasm/kernels.js";
import type { Table } from "../wasm/table.js";
import type { NetworkConfig } from "./config.js";
import { layOut, type PlanLayout, type PlanUse } from "./layout.js";
import type { Parameters } from "./parameters.js";
import { applyScaler, refuseOverflow, type Scaler } from "./scaling.js";

/** Samples as a plan takes them; `Dataset` is one. */
export interface Samples {
  readonly inputs: Float32Array | Float64Array | Uint8Array;
  readonly rows: number;
  readonly targets: Float32Array | Float64Array | null;
  readonly labels: Uint32Array | null;
}

/** Samples in linear memory. */
export interface Placed {
  rows: number;
  inputs: number;
  inputBytes: number;
  targets: number;
  labels: number;
}

const vectorBytes = 16;

/**
 * Looks before a waiting thread sleeps: 70 µs where each has a processor (0.34 ns a look), next to none where they
 * share. 784-128-10 on two threads against one, by looks, Node 24, one run (median and best of 11 turns): 20,000 1.26
 * and 1.48; 200,000 1.78 and 1.84; 1,500,000 1.51 and 1.74; 5,000,000 1.17 and 1.88. In four more runs 200,000 gave 7 to
 * 29 % more in the median than 20,000. See docs/performance.md.
 */
const spinsAlone = 200_000;
const spinsShared = 50;

/** The fields of the plan that an optimiser changes. */
const stateFields = ["power1", "power2", "momentumPower", "momentumDecay", "learningRate", "update"] as const;

/** What an optimiser keeps between updates. */
export interface OptimizerState {
  moments: Uint8Array[];
  products: number[];
}

export class Plan {
  readonly #layout: PlanLayout;
  readonly #table: PlanLayout["table"];
  readonly #mark: number;

  constructor(
    private readonly arena: Arena,
    private readonly kernels: Kernels,
    private readonly config: NetworkConfig,
    private readonly scalers: { inputs: Scaler | null; targets: Scaler | null },
    parameters: Parameters,
    use: PlanUse,
  ) {
    this.#mark = arena.top;
    this.#layout = layOut(arena, kernels, config, parameters, use);
    this.#table = this.#layout.table;
    if (!scalers.inputs) return;
    const { shift, scale } = this.#layout;
    const { inputs } = config.layers[0]!;
    floatsAt(arena.memory, config.precision, shift, inputs).set(scalers.inputs.shift);
    floatsAt(arena.memory, config.precision, scale, inputs).set(scalers.inputs.scale);
  }

  /**
   * Copies samples into the arena: bytes as bytes (scaled when gathered), other numbers scaled and in the
   * network's precision.
   *
   * @throws DataError for a number that is not finite in that precision
   */
  place(samples: Samples): Placed {
    const { precision } = this.config;
    const size = bytesPerFloat[precision];
    const { rows, inputs, targets, labels } = samples;
    const inputBytes = inputs instanceof Uint8Array ? 1 : size;
    // kernels of small networks read up to a vector beyond
    const [x, y] = this.arena.take(`${rows} samples`, [
      inputs.length * inputBytes + vectorBytes,
      (targets ? targets.length * size : labels ? rows * 4 : 0) + vectorBytes,
    ]) as [number, number];
    const { memory } = this.arena;
    if (inputs instanceof Uint8Array) new Uint8Array(memory.buffer, x, inputs.length).set(inputs);
    else this.#scaleInto("inputs", floatsAt(memory, precision, x, inputs.length), inputs, rows);
    if (targets) {
      const placed = floatsAt(memory, precision, y, targets.length);
      this.#scaleInto("targets", placed, targets, rows);
      const { labelSmoothing: part, layers } = this.config;
      if (part > 0)
        placed.forEach((target, at) => (placed[at] = (1 - part) * target + part / layers.at(-1)!.units));
    }
    if (!targets && labels) new Uint32Array(memory.buffer, y, rows).set(labels);
    return { rows, inputs: x, inputBytes, targets: targets ? y : 0, labels: !targets && labels ? y : 0 };
  }

  #scaleInto(
    name: "inputs" | "targets",
    placed: Floats,
    values: Float32Array | Float64Array,
    rows: number,
  ): void {
    const scaler = this.scalers[name];
    applyScaler(placed, values, scaler);
    if (scaler || values.constructor !== placed.constructor) {
      refuseOverflow(name, placed, values, values.length / rows);
    }
  }

  /** Takes room for the factors of the samples' losses, and uses them in training from now on. */
  weigh(weights: Float64Array): void {
    const sampleWeights = this.arena.take(`${weights.length} sample weights`, [weights.length * 8])[0]!;
    new Float64Array(this.arena.memory.buffer, sampleWeights, weights.length).set(weights);
    this.#table.set({ sampleWeights, general: 1 }); // the tiny path knows none
  }

  /** Takes room for an order of `rows` samples; see `order`. */
  placeOrder(rows: number): number {
    return this.arena.take(`an order of ${rows} samples`, [rows * 4])[0]!;
  }

  /** A view of an order: the sample at each place. Valid until the memory next grows. */
  order(address: number, rows: number): Uint32Array {
    return new Uint32Array(this.arena.memory.buffer, address, rows);
  }

  /** Makes the next runs work on these samples, in this order (0: their own). */
  use(placed: Placed, order = 0): void {
    const { inputs, inputBytes, targets, labels } = placed;
    const scaled = inputBytes === 1 && this.scalers.inputs !== null;
    this.#table.set({
      inputs,
      inputBytes,
      targets,
      labels,
      order,
      shift: scaled ? this.#layout.shift : 0,
      scale: scaled ? this.#layout.scale : 0,
    });
  }

  set learningRate(learningRate: number) {
    this.#table.set({ learningRate });
  }

  /** Takes room for learning rates of updates to come; see `useRates`. */
  placeRates(count: number): number {
    return this.arena.take(`learning rates of ${count} updates`, [count * 8])[0]!;
  }

  /** A view of learning rates, one for each of the next updates, which begin with the first of them. */
  useRates(rates: number, count: number): Float64Array {
    this.#table.set({ rates, update: 0 });
    return new Float64Array(this.arena.memory.buffer, rates, count);
  }

  /** Of the epoch that the next `train` is in: masks and noise are drawn by it. */
  beginEpoch(epoch: number, seed: number): void {
    this.#table.set({ epoch, seedLow: seed >>> 0, seedHigh: Math.floor(seed / 2 ** 32) });
  }

  /** What the optimiser knows by now, copied. */
  optimizerState(): OptimizerState {
    const moments = this.#layout.moments.map(({ address, bytes }) =>
      new Uint8Array(this.arena.memory.buffer, address, bytes).slice(),
    );
    return { moments, products: stateFields.map((field) => this.#table.get(field)) };
  }

  /** Brings back what `optimizerState` gave. */
  restoreOptimizer({ moments, products }: OptimizerState): void {
    this.#layout.moments.forEach(({ address, bytes }, index) =>
      new Uint8Array(this.arena.memory.buffer, address, bytes).set(moments[index]!),
    );
    this.#table.set(Object.fromEntries(stateFields.map((field, index) => [field, products[index]!])));
  }

  /** What a batch of `rows` has left behind on the general path, in the order of its making; views. */
  *traces(rows: number): Generator<{ layer: number; name: string; width: number; values: Floats }> {
    const view = (layer: Table<typeof layerFields>, field: keyof typeof layerFields) => {
      const width = layer.get("outputs");
      const { memory } = this.arena;
      return { width, values: floatsAt(memory, this.config.precision, layer.get(field), rows * width) };
    };
    for (const [index, layer] of this.#layout.layers.entries()) {
      if (layer.get("netInputs")) yield { layer: index + 1, name: "net inputs", ...view(layer, "netInputs") };
      yield { layer: index + 1, name: "activations", ...view(layer, "activations") };
    }
    for (const [index, layer] of [...this.#layout.layers.entries()].toReversed()) {
      yield { layer: index + 1, name: "deltas", ...view(layer, "deltas") };
    }
  }

  /** Σ of row losses since it was last set. */
  get lossSum(): number {
    return this.#table.get("lossSum");
  }
  set lossSum(lossSum: number) {
    this.#table.set({ lossSum });
  }

  /** Takes room for the losses of `count` epochs, and tells `epochs` how an epoch goes. */
  placeEpochs(samples: number, count: number): number {
    const losses = this.arena.take(`losses of ${count} epochs`, [count * 8])[0]!;
    this.#table.set({ losses, samples });
    return losses;
  }

  /** Σ of row losses of each of `count` epochs, from `placeEpochs`; a view, valid until the next call or growth. */
  epochLosses(losses: number, count: number): Float64Array {
    return new Float64Array(this.arena.memory.buffer, losses, count);
  }

  /** Address of the table, for threads that run it. */
  get address(): number {
    return this.#table.address;
  }

  /** How many threads run the plan from now on; at most those it was made for. */
  setThreads(threads: number, processors: number): void {
    this.#table.set({ threads, spins: threads <= processors ? spinsAlone : spinsShared });
  }

  /** Whether `evaluate` keeps the answers, for `answers()`. */
  set keepsAnswers(keep: boolean) {
    this.#table.set({ outputs: keep ? this.#layout.answers : 0 });
  }

  /** From now on by the general path, which leaves `traces`; the bits are the same. */
  leaveTraces(): void {
    this.#table.set({ general: 1 });
  }

  /** Whether `gradients` goes on from the sums that are there. */
  set resumes(resume: boolean) {
    this.#table.set({ resume: resume ? 1 : 0 });
  }

  /**
   * Runs alone: trains on, evaluates, or takes the gradients of the samples at places `from` … `from + count − 1`,
   * batch by batch; or trains `count` whole epochs from number `from`, shuffling the order in use, if any, before
   * each.
   */
  run(kernel: "train" | "epochs" | "evaluate" | "gradients", from: number, count: number): void {
    this.kernels[kernel](this.#table.address, from, count, 0);
  }

  /** [rows × outputs]: a view of what `evaluate` kept. */
  answers(rows: number): Floats {
    const outputs = this.config.layers.at(-1)!.units;
    return floatsAt(this.arena.memory, this.config.precision, this.#layout.answers, rows * outputs);
  }

  /** Gradients summed over samples, by layer; views, or null where a layer does not train. */
  gradients(from: number, count: number): { weights: Floats | null; biases: Floats | null }[] {
    this.kernels.gradients(this.#table.address, from, count, 0);
    return this.gradientSums();
  }

  /** The gradients that are there; views. */
  gradientSums(): { weights: Floats | null; biases: Floats | null }[] {
    const { memory } = this.arena;
    return this.#layout.layers.map((layer) => {
      const trainable = layer.get("trainable");
      const at = (field: "weightGradients" | "biasGradients", length: number) =>
        floatsAt(memory, this.config.precision, layer.get(field), length);
      return {
        weights:
          trainable & Trainable.weights
            ? at("weightGradients", layer.get("inputs") * layer.get("outputs"))
            : null,
        biases: trainable & Trainable.biases ? at("biasGradients", layer.get("biasCount")) : null,
      };
    });
  }

  /** Gives the plan's memory back, and that of everything placed since. */
  close(): void {
    this.arena.release(this.#mark);
  }
}
