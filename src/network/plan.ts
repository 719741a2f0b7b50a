/**
 * The plan in linear memory: lays out the tables, buffers and data that one training or evaluation needs,
 * and runs it. Plans stack: one opened while another is in use lies above it and is closed first.
 */
import { layerBytes, layerFields, planBytes, planFields, productFields } from "../wasm/generated/layout.js";
import type { Arena } from "../wasm/arena.js";
import { bytesPerFloat, type Floats, floatsAt, type Kernels } from "../wasm/kernels.js";
import { Table } from "../wasm/table.js";
import { Activation, Loss, Trainable } from "../../assembly/codes.js";
import { activationCodes, lossCodes } from "./codes.js";
import { biasCount, type NetworkConfig } from "./config.js";
import type { LayerConfig } from "./layers.js";
import type { Parameters } from "./parameters.js";
import { applyScaler, type Scaler } from "./scaling.js";
import { isBuffered, momentsOf, updateFields, type UpdateSettings } from "./updating.js";

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
  /** How parameters change, where they do; plain descent unless told. */
  update?: UpdateSettings;
  /** Most threads that will run it together; 1 unless told. */
  threads?: number;
  /** Train by the general path even where a network is small enough for the tiny one: for tests. */
  general?: boolean;
  /** Keep the net inputs of every layer, for `traces`. */
  netInputs?: boolean;
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

/** The fields of the plan that say what the loss is; see assembly/loss.ts. */
function lossFields({ loss, layers, huberDelta, labelSmoothing }: NetworkConfig) {
  const { units } = layers.at(-1)!;
  const errorFactor = { squaredError: 2, meanSquaredError: 2 / units, meanAbsoluteError: 1 / units };
  const lossFactor = { halfSquaredError: 0.5, meanSquaredError: 1 / units, meanAbsoluteError: 1 / units };
  return {
    loss: lossCodes[loss],
    errorFactor: (errorFactor as Record<string, number>)[loss] ?? 1,
    lossFactor: (lossFactor as Record<string, number>)[loss] ?? 1,
    huberDelta,
    classOn: 1 - labelSmoothing + labelSmoothing / units,
    classOff: loss === "hinge" ? -1 : labelSmoothing / units,
  };
}

/** Whether the net inputs of a layer are needed after its activations are known. */
function keepsNetInputs({ layers, loss }: NetworkConfig, layer: LayerConfig): boolean {
  const code = activationCodes[layer.activation];
  if (code === Activation.gelu || code === Activation.silu || code === Activation.softmax) return true;
  return layer === layers.at(-1) && lossCodes[loss] === Loss.binaryCrossEntropy;
}

/** Whether a training needs more than the tiny path of assembly/tiny.ts can do. */
function isGeneral(config: NetworkConfig, update: UpdateSettings | undefined): boolean {
  const { layers, loss, inputDropout } = config;
  if (lossCodes[loss] !== Loss.squared || inputDropout > 0) return true;
  if (update && (isBuffered(update) || update.inputNoise > 0)) return true;
  return layers.some((layer) => layer.dropout > 0 || keepsNetInputs(config, layer));
}

/** The fields of the plan that an optimiser changes. */
const stateFields = ["power1", "power2", "momentumPower", "momentumDecay", "learningRate", "update"] as const;

/** What an optimiser keeps between updates. */
export interface OptimizerState {
  moments: Uint8Array[];
  products: number[];
}

export class Plan {
  readonly #moments: { address: number; bytes: number }[] = [];
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
    const { update } = use;
    const buffered = update !== undefined && isBuffered(update);
    const gradients = use.pass === "gradients" || (backward && (buffered || batch > kernels.blockDepth));
    const moments = update ? momentsOf(update) : 0;
    const bytesOfLayers = layers.flatMap((layer) => {
      const { inputs: columns, units, dropout } = layer;
      const drops = use.pass === "train" && dropout > 0;
      return [
        batch * units * size, // activations
        backward ? batch * units * size : 0, // deltas
        gradients ? columns * units * size : 0, // weightGradients
        backward ? units * size : 0, // biasGradients
        use.netInputs || keepsNetInputs(config, layer) ? batch * units * size : 0, // netInputs
        drops ? batch * units * size : 0, // dropped
        drops ? batch * units * size : 0, // masks
        ...[1, 2].map((moment) => (moments >= moment ? columns * units * size : 0)),
        ...[1, 2].map((moment) => (moments >= moment ? units * size : 0)),
      ];
    });
    const fieldsOfLayer = 11;
    const rowsOfGradients =
      update && update.clipNorm > 0 ? layers.reduce((sum, one) => sum + one.inputs, 0) : 0;
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
      rowSquares,
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
      rowsOfGradients * 8,
      ...bytesOfLayers,
    ]) as [number, number, number, number, number, number, number, number, number, number, ...number[]];
    const { memory } = arena;
    if (scalers.inputs) {
      floatsAt(memory, precision, shift, inputs).set(scalers.inputs.shift);
      floatsAt(memory, precision, scale, inputs).set(scalers.inputs.scale);
    }
    this.#answers = answers;
    this.#scaler = { shift, scale };
    new Uint8Array(memory.buffer, table, planBytes).fill(0);
    new Uint8Array(memory.buffer, barrier, barrierBytes).fill(0);
    this.#table = new Table(memory, table, planFields);
    this.#table.set({
      layers: layers.length,
      batch,
      mean: reduction === "mean" ? 1 : 0,
      ...lossFields(config),
      ...(update && updateFields(update)),
      inputDropout: use.pass === "train" ? config.inputDropout : 0,
      rowSquares,
      batchInputs,
      batchTargets,
      rowLosses,
      workspace,
      threads: 1,
      barrier,
      general: use.general || isGeneral(config, update) ? 1 : 0,
    });
    for (let thread = 0; thread < (use.threads ?? 1); thread++) {
      const product = workspace + thread * kernels.workspaceBytes;
      new Table(memory, product, productFields).set({ tile: kernels.tile });
    }
    this.#layers = layers.map((layer, index) => {
      const place = parameters.places[index]!;
      const own = buffers.slice(fieldsOfLayer * index, fieldsOfLayer * (index + 1));
      const where = own.map((address, field) =>
        bytesOfLayers[fieldsOfLayer * index + field]! > 0 ? address : 0,
      );
      const [activations, deltas, weightGradients, biasGradients, netInputs, dropped, masks] = where;
      const [weightMoments1, weightMoments2, biasMoments1, biasMoments2] = where.slice(7);
      for (const [field, address] of where.entries()) {
        if (field < 7 || address === 0) continue;
        this.#moments.push({ address, bytes: bytesOfLayers[fieldsOfLayer * index + field]! });
        const isStep = update?.optimizer.kind === "irpropMinus" && field % 2 === 0; // a second moment
        const count = bytesOfLayers[fieldsOfLayer * index + field]! / size;
        floatsAt(memory, precision, address, count).fill(isStep ? update.optimizer.learningRate : 0);
      }
      const biasesTrain = layer.trainable && trainBiases && biases !== "none";
      const entry = new Table(memory, table + planBytes + index * layerBytes, layerFields);
      entry.set({
        inputs: layer.inputs,
        outputs: layer.units,
        activation: activationCodes[layer.activation],
        alpha: layer.alpha,
        dropout: dropped ? layer.dropout : 0,
        biasCount: biasCount(biases, layer.units),
        trainable: (layer.trainable ? Trainable.weights : 0) | (biasesTrain ? Trainable.biases : 0),
        weights: place.weights,
        biases: place.biases,
        activations,
        deltas,
        weightGradients,
        biasGradients,
        netInputs,
        dropped,
        masks,
        weightMoments1,
        weightMoments2,
        biasMoments1,
        biasMoments2,
      } as Record<keyof typeof layerFields, number>);
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
    if (targets) {
      const placed = floatsAt(memory, precision, y, targets.length);
      applyScaler(placed, targets, this.scalers.targets);
      const { labelSmoothing: part, layers } = this.config;
      if (part > 0)
        placed.forEach((target, at) => (placed[at] = (1 - part) * target + part / layers.at(-1)!.units));
    }
    if (!targets && labels) new Uint32Array(memory.buffer, y, rows).set(labels);
    return { rows, inputs: x, inputBytes, targets: targets ? y : 0, labels: !targets && labels ? y : 0 };
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
      shift: scaled ? this.#scaler.shift : 0,
      scale: scaled ? this.#scaler.scale : 0,
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
    const moments = this.#moments.map(({ address, bytes }) =>
      new Uint8Array(this.arena.memory.buffer, address, bytes).slice(),
    );
    return { moments, products: stateFields.map((field) => this.#table.get(field)) };
  }

  /** Brings back what `optimizerState` gave. */
  restoreOptimizer({ moments, products }: OptimizerState): void {
    this.#moments.forEach(({ address, bytes }, index) =>
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
    for (const [index, layer] of this.#layers.entries()) {
      if (layer.get("netInputs")) yield { layer: index + 1, name: "net inputs", ...view(layer, "netInputs") };
      yield { layer: index + 1, name: "activations", ...view(layer, "activations") };
    }
    for (const [index, layer] of [...this.#layers.entries()].toReversed()) {
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
    this.#table.set({ outputs: keep ? this.#answers : 0 });
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
    return floatsAt(this.arena.memory, this.config.precision, this.#answers, rows * outputs);
  }

  /** Gradients summed over samples, by layer; views, or null where a layer does not train. */
  gradients(from: number, count: number): { weights: Floats | null; biases: Floats | null }[] {
    this.kernels.gradients(this.#table.address, from, count, 0);
    return this.gradientSums();
  }

  /** The gradients that are there; views. */
  gradientSums(): { weights: Floats | null; biases: Floats | null }[] {
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
