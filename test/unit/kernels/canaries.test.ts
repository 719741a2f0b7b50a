import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Arena } from "../../../src/wasm/arena.js";
import { hasThreads } from "../../../src/wasm/builds.js";
import { bytesPerFloat, floatsAt, type Precision } from "../../../src/wasm/kernels.js";
import { GuardedArena } from "./guarded.js";
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

describe.each(variants)("around every region, in $build, $precision", ({ build, precision }) => {
  const nan = (region: Uint8Array) => void region.fill(0xff);
  // "javascript" is translated from "scalar", which runs all: every second still has each activation and optimiser
  const all = () => situations(pairs.length, precision, build === "javascript" ? 2 : 1);

  it("nothing is written, and rubbish in the buffers does not matter: random trainings", () => {
    for (const one of all()) {
      const guarded = new GuardedArena(hasThreads(build), nan);
      const found = [guarded, new Arena(hasThreads(build))].map((arena) => {
        const { plan, parameters, config } = layOut(arena, build, one);
        const losses = plan.placeEpochs(one.data.rows, 2);
        plan.run("train", 0, one.data.rows);
        const { lossSum } = plan;
        plan.run("epochs", 2, 2);
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
      const gradients = new GuardedArena(hasThreads(build), nan);
      layOut(gradients, build, one, { pass: "gradients" }).plan.gradients(0, one.data.rows);
      expect(gradients.harmed, `gradients, ${one.what}`).toEqual([]);
      const forward = new GuardedArena(hasThreads(build), nan);
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

/**
 * Runs one batch thread by thread, each from the same memory: in a module without threads nobody waits at a
 * barrier, and the numbers are not those of a training, but each thread writes where it always does.
 *
 * @returns the first words of memory that more than one thread has changed
 */
function clashes(one: Situation, threads: number, learningRate?: number): string[] {
  const arena = new GuardedArena(false, (region) => fillWithNumbers(region, one.config.precision!));
  const { plan, kernels, batch } = layOut(arena, "simd", one, { threads, module: withoutThreads });
  if (learningRate !== undefined) plan.learningRate = learningRate;
  plan.setThreads(threads, 1);
  const memory = new Int32Array(arena.memory.buffer);
  const before = memory.slice();
  const [bytes, bytesBefore] = [memory, before].map(({ buffer }) => Buffer.from(buffer));
  const owner = new Uint8Array(before.length);
  const found: string[] = [];
  for (let thread = 0; thread < threads; thread++) {
    memory.set(before);
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
