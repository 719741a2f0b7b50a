/**
 * The one allocator over a linear memory: regions are taken from the bottom up, 64-byte aligned, and given
 * back in reverse order by returning to a mark. Memory grows here and nowhere else, never inside a call.
 *
 *     0      1024                                     top                 end
 *     ┌──────┬───────────────┬───────────────────────┬───────────────────┐
 *     │ none │ parameters    │ plan, buffers, data   │ not yet taken     │
 *     └──────┴───────────────┴───────────────────────┴───────────────────┘
 */
import { ConfigError, MemoryError } from "../errors.js";
import { show } from "../wording.js";
import { newMemory } from "./memory.js";
import { mostPages, pageBytes } from "./pages.js";

/** Address 0 means that there is nothing, and the compiler may assume that nothing lives below 1024. */
const firstAddress = 1024;
const alignment = 64;

/** A part of a caller's memory, to be used and nothing else. */
export interface MemoryRegion {
  /**
   * Has a maximum, as the modules import it; shared for the builds with threads. The arena never grows it.
   */
  memory: WebAssembly.Memory;
  /** First address: a multiple of 64, at least 1024. */
  base: number;
  /** Length of the part, ≥ 1; what does not fit in it is refused with a MemoryError. */
  bytes: number;
}

export class Arena {
  readonly memory: WebAssembly.Memory;
  /** Whether threads can work on it. */
  readonly shared: boolean;
  #top: number;
  #takes = 0;
  /** Where a caller's region ends; null where memory is ours and may grow. */
  readonly #end: number | null;

  /**
   * @param given a memory of our own, shared or not, or a region of the caller's
   * @throws ConfigError for a region that is not inside the memory; MemoryError where the host has none
   */
  constructor(given: boolean | MemoryRegion = false) {
    if (typeof given === "boolean") {
      this.memory = newMemory(given);
      this.shared = given;
      this.#top = firstAddress;
      this.#end = null;
      return;
    }
    const { memory, base, bytes } = given;
    refuseRegion(given);
    this.memory = memory;
    this.shared = isShared(memory);
    this.#top = base;
    this.#end = base + bytes;
  }

  /** The first free address. */
  get top(): number {
    return this.#top;
  }

  /** How often regions were taken. */
  get takes(): number {
    return this.#takes;
  }

  /**
   * Takes regions, one address per size, in one go: all of them or none.
   *
   * @param what what the regions are for, for the message
   * @param sizes bytes of each
   * @throws MemoryError where they do not fit; nothing is taken then
   */
  take(what: string, sizes: readonly number[]): number[] {
    let top = this.#top;
    const addresses = sizes.map((bytes) => {
      const address = top;
      top += Math.ceil(bytes / alignment) * alignment;
      return address;
    });
    if (this.#end !== null && top > this.#end) {
      throw new MemoryError(
        `${what}: needs ${count(top - this.#top)} bytes, the region given has ${count(this.#end - this.#top)} left. ` +
          "Give a larger one, or take a smaller network or batch.",
      );
    }
    const missing = Math.ceil(top / pageBytes) - this.memory.buffer.byteLength / pageBytes;
    if (missing > 0) this.#grow(what, missing, top);
    this.#top = top;
    this.#takes++;
    return addresses;
  }

  /** Gives back everything that was taken since `top` was `mark`. */
  release(mark: number): void {
    this.#top = mark;
  }

  #grow(what: string, pages: number, needed: number): void {
    const most = mostPages * pageBytes;
    if (needed > most) {
      throw new MemoryError(
        `${what}: needs ${count(needed)} bytes in all, WebAssembly memory ends at ${count(most)}. ` +
          "Take smaller layers, a smaller batch, or fewer samples at once.",
      );
    }
    try {
      this.memory.grow(pages);
    } catch {
      throw new MemoryError(
        `${what}: needs ${count(needed)} bytes in all, and the host gives no more than ` +
          `${count(this.memory.buffer.byteLength)}. Close other programs, or take a smaller network or batch.`,
      );
    }
  }
}

/** Whether a memory can be worked on by several threads. */
export function isShared({ buffer }: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === "function" && (buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
}

const count = (bytes: number) => bytes.toLocaleString("en");

function refuseRegion({ memory, base, bytes }: MemoryRegion): void {
  if (!Number.isInteger(base) || base < firstAddress || base % alignment !== 0) {
    throw new ConfigError(
      `memory.base: expected a multiple of ${alignment}, at least ${firstAddress}, got ${show(base)}.`,
    );
  }
  const most = memory.buffer.byteLength - base;
  if (!Number.isInteger(bytes) || bytes < 1 || bytes > most) {
    throw new ConfigError(
      `memory.bytes: expected 1 to ${most}, what the memory has from ${base} on, got ${show(bytes)}.`,
    );
  }
}
