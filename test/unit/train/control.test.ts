import { describe, expect, it } from "vitest";
import { TrainingControl } from "../../../src/train/loop/control.js";
import { Dataset } from "../../../src/data/dataset.js";
import { Network } from "../../../src/train/network.js";
import type { TrainingInput } from "../../../src/settings/generated/types.js";
import { handClock } from "./handClock.js";

const rows = 40;
const inputs = Array.from({ length: rows }, (_, row) => [Math.sin(row), Math.cos(2 * row)]);
const dataset = Dataset.from(
  inputs,
  inputs.map(([x, y]) => [x! > y! ? 1 : 0]),
);
const config = { layers: [2, 6, 1], batchSize: 7, seed: 3, epochs: 30 };
const batchesPerEpoch = Math.ceil(rows / config.batchSize);

async function plainSha(settings: TrainingInput): Promise<string> {
  using network = Network.create(config);
  await network.fit(dataset, settings);
  return network.weightsSha256();
}

describe("TrainingControl", () => {
  it.each<[string, TrainingInput]>([
    ["plain descent", {}],
    ["adam", { optimizer: { kind: "adam", learningRate: 0.01 } }],
    ["a schedule and a held-out part", { schedule: "cosine", validation: 0.2 }],
    ["L-BFGS", { optimizer: "lbfgs", batchSize: "full" }],
  ])("pauses, steps and goes on to the same bits as without: %s", async (_name, settings) => {
    using network = Network.create(config);
    const control = new TrainingControl({ paused: true });
    const training = network.fit(dataset, { ...settings, control });
    await control.whenPaused();
    for (let step = 0; step < 3; step++) await control.runBatches(1);
    await control.runEpochs(2);
    await control.runBatches(2);
    control.resume();
    setTimeout(() => control.pause(), 2);
    await control.whenPaused();
    control.resume();
    const { epochs, stopped } = await training;
    const whole = Network.create(config);
    const history = await whole.fit(dataset, settings);
    expect([epochs, stopped]).toEqual([history.epochs, history.stopped]);
    expect(await network.weightsSha256()).toBe(await plainSha(settings));
  });

  it("trains as many batches as it is told, and stands still then", async () => {
    using network = Network.create(config);
    const control = new TrainingControl({ paused: true });
    let samples: number[] = [];
    const abort = new AbortController();
    const training = network.fit(dataset, {
      control,
      signal: abort.signal,
      onBatch: (progress) => void samples.push(progress.samples),
    });
    await control.whenPaused();
    expect(samples).toEqual([]);
    await control.runBatches(2);
    expect(samples).toEqual([7, 14]);
    expect(control.isPaused).toBe(true);
    samples = [];
    await control.runEpochs(1);
    expect(samples).toEqual([21, 28, 35, 40]);
    samples = [];
    await control.runEpochs(2);
    expect(samples).toHaveLength(2 * batchesPerEpoch);
    abort.abort();
    expect(await training).toMatchObject({ epochs: 3, stopped: "aborted", updates: 3 * batchesPerEpoch });
  });

  it("stands still at what an iteration of L-BFGS has accepted", async () => {
    const settings: TrainingInput = { optimizer: "lbfgs", batchSize: "full" };
    using network = Network.create(config);
    const control = new TrainingControl({ paused: true });
    const abort = new AbortController();
    const training = network.fit(dataset, { ...settings, control, signal: abort.signal });
    for (const epochs of [1, 2, 3]) {
      await control.runEpochs(1);
      expect(await network.weightsSha256()).toBe(await plainSha({ ...settings, epochs }));
    }
    abort.abort();
    expect(await training).toMatchObject({ epochs: 3, stopped: "aborted" });
  });

  it("leaves the midst of joined epochs when it pauses, and joins them again", async () => {
    using network = Network.create(config);
    const control = new TrainingControl();
    const training = network.fit(dataset, { epochs: 20_000, control });
    await new Promise((resolve) => setTimeout(resolve, 20));
    control.pause();
    await control.whenPaused();
    await control.runBatches(1);
    control.resume();
    await training;
    expect(await network.weightsSha256()).toBe(await plainSha({ epochs: 20_000 }));
  });

  it("does not count the time that it stands still", async () => {
    using network = Network.create(config);
    const control = new TrainingControl({ paused: true });
    const pass = handClock();
    const training = network.fit(dataset, { epochs: 3, timeLimit: 0.2, control });
    await control.whenPaused();
    pass(300);
    control.resume();
    expect(await training).toMatchObject({ epochs: 3, stopped: "epochs" });
  });

  it("lets a network be disposed of while it stands still: fit rejects", async () => {
    const network = Network.create(config);
    const control = new TrainingControl({ paused: true });
    const training = network.fit(dataset, { control });
    await control.whenPaused();
    network.dispose();
    await expect(training).rejects.toThrow("network: it was disposed. Create or load another one.");
  });

  it("resolves a step if training ends during it", async () => {
    using network = Network.create(config);
    const control = new TrainingControl({ paused: true });
    const training = network.fit(dataset, { epochs: 1, control });
    await control.runEpochs(5);
    expect(await training).toMatchObject({ epochs: 1, stopped: "epochs" });
    await control.whenPaused();
  });

  it.each([0, -1, 1.5, NaN])("refuses to run %s batches", async (count) => {
    const message = `control: expected a number of batches or epochs ≥ 1, got ${count}.`;
    await expect(new TrainingControl().runBatches(count)).rejects.toThrow(message);
  });

  it("keepEpochs bounds what the history keeps", async () => {
    using network = Network.create(config);
    const history = await network.fit(dataset, { epochs: 5000, keepEpochs: 10 });
    expect(history.epochs).toBe(5000);
    expect(history.loss.length).toBeGreaterThanOrEqual(10);
    expect(history.loss.length).toBeLessThan(20);
    using other = Network.create(config);
    const all = await other.fit(dataset, { epochs: 5000 });
    expect(history.loss).toEqual(all.loss.slice(-history.loss.length));
  });
});
