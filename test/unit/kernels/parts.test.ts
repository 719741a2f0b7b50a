/** Work stealing between threads, and the barrier that they wait at. */
import { readFileSync } from "node:fs";
import { expect, it, onTestFinished } from "vitest";
import { chunkFields, planFields, productBytes } from "../../../src/wasm/generated/layout.js";
import { floatsAt, prefixes } from "../../../src/wasm/kernels.js";
import { Arena } from "../../../src/wasm/arena.js";
import { moduleOf } from "../../../src/wasm/programs.js";
import { spawnNode, workerSource } from "../../../src/wasm/spawn.js";
import type { ThreadReply } from "../../../src/wasm/threadMessages.js";
import { expectSameBits } from "../../compare.js";
import { layOut } from "./plan-run.js";
import { precisions } from "./variants.js";
import { situation } from "./situation.js";

/** A training of one epoch, of 15 samples in one batch, for two threads, and how it goes alone. */
function laid(precision: (typeof precisions)[number]) {
  const one = situation(0, precision);
  const arena = new Arena(true);
  const together = layOut(arena, "simd-threads", one, { threads: 2 });
  const alone = layOut(new Arena(false), "simd", one);
  alone.kernels.train(alone.plan.address, 0, one.data.rows, 0);
  return { one, arena, together, alone };
}

it.each(precisions)(
  "a thread steals the chunks of one that has not arrived, to the same bits, %s",
  async (precision) => {
    const { one, arena, together, alone } = laid(precision);
    const { plan, kernels } = together;
    plan.setThreads(2, 2);
    const memory = new Int32Array(arena.memory.buffer);
    const workspaces = memory[(plan.address + planFields.workspace.offset) / 4]!;
    const taken = (thread: number) =>
      (workspaces + thread * kernels.workspaceBytes + productBytes + chunkFields.taken.offset) / 4;
    const replies: ThreadReply[] = [];
    let hear = () => {};
    const next = () => new Promise<void>((resolve) => (hear = resolve));
    const started = next();
    const init = { module: moduleOf("simd-threads"), memory: arena.memory, prefix: prefixes[precision] };
    const thread = spawnNode(
      workerSource,
      init,
      (reply) => void (replies.push(reply), hear()),
      () => {},
    );
    onTestFinished(() => void thread.end());
    await started;
    const ended = next();
    thread.send({ kernel: "train", plan: plan.address, from: 0, count: one.data.rows, thread: 0 }, []);
    // 8 rows of the batch are the part of the first thread, 7 that of this one, which does not run yet
    for (let tries = 0; tries < 2000 && Atomics.load(memory, taken(1)) < 7; tries++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect([0, 1].map((owner) => memory[taken(owner)])).toEqual([8, 7]);
    kernels.train(plan.address, 0, one.data.rows, 1);
    await ended;
    expect(replies.map(({ done }) => done)).toEqual([true, true]);
    expect([0, 1].map((owner) => memory[taken(owner)])).toEqual([0, 0]);
    expect(plan.lossSum).toBe(alone.plan.lossSum);
    together.parameters.places.forEach(({ weights }, index) => {
      const { inputs, units } = together.config.layers[index]!;
      const of = ({ parameters }: typeof together, { memory: where }: { memory: WebAssembly.Memory }) =>
        floatsAt(where, precision, parameters.places[index]!.weights, inputs * units);
      expect(weights).toBeGreaterThan(0);
      expectSameBits(
        of(together, arena),
        of(alone, { memory: memoryOf(alone) }),
        `weights of layer ${index + 1}`,
      );
    });
  },
);

const memoryOf = ({ plan }: ReturnType<typeof layOut>) => (plan as unknown as { arena: Arena }).arena.memory;

it.each(["simd-threads", "fast-threads"])("nothing comes after a wait in a function of %s", (build) => {
  const wat = readFileSync(`dist/wasm/${build}.wat`, "utf8");
  const after = [...wat.matchAll(/memory\.atomic\.wait32\n(.*)\n(.*)\n/g)].map(([, a, b]) => `${a}|${b}`);
  expect(after).toEqual(["  drop| )"]);
});
