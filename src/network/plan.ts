/**
 * The plan in linear memory. It holds the data of one training or evaluation (`placing.ts`) and runs it over
 * the tables and buffers that `layout.ts` lays out. Plans are a stack: one opened while another is in use
 * lies above it and is closed first.
 */
import { Resume, Trainable } from "../../assembly/codes.js";
import type { Arena } from "../wasm/arena.js";
import type { layerFields } from "../wasm/generated/layout.js";
import { bytesPerFloat, type Floats, floatsAt, type Kernels } from "../wasm/kernels.js";
import type { Exchange } from "../wasm/replica.js";
import type { Region } from "../wasm/threadMessages.js";
import type { Table } from "../wasm/table.js";
import type { NetworkConfig } from "../settings/generated/types.js";
import { layOut, type PlanLayout, type PlanUse } from "./layout.js";
import type { Parameters } from "./parameters.js";
import { type Placed, placeSamples, type Samples } from "./placing.js";
import { isLinear, type Scaler } from "./scaling.js";
import { runningProducts } from "./updating.js";

/**
 * How often a waiting thread looks before it sleeps: for 70 µs where each thread has a processor (0.34 ns a
 * look), almost never where they share one. 784-128-10 on two threads against one, Node 24, one run (median
 * and best of 11 turns): 20,000 1.26 and 1.48; 200,000 1.78 and 1.84; 1,500,000 1.51 and 1.74; 5,000,000 1.17
 * and 1.88. In four more runs 200,000 gave 7 to 29 % more in the median than 20,000. See docs/performance.md.
 */
const spinsAlone = 200_000;
const spinsShared = 50;

/** The fields of the plan that an update changes. The host sets the last two before each call. */
const stateFields = [...runningProducts, "learningRate", "update"] as const;

/** Numbers for the parameters of one layer; null where the parameters do not train or do not exist. */
export interface NumbersOfLayer {
  weights: Floats | null;
  biases: Floats | null;
  inputFactors: Floats | null;
}

/** What an optimiser keeps between updates. */
export interface OptimizerMemory {
  /** Bytes of what it keeps of each parameter, by `layer.field`, and of the averages: `0.weightMoments1`. */
  moments: Map<string, Uint8Array<ArrayBuffer>>;
  /** Fields of the plan, by name. */
  products: Record<string, number>;
}

export class Plan {
  readonly #layout: PlanLayout;
  readonly #table: PlanLayout["table"];
  readonly #mark: number;
  /** Regions that the host has written since the last `exchange`, by address. */
  readonly #fresh = new Map<number, Region>();
  #epochLosses: Region[] = [];
  #leavesTraces = false;

  constructor(
    private readonly arena: Arena,
    private readonly kernels: Kernels,
    private readonly config: NetworkConfig,
    private readonly scalers: { inputs: Scaler | null; targets: Scaler | null },
    private readonly parameters: Parameters,
    use: PlanUse,
  ) {
    this.#mark = arena.top;
    this.#layout = layOut(arena, kernels, config, parameters, use);
    this.#table = this.#layout.table;
    for (const region of [...this.#layout.written, ...this.#layout.moments]) this.#wrote(region);
    if (!scalers.inputs || !isLinear(scalers.inputs)) return;
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
    const placing = this.placing(samples);
    for (;;) {
      const { done, value } = placing.next();
      if (done) return value;
    }
  }

  /** Does what `place` does, in steps of a few milliseconds. */
  placing(samples: Samples): Generator<void, Placed, void> {
    const { arena, config, scalers } = this;
    return placeSamples({ arena, config, scalers, wrote: (region) => this.#wrote(region) }, samples);
  }

  #wrote({ address, bytes }: Region): void {
    const before = this.#fresh.get(address)?.bytes ?? 0;
    this.#fresh.set(address, { address, bytes: Math.max(before, bytes) });
  }

  /**
   * Regions that a thread with a memory of its own must receive before it runs a kernel, and must send back.
   */
  exchange(kernel: "train" | "epochs" | "evaluate" | "gradients"): Exchange {
    const { tables, moments, gradients, traces, answers, answerBytes } = this.#layout;
    const both = [this.parameters.region, tables];
    const reads = [...both, ...moments];
    if (kernel === "evaluate" && answerBytes > 0) reads.push({ address: answers, bytes: answerBytes });
    if (kernel === "gradients") reads.push(...gradients);
    if (kernel === "epochs") reads.push(...this.#epochLosses);
    if (this.#leavesTraces) reads.push(...traces);
    const writes = [...this.#fresh.values(), ...both];
    this.#fresh.clear();
    return { writes, reads };
  }

  /** Takes memory for the factors of the samples' losses, and uses them in training from now on. */
  weigh(weights: Float64Array): void {
    const sampleWeights = this.arena.take(`${weights.length} sample weights`, [weights.length * 8])[0]!;
    new Float64Array(this.arena.memory.buffer, sampleWeights, weights.length).set(weights);
    this.#wrote({ address: sampleWeights, bytes: weights.length * 8 });
    this.weighAt(sampleWeights);
  }

  /** Takes memory for samples that are written later, and as often as needed; see `bytesAt`. */
  placeBlocks(what: string, sizes: readonly number[]): number[] {
    return this.arena.take(what, sizes);
  }

  /** Whether the memory stays where it is when it grows, so that somebody else may write into a view for long. */
  get isShared(): boolean {
    return this.arena.shared;
  }

  /** A view of bytes, to be written. Valid until the memory next grows. */
  bytesAt(address: number, bytes: number): Uint8Array {
    this.#wrote({ address, bytes });
    return new Uint8Array(this.arena.memory.buffer, address, bytes);
  }

  /** The same as numbers in the network's precision. */
  numbersAt(address: number, length: number): Floats {
    const { precision } = this.config;
    this.#wrote({ address, bytes: length * bytesPerFloat[precision] });
    return floatsAt(this.arena.memory, precision, address, length);
  }

  /** Uses the factors of the samples' losses, [rows] f64, at an address from now on. */
  weighAt(sampleWeights: number): void {
    this.#table.set({ sampleWeights, general: 1 }); // the tiny path has no sample weights
  }

  /** Takes memory for an order of `rows` samples; see `order`. */
  placeOrder(rows: number): number {
    return this.arena.take(`an order of ${rows} samples`, [rows * 4])[0]!;
  }

  /** A view of an order, to be written: the sample at each place. Valid until the memory next grows. */
  order(address: number, rows: number): Uint32Array {
    this.#wrote({ address, bytes: rows * 4 });
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

  /** Takes memory for the learning rates of the next updates; see `useRates`. */
  placeRates(count: number): number {
    return this.arena.take(`learning rates of ${count} updates`, [count * 8])[0]!;
  }

  /** A view of learning rates, one for each of the next updates, which begin with the first of them. */
  useRates(rates: number, count: number): Float64Array {
    this.#table.set({ rates, update: 0 });
    this.#wrote({ address: rates, bytes: count * 8 });
    return new Float64Array(this.arena.memory.buffer, rates, count);
  }

  /** Sets the epoch of the next `train`; masks and noise depend on it. */
  beginEpoch(epoch: number, seed: number): void {
    this.#table.set({ epoch, seedLow: seed >>> 0, seedHigh: Math.floor(seed / 2 ** 32) });
  }

  /** A copy of what the optimiser keeps. @param into what it returned before */
  optimizerMemory(into?: OptimizerMemory): OptimizerMemory {
    const moments = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const { name, address, bytes } of this.#layout.moments) {
      const copy = into?.moments.get(name) ?? new Uint8Array(bytes);
      copy.set(new Uint8Array(this.arena.memory.buffer, address, bytes));
      moments.set(name, copy);
    }
    return {
      moments,
      products: Object.fromEntries(stateFields.map((field) => [field, this.#table.get(field)])),
    };
  }

  /** Restores what `optimizerMemory` of this plan returned. */
  restoreOptimizer({ moments, products }: OptimizerMemory): void {
    this.#restoreMoments(moments);
    this.#table.set(products);
  }

  /**
   * Goes on from what another plan's `optimizerMemory` returned.
   *
   * @param isSame whether it is of the same optimiser; else only the averages are taken
   */
  continueOptimizer({ moments, products: before }: OptimizerMemory, isSame: boolean): void {
    const isTaken = (name: string) => isSame || name.endsWith("Averages");
    const taken = [...moments].filter(([name]) => isTaken(name));
    this.#restoreMoments(new Map(taken));
    const hasAverages = taken.some(([name]) => name.endsWith("Averages"));
    for (const field of runningProducts) {
      const counts = field === "averagePower" ? hasAverages : isSame;
      if (counts && before[field] !== undefined) this.#table.set({ [field]: before[field] });
    }
  }

  #restoreMoments(moments: ReadonlyMap<string, Uint8Array>): void {
    for (const region of this.#layout.moments) {
      const values = moments.get(region.name);
      if (values?.length !== region.bytes) continue;
      new Uint8Array(this.arena.memory.buffer, region.address, region.bytes).set(values);
      this.#wrote(region);
    }
  }

  /** Clears what a call leaves in the workspaces, after one that did not end. */
  reset(): void {
    this.#layout.reset();
    for (const region of this.#layout.written) this.#wrote(region);
  }

  /**
   * What a batch of `rows` left in the buffers of the general path, in the order it was computed; views. With members, the
   * rows of the first come first.
   */
  *traces(rows: number): Generator<{ layer: number; name: string; width: number; values: Floats }> {
    const all = rows * this.config.members;
    const view = (layer: Table<typeof layerFields>, field: keyof typeof layerFields) => {
      const width = layer.get("outputs");
      const { memory } = this.arena;
      return { width, values: floatsAt(memory, this.config.precision, layer.get(field), all * width) };
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

  /** Takes memory for the losses of `count` epochs, and sets the samples of an epoch. */
  placeEpochs(samples: number, count: number): number {
    const losses = this.arena.take(`losses of ${count} epochs`, [count * 8])[0]!;
    this.#epochLosses = [{ address: losses, bytes: count * 8 }];
    this.#table.set({ losses, samples });
    return losses;
  }

  /**
   * Σ of row losses of each of `count` epochs, from `placeEpochs`; a view, valid until the next call or
   * growth.
   */
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

  /** Uses the general path from now on, which leaves `traces`; the bits are the same. */
  leaveTraces(): void {
    this.#leavesTraces = true;
    this.#table.set({ general: 1 });
  }

  /** Whether `gradients` adds to the sums in the buffers. */
  set resumes(resume: boolean) {
    this.#table.set({ resume: resume ? Resume.adds : 0 });
  }

  /** Makes `gradients` apply dropout and noise, as training does, until `resumes` is set. */
  masksGradients(): void {
    this.#table.set({ resume: Resume.masks });
  }

  /**
   * Runs on the calling thread: trains on, evaluates, or takes the gradients of the samples at places `from`
   * … `from + count − 1`, batch by batch; or trains `count` whole epochs from number `from`, shuffling the
   * order in use, if any, before each.
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
  gradients(from: number, count: number): NumbersOfLayer[] {
    this.kernels.gradients(this.#table.address, from, count, 0);
    return this.gradientSums();
  }

  /** The gradients in the buffers; views. */
  gradientSums(): NumbersOfLayer[] {
    return this.#ofTrained("Gradients");
  }

  /** One update by the gradients in the buffers, on the calling thread, in a plan whose use is buffered. */
  apply(): void {
    this.kernels.apply(this.#table.address, 0, 0, 0);
  }

  /** Buffers of each layer that have the shapes of its parameters; null where these do not train. */
  #ofTrained(kind: "Gradients" | "Averages"): NumbersOfLayer[] {
    const { memory } = this.arena;
    return this.#layout.layers.map((layer, index) => {
      const trainable = layer.get("trainable");
      const { weightCount, biasCount, factorCount } = this.parameters.places[index]!;
      const at = (tensor: "weight" | "bias" | "factor", length: number) =>
        floatsAt(memory, this.config.precision, layer.get(`${tensor}${kind}`), length);
      const hasWeights = trainable & Trainable.weights;
      return {
        weights: hasWeights ? at("weight", weightCount) : null,
        biases: trainable & Trainable.biases ? at("bias", biasCount) : null,
        inputFactors: hasWeights && factorCount > 0 ? at("factor", factorCount) : null,
      };
    });
  }

  /** The averages of the parameters that train, by layer; views. Null before the first update, and where none are kept. */
  averages(): NumbersOfLayer[] | null {
    if (this.#table.get("weightAverage") === 0 || this.#table.get("averagePower") === 1) return null;
    return this.#ofTrained("Averages");
  }

  /** Releases the plan's memory, and that of everything placed since. */
  close(): void {
    this.arena.release(this.#mark);
  }
}
