/** The library in a worker thread of an app's: it trains there, and its threads end with it, or before. */
import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { makeDigits } from "../../src/data/digits/digits.js";
import { Network } from "../../src/train/network.js";

const run = promisify(execFile);
const tellsThreads = existsSync("/proc/self/task");

// inside the package, so that `import … from "chainrule"` finds it as an app's would
mkdirSync("test/.scratch", { recursive: true });
const scratch = mkdtempSync("test/.scratch/worker-thread-");
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs an app's main thread. */
async function runApp(program: string): Promise<string[]> {
  const { stdout, stderr } = await run(process.execPath, [program], { timeout: 50_000 });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}

/** Writes a program. @returns where it is */
function write(name: string, text: string): string {
  const path = join(scratch, name);
  writeFileSync(path, text);
  return path;
}

/** The first lines of main threads. `settled` waits until there are this many threads, and returns how many were added. */
const begin = `
  import { readdirSync } from "node:fs";
  import { once } from "node:events";
  import { setTimeout as pause } from "node:timers/promises";
  import { Worker } from "node:worker_threads";
  const threads = () => readdirSync("/proc/self/task").length;
  async function settled(expected) {
    for (let wait = 0; wait < 500 && threads() !== expected; wait++) await pause(10);
    return threads() - before;
  }
  const example = new URL("../../../examples/embed/worker-thread/worker.mjs", import.meta.url);
  // whatever Node starts once for all is there now
  await once(new Worker(example, { workerData: { epochs: 1, threads: 2 } }), "exit");
  await pause(100);
  const before = threads();`;

describe("in an app's own worker thread", () => {
  it("the example trains, on threads of its own, to the bits of the library", async () => {
    const digits = makeDigits({ rows: 600, seed: 1 });
    const network = Network.create({
      layers: [digits.columns, { units: 32, activation: "relu" }, { units: 10, activation: "softmax" }],
      optimizer: "adam",
      seed: 1,
    });
    const { loss } = await network.fit(digits, { epochs: 12 });
    const [itsLoss, weights] = await runApp("examples/embed/worker-thread/main.mjs");
    expect(Number(itsLoss)).toBe(loss.at(-1));
    expect(weights).toBe(await network.weightsSha256());
  });

  it.runIf(tellsThreads)("terminate() during training ends the threads that it has started", async () => {
    const main = `${begin}
      const worker = new Worker(example, { workerData: { epochs: 1e9, threads: 3 } });
      const training = await settled(before + 4);
      await worker.terminate();
      console.log(training, await settled(before));`;
    expect(await runApp(write("terminates.mjs", main))).toEqual(["4 0"]);
  });

  it.runIf(tellsThreads)("dispose() ends those of a network, and leaves the worker", async () => {
    const worker = `
      import { parentPort } from "node:worker_threads";
      import { makeDigits, Network } from "chainrule";
      const digits = makeDigits({ rows: 100, seed: 1 });
      const network = Network.create({ layers: [digits.columns, 16, 10], threads: 3, seed: 1 });
      await network.fit(digits, { epochs: 1 });
      parentPort.on("message", () => network.dispose());
      parentPort.postMessage("trained");`;
    write("worker.mjs", worker);
    const main = `${begin}
      const worker = new Worker(new URL("worker.mjs", import.meta.url));
      await once(worker, "message");
      const trained = await settled(before + 4);
      worker.postMessage("dispose");
      console.log(trained, await settled(before + 1));
      process.exit();`;
    expect(await runApp(write("disposes.mjs", main))).toEqual(["4 1"]);
  });
});
