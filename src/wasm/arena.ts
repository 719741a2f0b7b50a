/**
 * The one allocator over a linear memory: regions are taken from the bottom up, 64-byte aligned, and given
 * back in reverse order by returning to a mark. Memory grows here and nowhere else, never inside a call.
 *
 *     0      1024                                     top                 end
 *     ┌──────┬───────────────┬───────────────────────┬───────────────────┐
 *     │ none │ parameters    │ plan, buffers, data   │ not yet taken     │
 *     └──────┴───────────────┴───────────────────────┴───────────────────┘
 */
import { MemoryError } from "../errors.js";

const pageBytes = 65536;
const mostPages = 65536;
/** Address 0 means "none", and the compiler may assume that nothing lives below 1024. */
const firstAddress = 1024;
const alignment = 64;

export class Arena {
  readonly memory: WebAssembly.Memory;
  #top = firstAddress;

  /** @param shared so that threads can work on it */
  constructor(readonly shared = false) {
    this.memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared });
  }

  /** The first free address. */
  get top(): number {
    return this.#top;
  }

  /**
   * Takes regions, one address per size, in one go: all of them or none.
   *
   * @param what what they are for, for the message
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
    const missing = Math.ceil(top / pageBytes) - this.memory.buffer.byteLength / pageBytes;
    if (missing > 0) this.#grow(what, missing, top);
    this.#top = top;
    return addresses;
  }

  /** Gives back everything that was taken since `top` was `mark`. */
  release(mark: number): void {
    this.#top = mark;
  }

  #grow(what: string, pages: number, needed: number): void {
    const most = mostPages * pageBytes;
    const count = (bytes: number) => bytes.toLocaleString("en");
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
