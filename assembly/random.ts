/**
 * Seeded shuffles, the same numbers as src/network/random.ts gives: Philox 4×32-10 over a counter, Lemire's
 * bounded integers, Fisher & Yates. That file names the sources. The shuffles are here too, so that an epoch
 * does not need the host.
 */

/** High word of a product ⊕ a ⊕ b: what a round of Philox makes of two of its words. */
@inline
function mixed(product: u64, a: u32, b: u32): u32 {
  return (<u32>(product >> 32)) ^ a ^ b;
}

/**
 * One block of Philox 4×32-10.
 *
 * @param to [4] u32, overwritten with random words
 */
export function philox(to: usize, c0: u32, c1: u32, c2: u32, c3: u32, key0: u32, key1: u32): void {
  for (let round = 0; round < 10; ++round) {
    const product0 = <u64>c0 * 0xd2511f53;
    const product1 = <u64>c2 * 0xcd9e8d57;
    c0 = mixed(product1, c1, key0);
    c1 = <u32>product1;
    c2 = mixed(product0, c3, key1);
    c3 = <u32>product0;
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  store<u32>(to, c0);
  store<u32>(to, c1, 4);
  store<u32>(to, c2, 8);
  store<u32>(to, c3, 12);
}

/**
 * Writes the first `count` words of a stream. Word n depends only on (seed, stream, substream).
 *
 * @param to [count] u32, overwritten up to the next multiple of 4 words
 */
export function randomWords(
  to: usize,
  count: i32,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  substream: u32,
): void {
  for (let i = 0; i < count; i += 4) {
    philox(to + ((<usize>i) << 2), i >> 2, 0, stream, substream, seedLow, seedHigh);
  }
}

/**
 * Makes `items` 0, 1, 2, … and shuffles them, every order equally likely.
 *
 * @param items     [length] u32, overwritten
 * @param seedLow   with `seedHigh`, `stream` and `substream`: the stream of random numbers to use
 * @param scratch   16 bytes, overwritten
 */
export function shuffledOrder(
  items: usize,
  length: i32,
  seedLow: u32,
  seedHigh: u32,
  stream: u32,
  substream: u32,
  scratch: usize,
): void {
  for (let i = 0; i < length; ++i) store<u32>(items + ((<usize>i) << 2), i);
  let drawn: u32 = 0;
  for (let last = length - 1; last > 0; --last) {
    const bound = <u32>last + 1;
    let threshold: u32 = bound; // an upper bound of the true threshold, which is rarely needed
    let product: u64;
    while (true) {
      if ((drawn & 3) == 0) philox(scratch, drawn >> 2, 0, stream, substream, seedLow, seedHigh);
      const word = load<u32>(scratch + (((<usize>drawn) & 3) << 2));
      ++drawn;
      product = <u64>word * bound;
      const low = <u32>product;
      if (low >= threshold) break;
      threshold = (0 - bound) % bound;
      if (low >= threshold) break;
    }
    const chosen = items + ((<usize>(product >> 32)) << 2);
    const end = items + ((<usize>last) << 2);
    const item = load<u32>(end);
    store<u32>(end, load<u32>(chosen));
    store<u32>(chosen, item);
  }
}
