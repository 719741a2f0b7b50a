import { execFileSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { ThreadError } from "../../../src/errors.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import { planThreads } from "../../../src/train/loop/threads.js";
import type { BuildName } from "../../../src/wasm/builds.js";
import { checkConfig } from "../../../src/settings/configuration.js";
import { spawnNode } from "../../../src/wasm/spawn.js";
import type { Spawn } from "../../../src/wasm/threadMessages.js";
import { expectSameBits } from "../../compare.js";
import { numbers } from "../kernels/variants.js";

const sizes = [37, 61, 17, 3];
const rows = 64; // with a batch of 29: two whole batches and one of 6
const labels = Array.from({ length: rows }, (_, row) => row % 3);
const data = Dataset.from(numbers(rows * 37, 11), labels, { columns: 37, classes: 3 });

describe("threads", () => {
  const settings = [
    { precision: "float32" },
    { precision: "float64", biases: "shared", reduction: "sum" },
    { precision: "float32", biases: "none", validation: 0.3, shuffle: false },
    { precision: "float64", loss: "squaredError", batchSize: 700 },
  ] as const;

  it.each(settings)("1, 2, 3, 5 and 8 of them give the bits of the scalar build: %j", async (setting) => {
    const train = async (more: object) => {
      const network = Network.create({
        layers: sizes,
        batchSize: 29,
        epochs: 6,
        seed: 3,
        ...setting,
        ...more,
      });
      const history = await network.fit(data);
      const hash = await network.weightsSha256();
      network.dispose();
      return { hash, loss: history.loss, validation: history.validation, threads: history.threads };
    };
    const alone = await train({ build: "scalar" });
    for (const threads of [1, 2, 3, 5, 8]) {
      const together = await train({ threads });
      expect(together.threads).toBe(threads);
      expect(together.hash).toBe(alone.hash);
      expectSameBits(together.loss, alone.loss, `loss with ${threads} threads`);
      expect(together.validation).toEqual(alone.validation);
    }
  });

  it("auto gives the same bits on a net large enough to try both", async () => {
    const many = 3000;
    const large = Dataset.from(
      numbers(many * 100, 5),
      Array.from({ length: many }, (_, row) => row % 10),
      {
        columns: 100,
        classes: 10,
      },
    );
    const train = async (threads: number | "auto") => {
      const network = Network.create({ layers: [100, 200, 10], batchSize: 128, epochs: 10, threads });
      await network.fit(large);
      const hash = await network.weightsSha256();
      network.dispose();
      return hash;
    };
    expect(await train("auto")).toBe(await train(1));
  });

  it("end with their network, each of them, however often one is made, trained and disposed of", async () => {
    let started = 0;
    let ended = 0;
    const spawn: Spawn = (source, init, onReply, onEnd) => {
      started++;
      return spawnNode(source, init, onReply, (reason) => {
        ended++;
        onEnd(reason);
      });
    };
    for (let i = 0; i < 10; i++) {
      const network = Network.create({ layers: sizes, threads: 2, epochs: 1 }, { spawn });
      await network.fit(data);
      await network.fit(data);
      network.dispose();
    }
    await expect.poll(() => [started, ended]).toEqual([20, 20]);
  });

  it.each(["simd", "scalar"] as const)("more than one is refused by the %s build", async (build) => {
    const network = Network.create({ layers: sizes, build, threads: 2 });
    await expect(network.fit(data)).rejects.toThrow(
      `threads: the "${build}" build has no threads, got 2. Use build "simd-threads" or "auto", or 1 thread.`,
    );
  });
});

/** Starts real threads, and lets a test do something to the n-th one started. */
function meddling(
  which: number,
  meddle: (thread: ReturnType<Spawn>, onEnd: (reason: string) => void) => void,
): Spawn {
  let started = 0;
  return (source, init, onReply, onEnd) => {
    const thread = spawnNode(source, init, onReply, onEnd);
    if (started++ === which) meddle(thread, onEnd);
    return thread;
  };
}

describe("a thread that", () => {
  it("dies during training rejects fit with the cause, restores the weights, and the next fit works", async () => {
    const spawn = meddling(1, (thread) => {
      const { send } = thread;
      let tasks = 0;
      thread.send = (task) => (++tasks === 3 ? thread.end() : send(task));
    });
    const network = Network.create({ layers: sizes, threads: 2, epochs: 1000 }, { spawn });
    const before = await network.weightsSha256();
    const failed = network.fit(data);
    await expect(failed).rejects.toThrow(ThreadError);
    await expect(failed).rejects.toThrow(/^training thread 1 failed: it exited with code 1\.$/);
    expect(await network.weightsSha256()).toBe(before);
    expect((await network.fit(data, { epochs: 2 })).epochs).toBe(2);
    network.dispose();
  });

  it("traps rejects fit with the trap", async () => {
    const spawn = meddling(0, (thread) => {
      const { send } = thread;
      thread.send = (task) => send({ ...task, plan: 2 ** 32 - 64 });
    });
    const network = Network.create({ layers: sizes, threads: 2, epochs: 3 }, { spawn });
    await expect(network.fit(data)).rejects.toThrow(
      /^training thread 0 failed: RuntimeError: memory access out of bounds\.$/,
    );
    network.dispose();
  });

  it("never starts rejects fit", async () => {
    const spawn: Spawn = (_source, init, onReply, onEnd) =>
      spawnNode("throw new Error('no')", init, onReply, onEnd);
    const network = Network.create({ layers: sizes, threads: 2 }, { spawn });
    await expect(network.fit(data)).rejects.toThrow(/^training thread \d failed: Error: no\.$/);
    network.dispose();
  });

  it("never starts lets auto train alone, and the history says why", async () => {
    const spawn: Spawn = (_source, init, onReply, onEnd) =>
      spawnNode("throw new Error('no')", init, onReply, onEnd);
    const rowsHere = 3000;
    const classes = Array.from({ length: rowsHere }, (_, row) => row % 10);
    const large = Dataset.from(numbers(rowsHere * 100, 5), classes, { columns: 100, classes: 10 });
    const network = Network.create({ layers: [100, 200, 10], batchSize: 128, epochs: 30 }, { spawn });
    const history = await network.fit(large);
    expect(history.threads).toBe(1);
    expect(history.whyAlone).toMatch(/^no threads could start: training thread \d failed: Error: no\.$/);
    network.dispose();
  });

  it("cannot be created, as under a limit of processes: auto trains alone, a number of threads rejects", async () => {
    const spawn: Spawn = () => {
      throw new Error("EAGAIN");
    };
    const classes = Array.from({ length: 3000 }, (_, row) => row % 10);
    const large = Dataset.from(numbers(3000 * 100, 5), classes, { columns: 100, classes: 10 });
    const network = Network.create({ layers: [100, 200, 10], batchSize: 128, epochs: 30 }, { spawn });
    const reason = "training thread 0 failed: it could not start: Error: EAGAIN.";
    expect((await network.fit(large)).whyAlone).toBe(`no threads could start: ${reason}`);
    network.dispose();
    const two = Network.create({ layers: sizes, threads: 2 }, { spawn });
    await expect(two.fit(data)).rejects.toThrow(reason);
    two.dispose();
  });

  it("is disposed of while it trains rejects fit, and the network stays disposed", async () => {
    // right after a task was sent, so that the threads are at work
    const spawn = meddling(1, (thread) => {
      const { send } = thread;
      let tasks = 0;
      thread.send = (task, transfer) => {
        send(task, transfer);
        if (++tasks === 20) queueMicrotask(() => network.dispose());
      };
    });
    const network = Network.create({ layers: sizes, threads: 2, epochs: 100_000 }, { spawn });
    const training = network.fit(data);
    await expect(training).rejects.toThrow("the network was disposed of while its threads were at work.");
    expect(() => network.predict([[1]])).toThrow("network: it was disposed. Create or load another one.");
  });
});

describe("a process", () => {
  const run = (code: string) =>
    execFileSync(process.execPath, ["--input-type=module", "-e", code], {
      encoding: "utf8",
      timeout: 20_000,
    });
  const setUp = `
    import { Dataset, Network } from "./dist/index.js";
    const data = Dataset.from(new Float32Array(64 * 37), new Uint32Array(64), { columns: 37, classes: 3 });
    const network = Network.create({ layers: [37, 3], threads: 2, epochs: 50 });
  `;

  it("waits for training, and ends by itself though threads were never disposed of", () => {
    expect(run(`${setUp} console.log((await network.fit(data)).epochs);`)).toBe("50\n");
  });

  it("may end during training", () => {
    expect(
      run(
        `${setUp} const end = () => { console.log("end"); process.exit(); };
         network.fit(data, { epochs: 1e7, onProgress: () => void setTimeout(end) });`,
      ),
    ).toBe("end\n");
  });
});

describe("memory", () => {
  it("beyond parameters, activations and data is at most 8 MB and 2 MB for each thread", async () => {
    const layers = [784, 512, 256, 10];
    const batch = 1024;
    const network = Network.create({ layers, batchSize: batch, threads: 2, epochs: 1 });
    const set = Dataset.from(new Float32Array(batch * 784), new Uint32Array(batch), {
      columns: 784,
      classes: 10,
    });
    await network.fit(set);
    const bytes = network.parameters()[0]!.weights.buffer.byteLength;
    const parameters =
      4 * layers.slice(1).reduce((sum, units, index) => sum + units * (layers[index]! + 1), 0);
    const activations = 4 * batch * (2 * (512 + 256 + 10) + 784 + 10); // deltas, and the gathered batch
    const dataBytes = 4 * batch * (784 + 1);
    expect(bytes - parameters - activations - dataBytes).toBeLessThan(12e6);
    network.dispose();
  });
});

describe("planThreads", () => {
  const engine = { build: "simd-threads" as BuildName, canSpawn: true, keepFree: false };
  const here = { pool: 0, measure: false, keepFree: false };
  const one = { pool: 1, measure: false, keepFree: true };
  const plan = (
    layers: number[],
    batch: number,
    batches: number,
    threads: number | "auto" = "auto",
    special: Partial<typeof engine> = {},
  ) => planThreads({ ...engine, ...special, config: checkConfig({ layers, threads }) }, batch, batches);

  it("trains small nets and short runs here, large ones elsewhere, and what is asked for as asked", () => {
    expect(plan([2, 2, 2], 1, 1e6)).toEqual(here);
    expect(plan([784, 128, 10], 128, 3)).toEqual(here);
    expect(plan([1024, 1024, 1024], 512, 10, 1)).toEqual(one);
    expect(plan([2, 2, 2], 1, 1, 3)).toEqual({ ...here, pool: 3 });
    const wide = plan([1024, 1024, 1024], 512, 10);
    expect(wide.pool).toBeGreaterThan(0);
    expect(wide.measure).toBe(false);
  });

  it("where threads cannot be started, one is the rule and more an error", () => {
    const ask = (threads: number | "auto") => () => plan([2, 1], 1, 1, threads, { canSpawn: false });
    expect(ask("auto")()).toEqual(here);
    expect(ask(2)).toThrow(
      "threads: this host cannot start threads by itself, got 2. Give `spawn`, or use 1.",
    );
  });

  it("keeps a thread free that is to be free, even from small nets", () => {
    expect(plan([2, 2, 2], 1, 1e6, "auto", { keepFree: true })).toEqual(one);
    expect(plan([2, 2, 2], 1, 1, 1, { keepFree: true })).toEqual(one);
    expect(plan([784, 128, 10], 128, 3, "auto", { keepFree: true, build: "simd" })).toEqual(one);
    expect(plan([2, 2, 2], 1, 1, "auto", { keepFree: true, build: "javascript" })).toEqual(here);
    expect(plan([784, 128, 10], 128, 1e5, "auto", { keepFree: true }).keepFree).toBe(true);
  });
});
