import { afterEach, describe, expect, it } from "vitest";
import { sampleOf } from "../../../src/explain/sample.js";
import { trace } from "../../../src/explain/trace.js";
import type { Choices, Session } from "../../../playground/sessionTypes.js";
import { createSession } from "../../../playground/session.js";
import { defaultsOf } from "../../../playground/choices.js";
import { compare } from "../../../playground/steps/comparison.js";
import { type BatchOrder, firstPlace, nextBatch, placeAfter } from "../../../playground/steps/nextBatch.js";
import { asTrained, stepView } from "../../../playground/steps/stepView.js";
import { placeOfStep } from "../../../playground/steps/stepPlace.js";
import {
  type OpenWalkthrough,
  type Walkthrough,
  walkthroughOf,
} from "../../../playground/steps/walkthrough.js";
import { Network } from "../../../src/train/network.js";

const sessions: { dispose(): void }[] = [];
afterEach(() => sessions.splice(0).forEach((session) => session.dispose()));

/** A session like that of the page, without a screen. */
async function begin(some: Partial<Choices>): Promise<Session> {
  const choices = { ...defaultsOf(some.data ?? "circles"), ...some };
  const session = await createSession(choices, { nextFrame: (callback) => setTimeout(callback, 1) });
  sessions.push(session);
  return session;
}

/** A small network that trains one sample at a time. */
const small: Partial<Choices> = {
  data: "circles",
  rows: 20,
  test: 0.2,
  hidden: [{ units: 3, activation: "tanh" }],
  optimizer: "sgd",
  learningRate: 0.1,
  batchSize: 1,
};

function open(walk: Walkthrough): OpenWalkthrough {
  const state = walk.state.peek();
  if (state.kind !== "open") throw new Error(`the walk is ${JSON.stringify(state)}`);
  return state;
}

/** Goes to the end of the update. */
async function finish(walk: Walkthrough) {
  await walk.forward();
  walk.go(Infinity);
  await walk.forward();
  return open(walk).outcome;
}

const rowsAfter = (line: BatchOrder, updates: number) =>
  nextBatch(line, placeAfter(line, firstPlace, updates));

describe("nextBatch", () => {
  it("an epoch has every row once; the next epoch has another order", () => {
    const line = { rows: 10, batchSize: 4, shuffle: true, seed: 3 };
    const epochs = [0, 1].map((epoch) => [0, 1, 2].map((at) => rowsAfter(line, 3 * epoch + at)));
    expect(epochs.map((batches) => batches.map(({ length }) => length))).toEqual([
      [4, 4, 2],
      [4, 4, 2],
    ]);
    for (const batches of epochs) {
      const rows = batches.flatMap((batch) => [...batch]);
      expect(rows.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    }
    expect(epochs[0]).not.toEqual(epochs[1]);
  });

  it("without a shuffle rows keep their order; a full batch has all rows", () => {
    const line = { rows: 5, batchSize: 2, shuffle: false, seed: 3 };
    expect([...rowsAfter(line, 4)]).toEqual([2, 3]);
    expect([...rowsAfter({ ...line, batchSize: "full" }, 7)]).toEqual([0, 1, 2, 3, 4]);
  });
});

describe("a walkthrough", () => {
  it("the worked example: every step in its phase, then the update is applied, to the last bit", async () => {
    const session = await begin({ data: "mazur" });
    const walk = walkthroughOf(session);
    await walk.forward();
    const { trace, at, row } = open(walk);
    expect([at, row]).toEqual([0, 0]);
    expect(session.place.peek()).toEqual({ layer: 1, unit: 0 });
    const phases = [];
    for (let step = 0; step < trace.steps.length; step++) {
      phases.push(trace.steps[open(walk).at]!.phase);
      await walk.forward();
    }
    expect([...new Set(phases)]).toEqual(["forward", "error", "backward", "update"]);
    const { outcome } = open(walk);
    expect(outcome).toMatchObject({ kind: "applied", comparison: { isExact: true, agrees: true } });
    expect(session.network.peek().parameters()[1]!.weights[0]).toBeCloseTo(0.35891648, 8);
    expect(session.frame.peek().updates).toBe(1);
    await walk.forward();
    expect(open(walk)).toMatchObject({ at: 0, updates: 1, outcome: null });
  });

  it("single samples of many: the next one is applied within float32 rounding, for ten updates", async () => {
    const session = await begin(small);
    const walk = walkthroughOf(session);
    const rows = [];
    for (let round = 0; round < 10; round++) {
      expect(await finish(walk)).toMatchObject({ kind: "applied", comparison: { agrees: true } });
      rows.push(open(walk).row);
    }
    expect(new Set(rows).size).toBe(10);
    await session.trainEpoch();
    expect(await finish(walk)).toMatchObject({ kind: "applied", comparison: { agrees: true } });
  });

  it("knows the next sample after a change of the learning rate, which starts another fit", async () => {
    const session = await begin(small);
    const walk = walkthroughOf(session);
    for (let update = 0; update < 5; update++) await session.trainBatch();
    session.choose({ learningRate: 0.2 });
    await session.trainBatch();
    expect(await finish(walk)).toMatchObject({ kind: "applied", comparison: { agrees: true } });
    expect(open(walk).trace.network.learningRate).toBe(0.2);
  });

  it("another optimiser: the comparison finds a different update", async () => {
    const session = await begin({ ...small, optimizer: "adam", learningRate: 0.01 });
    const walk = walkthroughOf(session);
    const outcome = await finish(walk);
    expect(outcome).toMatchObject({ kind: "applied", comparison: { agrees: false } });
    expect(open(walk).trace.notes).toContainEqual({ id: "plainDescent", optimizer: "adam" });
  });

  it("a batch of several samples is not applied, and neither is a sample that is not the next", async () => {
    const several = await begin({ ...small, batchSize: 16 });
    expect(await finish(walkthroughOf(several))).toEqual({ kind: "batch", size: 16, isAmongThem: true });
    expect(several.frame.peek().updates).toBe(0);
    const single = await begin(small);
    const walk = walkthroughOf(single);
    const next = walk.nextRows()![0]!;
    await walk.open((next + 1) % 16);
    walk.go(Infinity);
    await walk.forward();
    expect(open(walk).outcome).toEqual({ kind: "other", next });
  });

  it("pauses a running training, and closes when the training continues or is reset", async () => {
    const session = await begin(small);
    const walk = walkthroughOf(session);
    session.run();
    await expect.poll(() => session.frame.peek().updates).toBeGreaterThan(0);
    await walk.forward();
    expect(session.frame.peek().state).toBe("idle");
    expect(open(walk).updates).toBeGreaterThan(0);
    await session.trainBatch();
    expect(walk.state.peek()).toEqual({ kind: "closed", why: "moved" });
    await walk.forward();
    open(walk);
    session.reset();
    expect(walk.state.peek()).toEqual({ kind: "closed", why: "nothing" });
  });

  it("a network of too many steps is not opened", async () => {
    const session = await begin({ data: "circles", rows: 20, hidden: [{ units: 300, activation: "tanh" }] });
    const walk = walkthroughOf(session);
    await walk.forward();
    expect(walk.state.peek()).toEqual({ kind: "closed", why: "nothing" });
  });
});

describe("pieces of a step", () => {
  const network = Network.create({ layers: [2, 2, 1], precision: "float64", optimizer: "sgd", seed: 4 });
  const sample = { inputs: [0.2, -0.4], targets: [1] };

  it("places: a unit, a weight, the path that an error flows back, and none for the total error", () => {
    const traced = trace(network, sample);
    const at = (key: string) =>
      placeOfStep(
        traced,
        traced.steps.find((step) => step.key === key)!,
      );
    expect(at("net_h2")).toEqual({ layer: 1, unit: 1 });
    expect(at("w3_new")).toEqual({ layer: 1, unit: 1, from: 0 });
    expect(at("dE_total/dw6")).toEqual({ layer: 2, unit: 0, from: 1 });
    expect(at("dE_o1/dout_h2")).toEqual({ layer: 2, unit: 0, from: 1 });
    expect(at("E_total")).toBeNull();
  });

  it("the comparison detects an update that is 1 % too long", () => {
    const traced = trace(network, sample);
    const layers = [1, 2].map((layer) => {
      const of = (kind: string) =>
        traced.network.parameters.filter((one) => one.layer === layer && one.kind === kind);
      const [inputs, units] = [traced.network.sizes[layer - 1]!, traced.network.sizes[layer]!];
      const rows = of("weight").map(({ after }) => after);
      return {
        weights: Float64Array.from(
          { length: rows.length },
          (_, at) => rows[(at % units) * inputs + Math.floor(at / units)]!,
        ),
        biases: Float64Array.from(of("bias"), ({ after }) => after),
      };
    });
    expect(compare(traced, layers, "float64")).toMatchObject({ isExact: true, agrees: true, largest: 0 });
    const [first] = traced.network.parameters;
    layers[0]!.weights[0]! += 0.01 * (first!.after - first!.before);
    const seen = compare(traced, layers, "float64");
    expect(seen.parameters.map(({ agrees }) => agrees).indexOf(false)).toBe(0);
    const last = traced.network.parameters.at(-1)!;
    layers[1]!.biases[0]! += 0.01 * (last.after - last.before);
    expect(compare(traced, layers, "float32").parameters.at(-1)!.agrees).toBe(false);
  });

  it("before the first batch inputs are scaled as in training", async () => {
    const session = await begin(small);
    const { train } = session.samples.peek();
    const scaled = Network.create({ layers: [2, 2, 2], scaling: "standard" });
    const traceable = asTrained(scaled, train, session.choices.peek());
    expect(scaled.scalers.inputs).toBeNull();
    await scaled.fit(train, { epochs: 1 });
    expect(traceable.scalers).toEqual(scaled.scalers);
    expect(trace(traceable, sampleOf(train, 0, "halfSquaredError")).inputs[0]).not.toBe(train.inputs[0]);
  });

  it("a step as markup, in both languages", () => {
    const traced = trace(network, sample);
    const [en, zh] = (["en", "zh"] as const).map((code) => stepView(traced, 0, code, 6));
    expect(en!.where).toBe("Forward pass · hidden layer · h1");
    expect(zh!.where).toBe("前向传播 · 隐藏层 · h1");
    expect(en!.equations).toMatch(/^<div class="equations">.*<math/s);
    expect(en!.said).toMatch(/^net_h1 equals/);
  });
});
