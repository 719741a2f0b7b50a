/**
 * Whether a process that does the same work again and again keeps something of it. A new process repeats the work, and
 * compares its memory after n repetitions with its memory after 2n. The process interprets JavaScript and compiles nothing,
 * because what a compiler keeps would be measured as well: without compilers the growth of a program that keeps nothing is
 * a few bytes after the fourth repetition, and otherwise hundreds of bytes for a long time. A doubling that grew too much is
 * followed by the next, up to one of `most` repetitions. A leak is seen by every doubling: an array that gains an element
 * of 8 bytes each time, and reserves half as much again when it is full, grows by at least 4 bytes for each.
 * Not here: which growth is too much.
 */
import { execFileSync } from "node:child_process";

/** Growth in bytes for each repetition, in the last doubling. */
export interface Growth {
  /** JavaScript objects that survive a garbage collection. */
  heap: number;
  /** WebAssembly's linear memory. */
  wasm: number;
}

/** No compilers of JavaScript; what the interpreter notes of a function is there from its first call, and stays. */
const interpreted = [
  "--no-opt",
  "--no-maglev",
  "--no-sparkplug",
  "--no-lazy-feedback-allocation",
  "--no-flush-bytecode",
];

/** Repetitions of the first doubling that counts; before it, engines also give memory back. */
const least = 8;

/**
 * @param setUp statements that run once
 * @param work statements that are repeated; they may `await`
 * @param bytesOfWasm an expression for the size of the linear memory
 * @param settled growth of the heap, in bytes for each repetition, below which no further doubling is needed
 * @param most repetitions of the last doubling
 */
export function heapGrowth(
  setUp: string,
  work: string,
  bytesOfWasm: string,
  settled: number,
  most = 16,
): Growth {
  const code = `
    ${setUp}
    const repeat = async (count) => {
      for (let i = 0; i < count; i++) { ${work} }
      gc();
      await new Promise((resolve) => setTimeout(resolve)); // finalizers run
      gc();
      return { heap: process.memoryUsage().heapUsed, wasm: ${bytesOfWasm} };
    };
    let before = await repeat(1);
    for (let count = 1; ; count *= 2) {
      const after = await repeat(count);
      const growth = { heap: (after.heap - before.heap) / count, wasm: (after.wasm - before.wasm) / count };
      if (count >= ${least} && (growth.heap < ${settled} || count === ${most})) {
        console.log(JSON.stringify(growth));
        process.exit();
      }
      before = after;
    }
  `;
  const args = ["--expose-gc", ...interpreted, "--input-type=module", "-e", code];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Growth;
}
