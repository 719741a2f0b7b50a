/** Workers of a page: none stays behind, and what goes wrong in one reaches the caller. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ThreadError } from "../../src/errors.js";
import { makeDigits } from "../../src/data/digits/digits.js";
import { Network } from "../../src/train/network.js";
import type { ConfigInput } from "../../src/settings/generated/types.js";
import { workerSource } from "../../src/wasm/generated/worker.js";
import { prepare } from "../../src/wasm/prepare.js";
import { info } from "../../src/wasm/info.js";
import { spawnWeb } from "../../src/wasm/spawnWeb.js";
import type { Spawn } from "../../src/wasm/threadMessages.js";

const digits = makeDigits({ rows: 64, seed: 1 });
const settings: ConfigInput = { layers: [digits.columns, 16, 10], batchSize: 16, seed: 1 };

describe("workers of a page", () => {
  /** Those that were started and not ended. */
  const alive = new Set<Worker>();
  let started = 0;
  const { Worker: Original } = globalThis;
  beforeAll(() => {
    globalThis.Worker = class extends Original {
      constructor(...given: ConstructorParameters<typeof Worker>) {
        super(...given);
        alive.add(this);
        started++;
      }
      override terminate(): void {
        alive.delete(this);
        super.terminate();
      }
    };
  });
  afterAll(() => {
    globalThis.Worker = Original;
  });

  it("are there, as info() says", () => {
    expect(info()).toMatchObject({ build: "simd-threads", workers: { available: true, reason: "" } });
  });

  it.each([1, 2] as const)(
    "of %i: 30 networks are created, trained and disposed of, and none is left",
    async (threads) => {
      const before = started;
      const hashes = new Set<string>();
      for (let cycle = 0; cycle < 30; cycle++) {
        const network = Network.create({ ...settings, build: "simd-threads", threads });
        await network.fit(digits, { epochs: 1 });
        hashes.add(await network.weightsSha256());
        network.dispose();
        expect(alive.size).toBeLessThanOrEqual(threads);
      }
      expect(hashes.size).toBe(1);
      if (threads > 1) expect(started - before).toBe(30 * threads);
      expect(alive.size).toBe(0);
    },
  );

  it("end with a training that is disposed of in its midst", async () => {
    const network = Network.create({ ...settings, build: "simd-threads", threads: 2 });
    const training = network.fit(digits, {
      epochs: 1e9,
      onProgress: ({ epoch }) => void (epoch >= 2 && network.dispose()),
    });
    await expect(training).rejects.toThrow("disposed");
    expect(alive.size).toBe(0);
  });

  it("tell the caller when one fails, and leave the weights as they were", async () => {
    const spawn: Spawn = (source, init, onReply, onEnd) => {
      const thread = spawnWeb(source, init, onReply, onEnd);
      return {
        ...thread,
        send: (task, transfer) =>
          thread.send({ ...task, plan: task.thread === 1 ? -64 : task.plan }, transfer),
      };
    };
    const network = Network.create({ ...settings, build: "simd-threads", threads: 2 }, { spawn });
    const before = await network.weightsSha256();
    const failure = await network.fit(digits, { epochs: 1 }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ThreadError);
    expect(String(failure)).toMatch(/out of bounds/);
    expect(await network.weightsSha256()).toBe(before);
    network.dispose();
    expect(alive.size).toBe(0);
  });

  describe("where none can start", () => {
    beforeAll(() => {
      const broken = URL.createObjectURL(
        new Blob(["throw new Error('no such worker')"], { type: "text/javascript" }),
      );
      return prepare({ worker: broken });
    });
    // the next file of tests may use the same modules
    afterAll(() =>
      prepare({ worker: URL.createObjectURL(new Blob([workerSource], { type: "text/javascript" })) }),
    );

    it("leave the training to the page, which says why", async () => {
      const [network, elsewhere] = [Network.create(settings), Network.create(settings, { spawn: null })];
      const history = await network.fit(digits, { epochs: 3 });
      await elsewhere.fit(digits, { epochs: 3 });
      expect(history.whyAlone).toContain("no such worker");
      expect(await network.weightsSha256()).toBe(await elsewhere.weightsSha256());
      for (const one of [network, elsewhere]) one.dispose();
      expect(alive.size).toBe(0);
    });

    it("tell the caller who asked for two", async () => {
      const network = Network.create({ ...settings, build: "simd-threads", threads: 2 });
      const failure = await network.fit(digits, { epochs: 1 }).catch((error: unknown) => error);
      expect(failure).toBeInstanceOf(ThreadError);
      expect(String(failure)).toContain("no such worker");
      network.dispose();
      expect(alive.size).toBe(0);
    });
  });
});
