/**
 * The memory of one window: rows of a source, in linear memory, as the kernels read them. It reads the rows in pieces, several at
 * once, scales them on the way and checks them. Bytes that the kernels scale go straight to their place where the memory is
 * shared; everything else passes through a buffer of bounded size.
 *
 *     ┌────────┬──────────────────┬───────┬─────────┐
 *     │ inputs │ targets or labels│ order │ weights │   regions of the plan
 *     └────────┴──────────────────┴───────┴─────────┘
 */
import { newBlock, type RowBlock, type RowSource } from "../../data/rows/rowSource.js";
import { DataError } from "../../errors.js";
import type { Plan } from "../../network/plan.js";
import {
  applyScaler,
  isLinear,
  preparedWidth,
  refuseNotFinite,
  type Scaler,
  type Scalers,
} from "../../network/scaling.js";
import type { NetworkConfig } from "../../settings/generated/types.js";
import { bytesPerFloat } from "../../wasm/kernels.js";
import type { RowRange } from "./rowOrder.js";

/** Bytes of a piece that is read at once, and how many are read at once. */
const pieceBytes = 1 << 20;
const mostReads = 8;
/** Kernels read up to one vector beyond the end, and the start may move: see `clearOf`. */
const spareBytes = 256;
const startMoves = [0, 64, 128];

/** What the rows of a window become. */
export interface WindowForm {
  readonly source: RowSource;
  readonly config: NetworkConfig;
  readonly scalers: Scalers;
  /** [classes] what the weight of a row of each class is multiplied by; null for 1. */
  readonly classFactors: ArrayLike<number> | null;
  /** Whether the targets are kept as the source has them, for metrics. */
  readonly keepsTargets: boolean;
}

/** Sizes that follow from a form. */
interface Sizes {
  /** Bytes of a row of inputs, and whether they stay bytes. */
  readonly inputBytes: number;
  readonly areBytes: boolean;
  /** Bytes of the targets of a row, and whether they are class indices. */
  readonly targetBytes: number;
  readonly areLabels: boolean;
  readonly areWeighted: boolean;
}

function sizesOf({ source, config, scalers, classFactors }: WindowForm): Sizes {
  const float = bytesPerFloat[config.precision];
  const areBytes = source.inputType === "uint8" && isLinear(scalers.inputs);
  // two classes for a network with one output are targets 0 and 1
  const areLabels = source.targetType === "labels" && config.layers.at(-1)!.units > 1;
  return {
    areBytes,
    inputBytes: preparedWidth(scalers.inputs, source.columns) * (areBytes ? 1 : float),
    areLabels,
    targetBytes: areLabels ? 4 : config.layers.at(-1)!.units * float,
    areWeighted: source.hasWeights || classFactors !== null,
  };
}

/** Bytes that a row takes in a window. */
export function windowBytesPerRow(form: WindowForm): number {
  const { inputBytes, targetBytes, areWeighted } = sizesOf(form);
  return inputBytes + targetBytes + 4 + (areWeighted ? 8 : 0);
}

/** Where the samples of a window are, as the plan takes them. */
export interface WindowPlace {
  readonly rows: number;
  readonly inputs: number;
  readonly inputBytes: number;
  readonly targets: number;
  readonly labels: number;
  /** 0 where rows come as they lie. */
  readonly order: number;
  /** 0 without weights. */
  readonly weights: number;
}

export class WindowMemory {
  readonly #sizes: Sizes;
  /** Of inputs, targets or labels, order, weights. */
  readonly #addresses: readonly number[];
  /** [rows × outputs], or [rows] class indices, as the source has them, where the form keeps them. */
  readonly rawTargets: Float64Array | null;
  readonly rawLabels: Uint32Array | null;
  readonly #buffers: RowBlock[] = [];
  readonly #pieceRows: number;

  constructor(
    private readonly plan: Plan,
    private readonly form: WindowForm,
    readonly rows: number,
    windows: number,
  ) {
    const sizes = sizesOf(form);
    this.#sizes = sizes;
    const { source, keepsTargets } = form;
    const perRow = [sizes.inputBytes, sizes.targetBytes, 4, sizes.areWeighted ? 8 : 0];
    this.#addresses = plan
      .placeBlocks(
        `a window of ${rows} rows`,
        perRow.map((bytes) => rows * bytes + spareBytes),
      )
      .map((address, at) => clearOf(address, rows * perRow[at]!, windows));
    const kept = keepsTargets ? source.targetType : null;
    this.rawTargets = kept === "numbers" ? new Float64Array(rows * source.outputs) : null;
    this.rawLabels = kept === "labels" ? new Uint32Array(rows) : null;
    this.#pieceRows = Math.max(1, Math.floor(pieceBytes / Math.max(1, sizes.inputBytes)));
  }

  /** A view of the order of `count` rows, to be written. */
  orderOf(count: number): Uint32Array {
    return this.#words(this.#addresses[2]!, count);
  }

  /** A view of the weights of the first rows; null without weights. */
  weightsOf(count: number): Float64Array | null {
    return this.#sizes.areWeighted ? this.#weights(0, count) : null;
  }

  #words(address: number, count: number): Uint32Array {
    return new Uint32Array(this.plan.bytesAt(address, 4 * count).buffer, address, count);
  }

  #weights(row: number, count: number): Float64Array {
    const address = this.#addresses[3]! + 8 * row;
    return new Float64Array(this.plan.bytesAt(address, 8 * count).buffer, address, count);
  }

  /**
   * Where the samples are if the first row of the window is at place `first` of the epoch. Kernels add place · bytes of a row to
   * an address, modulo 2³². So the addresses are those that the row at place 0 would have.
   *
   * @param isOrdered whether rows come in the order that was filled in
   */
  at(first: number, isOrdered: boolean): WindowPlace {
    const { areBytes, areLabels, areWeighted, inputBytes, targetBytes } = this.#sizes;
    const [inputs, targets, order, weights] = this.#addresses as [number, number, number, number];
    // an order names rows of the window; without one, the place itself is the row
    const row = isOrdered ? 0 : first;
    return {
      rows: this.rows,
      inputs: shifted(inputs, row * inputBytes),
      inputBytes: areBytes ? 1 : bytesPerFloat[this.form.config.precision],
      targets: areLabels ? 0 : shifted(targets, row * targetBytes),
      labels: areLabels ? shifted(targets, row * targetBytes) : 0,
      order: isOrdered ? shifted(order, first * 4) : 0,
      weights: areWeighted ? shifted(weights, row * 8) : 0,
    };
  }

  /**
   * Reads rows into the window, one range behind the other.
   *
   * @throws {DataError} for rows that cannot be read, are not finite once they are scaled, or have no class. No read is under way
   *   any more then
   */
  async load(ranges: readonly RowRange[]): Promise<void> {
    const pieces = piecesOf(ranges, this.#pieceRows);
    let next = 0;
    let hasFailed = false;
    const reader = async (buffer: RowBlock) => {
      while (next < pieces.length && !hasFailed) {
        const piece = pieces[next++]!;
        try {
          await this.#read(piece, buffer);
        } catch (error) {
          hasFailed = true;
          throw error;
        }
      }
    };
    const readers = Array.from({ length: Math.min(mostReads, pieces.length) }, (_, index) =>
      reader(this.#bufferOf(index)),
    );
    for (const result of await Promise.allSettled(readers)) {
      if (result.status === "rejected") throw result.reason;
    }
  }

  #bufferOf(index: number): RowBlock {
    return (this.#buffers[index] ??= newBlock(this.form.source, Math.min(this.#pieceRows, this.rows)));
  }

  async #read({ from, count, to }: Piece, buffer: RowBlock): Promise<void> {
    const { source } = this.form;
    const { areBytes, inputBytes, areLabels } = this.#sizes;
    const { columns, outputs } = source;
    const [inputs, targets] = this.#addresses as [number, number];
    const isDirect = areBytes && this.plan.isShared;
    const into: RowBlock = {
      inputs: isDirect
        ? this.plan.bytesAt(inputs + to * inputBytes, count * inputBytes)
        : buffer.inputs.subarray(0, count * columns),
      targets: buffer.targets && buffer.targets.subarray(0, count * outputs),
      labels: buffer.labels && buffer.labels.subarray(0, count),
      weights: buffer.weights && buffer.weights.subarray(0, count),
    };
    await source.read(from, count, into);
    if (!isDirect) this.#placeInputs(into.inputs, from, count, to);
    if (into.labels) {
      refuseNoClass(into.labels, outputs, from);
      this.rawLabels?.set(into.labels, to);
      if (areLabels) this.#words(targets + to * 4, count).set(into.labels);
      else this.#placeTargets(Float64Array.from(into.labels), from, count, to);
    } else if (into.targets) {
      this.rawTargets?.set(into.targets, to * outputs);
      this.#placeTargets(into.targets, from, count, to);
    }
    this.#placeWeights(into, count, to);
  }

  #placeInputs(values: RowBlock["inputs"], from: number, count: number, to: number): void {
    const { areBytes, inputBytes } = this.#sizes;
    const { config, scalers, source } = this.form;
    const address = this.#addresses[0]! + to * inputBytes;
    if (areBytes) return this.plan.bytesAt(address, count * inputBytes).set(values);
    const numbers = this.plan.numbersAt(address, (count * inputBytes) / bytesPerFloat[config.precision]);
    place("inputs", numbers, values, source.columns, scalers.inputs, from);
  }

  #placeTargets(values: Float64Array, from: number, count: number, to: number): void {
    const { config, scalers } = this.form;
    const { labelSmoothing: part, layers } = config;
    const { units } = layers.at(-1)!;
    const address = this.#addresses[1]! + to * this.#sizes.targetBytes;
    const numbers = this.plan.numbersAt(address, count * units);
    place("targets", numbers, values, units, scalers.targets, from);
    if (part === 0) return;
    for (let at = 0; at < numbers.length; at++) numbers[at] = (1 - part) * numbers[at]! + part / units;
  }

  #placeWeights({ weights, labels }: RowBlock, count: number, to: number): void {
    if (!this.#sizes.areWeighted) return;
    const { classFactors } = this.form;
    const into = this.#weights(to, count);
    for (let row = 0; row < count; row++)
      into[row] = (weights?.[row] ?? 1) * (classFactors?.[labels![row]!] ?? 1);
  }
}

function place(
  name: "inputs" | "targets",
  numbers: Float32Array | Float64Array,
  values: RowBlock["inputs"],
  columns: number,
  scaler: Scaler | null,
  from: number,
): void {
  applyScaler(numbers, values, scaler);
  refuseNotFinite(name, numbers, values, columns, scaler, from);
}

function refuseNoClass(labels: Uint32Array, classes: number, from: number): void {
  const row = labels.findIndex((label) => label >= classes);
  if (row < 0) return;
  throw new DataError(`expected a class index 0 to ${classes - 1}, got ${labels[row]}.`, {
    matrix: "targets",
    row: from + row,
  });
}

/** address − bytes modulo 2³² */
function shifted(address: number, bytes: number): number {
  return (((address - bytes) % 2 ** 32) + 2 ** 32) % 2 ** 32;
}

/** The address, or one behind it, such that none of its shifted addresses is 0, which means that there is nothing. */
function clearOf(address: number, windowBytes: number, windows: number): number {
  const isClear = (start: number) => {
    for (let window = 1; window < windows; window++) {
      if (shifted(start, window * windowBytes) === 0) return false;
    }
    return true;
  };
  const move = startMoves.find((one) => isClear(address + one));
  if (move === undefined) throw new Error(`no address for ${windows} windows of ${windowBytes} bytes`);
  return address + move;
}

/** Rows to read at once, and the row of the window where they go. */
interface Piece extends RowRange {
  readonly to: number;
}

function piecesOf(ranges: readonly RowRange[], most: number): Piece[] {
  const pieces: Piece[] = [];
  let to = 0;
  for (const { from, count } of ranges) {
    for (let done = 0; done < count; done += most) {
      const own = Math.min(most, count - done);
      pieces.push({ from: from + done, count: own, to: to + done });
    }
    to += count;
  }
  return pieces;
}
