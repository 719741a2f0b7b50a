/**
 * The different texts of a column as bytes: gives each a number, without making a string for every cell. A hash table with open
 * addressing over one buffer that holds the bytes of all texts.
 */

/** How many texts have a place in the table at first; a power of two. */
const firstPlaces = 64;
/** What the buffer of the bytes begins with. */
const firstBytes = 256;

/** A set of byte strings, numbered in the order in which they were added. */
export class ByteTexts {
  #buffer = new Uint8Array(firstBytes);
  /** [count + 1] where each text begins; the last is the end of all. */
  #starts: number[] = [0];
  #hashes: number[] = [];
  /** Index of a text + 1; 0 for a free place. */
  #places = new Int32Array(firstPlaces);

  get count(): number {
    return this.#hashes.length;
  }

  /**
   * The number of a text; the next one where it was not there.
   *
   * @param bytes read from `start` to `end`
   */
  add(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0x811c9dc5;
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
    hash ^= hash >>> 15; // the low bits choose the place
    const mask = this.#places.length - 1;
    for (let place = hash & mask; ; place = (place + 1) & mask) {
      const index = this.#places[place]! - 1;
      if (index < 0) return this.#put(place, hash, bytes, start, end);
      if (this.#hashes[index] === hash && this.#equals(index, bytes, start, end)) return index;
    }
  }

  /** The bytes of a text; valid until the next `add`. */
  bytesOf(index: number): Uint8Array {
    return this.#buffer.subarray(this.#starts[index], this.#starts[index + 1]);
  }

  #equals(index: number, bytes: Uint8Array, start: number, end: number): boolean {
    let from = this.#starts[index]!;
    if (this.#starts[index + 1]! - from !== end - start) return false;
    const buffer = this.#buffer;
    for (let at = start; at < end; at++) if (buffer[from++] !== bytes[at]) return false;
    return true;
  }

  #put(place: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const index = this.count;
    const from = this.#starts[index]!;
    const to = from + end - start;
    if (to > this.#buffer.length) {
      const larger = new Uint8Array(Math.max(to, 2 * this.#buffer.length));
      larger.set(this.#buffer.subarray(0, from));
      this.#buffer = larger;
    }
    this.#buffer.set(bytes.subarray(start, end), from);
    this.#starts.push(to);
    this.#hashes.push(hash);
    this.#places[place] = index + 1;
    if (2 * this.count > this.#places.length) this.#grow();
    return index;
  }

  #grow(): void {
    this.#places = new Int32Array(2 * this.#places.length);
    const mask = this.#places.length - 1;
    this.#hashes.forEach((hash, index) => {
      let place = hash & mask;
      while (this.#places[place] !== 0) place = (place + 1) & mask;
      this.#places[place] = index + 1;
    });
  }
}
