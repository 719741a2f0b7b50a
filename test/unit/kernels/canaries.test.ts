import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/wasm/arena.js";
import { hasThreads } from "../../../src/wasm/builds.js";
import { bytesPerFloat, floatsAt, type Precision } from "../../../src/wasm/kernels.js";
import { GuardedArena, regionOf } from "./guarded.js";
import { layOut } from "./plan-run.js";
import { numbers, precisions, variants } from "./variants.js";
import { kinds, memberSituation, pairs, type Situation, situation, tiedSituation } from "./situation.js";

/** The trainings of seeds 0, `step`, … below `end`, and of the first of them again with tied weights, and with members. */
function situations(end: number, precision: Precision, step = 1): (Situation & { what: string })[] {
  const seeds = Array.from({ length: Math.ceil(end / step) }, (_, at) => at * step);
  return [
    ...seeds.map((seed) => ({ ...situation(seed, precision), what: `seed ${seed}` })),
    ...seeds.slice(0, 30).map((seed) => ({ ...tiedSituation(seed, precision), what: `seed ${seed}, tied` })),
    ...seeds
      .slice(0, 40)
      .map((seed) => ({ ...memberSituation(seed, precision), what: `seed ${seed}, members` })),
  ];
}

const regions = [false, true].map((shared) => ({ guarded: regionOf(shared), plain: regionOf(shared) }));

describe.each(variants)("around every region, in $build, $precision", ({ build, precision }) => {
  const nan = (region: Uint8Array) => void region.fill(0xff);
  const { guarded: region, plain } = regions[Number(hasThreads(build))]!;
  // "javascript" is translated from "scalar", which runs all: every second still has each activation and optimiser
  const all = () => situations(pairs.length, precision, build === "javascript" ? 2 : 1);

  it("nothing is written, and rubbish in the buffers does not matter: random trainings", () => {
    let used = plain.memory.buffer.byteLength;
    for (const one of all()) {
      new Uint8Array(plain.memory.buffer).fill(0, 0, used);
      const guarded = new GuardedArena(region, nan);
      const found = [guarded, new Arena(plain)].map((arena) => {
        const { plan, parameters, config } = layOut(arena, build, one);
        const losses = plan.placeEpochs(one.data.rows, 2);
        plan.run("train", 0, one.data.rows);
        const { lossSum } = plan;
        plan.run("epochs", 2, 2);
        used = arena.top;
        return { bytes: parameters.bytes(), losses: [lossSum, ...plan.epochLosses(losses, 2)], config };
      });
      const what = `${one.what}, ${JSON.stringify(found[0]!.config)}`;
      expect(guarded.harmed, what).toEqual([]);
      expect(found[0]!.losses.every(Number.isFinite), what).toBe(true);
      expect(found[0]!.losses, what).toEqual(found[1]!.losses);
      expect(Buffer.compare(found[0]!.bytes, found[1]!.bytes), what).toBe(0);
    }
  });

  it("nothing is written by gradients and evaluations", () => {
    for (const one of all()) {
      const gradients = new GuardedArena(region, nan);
      layOut(gradients, build, one, { pass: "gradients" }).plan.gradients(0, one.data.rows);
      expect(gradients.harmed, `gradients, ${one.what}`).toEqual([]);
      const forward = new GuardedArena(region, nan);
      const { plan } = layOut(forward, build, one, { pass: "forward" });
      plan.keepsAnswers = true;
      plan.run("evaluate", 0, one.data.rows);
      expect(forward.harmed, `evaluate, ${one.what}`).toEqual([]);
      expect(plan.answers(one.data.rows).every(Number.isFinite)).toBe(true);
    }
  });
});

/** Fills a region with numbers that are neither 0 nor the same; not those of products, which are large. */
function fillWithNumbers(region: Uint8Array, precision: Precision): void {
  if (region.length > 100_000) return;
  const length = region.length / bytesPerFloat[precision];
  const memory = { buffer: region.buffer } as WebAssembly.Memory;
  floatsAt(memory, precision, region.byteOffset, length).set(numbers(length, region.byteOffset));
}

/** Compiled without threads. The library's "simd" is the module with threads, on memory of its own, and would wait. */
const withoutThreads = new WebAssembly.Module(readFileSync("dist/wasm/simd.wasm"));

/** Words that `clashes` compares at once. */
const block = 4096;
/** What the memory was before, and which thread has changed a word. */
const scratch = new Int32Array(regions[0]!.guarded.memory.buffer.byteLength / 4);
const owners = new Uint8Array(scratch.length);

/**
 * Runs one batch thread by thread, each from the same memory: in a module without threads nobody waits at a
 * barrier, and the numbers are not those of a training, but each thread writes where it always does.
 *
 * @returns the first words of memory that more than one thread has changed
 */
function clashes(one: Situation, threads: number, learningRate?: number): string[] {
  const arena = new GuardedArena(regions[0]!.guarded, (part) => fillWithNumbers(part, one.config.precision!));
  const { plan, kernels, batch } = layOut(arena, "simd", one, { threads, module: withoutThreads });
  if (learningRate !== undefined) plan.learningRate = learningRate;
  plan.setThreads(threads, 1);
  const memory = new Int32Array(arena.memory.buffer, 0, Math.ceil(arena.top / 4));
  const before = scratch.subarray(0, memory.length);
  before.set(memory);
  const [bytes, bytesBefore] = [memory, before].map(({ buffer }) => Buffer.from(buffer));
  const owner = owners.subarray(0, memory.length).fill(0);
  const found: string[] = [];
  for (let thread = 0; thread < threads; thread++) {
    kernels.train(plan.address, 0, batch, thread);
    for (let from = 0; from < memory.length; from += block) {
      const to = Math.min(from + block, memory.length);
      // most of the memory is as it was, which `compare` sees far sooner than a loop over its words
      if (bytes!.compare(bytesBefore!, 4 * from, 4 * to, 4 * from, 4 * to) === 0) continue;
      for (let at = from; at < to; at++) {
        if (memory[at] === before[at]) continue;
        if (owner[at]) found.push(`word ${at}: by threads ${owner[at]! - 1} and ${thread}`);
        owner[at] = thread + 1;
      }
      memory.set(before.subarray(from, to), from);
    }
  }
  expect(arena.harmed).toEqual([]);
  expect(owner.includes(1) || owner.includes(threads)).toBe(true);
  return found.slice(0, 3);
}

describe.each(precisions)("with several threads, %s", (precision) => {
  it.each([2, 3, 5])("of %i none writes into the part of another, with any optimiser", (threads) => {
    for (const one of situations(3 * kinds.length, precision)) {
      Object.assign(one.config, { maxNorm: 0, schedule: "constant" });
      expect(clashes(one, threads), one.what).toEqual([]);
    }
  });

  it.each([2, 3, 5])("of %i none limits the norm of another's units", (threads) => {
    for (const one of situations(pairs.length, precision, 8)) {
      // at rate 0 weights change by the limit alone
      const alone = { l1: 0, l2: 0, weightDecay: 0, optimizer: "momentum", schedule: "constant" };
      Object.assign(one.config, alone, { maxNorm: 1e-3 });
      expect(clashes(one, threads, 0), one.what).toEqual([]);
    }
  });
});
