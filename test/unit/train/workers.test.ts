import { describe, expect, it, vi } from "vitest";
import { Random } from "../../../src/network/random.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { ConfigInput, TrainingInput } from "../../../src/settings/generated/types.js";
import { prepare } from "../../../src/wasm/prepare.js";
import { spawnNode } from "../../../src/wasm/spawn.js";
import type { Spawn } from "../../../src/wasm/threadMessages.js";

/** Numbers around 0; not those of the kernels' tests, which load every build. */
const numbers = (count: number, seed: number) => {
  const random = new Random(seed, 0);
  return Float64Array.from({ length: count }, () => 2 * random.uniform() - 1);
};
const rows = 90;
const columns = 12;
const inputs = numbers(rows * columns, 1);
const labels = Array.from({ length: rows }, (_, row) => row % 3);
const dataset = Dataset.from(inputs, labels, { columns, classes: 3 });
const config: ConfigInput = {
  layers: [columns, { units: 9, activation: "tanh" }, { units: 3, activation: "softmax" }],
  batchSize: 8,
  epochs: 12,
  seed: 5,
};
const cases: [string, TrainingInput][] = [
  ["plain descent, many epochs in a call", { epochs: 3000, optimizer: { learningRate: 0.01 } }],
  ["adam with a schedule", { optimizer: { kind: "adam", learningRate: 0.01 }, schedule: "cosine" }],
  ["a held-out part and early stopping", { validation: 0.2, earlyStopping: 3 }],
  ["noise, weights and scaling", { inputNoise: 0.1, classWeights: "balanced", scaling: "standard" }],
  ["L-BFGS", { optimizer: "lbfgs", batchSize: "full" }],
];

async function run(settings: TrainingInput, build: ConfigInput["build"], keepFree: boolean) {
  using network = Network.create({ ...config, build, threads: 1 }, { keepFree });
  const history = await network.fit(dataset, settings);
  return { sha: await network.weightsSha256(), loss: history.loss, validation: history.validation };
}

describe("a thread with a memory of its own", () => {
  it.each(cases)("gives the bits of the caller's thread: %s", async (_name, settings) => {
    expect(await run(settings, "simd", true)).toEqual(await run(settings, "simd", false));
  });

  it("does the work, and the caller's thread does not", async () => {
    let sent = 0;
    const spawn: Spawn = (source, init, onReply, onEnd) => {
      expect(init.memory).toBeNull();
      const thread = spawnNode(source, init, onReply, onEnd);
      const send: typeof thread.send = (task, transfer) => {
        if (task.kernel) sent++;
        thread.send(task, transfer);
      };
      return { ...thread, send };
    };
    using network = Network.create({ ...config, build: "simd" }, { keepFree: true, spawn });
    await network.fit(dataset);
    expect(sent).toBeGreaterThanOrEqual(2);
  });

  it("is sent data larger than one message holds", async () => {
    const wide = 3000;
    const many = Dataset.from(numbers(1000 * wide, 2), new Uint8Array(1000), { columns: wide, classes: 2 });
    const train = async (keepFree: boolean) => {
      using network = Network.create({ layers: [wide, 4, 2], build: "simd", epochs: 1 }, { keepFree });
      await network.fit(many);
      return network.weightsSha256();
    };
    expect(await train(true)).toBe(await train(false));
  });

  it("finds where training diverges as the caller's thread does", async () => {
    const diverge = async (keepFree: boolean) => {
      using network = Network.create({ ...config, build: "simd" }, { keepFree });
      const settings: TrainingInput = { optimizer: { learningRate: 1e38 }, epochs: 40 };
      const message = await network.fit(dataset, settings).then(String, String);
      return [message, await network.weightsSha256()];
    };
    const [message] = await diverge(true);
    expect(message).toMatch(/^DivergenceError: epoch \d+, batch \d+: layer/);
    expect(await diverge(true)).toEqual(await diverge(false));
  });
});

describe("a pool that cannot start", () => {
  const spawn: Spawn = (_source, _init, _onReply, onEnd) => {
    setTimeout(() => onEnd("the page refuses it"));
    return { send: () => {}, hold: () => {}, end: () => {} };
  };

  it.each(["simd", "simd-threads"] as const)(
    "leaves the work to the caller's thread, with the reason: %s",
    async (build) => {
      using network = Network.create({ ...config, build }, { keepFree: true, spawn });
      const history = await network.fit(dataset);
      expect(history.whyAlone).toBe("no threads could start: training thread 0 failed: the page refuses it.");
      expect(await network.weightsSha256()).toBe((await run({}, "simd", false)).sha);
    },
  );

  it("fails where several threads were asked for", async () => {
    using network = Network.create({ ...config, threads: 2 }, { keepFree: true, spawn });
    await expect(network.fit(dataset)).rejects.toThrow("training thread 0 failed: the page refuses it.");
  });
});

describe('build "javascript"', () => {
  it("must be loaded for what answers at once; fit loads it; the bits are those of the others", async () => {
    // other files of tests load it: these modules are of this test alone
    vi.resetModules();
    const { Network } = await import("../../../src/train/network.js");
    const { Dataset } = await import("../../../src/data/dataset.js");
    const dataset = Dataset.from(inputs, labels, { columns, classes: 3 });
    using network = Network.create({ ...config, build: "javascript" });
    expect(() => network.predict(dataset)).toThrow(
      'build: "javascript" is not loaded yet. Call `await prepare({ builds: ["javascript"] })` first; fit does so itself.',
    );
    await network.fit(dataset);
    expect(await network.weightsSha256()).toBe((await run({}, "simd", false)).sha);
    expect(network.predict(dataset)).toHaveLength(rows);
  });

  it.each(cases)("trains to the same bits in both precisions: %s", async (_name, settings) => {
    for (const precision of ["float32", "float64"] as const) {
      const [plain, translated] = await Promise.all(
        (["simd", "javascript"] as const).map(async (build) => {
          using network = Network.create({ ...config, build, precision });
          await network.fit(dataset, settings);
          return network.weightsSha256();
        }),
      );
      expect(translated).toBe(plain);
    }
  });
});

describe("prepare", () => {
  it("takes a caller's module", async () => {
    const { readFileSync } = await import("node:fs");
    await prepare({ wasm: { scalar: readFileSync("dist/wasm/scalar.wasm") }, builds: ["scalar"] });
    expect((await run({}, "scalar", false)).sha).toBe((await run({}, "simd", false)).sha);
  });

  it("refuses a name that is no build", async () => {
    await expect(prepare({ builds: ["turbo" as never] })).rejects.toThrow(
      'builds: expected "javascript", "scalar", "simd", "simd-threads", "wide", "wide-threads", "fast", "fast-threads", "fast-wide" or "fast-wide-threads", got "turbo".',
    );
  });
});
