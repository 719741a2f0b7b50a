import { afterEach, describe, expect, it } from "vitest";
import type { Choices, Frame, LearningRecord, SpeedName } from "../../../playground/sessionTypes.js";
import { createSession, type PlaygroundSession } from "../../../playground/session.js";
import { seriesOf, valueOf } from "../../../playground/networkDrawing/weightSeries.js";
import { defaultsOf } from "../../../playground/choices.js";
import { columnOf, pointOf, pointsIn } from "../../../playground/views/lossColumns.js";

const sessions: { dispose(): void }[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.dispose()));

/** A session whose screen has a frame every `frameMs` of its own clock, which does not wait. */
async function begin(some: Partial<Choices>, frameMs = 16) {
  let time = 0;
  let waiting: (() => void)[] = [];
  const frame = () => {
    time += frameMs;
    const callbacks = waiting;
    waiting = [];
    for (const callback of callbacks) callback();
  };
  const nextFrame = (callback: () => void) => {
    if (waiting.push(callback) === 1) setImmediate(frame);
  };
  const choices = { ...defaultsOf(some.data ?? "spirals"), ...some };
  const session = await createSession(choices, { now: () => time, nextFrame });
  sessions.push(session);
  return Object.assign(session, { time: () => time });
}

/** Waits until a frame satisfies a condition. */
function until(session: PlaygroundSession, holds: (frame: Frame) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = session.frame.subscribe((frame) => {
      if (holds(frame)) queueMicrotask(() => (stop(), resolve()));
    });
  });
}

const weightsOf = ({ network }: PlaygroundSession) => {
  const parameters = network.value.parameters();
  return seriesOf(network.value).map((line) => valueOf(line, parameters));
};

const copyOf = (session: PlaygroundSession): LearningRecord => structuredClone(session.record.value);

describe("the record of a training", () => {
  it("is the same at every speed and with slow frames, point for point", async () => {
    const runs: [SpeedName, frameMs: number][] = [
      ["full", 16],
      ["1000", 16],
      ["1000", 700],
      ["10000", 90],
    ];
    const records = [];
    for (const [speed, frameMs] of runs) {
      const session = await begin({ speed, rows: 100 }, frameMs);
      await session.trainTo(40);
      expect(session.frame.value).toMatchObject({ state: "idle", epoch: 40, updates: 120 });
      records.push(copyOf(session));
    }
    // 8 of the 16 epochs from 16 to 32, and 8 epochs more, but every update of the first one
    expect(records[0]!.epochs.map((epoch) => Math.round(3 * epoch))).toEqual(records[0]!.updates);
    expect(records[0]!.epochs.slice(0, 20)).toEqual([
      0,
      1 / 3,
      2 / 3,
      ...Array.from({ length: 16 }, (_, at) => at + 1),
      18,
    ]);
    expect(records[0]!.weights.length).toBeGreaterThan(2);
    for (const list of Object.values(records[0]!).flat(1)) expect(list).not.toBeUndefined();
    for (const record of records.slice(1)) expect(record).toEqual(records[0]);
  });

  it("is the same in one go and in steps and pauses", async () => {
    const whole = await begin({ rows: 100, speed: "full" });
    await whole.trainTo(30);
    const cut = await begin({ rows: 100, speed: "100" });
    for (let press = 0; press < 7; press++) await cut.trainBatch();
    await cut.trainEpoch();
    cut.run();
    await until(cut, ({ epoch }) => epoch >= 12);
    cut.pause();
    cut.choose({ speed: "full" });
    await cut.trainTo(30);
    expect(copyOf(cut)).toEqual(copyOf(whole));
    expect(cut.frame.value.loss).toBe(whole.frame.value.loss);
  });

  it("has the losses and weights of exactly those updates, and the figures at the top after them", async () => {
    const session = await begin({ rows: 40, test: 0.5, batchSize: 5 });
    await session.trainBatch();
    await session.trainBatch();
    const { samples, network } = session;
    const { updates, epochs, loss, testAccuracy, weights } = session.record.value;
    expect([updates, epochs]).toEqual([
      [0, 1, 2],
      [0, 0.25, 0.5],
    ]);
    const { train, test } = samples.value;
    expect(loss[2]).toBe(network.value.evaluate(train).loss);
    expect(testAccuracy[2]).toBe(network.value.evaluate(test!).metrics.accuracy);
    expect(weights.map((line) => line[2])).toEqual(weightsOf(session));
    expect(weights.map((line) => line[1])).not.toEqual(weightsOf(session));
    const point = pointOf(session.record.value, session.frame.value, 2)!;
    expect(point.loss).toBe(session.frame.value.loss);
    expect(point.testAccuracy).toBe(session.frame.value.testAccuracy);
  });

  it("is followed by the figures at the top where those are newer", async () => {
    const session = await begin({
      rows: 4000,
      test: 0,
      batchSize: 1000,
      hidden: [
        { units: 512, activation: "relu" },
        { units: 64, activation: "relu" },
      ],
    });
    for (let press = 0; press < 3; press++) await session.trainBatch();
    const { record, frame } = session;
    expect(record.value.updates).toEqual([0, 1, 2]);
    expect(frame.value.evaluated).toEqual({ updates: 3, epochs: 0.75 });
    expect(pointsIn(record.value, frame.value)).toBe(4);
    expect(columnOf(record.value, frame.value, "loss").at(-1)).toBe(frame.value.loss);
  });

  it("begins again after a reset", async () => {
    const session = await begin({ rows: 50, speed: "full" });
    await session.trainTo(5);
    const before = copyOf(session);
    session.reset();
    expect(session.record.value.updates).toEqual([]);
    await session.trainTo(5);
    expect(copyOf(session)).toEqual(before);
  });
});

describe("goals", () => {
  it("count every press, however quick", async () => {
    const session = await begin({ rows: 100 });
    await Promise.all(Array.from({ length: 40 }, () => session.trainEpoch()));
    expect(session.frame.value).toMatchObject({ state: "idle", epoch: 40, updates: 120 });
    await Promise.all([session.trainBatch(), session.trainBatch(), session.trainEpochs(10)]);
    expect(session.frame.value).toMatchObject({ state: "idle", epoch: 50, updates: 150 });
    await session.trainTo(50);
    expect(session.frame.value.updates).toBe(150);
  });

  it("are given up by a pause", async () => {
    const session = await begin({ rows: 100, speed: "10" });
    const trained = session.trainEpochs(1000);
    await until(session, ({ updates }) => updates > 2);
    session.pause();
    await trained;
    expect(session.frame.value.state).toBe("idle");
    expect(session.frame.value.epoch).toBeLessThan(1000);
  });

  it("are reached at the chosen speed", async () => {
    for (const [speed, seconds] of [
      ["10", 2.9],
      ["100", 0.29],
      ["full", 0],
    ] as const) {
      const session = await begin({ rows: 100, speed }, 10);
      const before = session.time();
      await session.trainEpochs(10);
      expect(session.frame.value.updates).toBe(30);
      expect((session.time() - before) / 1000).toBeGreaterThanOrEqual(seconds);
    }
  });

  it("follow a speed that changes on the way", async () => {
    const session = await begin({ rows: 100, speed: "1" });
    const trained = session.trainEpochs(100);
    await until(session, ({ updates }) => updates > 0);
    session.choose({ speed: "full" });
    await trained;
    expect(session.frame.value.epoch).toBe(100);
    expect(session.time()).toBeLessThan(100_000); // at the speed of before: 300 s
  });
});

describe("a training that ends by itself", () => {
  it("says that it has converged, and that running again does nothing", async () => {
    const session = await begin({
      data: "clouds",
      rows: 40,
      optimizer: "lbfgs",
      batchSize: "full",
      l2: 0.1,
      speed: "full",
    });
    session.run();
    await until(session, ({ ended, state }) => ended !== null && state === "idle");
    const { updates } = session.frame.value;
    expect(updates).toBeGreaterThan(0);
    expect(session.frame.value).toMatchObject({ state: "idle", ended: { why: "converged", isAgain: false } });
    session.run();
    await until(session, ({ ended, state }) => ended?.isAgain === true && state === "idle");
    expect(session.frame.value).toMatchObject({ updates, state: "idle", message: null });
    session.choose({ optimizer: "adam" });
    await session.trainEpoch();
    expect(session.frame.value.ended).toBe(null);
    expect(session.frame.value.updates).toBeGreaterThan(updates);
  });
});
