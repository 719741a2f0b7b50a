import { afterEach, describe, expect, it } from "vitest";
import { readLink, writeLink } from "../../../playground/link.js";
import type { Choices, Session } from "../../../playground/sessionTypes.js";
import { createSession } from "../../../playground/session.js";
import { defaultsOf } from "../../../playground/choices.js";
import { presetNetwork, presetOf } from "../../../src/explain/presets.js";

const sessions: { dispose(): void }[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.dispose()));

async function sessionOf(some: Partial<Choices> = {}, data: Choices["data"] = "spirals") {
  const session = await createSession({ ...defaultsOf(data), ...some });
  sessions.push(session);
  return session;
}

async function train(session: Session, epochs: number): Promise<number> {
  for (let epoch = 0; epoch < epochs; epoch++) await session.trainEpoch();
  return session.frame.value.loss!;
}

const weightsOf = (session: Session) =>
  session.network.value.parameters().map(({ weights, biases }) => [...weights, ...biases]);

/** Waits until a frame satisfies a condition. */
function until(session: Session, holds: (frame: Session["frame"]["value"]) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = session.frame.subscribe((frame) => {
      if (holds(frame)) queueMicrotask(() => (stop(), resolve()));
    });
  });
}

describe("a session", () => {
  it("begins with the sample of an example that teaches most, and with the first of other data", async () => {
    const session = await sessionOf({}, "xor4");
    expect(session.sample.value).toBe(3);
    session.choose({ data: "spirals" });
    expect(session.sample.value).toBe(0);
    session.choose({ data: "xor4" });
    expect(session.sample.value).toBe(3);
    session.sample.value = 1;
    session.choose({ learningRate: 0.25 });
    expect(session.sample.value).toBe(1);
  });

  it("is paused at first, and then has the losses of the first weights", async () => {
    const session = await sessionOf();
    await until(session, ({ loss }) => loss !== null);
    const { state, epoch, updates, loss, testLoss, accuracy } = session.frame.value;
    expect({ state, epoch, updates }).toEqual({ state: "idle", epoch: 0, updates: 0 });
    expect(loss).toBe(session.network.value.evaluate(session.samples.value.train).loss);
    expect(testLoss).toBe(session.network.value.evaluate(session.samples.value.test!).loss);
    expect(accuracy).toBeGreaterThan(0.2);
  });

  it("trains one batch, then an epoch, and is paused again", async () => {
    const session = await sessionOf({ rows: 40, test: 0, batchSize: 10 });
    await session.trainBatch();
    expect(session.frame.value).toMatchObject({ state: "idle", epoch: 0, updates: 1 });
    await session.trainEpoch();
    expect(session.frame.value.updates).toBeGreaterThan(3);
    expect(session.frame.value.epoch).toBe(1);
    const { evaluated, loss } = session.frame.value;
    expect(evaluated).toEqual({ updates: session.frame.value.updates, epochs: 1 });
    expect(loss).toBe(session.network.value.evaluate(session.samples.value.train).loss);
  });

  it("has the same loss to the last digit after a reset, and in a session from its link", async () => {
    const session = await sessionOf({ hidden: [{ units: 5, activation: "gelu" }], dropout: 0.1 });
    const loss = await train(session, 5);
    session.reset();
    expect(await train(session, 5)).toBe(loss);
    const link = readLink(writeLink(session.choices.value, "en"));
    expect(link.complaints).toEqual([]);
    expect(await train(await sessionOf(link.choices), 5)).toBe(loss);
    expect(await train(await sessionOf({ ...link.choices, seed: 2 }), 5)).not.toBe(loss);
  });

  it("runs until it is paused, and reports both", async () => {
    const session = await sessionOf();
    session.run();
    await until(session, ({ epoch }) => epoch >= 20);
    expect(session.frame.value.state).toBe("running");
    expect(session.frame.value.samplesPerSecond).toBeGreaterThan(0);
    session.pause();
    await until(session, ({ state }) => state === "idle");
    await session.trainBatch();
    const { train: samples } = session.samples.value;
    expect(session.frame.value.loss).toBe(session.network.value.evaluate(samples).loss);
  });

  it("is running until the current batches are trained in a worker", async () => {
    const wide = { units: 512, activation: "relu" } as const;
    const session = await sessionOf({
      rows: 2000,
      hidden: [wide, wide],
      batchSize: "full",
      optimizer: "sgd",
    });
    session.run();
    await until(session, ({ epoch }) => epoch >= 2);
    await new Promise((resolve) => setTimeout(resolve, 20)); // an update takes longer
    session.pause();
    await until(session, ({ state }) => state === "idle");
    const { updates } = session.frame.value;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(session.frame.value.updates).toBe(updates);
  });

  it("keeps the weights and the epoch when only training settings change", async () => {
    const session = await sessionOf();
    await train(session, 3);
    const network = session.network.value;
    session.choose({ learningRate: 1e-9 });
    await session.trainBatch();
    expect(session.network.value).toBe(network);
    expect(session.frame.value).toMatchObject({ epoch: 3, updates: 31 });
    const weights = weightsOf(session);
    session.choose({ dropout: 0.25 });
    await until(session, () => session.network.value !== network);
    expect(session.network.value.config.layers[0]!.dropout).toBe(0.25);
    expect(weightsOf(session)).toEqual(weights);
    await session.trainBatch();
    expect(session.frame.value).toMatchObject({ epoch: 3, updates: 32 });
  });

  it("moves the weights to another engine, which gives the same bits", async () => {
    const session = await sessionOf({ optimizer: "sgd", learningRate: 0.1 });
    const expected = await train(session, 4);
    session.reset();
    await train(session, 3);
    const network = session.network.value;
    const weights = weightsOf(session);
    session.choose({ engine: "javascript" });
    await until(session, () => session.network.value !== network);
    expect(weightsOf(session)).toEqual(weights);
    expect(session.network.value.build).toBe("javascript");
    await session.trainBatch();
    expect(session.frame.value.epoch).toBe(3);
    session.reset();
    expect(session.network.value.build).toBe("javascript");
    expect(await train(session, 4)).toBe(expected);
  });

  it("starts again when the shape changes, and keeps running", async () => {
    const session = await sessionOf();
    session.run();
    await until(session, ({ epoch }) => epoch >= 3);
    session.choose({ hidden: [] });
    expect(session.frame.value.epoch).toBe(0);
    expect(session.network.value.config.layers).toHaveLength(1);
    await until(session, ({ epoch, state }) => state === "running" && epoch >= 3);
    session.reset();
    await until(session, ({ state }) => state === "idle");
    expect(session.frame.value.epoch).toBe(0);
  });

  it("has the weights of the worked example, and its error after the first update", async () => {
    const session = await sessionOf({}, "mazur");
    await until(session, ({ loss }) => loss !== null);
    expect(session.frame.value.loss).toBeCloseTo(0.298371109, 9);
    await session.trainEpoch();
    const preset = presetOf("mazur");
    const network = presetNetwork(preset);
    await network.fit(session.samples.value.train, { epochs: 1 });
    expect(session.frame.value.loss).toBe(network.evaluate(session.samples.value.train).loss);
    session.choose({ hidden: [{ units: 3, activation: "sigmoid" }] });
    expect(session.network.value.config.biases).toBe("perNeuron");
    expect(session.network.value.parameters()[0]!.weights[0]).not.toBe(0.15);
  });

  it("shows the message of the library's error", async () => {
    const session = await sessionOf({
      output: "identity",
      loss: "halfSquaredError",
      optimizer: "sgd",
      learningRate: 500,
      hidden: [{ units: 8, activation: "relu" }],
    });
    session.run();
    await until(session, ({ state }) => state === "failed");
    expect(session.frame.value.message).toMatch(/^epoch 1, batch \d+/);
    session.reset();
    await until(session, ({ state, loss }) => state === "idle" && loss !== null);
    expect(session.frame.value.message).toBe(null);
  });
});
