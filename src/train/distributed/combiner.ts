/**
 * Adds the gradients of all processes, in the order of the ranks: the same numbers everywhere, and the same bits on every
 * network. Each process adds one segment of all gradients:
 *
 *     exchange   process r gets segment r of everybody's gradients
 *     add        segment r ← factor · Σ over ranks, in float64, from rank 0 on
 *     gather     everybody gets all segments
 *
 * So a process sends and receives 2 · (size − 1) / size · n numbers, as in a ring, and adds n numbers in all.
 * A head of each part carries a few numbers of its process along: they need no message of their own.
 */
import type { Floats } from "../../wasm/kernels.js";
import { bytesOf, type GroupOperations } from "./distributed.js";

/** Numbers that are added at a time: 16 KiB of sums. */
const blockLength = 2048;
/** Parts begin at multiples of 8 bytes, so that they can be sent as float64. */
const wordBytes = 8;

export class Combiner {
  readonly #segment: number;
  readonly #headBytes: number;
  readonly #partBytes: number;
  readonly #send: ArrayBuffer;
  readonly #receive: ArrayBuffer;
  readonly #sum = new Float64Array(blockLength);

  /**
   * @param length       gradients in all
   * @param floatBytes   4 or 8
   * @param headLength   numbers that each process adds to a message
   */
  constructor(
    private readonly group: GroupOperations,
    length: number,
    private readonly floatBytes: 4 | 8,
    private readonly headLength: number,
  ) {
    const { size } = group;
    const perWord = wordBytes / floatBytes;
    this.#segment = Math.ceil(Math.ceil(length / size) / perWord) * perWord;
    this.#headBytes = headLength * wordBytes;
    this.#partBytes = this.#headBytes + this.#segment * floatBytes;
    this.#send = new ArrayBuffer(size * this.#partBytes);
    this.#receive = new ArrayBuffer(size * this.#partBytes);
  }

  /**
   * Replaces the gradients of this process by factor times the sums over all processes.
   *
   * @param tensors gradients, `length` in all; read and written
   * @param factor  of the sums
   * @param head    the numbers of this process, `headLength` of them
   * @returns the heads of all processes, by rank
   */
  async combine(tensors: readonly Floats[], factor: number, head: readonly number[]): Promise<number[][]> {
    const { size, exchange, gather } = this.group;
    for (let rank = 0; rank < size; rank++) new Float64Array(this.#send, rank * this.#partBytes).set(head);
    this.#copy(tensors, "out");
    await exchange(new Uint8Array(this.#send), new Uint8Array(this.#receive));
    const heads = Array.from({ length: size }, (_, rank) =>
      Array.from(new Float64Array(this.#receive, rank * this.#partBytes, this.headLength)),
    );
    const own = this.#floats(this.#send, 0);
    this.#add(factor, own);
    const bytes = this.#segment * this.floatBytes;
    const all = new Uint8Array(this.#receive, 0, size * bytes);
    await gather(bytesOf(own), all);
    this.#copy(tensors, "in");
    return heads;
  }

  /** The gradients of a part. */
  #floats(buffer: ArrayBuffer, rank: number): Floats {
    const at = rank * this.#partBytes + this.#headBytes;
    return this.floatBytes === 4
      ? new Float32Array(buffer, at, this.#segment)
      : new Float64Array(buffer, at, this.#segment);
  }

  /** The sums of this process' segment, block by block: the sums of a block stay in the cache. */
  #add(factor: number, into: Floats): void {
    const parts = Array.from({ length: this.group.size }, (_, rank) => this.#floats(this.#receive, rank));
    const sum = this.#sum;
    for (let begin = 0; begin < into.length; begin += sum.length) {
      const count = Math.min(sum.length, into.length - begin);
      sum.fill(0);
      for (const part of parts) addTo(sum, part, begin, count);
      for (let at = 0; at < count; at++) into[begin + at] = sum[at]! * factor;
    }
  }

  /** Copies gradients into the parts to send, or from the segments that were received. */
  #copy(tensors: readonly Floats[], direction: "out" | "in"): void {
    const segments = Array.from({ length: this.group.size }, (_, rank) =>
      direction === "out" ? this.#floats(this.#send, rank) : this.#received(rank),
    );
    let place = 0;
    for (const tensor of tensors) {
      for (let at = 0; at < tensor.length;) {
        const segment = segments[Math.floor(place / this.#segment)]!;
        const from = place % this.#segment;
        const count = Math.min(tensor.length - at, this.#segment - from);
        if (direction === "out") segment.set(tensor.subarray(at, at + count), from);
        else tensor.set(segment.subarray(from, from + count), at);
        at += count;
        place += count;
      }
    }
  }

  #received(rank: number): Floats {
    const at = rank * this.#segment * this.floatBytes;
    return this.floatBytes === 4
      ? new Float32Array(this.#receive, at, this.#segment)
      : new Float64Array(this.#receive, at, this.#segment);
  }
}

/** A function of its own: the engine optimises it for each kind of array. */
function addTo(sum: Float64Array, part: Floats, begin: number, count: number): void {
  for (let at = 0; at < count; at++) sum[at]! += part[begin + at]!;
}
