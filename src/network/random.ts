/**
 * Seeded random numbers: Philox 4×32-10, a counter-based generator. The n-th number of a stream is a pure function of
 * (seed, stream, n). So a shuffle or an initialiser can be repeated or resumed without saved state. Only integer arithmetic
 * and exact scaling: every engine gives the same bits.
 *
 * Source: Salmon, Moraes, Dror & Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
 * Constants and test vectors: Random123 1.14, `philox.h` and `kat_vectors`.
 */
import { Stream } from "../../assembly/codes.js";

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
const weyl0 = 0x9e3779b9; // golden ratio
const weyl1 = 0xbb67ae85; // √3 − 1

/** Purposes of random numbers. Each purpose draws from its own stream of the same seed. */
export const streams = {
  initialise: 1,
  split: 2,
  shuffle: Stream.shuffle,
  digits: 4,
  folds: 5,
  search: 8,
  gradientCheck: 12,
  initialiseBiases: 13,
  turns: 14,
  importance: 15,
  initialiseFactors: 16,
  proposals: 17,
  blocks: 18,
  heldRows: 19,
} as const;

/** High 32 bits of the unsigned product of two 32-bit integers. */
function multiplyHigh(a: number, b: number): number {
  const aLow = a & 0xffff;
  const aHigh = a >>> 16;
  const bLow = b & 0xffff;
  const bHigh = b >>> 16;
  const middle = aHigh * bLow + ((aLow * bLow) >>> 16);
  const carry = aLow * bHigh + (middle & 0xffff);
  return (aHigh * bHigh + Math.floor(middle / 0x10000) + Math.floor(carry / 0x10000)) >>> 0;
}

/**
 * One block of Philox 4×32-10: ten rounds over a counter of four words under a key of two.
 *
 * @param counter four 32-bit words, overwritten with four random words
 * @param key0 low word of the key
 * @param key1 high word of the key
 */
export function philox(counter: Uint32Array, key0: number, key1: number): void {
  let c0 = counter[0]!; // destructuring would use an iterator, which is slower
  let c1 = counter[1]!;
  let c2 = counter[2]!;
  let c3 = counter[3]!;
  for (let round = 0; round < 10; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low0 = Math.imul(multiplier0, c0);
    const low1 = Math.imul(multiplier1, c2);
    c0 = (high1 ^ c1 ^ key0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ key1) >>> 0;
    c3 = low0 >>> 0;
    key0 = (key0 + weyl0) | 0;
    key1 = (key1 + weyl1) | 0;
  }
  counter[0] = c0;
  counter[1] = c1;
  counter[2] = c2;
  counter[3] = c3;
}

/** A stream of random numbers, identified by seed, stream and substream. */
export class Random {
  readonly #block = new Uint32Array(4);
  readonly #seed: readonly [number, number];
  readonly #stream: readonly [number, number];
  #drawn = 0;

  /**
   * @param seed integer 0 … 2⁵³ − 1
   * @param stream what the numbers are for; see `streams`
   * @param substream e.g. the epoch of a shuffle or the layer of an initialiser
   */
  constructor(seed: number, stream: number, substream = 0) {
    this.#seed = [seed >>> 0, Math.floor(seed / 2 ** 32)];
    this.#stream = [stream >>> 0, substream >>> 0];
  }

  /** The next integer, uniform on 0 … 2³² − 1. */
  word(): number {
    const lane = this.#drawn % 4;
    if (lane === 0) {
      const block = this.#drawn / 4;
      const counter = this.#block;
      counter[0] = block;
      counter[1] = Math.floor(block / 2 ** 32);
      counter[2] = this.#stream[0];
      counter[3] = this.#stream[1];
      philox(counter, this.#seed[0], this.#seed[1]);
    }
    this.#drawn++;
    return this.#block[lane]!;
  }

  /** The next real number, uniform on [0, 1), with 32 random bits. */
  uniform(): number {
    return this.word() * 2 ** -32;
  }

  /**
   * The next integer, uniform on 0 … bound − 1, without bias.
   * Source: Lemire, "Fast random integer generation in an interval", TOMACS 2019.
   *
   * @param bound integer 1 … 2³² − 1
   */
  below(bound: number): number {
    let word = this.word();
    let low = Math.imul(word, bound) >>> 0;
    if (low < bound) {
      const threshold = (2 ** 32 - bound) % bound;
      while (low < threshold) {
        word = this.word();
        low = Math.imul(word, bound) >>> 0;
      }
    }
    return multiplyHigh(word, bound);
  }
}

/** Shuffles in place, every order equally likely. Source: Fisher & Yates; Knuth, TAOCP 2, 3.4.2 P. */
export function shuffle(items: Uint32Array, random: Random): void {
  for (let last = items.length - 1; last > 0; last--) {
    const chosen = random.below(last + 1);
    const item = items[last]!;
    items[last] = items[chosen]!;
    items[chosen] = item;
  }
}
