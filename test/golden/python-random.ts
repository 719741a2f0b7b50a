/**
 * CPython's `random.Random(seed)`, as far as recorded runs draw from it: `random()` and `choice`. Source:
 * Matsumoto & Nishimura, "Mersenne Twister", TOMACS 1998, with the seeding by array of their 2002 version;
 * CPython 3.11, Modules/_randommodule.c and Lib/random.py.
 */
export class PythonRandom {
  readonly #state = new Uint32Array(624);
  #at = 624;

  /** @param seed 0 … 2³² − 1 */
  constructor(seed: number) {
    const state = this.#state;
    state[0] = 19650218;
    for (let i = 1; i < 624; i++) state[i] = Math.imul(1812433253, mix(state[i - 1]!)) + i;
    let i = 1;
    for (let k = 0; k < 624; k++) {
      state[i] = (state[i]! ^ Math.imul(mix(state[i - 1]!), 1664525)) + seed;
      if (++i === 624) state[((i = 1), 0)] = state[623]!;
    }
    for (let k = 0; k < 623; k++) {
      state[i] = (state[i]! ^ Math.imul(mix(state[i - 1]!), 1566083941)) - i;
      if (++i === 624) state[((i = 1), 0)] = state[623]!;
    }
    state[0] = 0x80000000;
  }

  /** Uniform on [0, 1), 53 bits. */
  random(): number {
    const high = this.#word() >>> 5;
    return (high * 67108864 + (this.#word() >>> 6)) / 9007199254740992;
  }

  /** Uniform on 0 … length − 1, as `choice` picks an index. */
  index(length: number): number {
    const bits = 32 - Math.clz32(length);
    for (;;) {
      const drawn = this.#word() >>> (32 - bits);
      if (drawn < length) return drawn;
    }
  }

  #word(): number {
    const state = this.#state;
    if (this.#at === 624) {
      for (let k = 0; k < 624; k++) {
        const y = (state[k]! & 0x80000000) | (state[(k + 1) % 624]! & 0x7fffffff);
        state[k] = state[(k + 397) % 624]! ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0);
      }
      this.#at = 0;
    }
    let y = state[this.#at++]!;
    y ^= y >>> 11;
    y ^= (y << 7) & 0x9d2c5680;
    y ^= (y << 15) & 0xefc60000;
    return (y ^ (y >>> 18)) >>> 0;
  }
}

function mix(word: number): number {
  return word ^ (word >>> 30);
}
