/**
 * A matrix product on several threads. Each thread computes some rows of c and has its own workspace. The threads are
 * those of a training, but run the product instead of a plan.
 */
import { Arena } from "../src/wasm/arena.js";
import type { BuildName } from "../src/wasm/builds.js";
import { moduleOf } from "../src/wasm/programs.js";
import { productFields } from "../src/wasm/generated/layout.js";
import { bytesPerFloat, floatsAt, instantiate, prefixes } from "../src/wasm/kernels.js";
import { ThreadPool } from "../src/wasm/pool.js";
import { defaultSpawn } from "../src/wasm/spawn.js";
import type { Spawn } from "../src/wasm/threadMessages.js";
import { Table } from "../src/wasm/table.js";
import { batchesOf, type Case } from "./cases.js";
import type { Engine } from "./engines.js";
import { halfSquares, productData } from "./products.js";
import type { Subject } from "./subject.js";

/** [batch × inputs] · [inputs × units] of a case of kind "product". */
export function threadedProduct(one: Case, { build, threads }: Engine): Subject {
  const { precision, batch: m } = one;
  const [k, n] = one.layers as [number, number];
  const size = bytesPerFloat[precision];
  const arena = new Arena(true);
  const kernels = instantiate(build, arena.memory, precision);
  const sizes = [threads * kernels.workspaceBytes, m * k * size, k * n * size, m * n * size];
  const [workspaces, a, b, c] = arena.take("a benchmark", sizes) as [number, number, number, number];
  const workspaceOf = (thread: number) => workspaces + thread * kernels.workspaceBytes;
  const data = productData(one);
  floatsAt(arena.memory, precision, a, m * k).set(data.inputs);
  floatsAt(arena.memory, precision, b, k * n).set(data.targets);
  for (let thread = 0; thread < threads; thread++) {
    const first = Math.floor((m * thread) / threads);
    const rows = Math.floor((m * (thread + 1)) / threads) - first;
    const to = c + first * n * size;
    const strides = { aRow: k, aColumn: 1, bRow: n, bColumn: 1 };
    const shape = { m: rows, n, k, a: a + first * k * size, b, c: to, partial: to, tile: kernels.tile };
    const zeros = Object.fromEntries(Object.keys(productFields).map((name) => [name, 0]));
    new Table(arena.memory, workspaceOf(thread), productFields).set({ ...zeros, ...strides, ...shape });
  }
  const pool = new ThreadPool(productsOf(workspaceOf), threads, initOf(build, arena, precision));
  const result = () => floatsAt(arena.memory, precision, c, m * n);
  return {
    implementation: "wasm",
    build,
    threads,
    reset: () => void result().fill(0),
    train: async (epochs) => {
      await pool.whenReady();
      const count = epochs * batchesOf(one);
      for (let i = 0; i < count; i++)
        await pool.run({ kernel: "train", plan: 0, from: 0, count: 0 }, threads);
    },
    loss: () => halfSquares(result()) / m,
    answers: result,
    dispose: () => void pool.close(),
  };
}

const initOf = (build: BuildName, { memory }: Arena, precision: Case["precision"]) => ({
  module: moduleOf(build),
  memory,
  prefix: prefixes[precision],
});

/** Threads that treat any task as "run the product at the start of your workspace". */
const productsOf =
  (workspaceOf: (thread: number) => number): Spawn =>
  (...given) => {
    const thread = defaultSpawn()!(...given); // never null: `runsThreads` was asked before
    const { send } = thread;
    const kernel = "product" as "train"; // an export beside those that a plan is run by
    return { ...thread, send: (task) => send({ ...task, kernel, plan: workspaceOf(task.thread) }) };
  };
