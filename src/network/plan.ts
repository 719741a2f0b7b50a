/**
 * The plan in linear memory: lays out the tables, buffers and data that one training or evaluation needs,
 * and runs it. Plans stack: one opened while another is in use lies above it and is closed first.
 */
import { layerBytes, layerFields, planBytes, planFields, productFields } from "../wasm/generated/layout.js";
import type { Arena } from "../wasm/arena.js";
import { bytesPerFloat, type Floats, floatsAt, type Kernels } from "../wasm/kernels.js";
import { Table } from "../wasm/table.js";
import { Trainable } from "../../assembly/codes.js";
import { activationCodes, biasCount, type NetworkConfig } from "./config.js";
import type { Parameters } from "./parameters.js";
import { applyScaler, type Scaler } from "./scaling.js";

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

/** What a plan is for; decides which buffers it has. */
export interface PlanUse {
  /** Rows of a full batch. */
  batch: number;
  /** Forward only, or backward too: with the gradients applied (`train`) or kept (`gradients`). */
  pass: "forward" | "train" | "gradients";
  /** Rows for which `evaluate` keeps the answers. */
  answers: number;
  /** Most threads that will run it together; 1 unless told. */
  threads?: number;
  /** Train by the general path even where a network is small enough for the tiny one: for tests. */
  general?: boolean;
}

const vectorBytes = 16;

/** Bytes of the words at which threads meet. */
const barrierBytes = 128;
/**
 * Looks before a waiting thread sleeps: 70 µs where each has a processor (0.34 ns a look), next to none where they
 * share. 784-128-10 on two threads against one, by looks, Node 24, one run (median and best of 11 turns): 20,000 1.26
 * and 1.48; 200,000 1.78 and 1.84; 1,500,000 1.51 and 1.74; 5,000,000 1.17 and 1.88. In four more runs 200,000 gave 7 to
 * 29 % more in the median than 20,000. See docs/performance.md.
 */
const spinsAlone = 200_000;
const spinsShared = 50;

/** Factors of the squared-error losses: row loss = loss · Σ(o − t)², its derivative = error · (o − t). */
function lossFactors({ loss, layers }: NetworkConfig): { loss: number; error: number } {
  const outputs = layers.at(-1)!.units;
  if (loss === "halfSquaredError") return { loss: 0.5, error: 1 };
  if (loss === "squaredError") return { loss: 1, error: 2 };
  return { loss: 1 / outputs, error: 2 / outputs };
}

export class Plan {
  readonly #table: Table<typeof planFields>;
  readonly #layers: Table<typeof layerFields>[];
  readonly #answers: number;
  readonly #mark: number;
  readonly #scaler: { shift: number; scale: number };

  constructor(
    private readonly arena: Arena,
    private readonly kernels: Kernels,
    private readonly config: NetworkConfig,
    private readonly scalers: { inputs: Scaler | null; targets: Scaler | null },
    parameters: Parameters,
    use: PlanUse,
  ) {
    const { layers, precision, biases, trainBiases, reduction } = config;
    const size = bytesPerFloat[precision];
    const { batch } = use;
    const inputs = layers[0]!.inputs;
    const outputs = layers.at(-1)!.units;
    const backward = use.pass !== "forward";
    const gradients = use.pass === "gradients" || (backward && batch > kernels.blockDepth);
    const bytesOfLayers = layers.flatMap(({ inputs: columns, units }) => [
      batch * units * size, // activations
      backward ? batch * units * size : 0, // deltas
      gradients ? columns * units * size : 0, // weightGradients
      backward ? units * size : 0, // biasGradients
    ]);
    this.#mark = arena.top;
    const [
      table,
      workspace,
      barrier,
      batchInputs,
      batchTargets,
      rowLosses,
      shift,
      scale,
      answers,
      ...buffers
    ] = arena.take(`a batch of ${batch}`, [
      planBytes + layers.length * layerBytes,
      kernels.workspaceBytes * (use.threads ?? 1),
      barrierBytes,
      batch * inputs * size,
      batch * outputs * size,
      batch * 8,
      inputs * size,
      inputs * size,
      use.answers * outputs * size,
      ...bytesOfLayers,
    ]) as [number, number, number, number, number, number, number, number, number, ...number[]];
    const { memory } = arena;
    if (scalers.inputs) {
      floatsAt(memory, precision, shift, inputs).set(scalers.inputs.shift);
      floatsAt(memory, precision, scale, inputs).set(scalers.inputs.scale);
    }
    this.#answers = answers;
    this.#scaler = { shift, scale };
    const factors = lossFactors(config);
    new Uint8Array(memory.buffer, table, planBytes).fill(0);
    new Uint8Array(memory.buffer, barrier, barrierBytes).fill(0);
    this.#table = new Table(memory, table, planFields);
    this.#table.set({
      layers: layers.length,
      batch,
      mean: reduction === "mean" ? 1 : 0,
      lossFactor: factors.loss,
      errorFactor: factors.error,
      batchInputs,
      batchTargets,
      rowLosses,
      workspace,
      threads: 1,
      barrier,
      general: use.general ? 1 : 0,
    });
    for (let thread = 0; thread < (use.threads ?? 1); thread++) {
      const product = workspace + thread * kernels.workspaceBytes;
      new Table(memory, product, productFields).set({ tile: kernels.tile });
    }
    this.#layers = layers.map((layer, index) => {
      const place = parameters.places[index]!;
      const [activations, deltas, weightGradients, biasGradients] = buffers.slice(4 * index) as [
        number,
        number,
        number,
        number,
      ];
      const biasesTrain = layer.trainable && trainBiases && biases !== "none";
      const entry = new Table(memory, table + planBytes + index * layerBytes, layerFields);
      entry.set({
        inputs: layer.inputs,
        outputs: layer.units,
        activation: activationCodes[layer.activation],
        biasCount: biasCount(biases, layer.units),
        trainable: (layer.trainable ? Trainable.weights : 0) | (biasesTrain ? Trainable.biases : 0),
        weights: place.weights,
        biases: place.biases,
        activations,
        deltas,
        weightGradients,
        biasGradients,
      });
      return entry;
    });
  }

  /**
   * Copies samples into the arena: bytes as bytes (scaled when gathered), other numbers scaled and in the
   * network's precision.
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
    else applyScaler(floatsAt(memory, precision, x, inputs.length), inputs, this.scalers.inputs);
    if (targets) applyScaler(floatsAt(memory, precision, y, targets.length), targets, this.scalers.targets);
    else if (labels) new Uint32Array(memory.buffer, y, rows).set(labels);
    return { rows, inputs: x, inputBytes, targets: targets ? y : 0, labels: !targets && labels ? y : 0 };
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
      shift: scaled ? this.#scaler.shift : 0,
      scale: scaled ? this.#scaler.scale : 0,
    });
  }

  set learningRate(learningRate: number) {
    this.#table.set({ learningRate });
  }

  /** Σ of row losses since it was last set. */
  get lossSum(): number {
    return this.#table.get("lossSum");
  }
  set lossSum(lossSum: number) {
    this.#table.set({ lossSum });
  }

  /** Takes room for the losses of `count` epochs, and tells `epochs` how an epoch goes. */
  placeEpochs(samples: number, seed: number, count: number): number {
    const losses = this.arena.take(`losses of ${count} epochs`, [count * 8])[0]!;
    this.#table.set({ losses, samples, seedLow: seed >>> 0, seedHigh: Math.floor(seed / 2 ** 32) });
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
    this.#table.set({ outputs: keep ? this.#answers : 0 });
  }

  /**
   * Runs alone: trains on, or evaluates, the samples at places `from` … `from + count − 1`, batch by batch; or
   * trains `count` whole epochs from number `from`, shuffling the order in use, if any, before each.
   */
  run(kernel: "train" | "epochs" | "evaluate", from: number, count: number): void {
    this.kernels[kernel](this.#table.address, from, count, 0);
  }

  /** [rows × outputs]: a view of what `evaluate` kept. */
  answers(rows: number): Floats {
    const outputs = this.config.layers.at(-1)!.units;
    return floatsAt(this.arena.memory, this.config.precision, this.#answers, rows * outputs);
  }

  /** Gradients summed over samples, by layer; views, or null where a layer does not train. */
  gradients(from: number, count: number): { weights: Floats | null; biases: Floats | null }[] {
    this.kernels.gradients(this.#table.address, from, count, 0);
    const { memory } = this.arena;
    return this.#layers.map((layer) => {
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
